import type { Traits } from './cause-traits.ts';

/** What a pattern is consistent with: a place to look, never a verdict. */
export interface CauseHint {
  /** Stable: add, never rename. */
  readonly id: string;
  /** One sentence that begins with "Consistent with". */
  readonly consistentWith: string;
  /** The one test that confirms or refutes it: a command, or whom to ask what. `HOST` and `ADDRESS` stand for those of the origin. */
  readonly test: string;
  /** Where the explanation is from. */
  readonly source: string;
}

/** A hint and the patterns that it fits. */
export interface CauseRule extends CauseHint {
  readonly fits: (traits: Traits) => boolean;
}
