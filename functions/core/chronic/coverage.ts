import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { firstAtLeast, quantile } from './statistics.ts';

/** How far back evidence is kept: nine weeks show a weekly pattern eight times. */
export const HORIZON_MS = 63 * DAY_MS;

/** Bins of a day for the probes' times: five minutes each. */
const BINS = 288;
const BIN_MS = DAY_MS / BINS;
/** The bins forget with this span, so that a changed schedule is learned. */
const BINS_SPAN_MS = 28 * DAY_MS;
/** Spacings from which the usual time between probes is learned, and how many are enough to begin with. */
const SPACINGS = 24;
const FIRST_SPACINGS = 6;
/** Before anything is learned. */
const INITIAL_INTERVAL_MS = MINUTE_MS;
const MOST_GAPS = 4_000;
/** Probes at the ends of many short gaps make the rest denser than the usual interval says; a few long ones do not. */
const MOST_DENSITY = 2;

/** When a target was probed. What is missing here is unknown: neither health nor failure. */
export interface Coverage {
  firstAt: EpochMs | null;
  lastAt: EpochMs | null;
  /** Usual time between two probes, learned. */
  intervalMs: number;
  isIntervalLearned: boolean;
  spacings: number[];
  /** Starts and ends of the stretches without probes, in order. */
  gapStarts: EpochMs[];
  gapEnds: EpochMs[];
  /** Probes by time of day (UTC), in bins of five minutes. */
  byTimeOfDay: number[];
  binned: number;
  /** Probes so far, and how many there would have been at the usual interval outside of gaps. */
  probes: number;
  expectedProbes: number;
}

/** No probe yet. */
export function emptyCoverage(): Coverage {
  return {
    firstAt: null,
    lastAt: null,
    intervalMs: INITIAL_INTERVAL_MS,
    isIntervalLearned: false,
    spacings: [],
    gapStarts: [],
    gapEnds: [],
    byTimeOfDay: new Array<number>(BINS).fill(0),
    binned: 0,
    probes: 0,
    expectedProbes: 0,
  };
}

/** Adds a probe, which must not lie before the last one; returns whether probes were missing right before it. */
export function cover(coverage: Coverage, at: EpochMs): boolean {
  const { lastAt } = coverage;
  const bin = Math.floor((at % DAY_MS) / BIN_MS);
  coverage.byTimeOfDay[bin] = (coverage.byTimeOfDay[bin] ?? 0) + 1;
  coverage.binned += 1;
  coverage.probes += 1;
  coverage.lastAt = at;
  if (lastAt === null) {
    coverage.firstAt = at;
    return false;
  }
  if (coverage.binned * coverage.intervalMs > BINS_SPAN_MS) forgetHalf(coverage);
  const spacingMs = at - lastAt;
  const isGap = spacingMs > longestSpacingMs(coverage.intervalMs);
  if (isGap) {
    coverage.gapStarts.push(lastAt);
    coverage.gapEnds.push(at);
    if (coverage.gapStarts.length > MOST_GAPS || (coverage.gapStarts[0] ?? at) < at - 2 * HORIZON_MS)
      dropGaps(coverage);
  } else {
    coverage.expectedProbes += spacingMs / coverage.intervalMs;
  }
  coverage.spacings.push(spacingMs);
  if (coverage.spacings.length >= (coverage.isIntervalLearned ? SPACINGS : FIRST_SPACINGS)) learnInterval(coverage);
  return isGap;
}

/** A longer time between two probes is a gap: one lost tick is not. */
function longestSpacingMs(intervalMs: number): number {
  return Math.max(2.5 * intervalMs, intervalMs + 1.5 * MINUTE_MS);
}

function learnInterval(coverage: Coverage): void {
  const usualMs = Math.max(1, Math.round(quantile(coverage.spacings, 0.4)));
  coverage.spacings = [];
  const ratio = usualMs / coverage.intervalMs;
  const isSame = coverage.isIntervalLearned && ratio > 0.67 && ratio < 1.5;
  const isFirst = !coverage.isIntervalLearned;
  coverage.isIntervalLearned = true;
  if (isSame) return;
  coverage.intervalMs = usualMs;
  // Before the interval was known, every spacing of a slow schedule looked like a gap.
  if (isFirst) keepGaps(coverage, longestSpacingMs(usualMs));
}

