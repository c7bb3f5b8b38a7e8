import type { PatternKind } from '../model/pattern.ts';
import type { EpochMs } from '../model/time.ts';

/** The tests that failures are put to. */
export const TEST_NAMES = [
  'look-back',
  'busy-hours',
  'persistent',
  'flapping',
  'lossy',
  'recurring',
  'one-bad-address',
] as const;
export type TestName = (typeof TEST_NAMES)[number];

/**
 * What a test measures: `lnChance`, the natural logarithm of the chance of a coincidence after correction, must be at most the
 * threshold; the others must be at least that: `sum`, a cumulated log-likelihood ratio; `downMs`; `changes` from working to
 * failing; `hits` of a period's windows; `starts` of failures; `hours` in which something failed.
 */
export type StatisticName = 'lnChance' | 'sum' | 'downMs' | 'changes' | 'hits' | 'starts' | 'hours';

/** A fact by its name: durations end in `Ms`, times in `At`, ratios in `Ratio`, natural logarithms begin with `ln`. */
export type Facts = Readonly<Record<string, number | string | null | readonly number[]>>;

/** A statistic with what it must reach and what it was made of. */
export interface Measurement {
  readonly test: TestName;
  /** The failures it looked at: `any`, a class, or `network/<phase>`. */
  readonly stream: string;
  /** Which of a test's forms: a layer, an alternative, a strength; `null` when there is but one. */
  readonly variant: string | null;
  readonly statistic: StatisticName;
  readonly value: number;
  readonly threshold: number;
  /** When it was measured; `null` when nothing has failed yet. */
  readonly at: EpochMs | null;
  readonly evidence: Facts;
}

/** `near`: short of the threshold by no more than makes it suspected, or beyond it and held back by a guard. */
export type Verdict = 'found' | 'near' | 'no' | 'not enough evidence';

/** A rule that held something back though its numbers may look convincing. */
export type Guard =
  | 'too-few-starts'
  | 'too-few-hits'
  | 'no-coincidence'
  | 'within-noise'
  | 'plain-share'
  | 'rather-daily'
  | 'may-be-bad-address'
  | 'unclear'
  | 'unsteady'
  | 'no-hours'
  | 'too-few-probes'
  | 'mostly-unseen'
  | 'quiet-part'
  | 'too-few-changes'
  | 'failure-ratio'
  | 'independent-failures'
  | 'not-spread'
  | 'too-few-runs'
  | 'long-runs'
  | 'too-few-days'
  | 'no-addresses'
  | 'too-few-hours'
  | 'too-few-failures'
  | 'others-fail-too';

/** A measurement with what came of it. */
export interface Judged extends Omit<Measurement, 'value'> {
  /** `null` when there is nothing to measure. */
  readonly value: number | null;
  readonly verdict: Verdict;
  /** What held it back beside the threshold; `null` for nothing. */
  readonly guard: Guard | null;
}

/** What one test says. */
export interface TestExplanation extends Judged {
  /** What the test asks, as a sentence. */
  readonly asks: string;
  /** Of a look-back, the three least probable coincidences, this one first. */
  readonly candidates: readonly Judged[];
}

/** How a rhythm went on. */
export interface RhythmExplanation {
  readonly stream: string;
  readonly layer: string;
  readonly periodMs: number;
  readonly toleranceMs: number;
  /** Windows and hits in all, those that proved it included. */
  readonly windows: number;
  readonly hits: number;
  readonly missesInRow: number;
  /** It ends with so many misses in a row, at about that time if they all come; `null` when it is over already. */
  readonly missesToEnd: number;
  readonly endsAt: EpochMs;
  /** Failures half a period away from its windows. */
  readonly controlHits: number;
}

/** Why something was told. */
export interface FoundExplanation {
  readonly id: string;
  readonly kind: PatternKind;
  readonly level: 'suspected' | 'confirmed';
  readonly foundAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** What was measured at confirmation, or when it was last told anew; `null` while it is but suspected. */
  readonly proof: Measurement | null;
  /** Windows that have passed since the proof, and those of them that held a failure; `null` without a rhythm. */
  readonly since: { readonly windows: number; readonly hits: number } | null;
  readonly rhythms: readonly RhythmExplanation[];
}

/** Why the detector says what it says of one target as seen from one vantage. Plain data. */
export interface Explanation {
  readonly tests: readonly TestExplanation[];
  /** Findings, those that ended lately too. */
  readonly found: readonly FoundExplanation[];
}
