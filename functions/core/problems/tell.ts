import type { Notice, NoticeReason, Problem } from '../model/problem.ts';
import { isoTime, type EpochMs } from '../model/time.ts';

/** People are told: the problem as it is now, and the notice of it. */
export interface Telling {
  readonly problem: Problem;
  readonly notice: Notice;
}

/**
 * People are told of a problem at a tick.
 *
 * @param fact names the fact within the problem; the reason, where that can come but once
 */
export function tell(reason: NoticeReason, problem: Problem, at: EpochMs, fact: string = reason): Telling {
  const reminders = reason === 'reminded' ? problem.reminders + 1 : 0;
  const told: Problem = { ...problem, reminders, toldAt: at, decidedAt: Math.max(at, problem.decidedAt) };
  return { problem: told, notice: { id: `${problem.id}/${fact}`, at, reason, problem: told } };
}

/** Closes a problem whose target or vantage is no longer in the settings: silence is not recovery. */
export function abandon(problem: Problem, tickAt: EpochMs): Telling {
  const closed: Problem = { ...problem, resolvedAt: tickAt, closedAs: 'no-longer-monitored' };
  return tell('no-longer-monitored', closed, tickAt, factOfTelling('no-longer-monitored', problem, tickAt));
}

/** A problem that goes on in another one from a tick on, later than what was told of it. */
export function continued(problem: Problem, at: EpochMs): Problem {
  const resolvedAt = Math.max(at, problem.toldAt + 1);
  return { ...problem, closedAs: 'continued', resolvedAt, decidedAt: Math.max(at, problem.decidedAt) };
}

/** The name of a fact within a problem: it is opened once, ends once each time that it came back, and all else has its tick. */
export function factOfTelling(reason: NoticeReason, { occurrences }: Problem, at: EpochMs): string {
  switch (reason) {
    case 'opened':
      return reason;
    case 'resolved':
    case 'no-longer-monitored':
      return occurrences === 1 ? reason : `${reason}-${occurrences}`;
    case 'changed':
    case 'reopened':
    case 'reminded':
      return `${reason}-${isoTime(at)}`;
  }
}
