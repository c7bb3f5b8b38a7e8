import type { Truth } from '../support/scenarios/scenario.ts';
import type { Alarm } from './detection-alarm.ts';

/** How far a period may lie from the true one, as a share of it. */
const PERIOD_TOLERANCE = 0.02;

/** Whether a kind states a period. */
export function isRhythm(kind: Alarm['kind']): boolean {
  return kind === 'periodic' || kind === 'clock';
}

/** Whether the kind is an exact one and, where it states a period, that or an alias is a true one. */
export function isExact(alarm: Alarm, truth: Truth): boolean {
  if (!truth.exactKinds.includes(alarm.kind)) return false;
  if (!isRhythm(alarm.kind) || truth.periodsMs.length === 0) return true;
  return matchedPeriods(alarm, truth).length > 0;
}

/** The true periods that an alarm states, itself or among its aliases. */
export function matchedPeriods({ periodMs, aliasesMs }: Alarm, { periodsMs }: Truth): readonly number[] {
  const stated = [...(periodMs === null ? [] : [periodMs]), ...aliasesMs];
  return periodsMs.filter((actual) => stated.some((one) => Math.abs(one / actual - 1) < PERIOD_TOLERANCE));
}

/** Distance of the stated period to the nearest true one, as a share of it; `null` when there is none to compare. */
export function periodError({ kind, periodMs }: Alarm, { periodsMs }: Truth): number | null {
  if (!isRhythm(kind) || periodMs === null || periodsMs.length === 0) return null;
  return Math.min(...periodsMs.map((actual) => Math.abs(periodMs / actual - 1)));
}

/** A finding's kind and its period in minutes. */
export function labelOf({ kind, periodMs }: Alarm): string {
  return periodMs === null ? kind : `${kind}:${Math.round(periodMs / 60_000)}`;
}
