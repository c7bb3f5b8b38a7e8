import { HOUR_MS, MINUTE_MS } from '../model/time.ts';
import type { Grain } from './onset-list.ts';

/** One way to look at failures: what counts as a start, and its share of the tolerance for false alarms. */
export interface Layer {
  readonly name: string;
  readonly weight: number;
  readonly grain: (intervalMs: number) => Grain;
}

/** Layers that start with the n-th failing probe of an episode: those of one lost probe, and those that noise seldom makes. */
export const EPISODE_LAYERS = 3;
export const HOT_QUARTERS = 3;
export const HOT_HOURS = 4;

const HOT_QUARTER: Grain = {
  resolutionMs: 15 * MINUTE_MS,
  tolerancesMs: [8 * MINUTE_MS, 16 * MINUTE_MS, 46 * MINUTE_MS],
  sharpness: 1,
};
const HOT_HOUR: Grain = {
  resolutionMs: HOUR_MS,
  tolerancesMs: [0.55 * HOUR_MS, 1.1 * HOUR_MS, 2.1 * HOUR_MS],
  sharpness: 1,
};

/**
 * Short outages show in the first layer; longer ones stand out from noise in the second and third; a raised failure rate
 * without outages (office hours at 10 % loss) only in the last two.
 */
export const LAYERS: readonly Layer[] = [
  { name: 'any failure', weight: 0.3, grain: episodeGrain },
  { name: '2 or more failing probes', weight: 0.18, grain: episodeGrain },
  { name: '3 or more failing probes', weight: 0.17, grain: episodeGrain },
  { name: 'quarter-hours with more failures than usual', weight: 0.12, grain: () => HOT_QUARTER },
  { name: 'hours with more failures than usual', weight: 0.23, grain: () => HOT_HOUR },
];

const GRAINS = new Map<number, Grain>();

/** From exact to fuzzy: half a probe interval up to 40 minutes. */
function episodeGrain(intervalMs: number): Grain {
  const known = GRAINS.get(intervalMs);
  if (known !== undefined) return known;
  const tolerances = [
    0.55 * intervalMs,
    1.1 * intervalMs,
    Math.max(3 * intervalMs, 3 * MINUTE_MS),
    Math.max(6 * intervalMs, 15 * MINUTE_MS),
    40 * MINUTE_MS,
  ];
  const tolerancesMs = [...new Set(tolerances)].sort((a, b) => a - b);
  const grain = { resolutionMs: intervalMs, tolerancesMs, sharpness: 0.5 };
  GRAINS.set(intervalMs, grain);
  return grain;
}
