import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { oneStream, rhythm, steady, type Family } from './family.ts';
import { evenNoise, intervals, minutes, strikeByChance, strikeDaily, strikeEvery, strikeOnce } from './strikes.ts';
import { momentOf, zoneOffsetMs } from './wall-clock.ts';

const WEEK_MS = 7 * DAY_MS;

/** Chronic failures near the edge of what the data can show. */
export const HARD_FAMILIES: readonly Family[] = [
  oneStream('nightly-rare-and-loose', 'hard', 56, (plan) => {
    const timeMs = plan.random.between(0, 23) * HOUR_MS;
    strikeDaily(plan, timeMs, minutes(plan, 6, 20), { spreadMs: 20 * MINUTE_MS, hitRatio: 0.5 });
    return rhythm([DAY_MS], { hitRatio: 0.5 });
  }),
  oneStream('hourly-rare-in-noise', 'hard', 28, (plan) => {
    plan.noises = [evenNoise(0.01)];
    strikeEvery(plan, HOUR_MS, plan.random.between(0, HOUR_MS), intervals(plan, 1, 2), { hitRatio: 0.3 });
    return rhythm([HOUR_MS], { hitRatio: 0.3 });
  }),
  oneStream('office-hours-faint-loss', 'hard', 42, (plan) => {
    plan.noises = [evenNoise(0.003)];
    const ratio = plan.random.between(0.05, 0.1);
    strikeDaily(plan, 9 * HOUR_MS, () => 8 * HOUR_MS, { days: [1, 2, 3, 4, 5], ratio });
    return rhythm([DAY_MS], { alsoAccepted: ['lossy', 'recurring'] });
  }),
  oneStream('drifting-rhythm', 'hard', 28, (plan) => {
    const { random } = plan;
    const meanMs = random.between(2, 5) * HOUR_MS;
    const duration = intervals(plan, 1.2, 3);
    for (let at = plan.onset; at < plan.to; at += meanMs * Math.max(0.6, 1 + 0.1 * random.normal())) {
      strikeOnce(plan, at, duration());
    }
    return rhythm([meanMs], { alsoAccepted: ['recurring', 'flapping', 'lossy'] });
  }),
  oneStream('mondays-mostly', 'hard', 98, (plan) => {
    const timeMs = plan.random.between(0, 23) * HOUR_MS;
    strikeDaily(plan, timeMs, minutes(plan, 15, 60), { days: [1], spreadMs: 5 * MINUTE_MS, hitRatio: 0.7 });
    return rhythm([WEEK_MS], { hitRatio: 0.7 });
  }),
  oneStream('faint-loss', 'hard', 28, (plan) => {
    strikeOnce(plan, plan.onset, plan.to - plan.onset, { ratio: plan.random.between(0.035, 0.05) });
    return steady('lossy');
  }),
  oneStream('daily-outage-without-rhythm', 'hard', 42, (plan) => {
    strikeByChance(plan, DAY_MS, intervals(plan, 4, 12), { from: plan.onset });
    return steady('recurring');
  }),
  oneStream('three-daily-times', 'hard', 35, (plan) => {
    for (const third of [0, 8, 16]) {
      const timeMs = (third + plan.random.between(0, 7)) * HOUR_MS;
      strikeDaily(plan, timeMs, intervals(plan, 1.5, 4), { spreadMs: 2 * MINUTE_MS });
    }
    return rhythm([DAY_MS]);
  }),
  oneStream('nightly-lossy-hours', 'hard', 42, (plan) => {
    plan.noises = [evenNoise(0.004)];
    strikeDaily(plan, plan.random.between(0, 5) * HOUR_MS, () => 2 * HOUR_MS, { ratio: 0.12 });
    return rhythm([DAY_MS]);
  }),
  oneStream('every-other-day', 'hard', 56, (plan) => {
    const { random, zone } = plan;
    const duration = intervals(plan, 1.5, 4);
    const firstDay = Math.ceil((plan.onset + zoneOffsetMs(zone, plan.onset)) / DAY_MS);
    const timeMs = random.between(0, 23) * HOUR_MS;
    for (let wallMs = firstDay * DAY_MS + timeMs; wallMs < plan.to + DAY_MS; wallMs += 2 * DAY_MS) {
      strikeOnce(plan, momentOf(zone, wallMs), duration(), { spreadMs: MINUTE_MS });
    }
    return rhythm([2 * DAY_MS]);
  }),
];
