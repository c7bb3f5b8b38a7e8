import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { oneStream, rhythm, type Family } from './family.ts';
import { evenNoise, intervals, strikeDaily, strikeEvery } from './strikes.ts';

const HALF_HOUR_MS = 30 * MINUTE_MS;

/** Failures a fixed time apart, whatever the clock says. */
export const RHYTHMIC_FAMILIES: readonly Family[] = [
  oneStream('half-hourly', 'chronic', 28, (plan) => {
    strikeEvery(plan, HALF_HOUR_MS, plan.random.between(0, HALF_HOUR_MS), intervals(plan, 1, 2.5));
    return rhythm([HALF_HOUR_MS]);
  }),
  oneStream('hourly', 'chronic', 28, (plan) => {
    const phaseMs = plan.random.whole(0, 4) * MINUTE_MS;
    strikeEvery(plan, HOUR_MS, phaseMs, intervals(plan, 1, 3), { spreadMs: 8 * SECOND_MS });
    return rhythm([HOUR_MS]);
  }),
  oneStream('odd-minutes', 'chronic', 28, (plan) => {
    const periodMs = plan.random.between(22, 56) * MINUTE_MS;
    strikeEvery(plan, periodMs, plan.random.between(0, periodMs), intervals(plan, 1, 2));
    return rhythm([periodMs]);
  }),
  oneStream('odd-hours', 'chronic', 35, (plan) => {
    const periodMs = plan.random.between(3.1, 10.9) * HOUR_MS;
    const phaseMs = plan.random.between(0, periodMs);
    strikeEvery(plan, periodMs, phaseMs, intervals(plan, 1.2, 5), { spreadMs: 80 * SECOND_MS });
    return rhythm([periodMs]);
  }),
  oneStream('two-or-four-a-day', 'chronic', 35, (plan) => {
    const periodMs = plan.random.pick([6, 12]) * HOUR_MS;
    const phaseMs = plan.random.between(0, periodMs);
    strikeEvery(plan, periodMs, phaseMs, intervals(plan, 1, 4), { spreadMs: 20 * SECOND_MS });
    return rhythm([periodMs]);
  }),
  oneStream('half-hourly-every-other-missing', 'chronic', 28, (plan) => {
    plan.noises = [evenNoise(0.003)];
    const phaseMs = plan.random.between(0, HALF_HOUR_MS);
    strikeEvery(plan, HALF_HOUR_MS, phaseMs, intervals(plan, 1, 2), { hitRatio: 0.5 });
    return rhythm([HALF_HOUR_MS], { hitRatio: 0.5 });
  }),
  oneStream('hourly-with-gaps', 'chronic', 28, (plan) => {
    const { random, gaps } = plan;
    strikeEvery(plan, HOUR_MS, random.between(0, HOUR_MS), intervals(plan, 1, 3));
    for (let day = plan.from; day < plan.to; day += DAY_MS) {
      if (random.chance(0.3)) continue;
      const from = day + random.between(0, 22) * HOUR_MS;
      gaps.push({ from, to: from + random.between(0.3, 4) * HOUR_MS });
    }
    return rhythm([HOUR_MS]);
  }),
  oneStream('shorter-than-interval', 'chronic', 28, (plan) => {
    const { random, intervalMs } = plan;
    const minutes = random.pick([7, 9, 11, 13]) * (intervalMs === MINUTE_MS ? 1 : 3);
    const periodMs = minutes * MINUTE_MS + random.whole(0, 20) * SECOND_MS;
    const durationMs = random.between(0.3, 0.7) * intervalMs;
    strikeEvery(plan, periodMs, random.between(0, periodMs), () => durationMs);
    const hitRatio = durationMs / intervalMs;
    return rhythm([periodMs], { alsoAccepted: ['lossy', 'flapping', 'recurring'], cycleMs: HOUR_MS, hitRatio });
  }),
  oneStream('nearly-a-day', 'chronic', 42, (plan) => {
    const { random } = plan;
    const periodMs = DAY_MS + random.between(4, 40) * MINUTE_MS * random.pick([1, -1]);
    const phaseMs = random.between(0, periodMs);
    strikeEvery(plan, periodMs, phaseMs, intervals(plan, 1.2, 4), { spreadMs: 20 * SECOND_MS });
    return rhythm([periodMs]);
  }),
  oneStream('half-hourly-on-some-days', 'chronic', 35, (plan) => {
    const { random } = plan;
    const phaseMs = random.between(0, HALF_HOUR_MS);
    for (let from = plan.onset; from < plan.to;) {
      const to = Math.min(plan.to, from + random.between(0.8, 2) * DAY_MS);
      strikeEvery(plan, HALF_HOUR_MS, phaseMs, intervals(plan, 1, 2), { from, to });
      from = to + random.between(1, 2.5) * DAY_MS;
    }
    return rhythm([HALF_HOUR_MS]);
  }),
  oneStream(
    'every-ten-minutes',
    'chronic',
    21,
    (plan) => {
      const periodMs = 10 * MINUTE_MS;
      strikeEvery(plan, periodMs, plan.random.between(0, periodMs), intervals(plan, 1, 2));
      return rhythm([periodMs], { alsoAccepted: ['flapping'] });
    },
    { intervalMs: MINUTE_MS },
  ),
  oneStream('nightly-and-hourly', 'chronic', 35, (plan) => {
    strikeDaily(plan, 3.5 * HOUR_MS, () => 15 * MINUTE_MS, { spreadMs: 20 * SECOND_MS });
    strikeEvery(plan, HOUR_MS, 15 * MINUTE_MS, intervals(plan, 1, 2));
    return rhythm([HOUR_MS, DAY_MS]);
  }),
  oneStream('hourly-uneven-probes', 'chronic', 28, (plan) => {
    plan.jitterMs = 0.8 * plan.intervalMs;
    const phaseMs = plan.random.between(0, HOUR_MS);
    strikeEvery(plan, HOUR_MS, phaseMs, intervals(plan, 1.2, 3), { spreadMs: 30 * SECOND_MS });
    return rhythm([HOUR_MS]);
  }),
];
