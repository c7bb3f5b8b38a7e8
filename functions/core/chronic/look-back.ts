import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { CALENDAR_PERIODS, measuredPeriods } from './candidate-periods.ts';
import { HORIZON_MS, isUnseen, windowDensity, type Coverage } from './coverage.ts';
import { occupancy, windowMs, type Grain, type OnsetList } from './onset-list.ts';
import { firstAtLeast, lnBinomialTail, nearest } from './statistics.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';

/**
 * The look-back test. Each time a failure starts it asks: did one also start one period ago, two periods ago, and so on? The
 * hits are compared with how often *any* window of that width holds a start on this target (binomial tail), corrected for
 * every period, tolerance and look-back length that was tried. The unit of evidence is the cycle, never the failed probe:
 * failures come in clusters, and clusters fake a rhythm (Ader and Avouac 2013).
 */
export interface Candidate {
  readonly periodMs: number;
  readonly toleranceMs: number;
  /** Windows that were probed, and those that held an onset; the newest onset itself is not counted. */
  readonly windows: number;
  readonly hits: number;
  /** The time that the windows cover. */
  readonly spanMs: number;
  /** Chance that a window is hit by itself. */
  readonly chance: number;
  /** ln of the number of trials that the chance is corrected for. */
  readonly lnTrials: number;
  /** ln of the chance of that many hits, after correction. */
  readonly lnChance: number;
  /** The wall clock that the windows keep. */
  readonly zone: string;
  /** Days of the week whose windows count; `null` for all. */
  readonly weekdays: readonly number[] | null;
}

/** What the test looks at. */
export interface LookBack {
  readonly list: OnsetList;
  readonly grain: Grain;
  readonly coverage: Coverage;
  /** IANA zone of the target's people. */
  readonly zone: string;
  readonly now: EpochMs;
  /** ln of the chance above which a coincidence is of no interest. */
  readonly lnInteresting: number;
}

/** Look-back lengths that are scored, in cycles. They are nested: in effect five independent ones. */
const SCORED_WINDOWS = [2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 48, 60];
const INDEPENDENT_LENGTHS = 5;
/** A rhythm that was read off the data is followed from hit to hit; beyond this many cycles it adds nothing. */
const MOST_FOLLOWED = 40;
/** Daily failures that leave out the weekend are told apart; the share of the belief in a daily rhythm that goes to them. */
const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5];
const WORKING_SHARE = 0.35;
/** With more of the time near to some onset, hitting a window means nothing. */
const MOST_OCCUPIED = 0.6;
const LONGEST_MEASURED_MS = 8 * DAY_MS;
const NONE_SCORED: Candidate | null = null;
/** With more of the time next to some onset, distances between onsets suggest any period. */
const DENSE = 0.15;
/** After this many windows, fewer hits than this share of them end a look. */
const HOPELESS_WINDOWS = 14;
const HOPELESS_RATIO = 0.15;
const NONE: readonly Candidate[] = [];

/** What one look has in common for all periods. */
interface Looking extends LookBack {
  readonly newest: EpochMs;
  /** Nothing is known before. */
  readonly from: EpochMs;
  /** Share of the last four weeks that lies near to some onset, by tolerance. */
  readonly shares: readonly number[];
}

/** The shortest period that probes of this spacing can tell from noise. */
export function shortestPeriodMs(intervalMs: number, resolutionMs: number): number {
  return Math.max(3.5 * intervalMs, 5 * MINUTE_MS, 2.5 * resolutionMs);
}

/** Coincidences with the newest onset, the least probable first; one for each period that came near to a pattern. */
export function lookBack(look: LookBack): readonly Candidate[] {
  const { list, grain, coverage, now } = look;
  const newest = list.starts.at(-1);
  const oldest = list.starts[0];
  if (newest === undefined || oldest === undefined || list.starts.length < 3) return NONE;
  const [finest = 0] = grain.tolerancesMs;
  const firstAt = coverage.firstAt ?? oldest;
  const from = Math.max(firstAt, oldest - windowMs(grain, finest), now - HORIZON_MS);
  const shortest = shortestPeriodMs(coverage.intervalMs, grain.resolutionMs);
  const lately = Math.max(firstAt, now - 28 * DAY_MS);
  const shares = grain.tolerancesMs.map((toleranceMs) => occupancy(list, grain, toleranceMs, lately, now - 1));
  const looking: Looking = { ...look, newest, from, shares };
  const candidates: Candidate[] = [];
  const consider = (candidate: Candidate | null) => {
    if (candidate !== null) candidates.push(candidate);
  };
  for (const { periodMs, weight } of CALENDAR_PERIODS) {
    if (periodMs < shortest || newest - 2 * periodMs < from - finest) continue;
    const zones = zonesOf(look, newest, Math.max(from, newest - 60 * periodMs), periodMs);
    const isDaily = periodMs === DAY_MS && WORKING_DAYS.includes(weekdayAt(newest, look.zone));
    for (const zone of zones) {
      const share = weight / zones.length;
      consider(foldCalendar(looking, periodMs, zone, null, isDaily ? (1 - WORKING_SHARE) * share : share));
      if (isDaily) consider(foldCalendar(looking, periodMs, zone, WORKING_DAYS, WORKING_SHARE * share));
    }
  }
  if (list.starts.length >= 5 && (shares[0] ?? 1) <= DENSE) {
    for (const { periodMs, weight, readOffCycle } of measuredPeriods(list.starts)) {
      if (periodMs < shortest || periodMs > LONGEST_MEASURED_MS || newest - 3 * periodMs < from) continue;
      consider(follow(looking, periodMs, weight, readOffCycle));
    }
  }
  return candidates.sort((a, b) => a.lnChance - b.lnChance);
}

