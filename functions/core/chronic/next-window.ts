import { WEEKDAYS, type ExpectedWindow, type Pattern } from '../model/pattern.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';

/** Windows that are tried before one on a day that the pattern keeps to. */
const MOST_SKIPPED = 8;

/**
 * A pattern with its next window after a moment: a problem is written once an hour at most, so that windows may have passed
 * since. What predicts nothing stays as it is.
 */
export function asOf(pattern: Pattern, now: EpochMs): Pattern {
  const { nextExpected, periodMs } = pattern;
  if (nextExpected === null || periodMs === null || nextExpected.from > now) return pattern;
  const windows = startsOfDay(pattern, nextExpected).flatMap(
    (window) => nextAfter(pattern, window, periodMs, now) ?? [],
  );
  const [first] = windows.toSorted((a, b) => a.from - b.from);
  return { ...pattern, nextExpected: first ?? null };
}

/** The window moved to each time of day that a clock pattern keeps. */
function startsOfDay({ kind, timesOfDay, toleranceMs, zone }: Pattern, window: ExpectedWindow): ExpectedWindow[] {
  if (kind !== 'clock' || timesOfDay.length < 2) return [window];
  const start = window.from + (toleranceMs ?? 0);
  const minutes = Math.round((((start + zoneOffsetMs(start, zone ?? 'UTC')) % DAY_MS) / MINUTE_MS) % 1_440);
  return timesOfDay.map((time) => {
    const later = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) - minutes + 1_440) % 1_440;
    return { from: window.from + later * MINUTE_MS, to: window.to + later * MINUTE_MS };
  });
}

function nextAfter(
  { weekdays, toleranceMs, zone }: Pattern,
  { from, to }: ExpectedWindow,
  periodMs: number,
  now: EpochMs,
): ExpectedWindow | null {
  const wallClock = zone ?? 'UTC';
  // What repeats every week may do so on several days.
  const stepMs = weekdays === null ? periodMs : Math.min(periodMs, DAY_MS);
  let cycle = Math.max(0, Math.floor((now - from) / stepMs));
  for (let skipped = 0; skipped < MOST_SKIPPED; skipped += 1, cycle += 1) {
    const moved = cycle * stepMs;
    // The wall clock may have been changed in between.
    const shiftMs = moved + zoneOffsetMs(from, wallClock) - zoneOffsetMs(from + moved, wallClock);
    const start = from + shiftMs + (toleranceMs ?? 0);
    const day = WEEKDAYS[weekdayAt(start, wallClock)];
    const isItsDay = weekdays === null || weekdays.some((one) => one === day);
    if (from + shiftMs > now && isItsDay) return { from: from + shiftMs, to: to + shiftMs };
  }
  return null;
}
