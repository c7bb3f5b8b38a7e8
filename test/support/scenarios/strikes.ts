import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import type { Noise, Plan } from './plan.ts';
import { momentOf } from './wall-clock.ts';

/** How long a strike lasts, drawn anew for each. */
export type Duration = () => number;

/** How a rhythm departs from its rule. */
export interface Looseness {
  /** Share of the windows that hold a strike. */
  readonly hitRatio?: number;
  /** Standard deviation of the start. */
  readonly spreadMs?: number;
  /** Share of the probes in a strike that fail. */
  readonly ratio?: number;
  readonly variant?: number;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** Between so many and so many probe intervals, and a second: always seen by a probe when at least one. */
export function intervals({ random, intervalMs }: Plan, least: number, most: number): Duration {
  return () => random.between(least, most) * intervalMs + 1_000;
}

/** Between so many and so many minutes. */
export function minutes({ random }: Plan, least: number, most: number): Duration {
  return () => random.between(least, most) * MINUTE_MS;
}

/** Strikes a fixed time apart, from the onset on. */
export function strikeEvery(
  plan: Plan,
  periodMs: number,
  phaseMs: number,
  duration: Duration,
  loose: Looseness = {},
): void {
  const begin = loose.from ?? plan.onset;
  const first = Math.ceil((begin - phaseMs) / periodMs) * periodMs + phaseMs;
  for (let due = first; due < (loose.to ?? plan.to); due += periodMs) strike(plan, due, duration, loose);
}

/** What a clock pattern keeps to. */
export interface ClockRule extends Looseness {
  /** Days as `Date.getUTCDay` counts them, on the wall clock; every day unless told. */
  readonly days?: readonly number[];
  /** The zone of the plan unless told. */
  readonly zone?: string;
}

/** Strikes at a time of day on a wall clock, from the onset on. */
export function strikeDaily(plan: Plan, timeOfDayMs: number, duration: Duration, rule: ClockRule = {}): void {
  const begin = rule.from ?? plan.onset;
  const end = rule.to ?? plan.to;
  for (let day = Math.floor(plan.from / DAY_MS) - 1; day <= plan.to / DAY_MS + 1; day++) {
    if (rule.days !== undefined && !rule.days.includes(weekdayOf(day))) continue;
    const due = momentOf(rule.zone ?? plan.zone, day * DAY_MS + timeOfDayMs);
    if (due >= begin && due < end) strike(plan, due, duration, rule);
  }
}

/** Strikes that come independently, this far apart on average. */
export function strikeByChance(plan: Plan, meanMs: number, duration: Duration, where: Looseness = {}): void {
  const { random } = plan;
  for (let at = (where.from ?? plan.from) + random.exponential(meanMs); at < (where.to ?? plan.to);) {
    strike(plan, at, duration, where);
    at += random.exponential(meanMs);
  }
}

/** One strike. */
export function strikeOnce(plan: Plan, from: EpochMs, durationMs: number, loose: Looseness = {}): void {
  strike(plan, from, () => durationMs, loose);
}

/** Outages that have nothing to do with each other, as happen in normal life. */
export function unrelatedOutages(plan: Plan, perWeek: number, shortestMs = 5 * MINUTE_MS, longestMs = HOUR_MS): void {
  strikeByChance(plan, (7 * DAY_MS) / perWeek, () => plan.random.logBetween(shortestMs, longestMs));
}

/** Failures of single probes at an even rate. */
export function evenNoise(ratio: number, variant = 1): Noise {
  return { ratioAt: () => ratio, variant };
}

/** The weekday of a day number since 1970-01-01, a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

function strike({ random, strikes }: Plan, due: EpochMs, duration: Duration, loose: Looseness): void {
  if (loose.hitRatio !== undefined && !random.chance(loose.hitRatio)) return;
  const from = due + (loose.spreadMs === undefined ? 0 : random.normal() * loose.spreadMs);
  strikes.push({ from, to: from + duration(), ratio: loose.ratio ?? 1, variant: loose.variant ?? 1 });
}