/** UTC alone unless the zone's offset changed meanwhile: otherwise both are the same hypothesis. */
function zonesOf({ zone }: LookBack, newest: EpochMs, from: EpochMs, periodMs: number): readonly string[] {
  if (periodMs % DAY_MS !== 0 || zone === 'UTC') return ['UTC'];
  return zoneOffsetMs(newest, zone) === zoneOffsetMs(from, zone) ? ['UTC'] : ['UTC', zone];
}

/** The start that lies `cycles` periods before another one on a zone's wall clock. */
export function cyclesBefore(start: EpochMs, cycles: number, periodMs: number, zone: string): EpochMs {
  const at = start - cycles * periodMs;
  return zone === 'UTC' ? at : at + zoneOffsetMs(start, zone) - zoneOffsetMs(at, zone);
}

/** Tolerances that leave room between the windows of a period, and are not hit by chance most of the time. */
function usableTolerances({ grain, shares }: Looking, periodMs: number): number {
  const isUsable = (toleranceMs: number, rank: number) =>
    windowMs(grain, toleranceMs) <= periodMs / 3 && (shares[rank] ?? 1) <= MOST_OCCUPIED;
  const unusable = grain.tolerancesMs.findIndex((toleranceMs, rank) => !isUsable(toleranceMs, rank));
  return unusable < 0 ? grain.tolerancesMs.length : unusable;
}

/** Steps back by whole periods from the newest onset, for all tolerances at once. */
function foldCalendar(
  look: Looking,
  periodMs: number,
  zone: string,
  weekdays: readonly number[] | null,
  weight: number,
): Candidate | null {
  const { list, grain, coverage, newest, from } = look;
  const usable = usableTolerances(look, periodMs);
  if (usable === 0) return null;
  const [finest = 0] = grain.tolerancesMs;
  const most = periodMs >= 7 * DAY_MS ? 8 : periodMs >= DAY_MS ? 42 : 60;
  const hits = new Array<number>(usable).fill(0);
  let windows = 0;
  let scored = 0;
  let best = NONE_SCORED;
  for (let cycle = 1; cycle <= most; cycle++) {
    const centre = cyclesBefore(newest, cycle, periodMs, zone);
    if (centre - finest < from) break;
    if (isUnseen(coverage, centre - finest, centre + finest)) continue;
    if (weekdays !== null && !weekdays.includes(weekdayAt(centre, look.zone))) continue;
    windows += 1;
    const distance = Math.abs((list.starts[nearest(list.starts, centre)] ?? Infinity) - centre);
    for (let i = 0; i < usable; i++) {
      if (distance <= (grain.tolerancesMs[i] ?? 0)) hits[i] = (hits[i] ?? 0) + 1;
    }
    while ((SCORED_WINDOWS[scored] ?? Infinity) < windows) scored += 1;
    if (SCORED_WINDOWS[scored] !== windows) continue;
    // Hits as rare as this do not become a pattern with more windows.
    if (windows >= HOPELESS_WINDOWS && (hits[usable - 1] ?? 0) < HOPELESS_RATIO * windows) break;
    for (let i = 0; i < usable; i++) {
      if (!isWorthwhile(look, i, hits[i] ?? 0, windows, periodMs)) continue;
      const toleranceMs = grain.tolerancesMs[i] ?? 0;
      const tally = { periodMs, toleranceMs, windows, hits: hits[i] ?? 0, spanMs: cycle * periodMs, zone, weekdays };
      const candidate = score(look, tally, i, usable, weight);
      if (candidate !== null && (best === null || candidate.lnChance < best.lnChance)) best = candidate;
    }
  }
  return best;
}

