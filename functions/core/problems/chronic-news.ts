import type { Problem, ToldReach } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';

/** A pattern is found at one target after the other: one notice says how far it reaches, and that on the next day. */
const SPREAD_MS = DAY_MS;
/** From where it is seen decides whom it concerns, and is known as soon as it was found from there. */
const VANTAGES_MS = HOUR_MS;
/** A period this much off, and by this many standard errors, is another one: the same rhythm drifts by less. */
const PERIOD_RATIO = 0.1;
const PERIOD_ERRORS = 3;

/** How far a chronic problem reaches, as people are told of it. */
export function chronicReach(problem: Problem, at: EpochMs): ToldReach {
  const { subject, scope, pattern } = problem;
  return {
    subject,
    at,
    shape: chronicShape(problem),
    classes: [problem.class],
    breadth: Math.max(1, scope.targets.length),
    vantages: scope.vantages.length,
    periodMs: pattern?.periodMs ?? null,
  };
}

/** Whether a chronic problem is another one than before, or than people were told: not its wording, what it says. */
export function isChronicNews(now: Problem, before: Problem, tickAt: EpochMs): boolean {
  if (chronicShape(now) !== (before.told.shape ?? chronicShape(before))) return true;
  if (now.severity === 'critical' && before.severity !== 'critical') return true;
  const { told, toldAt, seenFrom, scope } = now;
  const isSeenFurther = told.vantages === 1 && scope.vantages.length > 1 && seenFrom !== null;
  if (isSeenFurther && tickAt - toldAt >= VANTAGES_MS) return true;
  if (tickAt - toldAt < SPREAD_MS) return false;
  return scope.targets.length >= 2 * told.breadth || isOtherPeriod(now);
}

/** What people are told when it changes: JSON of class, and the pattern's kind, zone and weekdays. */
export function chronicShape({ class: failureClass, pattern }: Pick<Problem, 'class' | 'pattern'>): string {
  return JSON.stringify([failureClass, pattern?.kind, pattern?.zone, pattern?.weekdays]);
}

function isOtherPeriod({ told, pattern }: Problem): boolean {
  const periodMs = pattern?.periodMs ?? null;
  if (told.periodMs === null || periodMs === null) return false;
  const offMs = Math.abs(periodMs - told.periodMs);
  return offMs > PERIOD_RATIO * told.periodMs && offMs > PERIOD_ERRORS * (pattern?.periodErrorMs ?? 0);
}
