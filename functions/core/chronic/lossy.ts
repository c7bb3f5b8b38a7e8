import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import type { Coverage } from './coverage.ts';
import type { Guard } from './explanation.ts';
import { countsBetween, type FailingBlocks } from './failing-blocks.ts';
import { lnBinomialTail } from './statistics.ts';

/** Evidence against the tolerated noise, per alternative: its sum, and since when it has been above zero. */
export interface LossEvidence {
  sum: number;
  since: EpochMs | null;
}

/** Failure ratio of independent single failures that every network has now and then. */
export const TOLERATED_NOISE_RATIO = 0.02;

/** Alternatives to the tolerated ratio: a slow leak takes longer to tell. */
export const LOSS_ALTERNATIVES = [
  { ratio: 0.06, limit: 7 },
  { ratio: 0.038, limit: 6.5 },
];
/** No single hour may count for more, so that one bad hour is no steady loss. */
const MOST_PER_HOUR = 1;
const LONGEST_MS = 21 * DAY_MS;
const LN_RARE = Math.log(2e-6);
/** Runs this much longer than those of independent failures are outages, not loss. */
const LONG_RUNS = 2;
const PARTS = 6;
const FEWEST_RUNS = 6;

/** No evidence. */
export function noLoss(): LossEvidence[] {
  return LOSS_ALTERNATIVES.map(() => ({ sum: 0, since: null }));
}

/** A steady loss, with the time it was told from. */
export interface Loss {
  readonly from: EpochMs;
  readonly failing: number;
  readonly probes: number;
  readonly lnChance: number;
}

/** A steady loss with the alternative that it was found by: its position among them. */
export interface FoundLoss extends Loss {
  readonly alternative: number;
}

/**
 * Bernoulli CUSUM (Page 1954) over hours, each hour's step capped, of the tolerated ratio against a higher one. It must also be
 * spread: nearly every sixth of the time looked at has more than its share.
 *
 * @param caution added to the threshold; 0 at the default tolerance for false alarms
 */
export function foldLossHour(
  evidence: readonly LossEvidence[],
  blocks: FailingBlocks,
  coverage: Coverage,
  hourEnd: EpochMs,
  caution: number,
): FoundLoss | null {
  const hour = countsBetween(blocks, coverage, hourEnd - HOUR_MS, hourEnd);
  let found: FoundLoss | null = null;
  LOSS_ALTERNATIVES.forEach(({ ratio, limit }, i) => {
    const one = evidence[i];
    if (one === undefined || (one.sum === 0 && hour.failing === 0)) return;
    const step =
      hour.failing * Math.log(ratio / TOLERATED_NOISE_RATIO) +
      (hour.probes - hour.failing) * Math.log((1 - ratio) / (1 - TOLERATED_NOISE_RATIO));
    one.sum = Math.max(0, one.sum + Math.min(step, MOST_PER_HOUR));
    if (one.sum === 0) one.since = null;
    else one.since ??= hourEnd - HOUR_MS;
    if (one.sum < limit + caution || found !== null) return;
    const loss = steadyLoss(one, blocks, coverage, hourEnd, caution);
    if (typeof loss !== 'string') found = { ...loss, alternative: i };
  });
  return found;
}

/** The loss that the evidence for an alternative has come from, or why it is no steady loss. */
export function steadyLoss(
  { since }: LossEvidence,
  blocks: FailingBlocks,
  coverage: Coverage,
  to: EpochMs,
  caution: number,
): Loss | Guard {
  const from = Math.max(Math.min(since ?? to, to - DAY_MS), to - LONGEST_MS);
  const partMs = (to - from) / PARTS;
  let raised = 0;
  let seen = 0;
  let failing = 0;
  let probes = 0;
  let runs = 0;
  for (let part = 0; part < PARTS; part++) {
    const counts = countsBetween(blocks, coverage, from + part * partMs, from + (part + 1) * partMs);
    if (counts.probes < 6) continue;
    seen += 1;
    failing += counts.failing;
    probes += counts.probes;
    runs += counts.onsets;
    const ratio = counts.failing / counts.probes;
    const lnChance = lnBinomialTail(Math.round(counts.probes), counts.failing, TOLERATED_NOISE_RATIO);
    if (counts.failing > 0 && ratio <= 0.8 && lnChance < Math.log(0.3)) raised += 1;
  }
  if (seen < PARTS || raised < PARTS - 1 || failing > 0.8 * probes) return 'not-spread';
  if (runs < FEWEST_RUNS) return 'too-few-runs';
  // Independent failures make runs of 1 / (1 - ratio); much longer ones are outages.
  if (failing / runs > (LONG_RUNS * probes) / (probes - failing)) return 'long-runs';
  const lnChance = lnBinomialTail(Math.round(probes), failing, TOLERATED_NOISE_RATIO);
  return lnChance < LN_RARE - caution ? { from, failing, probes, lnChance } : 'within-noise';
}