/** Follows a measured period from hit to hit, correcting period and phase on the way. */
function follow(look: Looking, periodMs: number, weight: number, readOffCycle: number): Candidate | null {
  const { list, grain, coverage, newest, from } = look;
  const usable = usableTolerances(look, periodMs);
  let best = NONE_SCORED;
  for (let i = 0; i < usable; i++) {
    const toleranceMs = grain.tolerancesMs[i] ?? 0;
    if (toleranceMs > periodMs / 6) break;
    let current = newest;
    let followedMs = periodMs;
    let hits = 0;
    let windows = 0;
    let scored = 0;
    for (let cycle = 1; cycle <= MOST_FOLLOWED; cycle++) {
      const centre = current - followedMs;
      if (centre - toleranceMs < from) break;
      if (isUnseen(coverage, centre - toleranceMs, centre + toleranceMs)) {
        current = centre;
        continue;
      }
      const counts = cycle !== readOffCycle;
      if (counts) windows += 1;
      const hit = list.starts[nearestBefore(list.starts, centre, current)];
      if (hit !== undefined && Math.abs(hit - centre) <= toleranceMs) {
        if (counts) hits += 1;
        current = hit;
        followedMs = (newest - current) / cycle;
      } else {
        current = centre;
      }
      while ((SCORED_WINDOWS[scored] ?? Infinity) < windows) scored += 1;
      if (SCORED_WINDOWS[scored] !== windows) continue;
      if (windows >= HOPELESS_WINDOWS && hits < HOPELESS_RATIO * windows) break;
      if (!isWorthwhile(look, i, hits, windows, followedMs)) continue;
      const tally = {
        periodMs: followedMs,
        toleranceMs,
        windows,
        hits,
        spanMs: newest - current,
        zone: 'UTC',
        weekdays: null,
      };
      const candidate = score(look, tally, i, usable, weight);
      if (candidate !== null && (best === null || candidate.lnChance < best.lnChance)) best = candidate;
    }
  }
  return best;
}

/** Position of the start nearest to `wanted` among those before `limit`; -1 when there are none. */
function nearestBefore(starts: readonly EpochMs[], wanted: EpochMs, limit: EpochMs): number {
  const found = nearest(starts, wanted);
  return found >= 0 && (starts[found] ?? limit) >= limit ? firstAtLeast(starts, limit) - 1 : found;
}

type Tally = Omit<Candidate, 'lnChance' | 'chance' | 'lnTrials'>;

/** Fewer hits than these are never a pattern, however rare the failures. */
export function isEnough(hits: number, windows: number, periodMs: number): boolean {
  if (hits < 2 || (periodMs < 6 * HOUR_MS && hits < 3)) return false;
  if (periodMs < 6 * HOUR_MS) return hits / windows >= (windows >= 12 ? 0.3 : 0.5);
  return hits / windows >= (windows >= 14 ? 0.35 : windows >= 8 ? 0.5 : 0.6);
}

/** Whether hits are enough, and more than chance makes. */
function isWorthwhile({ shares }: Looking, rank: number, hits: number, windows: number, periodMs: number): boolean {
  return hits > windows * (shares[rank] ?? 1) && isEnough(hits, windows, periodMs);
}

/**
 * The share of the belief that goes to the tolerance of this rank, exact ones first: what repeats by a clock is sharp, and in
 * noise it is the wide windows that are hit by chance.
 */
function toleranceWeight(sharpness: number, rank: number, usable: number): number {
  let sum = 0;
  for (let other = 0; other < usable; other++) sum += Math.pow(sharpness, other);
  return Math.pow(sharpness, rank) / sum;
}

function score(look: Looking, tally: Tally, rank: number, tolerances: number, weight: number): Candidate | null {
  const { list, grain, coverage, newest, shares, lnInteresting } = look;
  const { periodMs, toleranceMs, windows, hits, spanMs } = tally;
  const lnTrials = Math.log(INDEPENDENT_LENGTHS / (weight * toleranceWeight(grain.sharpness, rank, tolerances)));
  const lnChanceAt = (chance: number) => lnBinomialTail(windows, hits, Math.min(0.99, chance)) + lnTrials;
  const atLeast = windowMs(grain, toleranceMs) / Math.max(spanMs, 7 * DAY_MS);
  const overall = Math.max(atLeast, shares[rank] ?? 1);
  // The rest can but raise the chance, and costs more.
  if (lnChanceAt(overall) > lnInteresting) return null;
  const nearby = occupancy(list, grain, toleranceMs, newest - spanMs - periodMs / 2, newest - periodMs / 2);
  const plain = Math.max(nearby, overall);
  if (plain > MOST_OCCUPIED || lnChanceAt(plain) > lnInteresting) return null;
  const chance = plain * windowDensity(coverage, newest, periodMs, toleranceMs, windows);
  const lnChance = lnChanceAt(chance);
  return chance > MOST_OCCUPIED || lnChance > lnInteresting ? null : { ...tally, chance, lnTrials, lnChance };
}
