import { HOUR_MS, type EpochMs } from '../model/time.ts';
import type { Coverage } from './coverage.ts';
import type { Guard } from './explanation.ts';
import { countsBetween, type FailingBlocks } from './failing-blocks.ts';
import { TOLERATED_NOISE_RATIO } from './lossy.ts';
import { lnBinomialTail } from './statistics.ts';

/** A stretch of flapping. */
export interface Flapping {
  readonly from: EpochMs;
  readonly changes: number;
  readonly failing: number;
  readonly probes: number;
  readonly lnChance: number;
}

/** Stretches that are looked at: longer than an incident, so that one bad day is none. */
export const FLAPPING_SPANS = [
  { spanMs: 12 * HOUR_MS, parts: 12, idle: 0 },
  { spanMs: 16 * HOUR_MS, parts: 8, idle: 1 },
];
export const FEWEST_CHANGES = 12;
const LN_RARE = Math.log(1e-7);

/**
 * Many changes between working and failing, in nearly every part of the stretch, far above what tolerated noise makes, and with
 * longer runs than independent failures have: those are loss.
 */
export function flapping(blocks: FailingBlocks, coverage: Coverage, now: EpochMs): Flapping | null {
  for (const span of FLAPPING_SPANS) {
    const found = flappingOver(blocks, coverage, now, span);
    if (typeof found !== 'string') return found;
  }
  return null;
}

/** Flapping over one of the spans up to a moment, or why there is none. */
export function flappingOver(
  blocks: FailingBlocks,
  coverage: Coverage,
  to: EpochMs,
  { spanMs, parts, idle }: (typeof FLAPPING_SPANS)[number],
): Flapping | Guard {
  const from = to - spanMs;
  const partMs = spanMs / parts;
  let left = idle;
  let changes = 0;
  let failing = 0;
  let probes = 0;
  let clustered = 0;
  for (let part = 0; part < parts; part++) {
    const counts = countsBetween(blocks, coverage, from + part * partMs, from + (part + 1) * partMs);
    const ratio = counts.failing / Math.max(1, counts.probes);
    if ((counts.onsets < 1 || ratio < 0.04 || ratio > 0.95) && left-- === 0) return 'quiet-part';
    if (counts.onsets < 0.8 * counts.probes * ratio * (1 - ratio)) clustered += 1;
    changes += counts.onsets;
    failing += counts.failing;
    probes += counts.probes;
  }
  const ratio = failing / probes;
  if (probes < 40) return 'too-few-probes';
  if (changes < FEWEST_CHANGES) return 'too-few-changes';
  if (ratio < 0.12 || ratio > 0.85) return 'failure-ratio';
  const independent = probes * ratio * (1 - ratio);
  // Changes of independent failures scatter by about the root of half their number. One outage among them is no flapping.
  const isLoss = changes > independent - 3 * Math.sqrt(independent / 2) || clustered < 0.75 * parts;
  if (ratio < 0.25 && isLoss) return 'independent-failures';
  const lnChance = lnBinomialTail(Math.round(probes), failing, TOLERATED_NOISE_RATIO);
  return lnChance > LN_RARE ? 'within-noise' : { from, changes, failing, probes, lnChance };
}
