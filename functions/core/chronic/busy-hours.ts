import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { HORIZON_MS, gapMs, type Coverage } from './coverage.ts';
import { TOLERATED_NOISE_RATIO } from './lossy.ts';
import { firstAtLeast, lnBinomialTail } from './statistics.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';

/** Hours of the day, on some days of the week, that hold most of the failures. */
export interface BusyHours {
  /** From the start of the local day. */
  readonly startMs: number;
  readonly lengthMs: number;
  /** Working days only, or every day. */
  readonly weekdays: readonly number[] | null;
  /** Days that were looked at, and those whose failures mostly lie in the hours: starts of the local days, as if UTC. */
  readonly days: readonly number[];
  readonly hitDays: readonly number[];
  readonly lnChance: number;
}

const LENGTHS_HOURS = [2, 4, 8, 10];
const WORKING_DAYS = [1, 2, 3, 4, 5];
const FEWEST_DAYS = 8;
const LONGEST_DAYS = 35;
/** Share of the days that must show it: now and then an incident at work is none. */
const MOST_DAYS = 0.75;
/** Failures on a day that shows it, on average: more than one incident makes. */
const FEWEST_ONSETS = 2.2;
/** Neighbouring starts and lengths test nearly the same: in effect about these many. */
const INDEPENDENT = 30;
/** ln of the trials: starts, lengths, and whether weekends count. */
export const BUSY_LN_TRIALS = Math.log(INDEPENDENT * LENGTHS_HOURS.length * 2);

/**
 * The hours in which a raised failure rate comes back day by day, too low for single outages to show: a sign test over days
 * (the day is the unit of evidence, so that one bad afternoon counts once). By chance a day's failures lie mostly in given
 * hours with at most the hours' share of the day.
 */
export function busyHours(
  starts: readonly EpochMs[],
  coverage: Coverage,
  now: EpochMs,
  zone: string,
): BusyHours | null {
  const from = Math.max(now - Math.min(HORIZON_MS, LONGEST_DAYS * DAY_MS), coverage.firstAt ?? now);
  const local = starts.slice(firstAtLeast(starts, from)).map((at) => at + zoneOffsetMs(at, zone));
  if (local.length < FEWEST_ONSETS * FEWEST_DAYS) return null;
  const byDay = new Map<number, number[]>();
  for (const at of local) {
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    let hours = byDay.get(day);
    if (hours === undefined) byDay.set(day, (hours = new Array<number>(24).fill(0)));
    const hour = Math.floor((at - day) / HOUR_MS);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  const seen = seenDays(coverage, from, now, zone);
  let best: BusyHours | null = null;
  for (const weekdays of [WORKING_DAYS, null]) {
    const days = seen.filter((day) => weekdays?.includes(weekdayAt(day, 'UTC')) ?? true);
    if (days.length < FEWEST_DAYS) continue;
    for (const hours of LENGTHS_HOURS) {
      for (let start = 0; start < 24; start++) {
        const found = busy(byDay, days, start, hours, fewestOnsets(coverage, hours));
        if (found !== null && (best === null || found.lnChance < best.lnChance)) best = { ...found, weekdays };
      }
    }
  }
  return best;
}

/** Failures that the hours of a day must hold on average: more than one incident makes, and than tolerated noise. */
function fewestOnsets({ intervalMs }: Coverage, hours: number): number {
  return Math.max(FEWEST_ONSETS, (TOLERATED_NOISE_RATIO * hours * HOUR_MS) / intervalMs);
}

function busy(
  byDay: ReadonlyMap<number, readonly number[]>,
  allDays: readonly number[],
  start: number,
  length: number,
  fewest: number,
) {
  let best: Omit<BusyHours, 'weekdays'> | null = null;
  const share = length / 24;
  // It may have begun some time ago only: the newest days are tried, in growing numbers.
  for (const count of [FEWEST_DAYS, 12, 18, 26]) {
    const days = allDays.slice(-count);
    if (days.length < count) break;
    const hitDays: number[] = [];
    let onsets = 0;
    for (const day of days) {
      const hours = byDay.get(day);
      if (hours === undefined) continue;
      const all = hours.reduce((sum, here) => sum + here, 0);
      let inside = 0;
      for (let hour = start; hour < start + length; hour++) inside += hours[hour % 24] ?? 0;
      // No more probable than the hours' share of the day, so that this is the chance of a hit.
      if (inside === 0 || lnBinomialTail(all, inside, share) > Math.log(share) + 1e-9) continue;
      hitDays.push(day);
      onsets += inside;
    }
    if (hitDays.length < MOST_DAYS * count || onsets < fewest * hitDays.length) continue;
    const lnChance = lnBinomialTail(count, hitDays.length, share) + BUSY_LN_TRIALS;
    if (best === null || lnChance < best.lnChance) {
      best = { startMs: start * HOUR_MS, lengthMs: length * HOUR_MS, days, hitDays, lnChance };
    }
  }
  return best;
}

/** Whole local days that were mostly probed, as if UTC. */
function seenDays(coverage: Coverage, from: EpochMs, now: EpochMs, zone: string): number[] {
  const days: number[] = [];
  const first = Math.ceil((from + zoneOffsetMs(from, zone)) / DAY_MS) * DAY_MS;
  for (let day = first; day + DAY_MS <= now + zoneOffsetMs(now, zone); day += DAY_MS) {
    const start = day - zoneOffsetMs(day, zone);
    if (gapMs(coverage, start, start + DAY_MS) < 0.3 * DAY_MS) days.push(day);
  }
  return days;
}
