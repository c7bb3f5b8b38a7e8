import { DAY_MS, MINUTE_MS } from '../model/time.ts';
import { snapped } from './candidate-periods.ts';
import type { DetectorState } from './detector-state.ts';
import { positionOf, weekdayOf, type Rhythm } from './rhythm.ts';

/** Two rhythms of one finding that take turns evenly are one of half the period; below half a day, where it is no two times a day. */
export function interleave(state: DetectorState, rhythm: Rhythm): void {
  if (rhythm.periodMs >= DAY_MS / 2) return;
  for (const other of state.rhythms) {
    if (other === rhythm || other.findingId !== rhythm.findingId) continue;
    if (Math.abs(other.periodMs / rhythm.periodMs - 1) > 0.01) continue;
    const { offsetMs } = positionOf(rhythm, other.referenceAt);
    const off = Math.abs(offsetMs - rhythm.periodMs / 2);
    if (off > Math.min(rhythm.toleranceMs + other.toleranceMs, rhythm.periodMs / 8)) continue;
    const { periodMs, isCalendar } = snapped(rhythm.periodMs / 2, rhythm.periodErrorMs);
    state.rhythms = state.rhythms.filter((one) => one !== other);
    Object.assign(rhythm, {
      periodMs,
      isCalendar,
      referenceCycle: 0,
      judgedCycle: 0,
      hitCycles: [0],
      hitAts: [rhythm.referenceAt],
      firstHit: { cycle: 0, at: rhythm.referenceAt },
      log: [],
      hits: rhythm.hits + other.hits,
      windows: rhythm.windows + other.windows,
      toleranceMs: Math.min(periodMs / 4, Math.max(rhythm.toleranceMs, other.toleranceMs)),
    } satisfies Partial<Rhythm>);
    return;
  }
}

/** Windows of one finding that touch are one: the strikes scatter more than the first of them showed. */
export function joinNeighbours(state: DetectorState, rhythm: Rhythm): void {
  for (const other of state.rhythms) {
    if (other === rhythm || other.findingId !== rhythm.findingId) continue;
    if (Math.abs(other.periodMs / rhythm.periodMs - 1) > 0.001) continue;
    const { offsetMs } = positionOf(rhythm, other.referenceAt);
    const apartMs = Math.min(Math.abs(offsetMs), Math.abs(rhythm.periodMs - offsetMs));
    if (isReached(rhythm, other, offsetMs)) {
      rhythm.durationMs = Math.max(rhythm.durationMs, offsetMs + other.durationMs);
      state.rhythms = state.rhythms.filter((one) => one !== other);
      continue;
    }
    const aheadMs = rhythm.periodMs - offsetMs;
    if (isReached(other, rhythm, aheadMs)) {
      rhythm.referenceAt -= aheadMs;
      rhythm.durationMs = Math.max(other.durationMs, aheadMs + rhythm.durationMs);
      state.rhythms = state.rhythms.filter((one) => one !== other);
      continue;
    }
    if (apartMs > 2 * (rhythm.toleranceMs + other.toleranceMs)) continue;
    const sign = Math.abs(offsetMs) <= apartMs ? 1 : -1;
    rhythm.toleranceMs = Math.min(rhythm.periodMs / 4, apartMs / 2 + Math.max(rhythm.toleranceMs, other.toleranceMs));
    rhythm.referenceAt += (sign * apartMs) / 2;
    rhythm.durationMs = Math.max(rhythm.durationMs, other.durationMs);
    rhythm.hits = Math.max(rhythm.hits, other.hits);
    rhythm.windows = Math.max(rhythm.windows, other.windows);
    state.rhythms = state.rhythms.filter((one) => one !== other);
  }
}

/** Strikes that last this long are stretches of raised failures, which may be found in pieces. */
const STRETCH_MS = 30 * MINUTE_MS;

/** Whether a stretch goes on until another rhythm's strikes, `laterMs` after its own start, begin. */
function isReached(rhythm: Rhythm, other: Rhythm, laterMs: number): boolean {
  if (laterMs <= 0 || rhythm.durationMs < STRETCH_MS) return false;
  return laterMs <= rhythm.durationMs + rhythm.toleranceMs + other.toleranceMs + STRETCH_MS;
}

/**
 * Whether a weekly rhythm is told in one with others: at their time on other days, or on their day at other times. A Saturday at
 * 10:00 and a Sunday at 14:00 are two patterns: days and times are told apart, and one would promise every time on every day.
 */
export function isSameTimetable(rhythm: Rhythm, others: readonly Rhythm[]): boolean {
  if (rhythm.periodMs !== 7 * DAY_MS) return true;
  const day = weekdayOf(rhythm, rhythm.referenceAt);
  const isAtItsTime = (other: Rhythm) => {
    const { offsetMs } = positionOf({ ...rhythm, periodMs: DAY_MS }, other.referenceAt);
    return Math.min(Math.abs(offsetMs), DAY_MS - offsetMs) <= 2 * (rhythm.toleranceMs + other.toleranceMs);
  };
  return others.every(isAtItsTime) || others.every((other) => weekdayOf(rhythm, other.referenceAt) === day);
}
