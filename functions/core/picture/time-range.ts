import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../model/time.ts';

/** A stretch of time: the first moment, and the one after the last. */
export interface TimeRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Lengths of time that people read easily, the shortest first. */
export const ROUND_SPANS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MS),
  ...[1, 2, 4, 7, 14, 28, 56, 91, 182, 365].map((count) => count * DAY_MS),
];

/** Cells across: on a phone they are still more than a pixel wide. */
export const MOST_COLUMNS = 240;

/**
 * How much time a cell of a strip stands for: a round span, so that a range has at most 240 cells, and none is shorter than
 * the time between two runs (then every other one would be empty).
 */
export function cellMsFor({ from, to }: TimeRange, tickMs: number): number {
  const leastMs = Math.max((to - from) / MOST_COLUMNS, tickMs);
  return ROUND_SPANS_MS.find((ms) => ms >= leastMs) ?? leastMs;
}
