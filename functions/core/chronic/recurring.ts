import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import type { Guard } from './explanation.ts';
import { firstAtLeast } from './statistics.ts';

/** Evidence for outages that come too often, of one strength. */
export interface OutageEvidence {
  sum: number;
  foldedAt: EpochMs | null;
  /** Starts of the outages, those within an hour as one. */
  outages: EpochMs[];
  lastStart: EpochMs | null;
}

/** Outages a week that are normal life. */
export const TOLERATED_OUTAGES_A_WEEK = 2;
const WEEK_MS = 7 * DAY_MS;
const MOST_OUTAGES = 500;

/** A strength of outages with the rate that tells. */
export interface Strength {
  /** Failing probes from which an episode is an outage. */
  readonly probes: (intervalMs: number) => number;
  /** Outages a week against which the tolerated rate is tested. */
  readonly alternative: number;
  readonly limit: number;
}

/** Short outages must come more often than long ones to be told, since bursts of noise make short ones. */
export const STRENGTHS: readonly Strength[] = [
  { probes: (intervalMs) => Math.max(3, beyondNoise(intervalMs)), alternative: 10, limit: 9.5 },
  { probes: (intervalMs) => Math.max(4, beyondNoise(intervalMs)), alternative: 6, limit: 6 },
];

/** Length of a run that independent failures of 1 % make less than about once in two weeks. */
function beyondNoise(intervalMs: number): number {
  return Math.max(2, Math.ceil(Math.log((0.5 * intervalMs) / WEEK_MS) / Math.log(0.01)));
}

/** No outages. */
export function noOutages(): OutageEvidence[] {
  return STRENGTHS.map(() => ({ sum: 0, foldedAt: null, outages: [], lastStart: null }));
}

/** Outages that come too often. */
export interface Recurrence {
  readonly from: EpochMs;
  readonly outages: number;
}

/** Outages that come too often, with the strength that they were found by: its position among them. */
export interface FoundRecurrence extends Recurrence {
  readonly strength: number;
}

/**
 * Folds an episode that has just got `probes` failing probes: a Poisson CUSUM (Lucas 1985) of the tolerated rate of outages
 * against a higher one. Outages on fewer than three days are one bad time, not a recurrence.
 *
 * @param caution added to the threshold; 0 at the default tolerance for false alarms
 */
export function foldOutage(
  evidence: readonly OutageEvidence[],
  start: EpochMs,
  probes: number,
  intervalMs: number,
  firstAt: EpochMs,
  caution: number,
): FoundRecurrence | null {
  let found: FoundRecurrence | null = null;
  STRENGTHS.forEach((strength, i) => {
    const one = evidence[i];
    if (one === undefined || probes !== strength.probes(intervalMs)) return;
    const isSame = one.lastStart !== null && start - one.lastStart < HOUR_MS;
    one.lastStart = start;
    if (isSame) return;
    one.outages.push(start);
    if (one.outages.length > MOST_OUTAGES) one.outages.splice(0, MOST_OUTAGES / 5);
    addToSum(one, strength, start, firstAt);
    if (one.sum <= strength.limit + caution) return;
    const recurrence = recurrenceOf(one, start);
    if (typeof recurrence !== 'string') found = { ...recurrence, strength: i };
  });
  return found;
}

/** The outages of the two weeks up to one of them, or why they are no recurrence. */
export function recurrenceOf({ outages }: OutageEvidence, start: EpochMs): Recurrence | Guard {
  const lately = outages.slice(firstAtLeast(outages, start - 2 * WEEK_MS));
  const days = new Set(lately.map((at) => Math.floor(at / DAY_MS))).size;
  if (days < 3 || lately.length < 4) return 'too-few-days';
  return { from: lately[0] ?? start, outages: lately.length };
}

function addToSum(one: OutageEvidence, { alternative }: Strength, start: EpochMs, firstAt: EpochMs): void {
  const excess = (alternative - TOLERATED_OUTAGES_A_WEEK) / WEEK_MS;
  one.sum = Math.max(0, one.sum - excess * (start - (one.foldedAt ?? firstAt)));
  one.sum += Math.log(alternative / TOLERATED_OUTAGES_A_WEEK);
  one.foldedAt = start;
}

/** Takes outages that something explains out of the evidence. */
export function withoutOutages(
  evidence: readonly OutageEvidence[],
  isExplained: (start: EpochMs) => boolean,
  firstAt: EpochMs,
): void {
  evidence.forEach((one, i) => {
    const strength = STRENGTHS[i];
    if (strength === undefined) return;
    one.outages = one.outages.filter((start) => !isExplained(start));
    one.sum = 0;
    one.foldedAt = null;
    for (const start of one.outages) addToSum(one, strength, start, firstAt);
  });
}
