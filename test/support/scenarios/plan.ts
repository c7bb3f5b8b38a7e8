import { SECOND_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { FAILURE, SUCCESS, type ProbeVariant, type ScenarioStream } from './scenario.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A time in which probes fail. */
export interface Strike {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Share of its probes that fail. */
  readonly ratio: number;
  /** Index of what they come out as. */
  readonly variant: number;
}

/** Failures that come at any time, each probe on its own. */
export interface Noise {
  readonly ratioAt: (at: EpochMs) => number;
  readonly variant: number;
}

/** A time without probes. */
export interface Gap {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What will happen to one stream. Families write into it; the stream is made from it in the end. */
export interface Plan {
  readonly random: SeededRandom;
  readonly intervalMs: number;
  readonly zone: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** When what is chronic begins. */
  readonly onset: EpochMs;
  strikes: Strike[];
  noises: Noise[];
  gaps: Gap[];
  /** How far a probe may start after its schedule. */
  jitterMs: number;
  /** Whether a probe of this time is left out. */
  isSkipped: (at: EpochMs) => boolean;
  /** How long nothing is probed after a probe that came out as this variant. */
  pauseMs: (variant: number) => number;
}

/** A plan in which all is well. Two plans of one random source may be used at the same time. */
export function newPlan(frame: Pick<Plan, 'random' | 'intervalMs' | 'zone' | 'from' | 'to' | 'onset'>): Plan {
  return {
    ...frame,
    strikes: [],
    noises: [],
    gaps: [],
    jitterMs: 3 * SECOND_MS,
    isSkipped: () => false,
    pauseMs: () => 0,
  };
}

/** Names a stream. */
export interface StreamName {
  readonly vantage: string;
  readonly target: string;
  readonly isAffected: boolean;
}

/** A stream of which nothing else is told. */
export const ONLY_STREAM: StreamName = { vantage: 'local', target: 'target', isAffected: true };

/** Probes the plan from its beginning to its end. */
export function streamOf(
  plan: Plan,
  name: StreamName = ONLY_STREAM,
  variants: readonly ProbeVariant[] = [SUCCESS, FAILURE],
): ScenarioStream {
  const { intervalMs, random } = plan;
  const size = Math.ceil((plan.to - plan.from) / intervalMs);
  const at = new Float64Array(size);
  const variant = new Uint8Array(size);
  const isInGap = sweep(plan.gaps);
  const strikesAt = sweep(plan.strikes);
  let count = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  for (let tick = 0; tick < size; tick++) {
    const time = Math.round(plan.from + tick * intervalMs + random.between(0, plan.jitterMs));
    if (time <= previous || time < pausedUntil || isInGap(time).length > 0 || plan.isSkipped(time)) continue;
    const found = outcomeAt(plan, time, strikesAt(time));
    at[count] = time;
    variant[count] = found;
    count += 1;
    previous = time;
    pausedUntil = time + plan.pauseMs(found);
  }
  return { ...name, at: at.slice(0, count), variant: variant.slice(0, count), variants };
}

function outcomeAt({ random, noises }: Plan, at: EpochMs, strikes: readonly Strike[]): number {
  const strike = strikes.find(({ ratio }) => ratio >= 1 || random.chance(ratio));
  if (strike !== undefined) return strike.variant;
  const noise = noises.find(({ ratioAt }) => random.chance(ratioAt(at)));
  return noise?.variant ?? 0;
}

/** Which spans hold a time, asked in time order. */
function sweep<T extends Gap>(spans: readonly T[]): (at: EpochMs) => readonly T[] {
  const waiting = spans.toSorted((a, b) => b.from - a.from);
  let open: T[] = [];
  return (at) => {
    for (let next = waiting.at(-1); next !== undefined && next.from <= at; next = waiting.at(-1)) {
      waiting.pop();
      open.push(next);
    }
    if (open.some(({ to }) => to <= at)) open = open.filter(({ to }) => to > at);
    return open;
  };
}
