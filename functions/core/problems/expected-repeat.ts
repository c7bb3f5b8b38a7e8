import type { Problem } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time.ts';

/** What comes back this soon is the end of the same trouble, or an hourly one; later, people believe that it is over. */
export const SOON_MS = 2 * HOUR_MS;
/** And so may what strikes every day at one time: nobody is rung for it each night until it is known to be chronic. */
const SAME_TIME_MS = 15 * MINUTE_MS;

/** Whether what came back does so soon after the last time, or a day after it, so that a short repeat rings nobody. */
export function isExpectedRepeat(problem: Problem): boolean {
  const { previous, failingSince } = problem;
  if (previous === null || awayMs(problem) <= SOON_MS) return true;
  return Math.abs(failingSince - previous.from - DAY_MS) <= SAME_TIME_MS;
}

/** For how long a problem had been over before the occurrence under way; 0 for the first. */
export function awayMs({ previous, failingSince }: Problem): number {
  return previous === null ? 0 : failingSince - previous.to;
}
