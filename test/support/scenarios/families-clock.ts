import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { oneStream, rhythm, type Family } from './family.ts';
import type { Plan } from './plan.ts';
import { evenNoise, intervals, minutes, strikeDaily } from './strikes.ts';

const WEEK_MS = 7 * DAY_MS;
const WORKING_DAYS = [1, 2, 3, 4, 5];

/** Any time of day that does not run into midnight. */
const anyTime = ({ random }: Plan) => random.between(0, 23) * HOUR_MS;

/** Failures at a time of day or week. */
export const CLOCK_FAMILIES: readonly Family[] = [
  oneStream('nightly', 'chronic', 35, (plan) => {
    strikeDaily(plan, 2 * HOUR_MS, () => 10 * MINUTE_MS, { spreadMs: 15 * SECOND_MS });
    return rhythm([DAY_MS]);
  }),
  oneStream('nightly-loose', 'chronic', 42, (plan) => {
    strikeDaily(plan, anyTime(plan), minutes(plan, 5, 30), { spreadMs: 8 * MINUTE_MS, hitRatio: 0.8 });
    return rhythm([DAY_MS], { hitRatio: 0.8 });
  }),
  oneStream('office-hours-loss', 'chronic', 42, (plan) => {
    const ratio = plan.random.between(0.15, 0.35);
    strikeDaily(plan, 9 * HOUR_MS, () => 8 * HOUR_MS, { days: WORKING_DAYS, ratio });
    return rhythm([DAY_MS]);
  }),
  oneStream('working-day-outage', 'chronic', 42, (plan) => {
    const timeMs = plan.random.whole(7, 19) * HOUR_MS;
    strikeDaily(plan, timeMs, minutes(plan, 40, 70), { days: WORKING_DAYS, spreadMs: 2 * MINUTE_MS });
    return rhythm([DAY_MS]);
  }),
  oneStream('mondays', 'chronic', 70, (plan) => {
    strikeDaily(plan, anyTime(plan), minutes(plan, 15, 60), { days: [1], spreadMs: 2 * MINUTE_MS });
    return rhythm([WEEK_MS]);
  }),
  oneStream('sunday-maintenance-in-noise', 'chronic', 70, (plan) => {
    plan.noises = [evenNoise(0.006)];
    strikeDaily(plan, 3 * HOUR_MS, () => HOUR_MS, { days: [0], spreadMs: 2 * MINUTE_MS });
    return rhythm([WEEK_MS]);
  }),
  oneStream(
    'nightly-local-over-clock-change',
    'chronic',
    42,
    (plan) => {
      const timeMs = plan.random.between(4, 5) * HOUR_MS;
      strikeDaily(plan, timeMs, minutes(plan, 8, 20), { spreadMs: 20 * SECOND_MS });
      return rhythm([DAY_MS]);
    },
    { isOverClockChange: true },
  ),
  oneStream(
    'nightly-utc-over-clock-change',
    'chronic',
    42,
    (plan) => {
      const timeMs = plan.random.between(2, 3) * HOUR_MS;
      strikeDaily(plan, timeMs, minutes(plan, 8, 20), { spreadMs: 20 * SECOND_MS, zone: 'UTC' });
      return rhythm([DAY_MS]);
    },
    { isOverClockChange: true },
  ),
  oneStream('nightly-in-noise', 'chronic', 42, (plan) => {
    plan.noises = [evenNoise(0.01)];
    strikeDaily(plan, 2 * HOUR_MS, minutes(plan, 10, 20), { spreadMs: MINUTE_MS });
    return rhythm([DAY_MS]);
  }),
  oneStream('two-daily-times', 'chronic', 35, (plan) => {
    const firstMs = plan.random.between(0, 10) * HOUR_MS;
    const secondMs = firstMs + plan.random.between(3, 9) * HOUR_MS;
    for (const timeMs of [firstMs, secondMs]) {
      strikeDaily(plan, timeMs, intervals(plan, 2, 5), { spreadMs: 40 * SECOND_MS });
    }
    return rhythm([DAY_MS]);
  }),
  oneStream('weekends', 'chronic', 70, (plan) => {
    strikeDaily(plan, anyTime(plan), minutes(plan, 20, 90), { days: [0, 6], spreadMs: 2 * MINUTE_MS });
    return rhythm([WEEK_MS, DAY_MS], { causes: 1, cycleMs: WEEK_MS });
  }),
];
