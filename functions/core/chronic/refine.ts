import { DAY_MS, type EpochMs } from '../model/time.ts';
import { snapped } from './candidate-periods.ts';
import { isUnseen } from './coverage.ts';
import { cyclesBefore, shortestPeriodMs, type Candidate, type LookBack } from './look-back.ts';
import { occupancy, type OnsetList } from './onset-list.ts';
import { lnBernoulli, lnBinomialTail, nearest } from './statistics.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';

/** A hit: how many cycles before the newest onset, and when. */
export interface Hit {
  readonly cycle: number;
  readonly at: EpochMs;
}

/** Which windows of a period held an onset. */
export interface Hits {
  readonly periodMs: number;
  /** Oldest cycle last; the newest onset (cycle 0) is not among them. */
  readonly hits: readonly Hit[];
  /** Cycle numbers of all windows that were probed. */
  readonly seen: readonly number[];
  readonly lnChance: number;
}

const DIVISORS = [2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24];
const MULTIPLES = [2, 3, 4, 5, 6, 7];
const LONGEST_MULTIPLE_MS = 8 * DAY_MS;
/** Braided rhythms are at least this much sharper one by one. */
const BRAID = 0.3;
/** Scatter of a sharp rhythm, in probe intervals: not much above that of a start which is known to one interval. */
const SHARP = 0.6;

/** The windows of a period back from the newest onset, as far as `spanMs`. */
export function hitsOf(
  { coverage, grain }: LookBack,
  list: OnsetList,
  newest: EpochMs,
  periodMs: number,
  toleranceMs: number,
  spanMs: number,
  zone: string,
): Hits {
  const hits: Hit[] = [];
  const seen: number[] = [];
  for (let cycle = 1; cycle * periodMs <= spanMs + toleranceMs; cycle++) {
    const centre = cyclesBefore(newest, cycle, periodMs, zone);
    if (isUnseen(coverage, centre - toleranceMs, centre + toleranceMs)) continue;
    seen.push(cycle);
    const at = list.starts[nearest(list.starts, centre)];
    if (at !== undefined && Math.abs(at - centre) <= toleranceMs) hits.push({ cycle, at });
  }
  const chance = occupancy(list, grain, toleranceMs, newest - spanMs - periodMs / 2, newest - periodMs / 2);
  const lnChance = lnBinomialTail(seen.length, hits.length, Math.min(0.5, Math.max(1e-6, chance)));
  return { periodMs, hits, seen, lnChance };
}

/**
 * The period behind a candidate: a divisor of it when that explains more, or a multiple when its hits keep to some cycles
 * only.
 */
export function fundamental(look: LookBack, candidate: Candidate, newest: EpochMs, from: EpochMs): Hits {
  const spanMs = Math.min(newest - from, candidate.spanMs);
  const { toleranceMs, zone, weekdays } = candidate;
  if (weekdays !== null) {
    const daily = hitsOf(look, look.list, newest, DAY_MS, toleranceMs, spanMs, zone);
    const everyNth = keptMultiple(daily);
    return everyNth === 2 || everyNth === 3
      ? hitsOf(look, look.list, newest, everyNth * DAY_MS, toleranceMs, spanMs, zone)
      : onDays(daily, look, newest, candidate);
  }
  const { coverage, grain, list } = look;
  const shortest = Math.max(shortestPeriodMs(coverage.intervalMs, grain.resolutionMs), 2.5 * toleranceMs);
  const of = (periodMs: number) => hitsOf(look, list, newest, periodMs, toleranceMs, spanMs, zone);
  let best = of(candidate.periodMs);
  for (const divisor of DIVISORS) {
    const periodMs = candidate.periodMs / divisor;
    if (periodMs < shortest) break;
    const faster = of(periodMs);
    if (faster.seen.length < 4) continue;
    if (faster.lnChance < best.lnChance - 1 && faster.hits.length >= 1.3 * best.hits.length) best = faster;
  }
  const multiple = Math.max(keptMultiple(best), braidedMultiple(best, zone, grain.resolutionMs));
  // Days that are left out are weekdays, which a daily pattern learns, unless every other day is.
  const isWeekdays = best.periodMs === DAY_MS && multiple > 3 && multiple < 7;
  if (multiple === 1 || isWeekdays || best.periodMs * multiple > LONGEST_MULTIPLE_MS) return best;
  return of(best.periodMs * multiple);
}

/** The windows on the candidate's days alone. */
function onDays(all: Hits, look: LookBack, newest: EpochMs, { weekdays, zone }: Candidate): Hits {
  const isOn = (cycle: number) =>
    weekdays?.includes(weekdayAt(cyclesBefore(newest, cycle, DAY_MS, zone), look.zone)) ?? true;
  return { ...all, hits: all.hits.filter(({ cycle }) => isOn(cycle)), seen: all.seen.filter(isOn) };
}

/** The multiple of a period to whose cycles the hits keep, by the Bayesian information criterion; 1 for none. */
export function keptMultiple({ hits, seen, periodMs }: Hits): number {
  let bestGain = 0;
  let best = 1;
  for (const multiple of MULTIPLES) {
    if (seen.length < 2 * multiple) break;
    const residues = tallyResidues(seen, hits, multiple);
    const own = residues[0];
    if (own === undefined || own.hits / own.windows < 0.6) continue;
    const likelihood = residues.reduce((sum, residue) => sum + lnBernoulli(residue.hits, residue.windows), 0);
    const gain = likelihood - lnBernoulli(hits.length, seen.length) - ((multiple - 1) / 2) * Math.log(seen.length);
    const isSparse = residues.some(
      (residue) => residue.windows >= 2 && residue.hits / residue.windows < (0.3 * own.hits) / own.windows,
    );
    // Three times a day are three daily rhythms rather than one of eight hours.
    const enough = Math.abs(periodMs * multiple - DAY_MS) < 1e-6 * DAY_MS ? 1 : 3;
    if (gain > Math.max(bestGain, enough) && isSparse) {
      bestGain = gain;
      best = multiple;
    }
  }
  return best;
}

