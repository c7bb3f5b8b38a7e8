import type { Thresholds } from '../settings-model.ts';

/** A longer window than this would make the state of a stream that fails now and then grow without bound. */
const MOST_TICKS = 240;
const TICKS_PER_FAILING_TICK = 10;

/** The newest ticks that are counted together, and how many of them must fail. */
export interface FailureWindow {
  readonly ticks: number;
  readonly failing: number;
}

/**
 * When a stream fails often enough though not in a row: half of the last ten times `failingTicks` ticks, 15 of 30 by default.
 * `null` where that would be too long a time: only ticks in a row open an incident then.
 *
 * Independent failures (binomial) of a target that loses 10 % of its probes reach 15 of 30 never, of one that loses 20 % once in
 * 12 days, 30 % three times a day, while they come three in a row 1.3, 9 and 27 times a day: the window adds at most a tenth.
 * 5 of 10 would double it. An API that fails at every other tick is found within 29 min, at two of three within 22 min.
 */
export function failureWindow({ failingTicks }: Thresholds): FailureWindow | null {
  const ticks = TICKS_PER_FAILING_TICK * failingTicks;
  return ticks > MOST_TICKS ? null : { ticks, failing: ticks / 2 };
}
