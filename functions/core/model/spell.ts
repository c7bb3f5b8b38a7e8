import type { EpochMs } from './time.ts';

/** A time in which a stream failed in one way, or in several by turns. */
export interface Spell {
  /** When its first and its newest failing probe started. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** `class/kind` → count. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Where they struck → count; failures that were answered have no phase. */
  readonly phases: Readonly<Record<string, number>>;
  /** The remote address → count; the most frequent ones. */
  readonly addresses: Readonly<Record<string, number>>;
}
