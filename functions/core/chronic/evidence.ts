import type { Phase } from '../model/observation.ts';
import { isFailure, isOwnNetwork, type FailureClass, type FailureKind, type Outcome } from '../model/outcome.ts';
import type { EpochMs } from '../model/time.ts';
import type { RecordedProbe } from '../run-record.ts';

/** A failed attempt, as far as patterns need it. */
export interface EvidenceFailure {
  readonly class: FailureClass;
  readonly kind: FailureKind;
  /** Where it struck, when it struck on the wire. */
  readonly phase: Phase | null;
  readonly status: number | null;
  readonly address: string | null;
}

/** What one probe of a target contributes: when, and what failed. */
export interface Evidence {
  /** When the first attempt started, as measured: the schedule may be late. */
  readonly at: EpochMs;
  /** Failed attempts in order; those of a probe that was healthy in the end count too. Empty when nothing failed. */
  readonly failures: readonly EvidenceFailure[];
  /** The last attempt succeeded. */
  readonly succeeded: boolean;
  /** The address of the last attempt. */
  readonly address: string | null;
}

/**
 * The evidence in a recorded probe, or `null` when it says nothing about the target: it was skipped, or our own network was
 * down. Such a tick is a gap, never health.
 */
export function evidenceOf(probe: RecordedProbe): Evidence | null {
  const { outcome, startedAt: at, address, attempts } = probe;
  if (outcome.class === 'not-probed' || isOwnNetwork(outcome)) return null;
  const failures = attempts.flatMap((attempt) =>
    failureOf(attempt.outcome, attempt.phase, attempt.status, attempt.address),
  );
  const succeeded = outcome.class === 'healthy';
  // Without attempts the probe itself failed: nothing could be asked.
  const found = failures.length > 0 || succeeded ? failures : failureOf(outcome, null, null, address);
  return { at, failures: found, succeeded, address };
}

function failureOf(
  outcome: Outcome,
  phase: Phase | null,
  status: number | null,
  address: string | null,
): EvidenceFailure[] {
  if (!isFailure(outcome)) return [];
  return [{ class: outcome.class, kind: outcome.kind, phase, status, address }];
}
