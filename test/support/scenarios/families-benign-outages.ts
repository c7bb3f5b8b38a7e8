import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { NOTHING, oneStream, type Family } from './family.ts';
import { flap } from './families-steady.ts';
import type { Plan } from './plan.ts';
import { evenNoise, intervals, strikeOnce, unrelatedOutages, weekdayOf } from './strikes.ts';
import { momentOf } from './wall-clock.ts';

const DAYS = 60;

/** A family in which the plan is written and nothing is to be found. */
function harmless(name: string, write: (plan: Plan) => void): Family {
  return oneStream(name, 'benign', DAYS, (plan) => {
    write(plan);
    return NOTHING;
  });
}

/** Some day of the record, so many days from its beginning. */
const someDay = (plan: Plan, least: number, most: number) => plan.from + plan.random.between(least, most) * DAY_MS;

/** An outage on some working days, at any time of the given hours. */
function onWorkingDays(plan: Plan, ratio: number, fromHour: number, toHour: number, durationMs: () => number): void {
  const { random, zone } = plan;
  for (let day = Math.floor(plan.from / DAY_MS); day < plan.to / DAY_MS; day++) {
    if ([0, 6].includes(weekdayOf(day)) || !random.chance(ratio)) continue;
    strikeOnce(plan, momentOf(zone, day * DAY_MS + random.between(fromHour, toHour) * HOUR_MS), durationMs());
  }
}

/** Gaps that come back, as those of a schedule that is not kept. */
function dailyGaps(plan: Plan, write: (midnight: number) => readonly (readonly [from: number, to: number])[]): void {
  for (let midnight = Math.floor(plan.from / DAY_MS) * DAY_MS; midnight < plan.to; midnight += DAY_MS) {
    for (const [from, to] of write(midnight)) plan.gaps.push({ from, to });
  }
}

/** Outages that happen, and are over. */
export const BENIGN_OUTAGE_FAMILIES: readonly Family[] = [
  harmless('one-long-outage', (plan) => {
    strikeOnce(plan, someDay(plan, 5, 50), plan.random.between(2, 16) * HOUR_MS);
  }),
  harmless('two-outages', (plan) => {
    for (const first of [2, 30]) {
      strikeOnce(plan, someDay(plan, first, first + 28), plan.random.logBetween(10, 180) * MINUTE_MS);
    }
  }),
  harmless('deployments', (plan) => {
    const { random } = plan;
    onWorkingDays(plan, random.between(2, 4) / 5, 9, 18, () => random.between(0.7, 3) * MINUTE_MS);
  }),
  harmless('one-flapping-hour', (plan) => {
    const from = someDay(plan, 5, 55);
    const to = from + plan.random.between(15, 60) * MINUTE_MS;
    flap(plan, from, to, 2.5 * plan.intervalMs, 2.5 * plan.intervalMs);
  }),
  harmless('one-outage-a-week', (plan) => {
    unrelatedOutages(plan, 1, 2 * MINUTE_MS, 6 * HOUR_MS);
  }),
  harmless('same-hour-twice', (plan) => {
    const { random } = plan;
    const first = someDay(plan, 5, 40);
    for (const day of [0, 1]) {
      strikeOnce(plan, first + day * DAY_MS, random.between(10, 40) * MINUTE_MS, { spreadMs: 2 * MINUTE_MS });
    }
    unrelatedOutages(plan, 0.4);
  }),
  harmless('one-bad-day', (plan) => {
    const { random } = plan;
    const from = someDay(plan, 5, 50);
    const lengthMs = random.between(5, 10) * HOUR_MS;
    const duration = intervals(plan, 1, 5);
    for (let left = random.whole(8, 20); left > 0; left--) {
      strikeOnce(plan, from + random.between(0, lengthMs), duration());
    }
  }),
  harmless('outages-thinning-out', (plan) => {
    const { random } = plan;
    const duration = intervals(plan, 1, 6);
    let at = someDay(plan, 5, 50);
    let pauseMs = 10 * MINUTE_MS;
    for (let left = random.whole(5, 8); left > 0; left--) {
      strikeOnce(plan, at, duration());
      at += pauseMs * random.between(0.7, 1.4);
      pauseMs *= 1.7;
    }
  }),
  harmless('working-hours-incidents', (plan) => {
    onWorkingDays(plan, 0.2, 8, 19, () => plan.random.logBetween(4, 60) * MINUTE_MS);
  }),
  harmless('long-outages-nightly-gap', (plan) => {
    const { random } = plan;
    plan.noises = [evenNoise(0.002)];
    for (const third of [5, 23, 41]) {
      strikeOnce(plan, someDay(plan, third, third + 13), random.between(8, 22) * HOUR_MS);
    }
    dailyGaps(plan, (midnight) => {
      const night = [midnight + random.between(-0.2, 0.1) * HOUR_MS, midnight + random.between(1, 1.6) * HOUR_MS];
      const noon = [midnight + 12 * HOUR_MS, midnight + random.between(12.4, 13.2) * HOUR_MS];
      return (random.chance(0.5) ? [night, noon] : [night]) as [number, number][];
    });
  }),
  harmless('outage-in-a-holed-record', (plan) => {
    const { random } = plan;
    const ratio = random.pick([1, 0.98]);
    strikeOnce(plan, someDay(plan, 10, 40), random.between(8, 23) * HOUR_MS, { ratio });
    dailyGaps(plan, (midnight) =>
      [0, 3, 6, 9, 12, 15, 18, 21]
        .filter(() => random.chance(0.6))
        .map((hour) => [midnight + hour * HOUR_MS, midnight + (hour + random.between(0.4, 0.8)) * HOUR_MS] as const),
    );
  }),
];
