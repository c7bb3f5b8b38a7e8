import type { Evidence, EvidenceFailure } from '../../../functions/core/chronic/evidence.ts';
import type { PatternKind } from '../../../functions/core/model/pattern.ts';
import type { EpochMs } from '../../../functions/core/model/time.ts';

/** Which targets a family is measured against. `own` families hold what only this project looks for. */
export type FamilyGroup = 'chronic' | 'hard' | 'own' | 'benign' | 'ambiguous';

/** What is right to say about a scenario. */
export interface Truth {
  readonly family: string;
  readonly group: FamilyGroup;
  /** Kinds that count as having found it; none when there is nothing to find. */
  readonly acceptedKinds: readonly PatternKind[];
  /** Kinds that are exactly right. */
  readonly exactKinds: readonly PatternKind[];
  /** The true periods; empty for what has none. */
  readonly periodsMs: readonly number[];
  /** How many findings there should be in the end. */
  readonly causes: number;
  /** Share of predicted windows that hold a failure; `null` where that is not known. */
  readonly hitRatio: number | null;
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** The unit of delay. */
  readonly cycleMs: number;
}

/** What a probe can come out as. */
export interface ProbeVariant {
  readonly failures: readonly EvidenceFailure[];
  readonly succeeded: boolean;
  readonly address: string | null;
}

/** The probes of one target as seen from one vantage, in time order. */
export interface ScenarioStream {
  readonly vantage: string;
  readonly target: string;
  /** Whether the truth holds for this stream; otherwise there is nothing to find in it. */
  readonly isAffected: boolean;
  readonly at: Float64Array;
  /** For each probe its index in `variants`. */
  readonly variant: Uint8Array;
  readonly variants: readonly ProbeVariant[];
}

/** A labelled history: probes, and what is true of them. */
export interface Scenario {
  /** `set/family/index`: all that determines it. */
  readonly id: string;
  readonly intervalMs: number;
  readonly zone: string;
  readonly streams: readonly ScenarioStream[];
  readonly truth: Truth;
}

/** The address of every target that has only one (RFC 5737). */
export const ADDRESS = '203.0.113.9';
/** A probe that went well. */
export const SUCCESS: ProbeVariant = { failures: [], succeeded: true, address: ADDRESS };
/** The failure of families where it does not matter which. */
export const TIMED_OUT: EvidenceFailure = {
  class: 'network',
  kind: 'connect-timeout',
  phase: 'connect',
  status: null,
  address: ADDRESS,
};
/** The probe of such a family that failed. */
export const FAILURE: ProbeVariant = { failures: [TIMED_OUT], succeeded: false, address: ADDRESS };

/** The probes of a stream as evidence, one at a time. */
export function* evidence({ at, variant, variants }: ScenarioStream): Generator<Evidence, void> {
  for (let index = 0; index < at.length; index++) {
    const { failures, succeeded, address } = variants[variant[index] ?? 0] ?? SUCCESS;
    yield { at: at[index] ?? 0, failures, succeeded, address };
  }
}

/** Whether anything failed in each probe, masked failures included. */
export function failing({ variant, variants }: ScenarioStream): Uint8Array {
  const flags = variants.map(({ failures }) => (failures.length > 0 ? 1 : 0));
  return variant.map((index) => flags[index] ?? 0);
}
