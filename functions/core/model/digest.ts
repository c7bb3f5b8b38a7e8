import type { Pattern } from './pattern.ts';
import type { SubscriptionTrouble } from '../subscriptions.ts';
import type { Severity } from './problem.ts';
import type { EpochMs } from './time.ts';

/** What became of probes. Healthy and failed ones were judged; the others say nothing about the API. */
export interface ProbeCounts {
  /** Those that needed a retry included. */
  readonly healthy: number;
  readonly failed: number;
  /** Of the healthy ones, those with a failed attempt before. */
  readonly masked: number;
  /** Our own network was down. */
  readonly ownNetwork: number;
  /** A fault of the monitor itself, e.g. a run that died. */
  readonly ownFault: number;
  /** Due, and left out: a pause after a 429, the budget, the run's deadline. */
  readonly skipped: number;
}

/** What a target's probes came to over the time of a digest. */
export interface TargetTotals extends ProbeCounts {
  readonly target: string;
  readonly vantage: string;
}

/** How much of a digest's time a vantage has records of. */
export interface VantageCoverage {
  readonly vantage: string;
  /** The first tick with a record; `null` without any. */
  readonly firstTick: EpochMs | null;
  /** Time after that without a record, as far as whole stretches were missing. */
  readonly unrecordedMs: number;
}

/** Something with an end. */
export interface Expiry {
  readonly what: 'token' | 'certificate';
  /** The account, or the host. */
  readonly name: string;
  readonly at: EpochMs;
}

/** How often a chronic problem struck within the time of a digest. */
export interface StrikeCount {
  /** Separate strikes, however many targets and probes each hit. */
  readonly strikes: number;
  /** Probes with a failure in them, those that ended healthy too. */
  readonly probes: number;
}

/** What a digest says of a problem. */
export interface DigestProblem {
  readonly id: string;
  readonly subject: string;
  /** `warning`: nothing has failed yet. */
  readonly nature: 'chronic' | 'incident' | 'warning';
  readonly severity: Severity;
  /** The most frequent failure of its class, `class/kind`. */
  readonly failure: string;
  /** `null` for what is not chronic. */
  readonly pattern: Pattern | null;
  readonly firstFailureAt: EpochMs;
  /** See `Problem.resolvedAt`; `null` when it is open. */
  readonly resolvedAt: EpochMs | null;
  readonly closedAs: 'resolved' | 'no-longer-monitored' | null;
  /** See `Problem.occurrences`. */
  readonly occurrences: number;
  /** `null` for what is not chronic. */
  readonly week: StrikeCount | null;
}

/** The facts of a weekly message: bounded in size, however many targets and problems there are. */
export interface Digest {
  /** First midnight of the week, and the one that ends it. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Distinct targets with a record. */
  readonly targets: number;
  readonly vantages: readonly VantageCoverage[];
  /** Over all targets and vantages. */
  readonly counts: ProbeCounts;
  /** The worst targets with failures or retries, the worst first, and how many there are in all. */
  readonly worst: { readonly shown: readonly TargetTotals[]; readonly all: number };
  /** Problems that were open at some time of the week, the gravest first, and how many there are in all. */
  readonly problems: { readonly shown: readonly DigestProblem[]; readonly all: number };
  /** Problems that are open still, among all of them. */
  readonly open: { readonly chronic: number; readonly incidents: number; readonly warnings: number };
  /** What ends within the next 60 days, or has ended, the soonest first. */
  readonly expiries: readonly Expiry[];
  /** Addresses that are told nothing, those that are so the longest first. */
  readonly untold: readonly SubscriptionTrouble[];
  /** Estimated list price of running the monitor for a month, in USD; `null` where AWS has no part in it. */
  readonly monthlyCostUsd: number | null;
}
