import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { NOTHING, oneStream, type Family } from './family.ts';
import type { Plan } from './plan.ts';
import { evenNoise, strikeByChance, unrelatedOutages } from './strikes.ts';

const DAYS = 60;

/** Nothing but single failures at an even rate. */
function noiseOnly(name: string, ratio: number): Family {
  return oneStream(name, 'benign', DAYS, (plan) => {
    plan.noises = [evenNoise(ratio)];
    return NOTHING;
  });
}

/** A family in which the plan is written and nothing is to be found. */
function harmless(name: string, write: (plan: Plan) => void, frame: Pick<Family, 'isOverClockChange'> = {}): Family {
  return oneStream(
    name,
    'benign',
    DAYS,
    (plan) => {
      write(plan);
      return NOTHING;
    },
    frame,
  );
}

/** Failures of single probes, and how they are looked at, without anything chronic. */
export const BENIGN_NOISE_FAMILIES: readonly Family[] = [
  noiseOnly('clean', 0.0002),
  noiseOnly('noise-one-per-mille', 0.001),
  noiseOnly('noise-half-per-cent', 0.005),
  noiseOnly('noise-one-per-cent', 0.01),
  noiseOnly('noise-two-per-cent', 0.02),
  harmless('bursts', (plan) => {
    const { random } = plan;
    // Bad states of half an hour that come every five days, as in Gilbert, Bell System Technical Journal 39 (1960).
    const meanMs = 5 * DAY_MS;
    for (let at = plan.from + random.exponential(meanMs); at < plan.to; at += random.exponential(meanMs)) {
      const to = at + random.exponential(HOUR_MS / 2);
      plan.strikes.push({ from: at, to, ratio: random.between(0.3, 0.7), variant: 1 });
    }
  }),
  harmless('short-bursts', (plan) => {
    const duration = () => plan.random.exponential(2.2 * plan.intervalMs);
    strikeByChance(plan, 0.7 * DAY_MS, duration, { ratio: 0.6 });
  }),
  harmless('noise-with-gaps', (plan) => {
    const { random, gaps } = plan;
    plan.noises = [evenNoise(0.005)];
    unrelatedOutages(plan, 0.5);
    for (let day = Math.floor(plan.from / DAY_MS) * DAY_MS; day < plan.to; day += DAY_MS) {
      gaps.push({ from: day + HOUR_MS, to: day + 2 * HOUR_MS + random.between(0, 5) * MINUTE_MS });
      if (!random.chance(0.3)) continue;
      const from = day + random.between(3, 23) * HOUR_MS;
      gaps.push({ from, to: from + random.between(0.2, 5) * HOUR_MS });
    }
  }),
  harmless('noise-uneven-probes', (plan) => {
    plan.noises = [evenNoise(0.005)];
    plan.jitterMs = 0.8 * plan.intervalMs;
    unrelatedOutages(plan, 0.5);
  }),
  harmless(
    'noise-over-clock-change',
    (plan) => {
      plan.noises = [evenNoise(0.003)];
      unrelatedOutages(plan, 1);
    },
    { isOverClockChange: true },
  ),
  harmless('noise-rising', (plan) => {
    const ratioAt = (at: number) => 0.0005 + (0.0175 * (at - plan.from)) / (plan.to - plan.from);
    plan.noises = [{ ratioAt, variant: 1 }];
  }),
  harmless('noise-uneven-schedule', (plan) => {
    const { random } = plan;
    plan.noises = [evenNoise(0.012)];
    unrelatedOutages(plan, 1, 10 * MINUTE_MS, 4 * HOUR_MS);
    plan.isSkipped = (at) => {
      const minute = (at % HOUR_MS) / MINUTE_MS;
      const isFavoured = minute < 8 || (minute > 30 && minute < 38);
      const isNight = at % DAY_MS < HOUR_MS;
      return random.chance(isFavoured ? 0.1 : 0.75) || (isNight && random.chance(0.9));
    };
  }),
];
