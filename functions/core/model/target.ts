import type { EpochMs } from './time.ts';

/**
 * What a request has to carry, from nothing but `Api-Version` up to a company: each tier adds one thing that can fail
 * (APIv2 reference, header requirements per operation).
 */
export const TIERS = ['open', 'application', 'token', 'company'] as const;
export type Tier = (typeof TIERS)[number];

/** What a healthy answer looks like, beyond being an APIv2 success envelope. */
export interface Expectation {
  /** The envelope's `type`, compared without regard to case; `null` accepts any. */
  readonly type: string | null;
}

/** One APIv2 request that is repeated. */
export interface Target {
  /** Unique in a monitor: `[a-z0-9][a-z0-9-]*`, at most 64 characters. */
  readonly id: string;
  /** Which of the settings' accounts supplies the headers. */
  readonly account: string;
  /** Absolute, with the query. */
  readonly url: string;
  readonly tier: Tier;
  /** Time between two probes of this target; a multiple of the schedule's tick. */
  readonly everyMs: number;
  /** By so many ticks its slots are later than those of others with its interval; absent for 0. See `spreadOver`. */
  readonly phase?: number;
  readonly expect: Expectation;
}

/**
 * Whether a target is probed at a tick. Slots are counted from the epoch, so that every vantage and every restart agree.
 */
export function isDue(target: Target, tickAt: EpochMs, tickMs: number): boolean {
  const ticks = ticksBetween(target, tickMs);
  return Math.floor(tickAt / tickMs) % ticks === (target.phase ?? 0) % ticks;
}

/** How many ticks there are from one probe of a target to the next. */
export function ticksBetween({ everyMs }: Pick<Target, 'everyMs'>, tickMs: number): number {
  return Math.max(1, Math.round(everyMs / tickMs));
}

/** How many of these targets are due at one tick, at most: targets of different intervals meet sooner or later. */
export function mostDue(targets: readonly Target[], tickMs: number): number {
  let sum = 0;
  for (const alike of Map.groupBy(targets, (target) => ticksBetween(target, tickMs)).values()) {
    sum += Math.max(...[...Map.groupBy(alike, ({ phase }) => phase ?? 0).values()].map(({ length }) => length));
  }
  return sum;
}
