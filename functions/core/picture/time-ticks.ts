import { atWallTime, wallTimeOf } from '../digest/wall-time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime, type EpochMs } from '../model/time.ts';
import { ROUND_SPANS_MS, type TimeRange } from './time-range.ts';

/** A label on an axis. */
export interface AxisTick {
  /** From 0 at the left to 1 at the right. */
  readonly ratio: number;
  readonly label: string;
  /** Left out where the picture is narrow. */
  readonly isMinor: boolean;
}

const MOST_TICKS = 8;
/** So many labels have room on a phone. */
export const FEW_TICKS = 5;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * Labels for a stretch of time at round times of the wall clock of `zone`, at most 8. An hour that the clock leaves out has no
 * label; one that it shows twice has one.
 *
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function timeTicks({ from, to }: TimeRange, zone: string): readonly AxisTick[] {
  const spanMs = to - from;
  const stepMs = ROUND_SPANS_MS.find((ms) => spanMs / ms <= MOST_TICKS) ?? spanMs / MOST_TICKS;
  const times: EpochMs[] = [];
  const first = Math.ceil(wallTimeOf(from, zone) / stepMs) * stepMs;
  for (let shown = first; times.length < MOST_TICKS && shown <= first + spanMs + 2 * HOUR_MS; shown += stepMs) {
    const at = atWallTime(shown, zone);
    if (at >= from && at < to && at > (times.at(-1) ?? -Infinity)) times.push(at);
  }
  return times.map((at, index) => ({
    ratio: (at - from) / spanMs,
    label: tickLabel(at, zone, stepMs),
    isMinor: times.length > FEW_TICKS && index % 2 === 1,
  }));
}

function tickLabel(at: EpochMs, zone: string, stepMs: number): string {
  const shown = wallTimeOf(at, zone);
  if (stepMs >= DAY_MS || shown % DAY_MS === 0) return dateLabel(shown);
  return isoTime(shown).slice(11, stepMs < MINUTE_MS ? 19 : 16);
}

/** `2 Mar`, of a wall clock's time read as if it were UTC. */
export function dateLabel(shown: number): string {
  const [, month = '1', day = '1'] = isoTime(shown).slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}`;
}

/** `2 Mar 14:05`, on the wall clock of `zone`. */
export function momentLabel(at: EpochMs, zone: string): string {
  const shown = wallTimeOf(at, zone);
  return `${dateLabel(shown)} ${isoTime(shown).slice(11, 16)}`;
}
