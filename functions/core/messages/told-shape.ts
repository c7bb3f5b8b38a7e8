import { FAILURE_CLASSES, type FailureClass } from '../model/outcome.ts';
import { PATTERN_KINDS, type PatternKind } from '../model/pattern.ts';
import type { ToldReach } from '../model/problem.ts';

/** What people were told that a problem is. What was not told, or cannot be read, is `null`. */
export interface ToldShape {
  readonly class: FailureClass | null;
  /** `null` for an incident. */
  readonly kind: PatternKind | null;
  readonly zone: string | null;
  readonly weekdays: readonly string[] | null;
}

/** Reads `ToldReach.shape`: the class of an incident; of a chronic problem what `chronicShape` writes. */
export function toldShape({ shape }: Pick<ToldReach, 'shape'>): ToldShape {
  const parts = typeof shape !== 'string' ? [] : shape.startsWith('[') ? parsed(shape) : [shape];
  const [failureClass, kind, zone, weekdays] = parts;
  return {
    class: FAILURE_CLASSES.find((one) => one === failureClass) ?? null,
    kind: PATTERN_KINDS.find((one) => one === kind) ?? null,
    zone: typeof zone === 'string' ? zone : null,
    weekdays: Array.isArray(weekdays) ? weekdays.map(String) : null,
  };
}

function parsed(shape: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(shape);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
