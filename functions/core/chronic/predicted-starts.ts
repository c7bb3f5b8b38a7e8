import type { Pattern } from '../model/pattern.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { asOf } from './next-window.ts';
import { zoneOffsetMs } from './zone-offset.ts';

/** Starts that are given at most: whoever asks looks at the surroundings of a moment. */
const MOST_STARTS = 32;

/**
 * When strikes of a pattern start, as it predicts, in a span of time that may lie before or after its next window; none for what
 * has no windows. The first ones of a long span.
 */
export function predictedStarts(pattern: Pattern, from: EpochMs, to: EpochMs): readonly EpochMs[] {
  const { nextExpected, periodMs } = pattern;
  if (nextExpected === null || periodMs === null) return [];
  const toleranceMs = pattern.toleranceMs ?? 0;
  // Back to a window that every time of day of the span comes after, whatever the clocks did in between.
  const earliest = Math.min(from - toleranceMs - DAY_MS - 2 * HOUR_MS, nextExpected.from);
  const early = movedBack(pattern, Math.ceil((nextExpected.from - earliest) / periodMs) * periodMs);
  const starts: EpochMs[] = [];
  let after = from - toleranceMs - 1;
  while (starts.length < MOST_STARTS) {
    const window = asOf(early, after).nextExpected;
    if (window === null || window.from + toleranceMs > to) break;
    starts.push(window.from + toleranceMs);
    after = window.from;
  }
  return starts;
}

/** How far a moment lies from the nearest predicted start, within half a period; `null` for what has no windows. */
export function offsetFromStart(pattern: Pattern, at: EpochMs): number | null {
  const { periodMs } = pattern;
  if (periodMs === null) return null;
  const starts = predictedStarts(pattern, at - periodMs, at + periodMs);
  return starts.reduce<number | null>(
    (nearest, start) => (nearest === null || Math.abs(at - start) < Math.abs(nearest) ? at - start : nearest),
    null,
  );
}

/** The pattern with its window that much earlier on its own clock. */
function movedBack(pattern: Pattern, movedMs: number): Pattern {
  const { nextExpected: window, zone } = pattern;
  if (window === null) return pattern;
  const wallClock = zone ?? 'UTC';
  const backMs = movedMs - zoneOffsetMs(window.from, wallClock) + zoneOffsetMs(window.from - movedMs, wallClock);
  return { ...pattern, nextExpected: { from: window.from - backMs, to: window.to - backMs } };
}
