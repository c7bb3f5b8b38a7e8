import type { Notice, NoticeReason, Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS, isoTime, type EpochMs } from '../../../functions/core/model/time.ts';
import { TICK_AT } from '../../support/builders.ts';

/** A notice as it is decided at a moment. */
export function noticeOf(reason: NoticeReason, problem: Problem, at: EpochMs): Notice {
  const told = { ...problem, toldAt: at, decidedAt: at };
  const fact = reason === 'opened' || problem.closedAs !== null ? reason : `${reason}-${isoTime(at)}`;
  return { id: `${problem.id}/${fact}`, at, reason, problem: told };
}

/** The same, some minutes after the tick of the builders. */
export function reason(why: NoticeReason, problem: Problem, minutes: number): Notice {
  return noticeOf(why, problem, TICK_AT + minutes * MINUTE_MS);
}
