import type { FailureClass } from '../model/outcome.ts';
import type { Pattern } from '../model/pattern.ts';
import type { EpochMs } from '../model/time.ts';

/** What the failures of a finding were, as counts by name. */
export interface FailureMix {
  /** By `class/kind`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** By phase; failures without one are left out. */
  readonly phases: Readonly<Record<string, number>>;
  /** By HTTP status; failures without an answer are left out. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly addresses: Readonly<Record<string, number>>;
}

/** A pattern found in the failures of one target as seen from one vantage. */
export interface Finding {
  /** Names it within its target and vantage; it stays while what is known of the pattern grows, its kind included. */
  readonly id: string;
  /** Only a confirmed one is told; a suspected one is a reason to probe closer. */
  readonly level: 'suspected' | 'confirmed';
  readonly pattern: Pattern;
  /** The most frequent class of its failures. */
  readonly class: FailureClass;
  readonly mix: FailureMix;
  /** Start of the first failure that belongs to it. */
  readonly firstFailureAt: EpochMs;
  readonly newestFailureAt: EpochMs;
  /** Failing probes that belong to it. */
  readonly failedProbes: number;
  /** Start of the probe at which it was suspected or confirmed. */
  readonly foundAt: EpochMs;
  /** Start of the probe at which the predicted failures had stayed away long enough; `null` while it goes on. */
  readonly endedAt: EpochMs | null;
}

/** What a probe changed about the findings of its target. */
export interface FindingEvent {
  readonly type: 'suspected' | 'confirmed' | 'updated' | 'ended';
  readonly finding: Finding;
}

/** What people may set about finding patterns. */
export interface ChronicPolicy {
  /** Tolerated false chronic alarms per target and year, over all streams of the target. */
  readonly falseAlarmsPerTargetYear: number;
  /** IANA zone whose wall clock daily and weekly patterns may keep, beside UTC. */
  readonly zone: string;
}
