import { DAY_MS, HOUR_MS } from '../../../functions/core/model/time.ts';
import { oneStream, steady, type Family } from './family.ts';
import type { Plan } from './plan.ts';
import { intervals, strikeByChance, strikeOnce } from './strikes.ts';

/** Up and down, each for a time of its own, from one moment to another. */
export function flap(plan: Plan, from: number, to: number, meanDownMs: number, meanUpMs: number): void {
  const { random, intervalMs } = plan;
  for (let at = from; at < to;) {
    const downMs = Math.max(intervalMs, random.exponential(meanDownMs));
    strikeOnce(plan, at, downMs);
    at += downMs + Math.max(intervalMs, random.exponential(meanUpMs));
  }
}

/** Chronic failures without a rhythm. */
export const STEADY_FAMILIES: readonly Family[] = [
  oneStream('steady-loss', 'chronic', 28, (plan) => {
    strikeOnce(plan, plan.onset, plan.to - plan.onset, { ratio: plan.random.between(0.07, 0.15) });
    return steady('lossy', ['flapping']);
  }),
  oneStream('flapping', 'chronic', 21, (plan) => {
    const { random, intervalMs } = plan;
    flap(plan, plan.onset, plan.to, random.between(2, 6) * intervalMs, random.between(2, 6) * intervalMs);
    return steady('flapping', ['lossy', 'recurring'], HOUR_MS);
  }),
  oneStream('down-for-good', 'chronic', 21, (plan) => {
    strikeOnce(plan, plan.onset, plan.to - plan.onset);
    return steady('persistent');
  }),
  oneStream('outages-without-rhythm', 'chronic', 35, (plan) => {
    const perDay = plan.random.between(3, 7);
    strikeByChance(plan, DAY_MS / perDay, intervals(plan, 4, 12), { from: plan.onset });
    return steady('recurring');
  }),
];
