import type { EpochMs } from '../model/time.ts';
import { DAY_MS } from '../model/time.ts';
import { firstAtLeast } from './statistics.ts';

/** The period of short strikes that single probes catch now and then. */
export interface FastPeriod {
  readonly periodMs: number;
  /** Resultant length 0..1 of the starts on the period's circle. */
  readonly concentration: number;
}

const MOST_STARTS = 200;
const LONGEST_MS = 4 * DAY_MS;
const FEWEST_STARTS = 12;
/** Periods from the shortest that samples of this spacing can tell (Nyquist) to this many spacings. */
const SLOWEST_INTERVALS = 60;
const FASTEST_INTERVALS = 2;
/** Frequencies per independent one. */
const OVERSAMPLING = 3;
/** ln of the chance, over all frequencies, that uniform starts reach the power. */
const LN_RARE = Math.log(1e-7);
/** Narrow strikes have overtones nearly as strong as the fundamental, some folded back below it: peaks this strong are compared. */
const OVERTONE = 0.7;
/** A frequency is known to a fraction of a turn over the whole span; arcs that differ by less are the same. */
const ARC_ERROR = 0.04;
/** Share of the starts that the arc of a period holds. */
const ARC_HOLDS = 0.9;

/**
 * Rayleigh periodogram over the band that the probes resolve: P(power > z) = exp(-z) for uniform phases (Schuster 1898), times
 * the frequencies tried. Of the strong ones the true period is the slowest on whose circle the starts lie closest together:
 * overtones spread them. `null` when no period stands out.
 */
export function fastPeriod(all: readonly EpochMs[], intervalMs: number): FastPeriod | null {
  const newest = all.at(-1) ?? 0;
  const starts = all.slice(Math.max(firstAtLeast(all, newest - LONGEST_MS), all.length - MOST_STARTS));
  const count = starts.length;
  const first = starts[0] ?? newest;
  const spanMs = newest - first;
  if (count < FEWEST_STARTS || spanMs < 2 * SLOWEST_INTERVALS * intervalMs) return null;
  const step = 1 / (OVERSAMPLING * spanMs);
  const low = 1 / (SLOWEST_INTERVALS * intervalMs);
  const high = 1 / (FASTEST_INTERVALS * intervalMs);
  const powers = powersOf(
    starts.map((at) => at - first),
    low,
    step,
    Math.ceil((high - low) / step),
  );
  const strongest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (Math.log(powers.length) - strongest > LN_RARE) return null;
  const peaks: (FastPeriod & { readonly arc: number })[] = [];
  powers.forEach((power, at) => {
    const isPeak = power >= OVERTONE * strongest && power >= (powers[at - 1] ?? 0) && power > (powers[at + 1] ?? 0);
    if (!isPeak) return;
    const frequency = finest(starts, low + at * step, step);
    peaks.push({
      periodMs: 1 / frequency,
      concentration: Math.sqrt(power / count),
      arc: arcOf(starts, frequency),
    });
  });
  const narrowest = Math.min(...peaks.map(({ arc }) => arc));
  const [slowest] = peaks.filter(({ arc }) => arc <= narrowest + ARC_ERROR).sort((a, b) => b.periodMs - a.periodMs);
  return slowest ?? null;
}

/** The smallest share of a period's circle that holds nearly all starts. */
function arcOf(starts: readonly EpochMs[], frequency: number): number {
  const first = starts[0] ?? 0;
  const phases = starts.map((at) => ((at - first) * frequency) % 1).sort((a, b) => a - b);
  const held = Math.ceil(ARC_HOLDS * phases.length);
  let narrowest = 1;
  for (let i = 0; i < phases.length; i++) {
    const last = i + held - 1;
    const turn = last >= phases.length ? 1 : 0;
    narrowest = Math.min(narrowest, (phases[last % phases.length] ?? 0) + turn - (phases[i] ?? 0));
  }
  return narrowest;
}

/** The power at evenly spaced frequencies; each start's phase turns by the same angle from one to the next. */
function powersOf(starts: readonly number[], low: number, step: number, frequencies: number): Float64Array {
  const powers = new Float64Array(frequencies);
  const sums = { x: new Float64Array(frequencies), y: new Float64Array(frequencies) };
  for (const at of starts) {
    let x = Math.cos(2 * Math.PI * low * at);
    let y = Math.sin(2 * Math.PI * low * at);
    const turnX = Math.cos(2 * Math.PI * step * at);
    const turnY = Math.sin(2 * Math.PI * step * at);
    for (let i = 0; i < frequencies; i++) {
      sums.x[i] = (sums.x[i] ?? 0) + x;
      sums.y[i] = (sums.y[i] ?? 0) + y;
      const turned = x * turnX - y * turnY;
      y = x * turnY + y * turnX;
      x = turned;
    }
  }
  for (let i = 0; i < frequencies; i++) {
    powers[i] = ((sums.x[i] ?? 0) ** 2 + (sums.y[i] ?? 0) ** 2) / starts.length;
  }
  return powers;
}

/** The strongest frequency within one step. */
function finest(starts: readonly EpochMs[], near: number, step: number): number {
  const first = starts[0] ?? 0;
  let best = near;
  let most = 0;
  for (let i = -20; i <= 20; i++) {
    const frequency = near + (i / 20) * step;
    let x = 0;
    let y = 0;
    for (const at of starts) {
      x += Math.cos(2 * Math.PI * frequency * (at - first));
      y += Math.sin(2 * Math.PI * frequency * (at - first));
    }
    if (x * x + y * y > most) {
      most = x * x + y * y;
      best = frequency;
    }
  }
  return best;
}
