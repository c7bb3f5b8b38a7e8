import { shortestPeriodMs, type LookBack } from './look-back.ts';
import { fitPeriod } from './refine.ts';
import { wanderingToleranceMs, type Rhythm } from './rhythm.ts';
import { wilson } from './statistics.ts';
import { renewalOf, type Renewal } from './renewal.ts';
import type { Stream } from './stream.ts';

/** A timer that starts anew with each strike: its steps scatter, and the scatter adds up. */
export function timerOf({ onsets }: Stream, { coverage, grain }: LookBack): Renewal | null {
  const { intervalMs } = coverage;
  const timer = renewalOf(onsets, shortestPeriodMs(intervalMs, grain.resolutionMs));
  if (timer === null) return null;
  // Two starts of a step are each known to an interval: a uniform error.
  const own = timer.scatterMs ** 2 - intervalMs ** 2 / 6;
  if (own < (LEAST_WANDERING * timer.periodMs) ** 2) return null;
  const hits = timer.starts.map((at, i) => ({ cycle: timer.cycles[i] ?? 0, at }));
  const fit = fitPeriod(hits, intervalMs, timer.periodMs);
  return fit.scatterMs > 0.75 * timer.scatterMs ? timer : null;
}

/** Scatter of the steps, as a share of the period, below which it is a clock with some jitter. */
const LEAST_WANDERING = 0.05;
/** Standard error of a timer's period, as a share of it, above which the period is not told: it would be wrong too often. */
const KNOWN_PERIOD = 0.0145;
/** Scatter of starts, as a share of the period, beyond which a clock and a timer look the same at first. */
const UNSTEADY = 0.035;
/** Hits after which a scattering rhythm is believed to be a clock. */
export const STEADY_HITS = 40;

/** Whether a timer's period is not known well enough to be told. */
export function isVague({ periodMs, scatterMs, cycles }: Renewal): boolean {
  return scatterMs / Math.sqrt(Math.max(1, cycles.at(-1) ?? 1)) / periodMs > KNOWN_PERIOD;
}

/** Whether starts scatter more than their being known to a probe interval only accounts for. */
export function scattersBeyond(scatterMs: number, { periodMs }: Rhythm, intervalMs: number): boolean {
  return scatterMs ** 2 - intervalMs ** 2 / 12 > (UNSTEADY * periodMs) ** 2;
}

/** Lets a rhythm be that of a timer. */
export function wander(rhythm: Rhythm, { periodMs, scatterMs, starts, cycles }: Renewal): void {
  const newest = starts.at(-1) ?? rhythm.referenceAt;
  const total = cycles.at(-1) ?? 0;
  Object.assign(rhythm, {
    periodMs,
    periodErrorMs: scatterMs / Math.sqrt(Math.max(1, total)),
    isCalendar: false,
    isWandering: true,
    zone: 'UTC',
    toleranceMs: wanderingToleranceMs(periodMs, scatterMs),
    referenceAt: newest,
    hitCycles: cycles.map((cycle) => cycle - total),
    hitAts: [...starts],
    firstHit: { cycle: -total, at: starts[0] ?? newest },
    hits: starts.length,
    windows: total + 1,
    hitRatioLow: wilson(starts.length, total + 1).low,
  } satisfies Partial<Rhythm>);
}
