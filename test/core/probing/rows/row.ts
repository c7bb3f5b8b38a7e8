import type { Observation } from '../../../../functions/core/model/observation.ts';
import type { ClassifyContext } from '../../../../functions/core/probing/classify.ts';

/** What one observation must add up to. */
export interface Row {
  readonly name: string;
  readonly observation: Observation;
  readonly context?: Partial<ClassifyContext>;
  /** `class/kind`, or `healthy`. */
  readonly is: string;
  /** The whole detail, or `undefined` where another row pins it. */
  readonly detail?: string | null;
}