function keepGaps(coverage: Coverage, longestMs: number): void {
  const { gapStarts, gapEnds } = coverage;
  const kept = gapStarts.flatMap((start, i) => ((gapEnds[i] ?? start) - start > longestMs ? [i] : []));
  coverage.gapStarts = kept.map((i) => gapStarts[i] ?? 0);
  coverage.gapEnds = kept.map((i) => gapEnds[i] ?? 0);
}

function forgetHalf(coverage: Coverage): void {
  coverage.byTimeOfDay = coverage.byTimeOfDay.map((count) => Math.round(count) / 2);
  coverage.binned /= 2;
}

function dropGaps(coverage: Coverage): void {
  const from = Math.max(coverage.gapStarts.length - MOST_GAPS / 2, 0);
  coverage.gapStarts.splice(0, from);
  coverage.gapEnds.splice(0, from);
}

/** How long between two moments nothing was probed. */
export function gapMs(coverage: Coverage, from: EpochMs, to: EpochMs): number {
  let total = 0;
  for (let i = firstAtLeast(coverage.gapEnds, from); i < coverage.gapStarts.length; i++) {
    const start = coverage.gapStarts[i] ?? to;
    if (start >= to) break;
    total += Math.max(0, Math.min(to, coverage.gapEnds[i] ?? to) - Math.max(from, start));
  }
  return total;
}

/** Whether most of a window lies in a single gap, so that it says nothing. */
export function isUnseen(coverage: Coverage, from: EpochMs, to: EpochMs): boolean {
  const { gapStarts, gapEnds } = coverage;
  for (let i = firstAtLeast(gapEnds, from); i < gapStarts.length; i++) {
    const start = gapStarts[i] ?? to;
    if (start >= to) return false;
    if (Math.min(to, gapEnds[i] ?? to) - Math.max(from, start) > 0.5 * (to - from)) return true;
  }
  return false;
}

/** About how many probes there were between two moments. */
export function probesBetween(coverage: Coverage, from: EpochMs, to: EpochMs): number {
  const start = Math.max(from, coverage.firstAt ?? to);
  const end = Math.min(to, (coverage.lastAt ?? to) + coverage.intervalMs);
  if (end <= start) return 0;
  const density =
    coverage.expectedProbes > 100 ? Math.min(MOST_DENSITY, (coverage.probes - 1) / coverage.expectedProbes) : 1;
  return ((end - start - gapMs(coverage, start, end)) / coverage.intervalMs) * density;
}

/** Bins in stretches of an hour or more in which nothing is ever probed: a nightly pause is no sparse schedule. */
function idleBins(bins: readonly number[]): number {
  let idle = 0;
  let run = 0;
  for (let i = 0; i <= bins.length; i++) {
    if (i < bins.length && bins[i] === 0) run += 1;
    else {
      if (run * BIN_MS >= HOUR_MS) idle += run;
      run = 0;
    }
  }
  return idle;
}

/**
 * How much more often the windows of a period, from `at` back, were probed than other times of day, at least 1: an uneven
 * schedule makes patterns of its own.
 */
export function windowDensity(
  coverage: Coverage,
  at: EpochMs,
  periodMs: number,
  toleranceMs: number,
  cycles: number,
): number {
  const bins = coverage.byTimeOfDay;
  const used = BINS - idleBins(bins);
  if (used === 0) return 1;
  const all = bins.reduce((sum, count) => sum + count, 0);
  // Windows at the same time of day need be looked at but once.
  const windows = periodMs % DAY_MS === 0 ? 1 : cycles + 1;
  const reach = Math.round(toleranceMs / BIN_MS);
  let inside = 0;
  for (let window = 0; window < windows; window++) {
    const centre = Math.floor(((at - window * periodMs) % DAY_MS) / BIN_MS);
    for (let offset = -reach; offset <= reach; offset++) inside += bins[(centre + offset + BINS) % BINS] ?? 0;
  }
  return Math.max(1, inside / (windows * (2 * reach + 1)) / (all / used));
}
