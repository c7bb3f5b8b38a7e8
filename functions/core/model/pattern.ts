import type { EpochMs } from './time.ts';

/** How failures repeat. Identifiers are part of the public contract: add, never rename. */
export const PATTERN_KINDS = [
  'persistent',
  'periodic',
  'clock',
  'flapping',
  'lossy',
  'recurring',
  'one-bad-address',
] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];

/** Days of the week as `Date.getUTCDay` counts them. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A share with its 95 % Wilson interval. */
export interface Share {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** When something is expected to fail: from the earliest start to the latest end. */
export interface ExpectedWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What repeats, and how sure that is. What a kind does not have is `null`. */
export interface Pattern {
  readonly kind: PatternKind;
  /** Time from one start to the next; a `clock` pattern has one day or one week. */
  readonly periodMs: number | null;
  /** Standard error of the period. */
  readonly periodErrorMs: number | null;
  /** Other periods that the same samples fit, since the failures are shorter than the time between two probes. */
  readonly aliasesMs: readonly number[];
  /** How far a start may lie from its predicted time. */
  readonly toleranceMs: number | null;
  /** Median time from the first failing probe of a strike to the end of its last, at least one probe interval. */
  readonly durationMs: number | null;
  /** `clock`: the zone whose wall clock it keeps. */
  readonly zone: string | null;
  /** `clock`: starts as `HH:MM` on that wall clock, earliest first. */
  readonly timesOfDay: readonly string[];
  /** `clock`: the days it keeps to; `null` for every day, and for what has no days. */
  readonly weekdays: readonly Weekday[] | null;
  /** Share of failing probes, over all the time from the first of its failures on. */
  readonly failureRatio: number;
  /** Share of the target's failing probes, over the time looked at, that the pattern accounts for. */
  readonly explainedRatio: number;
  /** Share of predicted windows that held a failure; `null` for what predicts none. */
  readonly hits: Share | null;
  /** Windows looked at, or separate outages for what has no windows. */
  readonly cycles: number;
  /** Chance that independent failures look like this, corrected for everything that was tried; `null` where no chance is involved. */
  readonly falseAlarmProbability: number | null;
  /** The next predicted window; `null` for what predicts none. */
  readonly nextExpected: ExpectedWindow | null;
}
