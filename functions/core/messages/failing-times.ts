import type { CoveredStream, Problem } from '../model/problem.ts';
import { MINUTE_MS, type EpochMs } from '../model/time.ts';

/** Probes of one moment are spread over a minute, and a target may be probed every other one: closer together is at once. */
export const AT_ONCE_MS = 2 * MINUTE_MS;

/** When the targets of an incident failed: those that fail now, or, when none does, those of the last occurrence. */
export interface FailingTimes {
  /** Each once. */
  readonly targets: readonly string[];
  /** When the first of them began to fail. */
  readonly startAt: EpochMs;
  /** Whether they did not begin to fail at once. */
  readonly isStaggered: boolean;
  /** Whether they did not all work again at once; `false` while any fails. */
  readonly isEndStaggered: boolean;
}

/** The times of an incident, from what it covers. */
export function failingTimes(problem: Problem): FailingTimes {
  const { covers } = problem;
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const isOver = failing.length === 0;
  const targets = [...Map.groupBy(isOver ? ofOccurrence(problem) : failing, ({ subject }) => subject)];
  const starts = targets.map(([, streams]) => firstStart(streams));
  const ends = targets.map(([, streams]) => Math.max(...streams.map(({ recoveredAt }) => recoveredAt ?? 0)));
  return {
    targets: targets.map(([target]) => target),
    startAt: isOver ? occurrenceStart(problem) : Math.min(...starts),
    isStaggered: spreadOf(starts) > AT_ONCE_MS,
    isEndStaggered: isOver && spreadOf(ends) > AT_ONCE_MS,
  };
}

/** When the occurrence under way began, or the last one; what failed first may work again by now. */
export function occurrenceStart(problem: Problem): EpochMs {
  return Math.min(problem.failingSince, firstStart(ofOccurrence(problem)));
}

function ofOccurrence({ covers, failingSince }: Problem): readonly CoveredStream[] {
  return covers.filter(({ recoveredAt }) => recoveredAt === null || recoveredAt > failingSince);
}

function firstStart(streams: readonly CoveredStream[]): EpochMs {
  return Math.min(...streams.map(({ firstFailureAt }) => firstFailureAt));
}

function spreadOf(times: readonly EpochMs[]): number {
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}
