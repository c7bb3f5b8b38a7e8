import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';

/** A period to try, with its share of the belief that some pattern is there. */
export interface CandidatePeriod {
  readonly periodMs: number;
  readonly weight: number;
}

/**
 * Periods that people, cron jobs and providers choose. The weights are what is known of real failures: daily, hourly and
 * weekly ones lead (Padmanabhan 2016, Richter 2018). Periods read off the data get the rest.
 */
export const CALENDAR_PERIODS: readonly CandidatePeriod[] = [
  { periodMs: DAY_MS, weight: 0.3 },
  { periodMs: HOUR_MS, weight: 0.15 },
  { periodMs: 30 * MINUTE_MS, weight: 0.14 },
  { periodMs: 7 * DAY_MS, weight: 0.11 },
  { periodMs: 15 * MINUTE_MS, weight: 0.04 },
  { periodMs: 10 * MINUTE_MS, weight: 0.04 },
  { periodMs: 20 * MINUTE_MS, weight: 0.02 },
  { periodMs: 2 * HOUR_MS, weight: 0.02 },
  { periodMs: 12 * HOUR_MS, weight: 0.02 },
  { periodMs: 6 * HOUR_MS, weight: 0.02 },
  { periodMs: 4 * HOUR_MS, weight: 0.02 },
  { periodMs: 3 * HOUR_MS, weight: 0.015 },
  { periodMs: 8 * HOUR_MS, weight: 0.01 },
  { periodMs: 90 * MINUTE_MS, weight: 0.01 },
];

const MEASURED_WEIGHT = 0.12;

/** The onset before the newest by `back` may lie `cycles` periods ago: with failures in every cycle, or with others between. */
const MEASURED: readonly { readonly back: number; readonly cycles: number }[] = [
  ...[1, 2, 3, 4, 5, 6, 8].map((back) => ({ back, cycles: 1 })),
  ...[2, 3, 4, 6, 8, 12].map((back) => ({ back, cycles: back })),
];

/** A period read off the data. The cycle it was read off is no evidence for it. */
export interface MeasuredPeriod extends CandidatePeriod {
  readonly readOffCycle: number;
}

/** Periods that the distances between the newest onset and earlier ones suggest (Ma and Hellerstein 2001). */
export function measuredPeriods(starts: readonly EpochMs[]): MeasuredPeriod[] {
  const newest = starts.length - 1;
  const periods: MeasuredPeriod[] = [];
  for (const { back, cycles } of MEASURED) {
    const from = starts[newest - back];
    if (from === undefined) continue;
    const periodMs = ((starts[newest] ?? 0) - from) / cycles;
    periods.push({ periodMs, weight: MEASURED_WEIGHT / MEASURED.length, readOffCycle: cycles });
  }
  return periods;
}

/** The calendar period that a measured one is, within its error or 0.1 %; else the measured one. */
export function snapped(
  periodMs: number,
  errorMs: number,
): { readonly periodMs: number; readonly isCalendar: boolean } {
  const known = CALENDAR_PERIODS.find(
    (candidate) => Math.abs(candidate.periodMs - periodMs) <= Math.max(3 * errorMs, 1e-3 * candidate.periodMs),
  );
  return known === undefined ? { periodMs, isCalendar: false } : { periodMs: known.periodMs, isCalendar: true };
}