/**
 * Whether the hits keep to windows of which the newest onset's is none: it lies a whole number of short periods away from a
 * slower rhythm by chance, and is no part of it.
 */
export function leavesOutNewest({ hits, seen }: Hits): boolean {
  return MULTIPLES.some((multiple) => {
    if (seen.length < 2 * multiple) return false;
    const residues = tallyResidues(seen, hits, multiple);
    const ratios = residues.map((residue) => residue.hits / residue.windows);
    if ((ratios[0] ?? 0) > 0.3 * Math.max(...ratios)) return false;
    const likelihood = residues.reduce((sum, residue) => sum + lnBernoulli(residue.hits, residue.windows), 0);
    return likelihood - lnBernoulli(hits.length, seen.length) - ((multiple - 1) / 2) * Math.log(seen.length) > 3;
  });
}

/**
 * The multiple of a period whose cycles are far sharper each by itself than all together: several slower rhythms that
 * happen to be about evenly spaced. 1 for none.
 */
function braidedMultiple({ hits, periodMs }: Hits, zone: string, resolutionMs: number): number {
  const on = hits.map(({ cycle, at }) => ({ cycle, at: zone === 'UTC' ? at : at + zoneOffsetMs(at, zone) }));
  const alone = scatterAround(on, periodMs);
  // Daily rhythms are so much more common than those of 8 or 12 hours that the latter must be sharp to be believed.
  if (periodMs === DAY_MS / 2 || periodMs === DAY_MS / 3) return alone > SHARP * resolutionMs ? DAY_MS / periodMs : 1;
  if (alone < 2 * resolutionMs) return 1;
  for (const multiple of MULTIPLES) {
    const groups = Array.from({ length: multiple }, (_, residue) =>
      on.filter(({ cycle }) => cycle % multiple === residue),
    );
    if (groups.some((group) => group.length < 2)) continue;
    const within = Math.max(...groups.map((group) => scatterAround(group, periodMs)));
    if (within < BRAID * alone) return multiple;
  }
  return 1;
}

/**
 * Whether hits of a period below a day scatter so much that they may be several slower rhythms, and are too few to tell.
 */
export function mayBeBraided({ hits, periodMs }: Hits, resolutionMs: number): boolean {
  if (periodMs >= DAY_MS || hits.length >= 9) return false;
  return scatterAround(hits, periodMs) > Math.max(1.2 * resolutionMs, 0.01 * periodMs);
}

/** Standard deviation of hits around their mean phase. */
function scatterAround(hits: readonly Hit[], periodMs: number): number {
  const first = hits[0];
  if (first === undefined || hits.length < 2) return 0;
  const offs = hits.map(({ cycle, at }) => at - first.at + (cycle - first.cycle) * periodMs);
  const mean = offs.reduce((sum, off) => sum + off, 0) / offs.length;
  return Math.sqrt(offs.reduce((sum, off) => sum + (off - mean) ** 2, 0) / offs.length);
}

function tallyResidues(seen: readonly number[], hits: readonly Hit[], multiple: number) {
  const residues = Array.from({ length: multiple }, () => ({ windows: 0, hits: 0 }));
  for (const cycle of seen) (residues[cycle % multiple] ?? { windows: 0 }).windows += 1;
  for (const { cycle } of hits) (residues[cycle % multiple] ?? { hits: 0 }).hits += 1;
  return residues.map((residue) => ({ ...residue, windows: Math.max(1, residue.windows) }));
}

/** A period with its phase, by least squares of the times against the cycle numbers. */
export interface Fit {
  readonly periodMs: number;
  /** Standard error of the period. */
  readonly errorMs: number;
  readonly isCalendar: boolean;
  /** Standard deviation of the starts around the fitted line. */
  readonly scatterMs: number;
}

/** Fits a period to the newest onset and its hits; times must be on the pattern's own clock. */
export function fitPeriod(hits: readonly Hit[], resolutionMs: number, fallbackMs: number): Fit {
  const count = hits.length;
  if (count < 3) {
    const { periodMs, isCalendar } = snapped(fallbackMs, resolutionMs);
    return { periodMs, errorMs: resolutionMs / Math.sqrt(12), isCalendar, scatterMs: resolutionMs };
  }
  const origin = hits[0]?.at ?? 0;
  const meanCycle = hits.reduce((sum, { cycle }) => sum + cycle, 0) / count;
  const meanAt = hits.reduce((sum, { at }) => sum + (at - origin), 0) / count;
  let crossed = 0;
  let spread = 0;
  for (const { cycle, at } of hits) {
    crossed += (cycle - meanCycle) * (at - origin - meanAt);
    spread += (cycle - meanCycle) ** 2;
  }
  const slope = crossed / spread;
  const squares = hits.reduce(
    (sum, { cycle, at }) => sum + (at - origin - meanAt - slope * (cycle - meanCycle)) ** 2,
    0,
  );
  // A start is known to its resolution at best: a uniform error of that width.
  const scatterMs = Math.sqrt(Math.max(squares / Math.max(1, count - 2), (resolutionMs * resolutionMs) / 12));
  const errorMs = scatterMs / Math.sqrt(spread);
  const measuredMs = Math.abs(slope);
  const { periodMs, isCalendar } = snapped(measuredMs, errorMs);
  return { periodMs, errorMs, isCalendar, scatterMs };
}
