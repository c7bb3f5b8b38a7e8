import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { oneStream, rhythm, type Family } from './family.ts';
import { intervals, minutes, strikeDaily, strikeEvery } from './strikes.ts';

/** A zone that is three quarters of an hour off, and one whose clock changes by half an hour. */
const KATHMANDU = 'Asia/Kathmandu';
const LORD_HOWE = 'Australia/Lord_Howe';

/** Patterns that change or stop, and those of unusual zones. */
export const CHANGE_FAMILIES: readonly Family[] = [
  oneStream('half-hourly-then-every-45-min', 'own', 35, (plan) => {
    const periodsMs = [30 * MINUTE_MS, 45 * MINUTE_MS] as const;
    const change = plan.onset + (plan.to - plan.onset) * plan.random.between(0.4, 0.6);
    const duration = intervals(plan, 1, 2.5);
    strikeEvery(plan, periodsMs[0], plan.random.between(0, periodsMs[0]), duration, { to: change });
    strikeEvery(plan, periodsMs[1], plan.random.between(0, periodsMs[1]), duration, { from: change });
    return rhythm(periodsMs);
  }),
  oneStream('hourly-that-stops', 'own', 35, (plan) => {
    const endMs = plan.onset + plan.random.between(5, 10) * DAY_MS;
    strikeEvery(plan, HOUR_MS, plan.random.between(0, HOUR_MS), intervals(plan, 1, 3), { to: endMs });
    return rhythm([HOUR_MS], { endMs });
  }),
  oneStream('nightly-that-stops', 'own', 70, (plan) => {
    const endMs = plan.onset + plan.random.between(14, 24) * DAY_MS;
    const timeMs = plan.random.between(0, 23) * HOUR_MS;
    strikeDaily(plan, timeMs, minutes(plan, 8, 20), { spreadMs: 20 * SECOND_MS, to: endMs });
    return rhythm([DAY_MS], { endMs });
  }),
  oneStream(
    'nightly-in-kathmandu',
    'own',
    35,
    (plan) => {
      strikeDaily(plan, plan.random.between(0, 23) * HOUR_MS, minutes(plan, 8, 20), { spreadMs: 20 * SECOND_MS });
      return rhythm([DAY_MS]);
    },
    { zone: KATHMANDU },
  ),
  oneStream(
    'nightly-over-half-hour-change',
    'own',
    42,
    (plan) => {
      strikeDaily(plan, plan.random.between(4, 23) * HOUR_MS, minutes(plan, 8, 20), { spreadMs: 20 * SECOND_MS });
      return rhythm([DAY_MS]);
    },
    { zone: LORD_HOWE, isOverClockChange: true },
  ),
];
