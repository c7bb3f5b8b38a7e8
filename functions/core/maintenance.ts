import type { Weekday } from './model/pattern.ts';
import type { EpochMs } from './model/time.ts';

/** Once, from a moment to another, or every week on these days from a time on the zone's wall clock. */
export type MaintenanceTime =
  | { readonly from: EpochMs; readonly to: EpochMs }
  | {
      readonly zone: string;
      readonly weekdays: readonly Weekday[];
      /** `HH:MM` at which it starts. */
      readonly timeOfDay: string;
      readonly durationMs: number;
    };

/** A time in which failures are expected: recorded, and nobody is told. */
export interface MaintenanceWindow {
  readonly when: MaintenanceTime;
  /** The targets it is about; `null` for all, and for the monitor's own network. */
  readonly targets: readonly string[] | null;
  /** Whether failures inside count as evidence of chronic problems. */
  readonly isEvidence: boolean;
}
