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
  readonly expect: Expectation;
}

/**
 * Whether a target is probed at a tick. Slots are counted from the epoch, so that every vantage and every restart agree.
 */
export function isDue(target: Target, tickAt: EpochMs, tickMs: number): boolean {
  return Math.floor(tickAt / tickMs) % Math.max(1, Math.round(target.everyMs / tickMs)) === 0;
}
