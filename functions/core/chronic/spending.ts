import { DAY_MS } from '../model/time.ts';
import { LAYERS } from './layers.ts';
import { looksBefore, type OnsetList } from './onset-list.ts';

const YEAR_MS = 365 * DAY_MS;
/** The tolerance that the thresholds were calibrated at. */
const DEFAULT_TOLERANCE = 0.02;
/**
 * The union bound over all tests of a year is far from what happens, since tests of one stream overlap: measured false alarms
 * are this part of it (docs/bench-detection-calibration.md).
 */
const NOMINAL_PER_MEASURED = 230;
/** Tests a year that are counted at least, so that a target that hardly ever fails is not believed its first coincidence. */
const FEWEST_LOOKS = 60;
/** Beyond this many tests a year a layer is noisy. */
const NOISY_LOOKS = 500;
const NOISE_EXPONENT = 0.6;
/** Share of the tolerance for the test of busy hours, as of a layer. */
const DAILY_WEIGHT = 0.1;
/** A suspected pattern may be wrong this many times as often as a confirmed one. */
export const SUSPICION = 10;

/** What the probability of a coincidence must stay below, as natural logarithms. */
export interface Thresholds {
  readonly lnConfirmed: number;
  readonly lnSuspected: number;
  /** Tests a year that the layer's share of the tolerance is split over. */
  readonly looksPerYear: number;
}

/**
 * Alpha spending: the tolerance for false alarms is split over the streams of a target, their layers, and the tests that a
 * layer makes in a year at the pace of its last four weeks.
 */
export function thresholdsOf(
  list: OnsetList,
  layer: number,
  tolerance: number,
  streams: number,
  observedMs: number,
  now: number,
): Thresholds {
  const spanMs = Math.max(7 * DAY_MS, Math.min(28 * DAY_MS, observedMs));
  const looksPerYear = Math.max(FEWEST_LOOKS, (looksBefore(list, now) * YEAR_MS) / spanMs);
  // Tests of a noisy layer overlap less than those of a quiet one, so that their bound is nearer to what happens.
  const overlap = Math.pow(Math.max(1, looksPerYear / NOISY_LOOKS), NOISE_EXPONENT);
  const budget = (NOMINAL_PER_MEASURED * tolerance) / (streams * overlap);
  const lnConfirmed = Math.log((budget * (LAYERS[layer]?.weight ?? 0)) / looksPerYear);
  return { lnConfirmed, lnSuspected: lnConfirmed + Math.log(SUSPICION), looksPerYear };
}

/** ln of the chance that the daily test for busy hours must stay below: its share of the tolerance, over the days of a year. */
export function lnDaily(tolerance: number): number {
  return Math.log((NOMINAL_PER_MEASURED * tolerance * DAILY_WEIGHT) / 365);
}

/** What the sums of the rules without a period must reach beyond their limits: 0 at the default tolerance. */
export function cautionOf(tolerance: number): number {
  return Math.log(DEFAULT_TOLERANCE / tolerance);
}
