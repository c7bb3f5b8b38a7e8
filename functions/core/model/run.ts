import type { Diagnosis } from '../probing/diagnosis.ts';
import type { Observation } from './observation.ts';
import type { AttemptOutcome, Outcome } from './outcome.ts';
import type { EpochMs } from './time.ts';

/** One request and what it meant. */
export interface Attempt {
  readonly observation: Observation;
  readonly outcome: AttemptOutcome;
}

/** One target at one tick. */
export interface Probe {
  readonly targetId: string;
  /** Every attempt, in order; empty when the target was not probed or could not be asked. */
  readonly attempts: readonly Attempt[];
  /** The last attempt's outcome, or why there was none. */
  readonly outcome: Outcome;
  /** Healthy in the end, after at least one failed attempt. Evidence all the same. */
  readonly masked: boolean;
  /** When the first attempt started (the tick itself when there was none). */
  readonly startedAt: EpochMs;
  /** From the start of the first attempt to the end of the last, waits included. */
  readonly durationMs: number;
}

/** Which run: the idempotency key of everything a tick does. */
export interface RunKey {
  /** Where the run is made from: an AWS region, or `local`. */
  readonly vantage: string;
  /** The scheduled time, from the schedule itself. */
  readonly tickAt: EpochMs;
  /** Which share of the targets, from 0. */
  readonly shard: number;
}

/** All probes of one tick from one vantage. `probes` stand in the order of the target set. */
export interface Run {
  readonly key: RunKey;
  readonly probes: readonly Probe[];
  /** Of how many shards it is one; absent where there is one alone. */
  readonly shards?: number;
  /** One for each origin that failed on the network. */
  readonly diagnoses: readonly Diagnosis[];
}
