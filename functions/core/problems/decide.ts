import type { NoticeReason, Notice, Problem } from '../model/problem.ts';
import { isoTime, type EpochMs } from '../model/time.ts';
import { CLASSES } from '../probing/failures.ts';
import type { Thresholds } from '../settings-model.ts';
import type { Stretch, StreamState } from './streams.ts';

/** Where a stream stands at a tick, as far as a decision needs it. */
export interface StreamVerdict {
  /** `<vantage>/<target>`. */
  readonly stream: string;
  readonly vantage: string;
  readonly targetId: string;
  readonly tickAt: EpochMs;
  readonly state: StreamState;
}

/** People are told: the problem as it is now, and the notice of it. */
export interface Telling {
  readonly notify: true;
  readonly reason: NoticeReason;
  readonly problem: Problem;
  readonly notice: Notice;
}

/** What to do about a stream at a tick; always with the reason. */
export type ProblemDecision =
  Telling | { readonly notify: false; readonly reason: 'quiet' | 'still-failing' | 'recovering' | 'already-told' };

/**
 * Decides on one stream. Pure in the tick's own time, so that the same history decides the same things however often and
 * in whatever pieces it is read: a stretch that is already told of, or lies before what is told, changes nothing.
 *
 * @param newest the newest problem of the stream, open or not
 */
export function decide(newest: Problem | null, verdict: StreamVerdict, thresholds: Thresholds): ProblemDecision {
  const { stretch } = verdict.state;
  if (newest?.resolvedAt === null) return decideOpen(newest, verdict, thresholds);
  if (stretch?.breached !== true) return { notify: false, reason: 'quiet' };
  if (newest !== null && stretch.firstFailureTick < newest.resolvedAt) {
    return { notify: false, reason: 'already-told' };
  }
  return tell('opened', openedProblem(verdict, stretch), verdict.tickAt);
}

/** Closes a problem whose target or vantage is no longer in the settings: silence is not recovery. */
export function abandon(problem: Problem, tickAt: EpochMs): Telling {
  return tell('no-longer-monitored', { ...problem, resolvedAt: tickAt, closedAs: 'no-longer-monitored' }, tickAt);
}

function decideOpen(open: Problem, { state, tickAt }: StreamVerdict, thresholds: Thresholds): ProblemDecision {
  if (state.stretch !== null || state.healthySince === null) return { notify: false, reason: 'still-failing' };
  // Ticks from before the problem are read again on every pass; their health is no recovery. Compared are ticks, since a
  // paced probe may start later than that of the next tick.
  const isAfter = tickAt > open.openedAt;
  if (!isAfter || state.healthyTicks < thresholds.healthyTicks) return { notify: false, reason: 'recovering' };
  const problem: Problem = {
    ...open,
    ...(state.ended === null ? {} : summary(state.ended)),
    // Never after this tick, so that a failure at the next one is told from those before.
    resolvedAt: Math.min(state.healthySince, tickAt),
    closedAs: 'resolved',
  };
  return tell('resolved', problem, tickAt);
}

function openedProblem({ stream, targetId, vantage, tickAt }: StreamVerdict, stretch: Stretch): Problem {
  return {
    id: `${stream}@${isoTime(stretch.firstFailureTick)}`,
    stream,
    nature: 'incident',
    severity: CLASSES[stretch.newest.class].severity,
    scope: { targets: [targetId], vantages: [vantage] },
    ...summary(stretch),
    firstFailureAt: stretch.firstFailureAt,
    openedAt: tickAt,
    resolvedAt: null,
    closedAs: null,
  };
}

function summary(stretch: Stretch): Pick<Problem, 'class' | 'kinds' | 'detail' | 'failedProbes'> {
  return {
    class: stretch.newest.class,
    kinds: stretch.kinds,
    detail: stretch.newest.detail,
    failedProbes: stretch.failedProbes,
  };
}

function tell(reason: NoticeReason, problem: Problem, at: EpochMs): Telling {
  return { notify: true, reason, problem, notice: { id: `${problem.id}/${reason}`, at, reason, problem } };
}
