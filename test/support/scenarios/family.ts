import type { PatternKind } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { streamOf, type Plan } from './plan.ts';
import type { FamilyGroup, ScenarioStream, Truth } from './scenario.ts';

/** What a family puts into a scenario. */
export interface Made {
  readonly streams: readonly ScenarioStream[];
  readonly truth: Pick<Truth, 'acceptedKinds' | 'exactKinds' | 'periodsMs' | 'causes' | 'hitRatio' | 'cycleMs'> & {
    /** When the pattern is over; the end of the record unless told. */
    readonly endMs?: EpochMs;
  };
}

/** Scenarios that differ by chance alone. */
export interface Family {
  readonly name: string;
  readonly group: FamilyGroup;
  readonly days: number;
  /** 1 minute for even indexes and 5 for odd ones, unless told. */
  readonly intervalMs?: number;
  /** Europe/Amsterdam unless told. */
  readonly zone?: string;
  /** Whether the zone's clock changes a good two weeks after the beginning. Otherwise it does not change in records up to 42 days. */
  readonly isOverClockChange?: boolean;
  readonly make: (plan: Plan) => Made;
}

/** Kinds that state a period. */
export const RHYTHMS: readonly PatternKind[] = ['periodic', 'clock'];

/** What differs from a plain rhythm. */
interface RhythmTraits {
  readonly hitRatio?: number;
  readonly cycleMs?: number;
  readonly causes?: number;
  readonly alsoAccepted?: readonly PatternKind[];
  readonly endMs?: EpochMs;
}

/** The truth about failures with these periods. */
export function rhythm(periodsMs: readonly number[], traits: RhythmTraits = {}): Made['truth'] {
  return {
    acceptedKinds: [...RHYTHMS, ...(traits.alsoAccepted ?? [])],
    exactKinds: RHYTHMS,
    periodsMs,
    causes: traits.causes ?? periodsMs.length,
    hitRatio: traits.hitRatio ?? 1,
    cycleMs: traits.cycleMs ?? Math.min(...periodsMs),
    ...(traits.endMs === undefined ? {} : { endMs: traits.endMs }),
  };
}

/** The truth about chronic failures without a period. */
export function steady(
  exact: PatternKind,
  alsoAccepted: readonly PatternKind[] = [],
  cycleMs: number = DAY_MS,
): Made['truth'] {
  return {
    acceptedKinds: [exact, ...alsoAccepted],
    exactKinds: [exact],
    periodsMs: [],
    causes: 1,
    hitRatio: null,
    cycleMs,
  };
}

/** The truth where there is nothing to find. */
export const NOTHING: Made['truth'] = {
  acceptedKinds: [],
  exactKinds: [],
  periodsMs: [],
  causes: 0,
  hitRatio: null,
  cycleMs: DAY_MS,
};

/** The one stream of a plan with its truth. */
export function alone(plan: Plan, truth: Made['truth']): Made {
  return { streams: [streamOf(plan)], truth };
}

/** A family of one stream: `write` plans it and says what is true. */
export function oneStream(
  name: string,
  group: FamilyGroup,
  days: number,
  write: (plan: Plan) => Made['truth'],
  frame: Pick<Family, 'intervalMs' | 'zone' | 'isOverClockChange'> = {},
): Family {
  return { name, group, days, ...frame, make: (plan) => alone(plan, write(plan)) };
}
