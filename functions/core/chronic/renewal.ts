import type { EpochMs } from '../model/time.ts';
import { quantile } from './statistics.ts';

/** Starts that come one after the other at about the same distance, each timed from the one before. */
export interface Renewal {
  readonly periodMs: number;
  /** Standard deviation of a step. */
  readonly scatterMs: number;
  /** Starts from the first to the newest of the sequence, with the steps between. */
  readonly starts: readonly EpochMs[];
  readonly cycles: readonly number[];
}

const MOST_STARTS = 160;
const FEWEST_STEPS = 6;
/** Relative scatter of the steps beyond which they are no steps. */
const MOST_SCATTER = 0.2;
/** Share of the steps that must be whole ones. */
const WHOLE = 0.8;

/**
 * The renewal sequence that the newest starts make, or `null`. Steps are whole numbers of periods, nearly all of them one;
 * their scatter adds up, so that such a sequence keeps no phase and a clock's fold loses it (renewal theory, Cox 1962).
 */
export function renewalOf(all: readonly EpochMs[], shortestMs: number): Renewal | null {
  const starts = all.slice(-MOST_STARTS);
  const steps = starts.slice(1).map((at, i) => at - (starts[i] ?? at));
  if (steps.length < FEWEST_STEPS) return null;
  const usualMs = quantile(steps, 0.5);
  if (usualMs < shortestMs) return null;
  const counts = steps.map((stepMs) => Math.round(stepMs / usualMs));
  // A sequence goes back as far as its steps are near to whole periods.
  let from = steps.length;
  while (from > 0) {
    const count = counts[from - 1] ?? 0;
    const isNear = count >= 1 && count <= 3 && Math.abs((steps[from - 1] ?? 0) / count - usualMs) < 0.35 * usualMs;
    if (!isNear) break;
    from -= 1;
  }
  from = newestRegime(steps, counts, from);
  const kept = counts.slice(from);
  if (kept.length < FEWEST_STEPS || kept.filter((count) => count === 1).length < WHOLE * kept.length) return null;
  const cycles = [0];
  for (const count of kept) cycles.push((cycles.at(-1) ?? 0) + count);
  const total = cycles.at(-1) ?? 1;
  const periodMs = ((starts.at(-1) ?? 0) - (starts[from] ?? 0)) / total;
  const squares = kept.reduce((sum, count, i) => sum + ((steps[from + i] ?? 0) - count * periodMs) ** 2 / count, 0);
  const scatterMs = Math.sqrt(squares / Math.max(1, kept.length - 1));
  return scatterMs > MOST_SCATTER * periodMs ? null : { periodMs, scatterMs, starts: starts.slice(from), cycles };
}

/** Where the newest steps of one length begin: a period that has changed is no scatter. */
function newestRegime(steps: readonly number[], counts: readonly number[], from: number): number {
  const lengths = steps.map((stepMs, i) => stepMs / Math.max(1, counts[i] ?? 1));
  for (let start = from; lengths.length - start >= 2 * FEWEST_STEPS;) {
    const middle = (start + lengths.length) >> 1;
    const older = spread(lengths.slice(start, middle));
    const newer = spread(lengths.slice(middle));
    const error = Math.hypot(older.deviation / Math.sqrt(middle - start), newer.deviation / Math.sqrt(middle - start));
    if (Math.abs(older.mean - newer.mean) <= REGIME_ERRORS * error) return start;
    start = middle;
    from = middle;
  }
  return from;
}

const REGIME_ERRORS = 5;

function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
