import { FAILURE_CLASSES, countsByClass, type FailureClass } from '../model/outcome.ts';
import type { NoticeReason, Notice, Problem } from '../model/problem.ts';
import { isoTime, type EpochMs } from '../model/time.ts';
import { CLASSES } from '../probing/failures.ts';
import type { Thresholds } from '../settings-model.ts';
import { judgeStrike } from './judge-strike.ts';
import type { StrikesInForce } from './known-strikes.ts';
import { INCIDENT } from './read-problem.ts';
import type { Stretch, StreamState } from './streams.ts';

/** Where a stream stands at a tick, as far as a decision needs it. */
export interface StreamVerdict {
  /** `<vantage>/<target>`. */
  readonly stream: string;
  readonly vantage: string;
  /** What is broken when it fails, as it stands in a sentence. */
  readonly subject: string;
  /** The targets it speaks of; none for the monitor's own network. */
  readonly targets: readonly string[];
  /** What trying every address of the origin showed at this tick. */
  readonly diagnosis: string | null;
  /** The origin of the target; `null` for the monitor's own network. */
  readonly origin: string | null;
  readonly tickAt: EpochMs;
  readonly state: StreamState;
  /** Asked only when nothing is open. */
  readonly chronic: () => ChronicStanding;
}

/** What chronic problems account for at a stream, as a decision of a tick may know it. */
export interface ChronicStanding {
  /** The newest tick that chronic problems were decided on by then. */
  readonly settledTick: EpochMs;
  readonly inForce: readonly StrikesInForce[];
  /** Time between two probes. */
  readonly everyMs: number;
  /** Where the newest probe failed. */
  readonly failedAt: readonly string[];
}

/** People are told: the problem as it is now, and the notice of it. */
export interface Telling {
  readonly notify: true;
  readonly reason: NoticeReason;
  readonly problem: Problem;
  readonly notice: Notice;
}

/** What to do about a stream at a tick; always with the reason. */
export type ProblemDecision = Telling | { readonly notify: false; readonly reason: SilentReason };

/** `known-strike`: a chronic problem accounts for it. */
type SilentReason = 'quiet' | 'still-failing' | 'recovering' | 'already-told' | 'known-strike';

/**
 * Decides on one stream. Pure in the tick's own time, so that the same history decides the same things however often and
 * in whatever pieces it is read: a stretch that is already told of, or lies before what is told, changes nothing.
 *
 * @param newest the newest problem of the stream, open or not
 */
export function decide(newest: Problem | null, verdict: StreamVerdict, thresholds: Thresholds): ProblemDecision {
  const { stretch, streak } = verdict.state;
  if (newest?.closedAs === null) return decideOpen(newest, verdict, thresholds);
  if (stretch?.breached !== true) return { notify: false, reason: 'quiet' };
  const closedAt = newest === null ? null : (newest.resolvedAt ?? newest.toldAt);
  const chronic = verdict.chronic();
  if (chronic.inForce.length > 0 || newest?.closedAs === 'continued') {
    return decideBeside(newest, verdict, chronic, stretch, thresholds);
  }
  if (newest === null || closedAt === null || stretch.firstFailureTick >= closedAt) {
    return tell('opened', openedProblem(verdict, stretch, stretch.firstFailureTick), verdict.tickAt);
  }
  // A late failing tick joined this streak to a stretch that was told to be over: what fails since then is told anew.
  if (streak !== null && streak.firstTick >= closedAt && streak.ticks >= thresholds.failingTicks) {
    const problem = openedProblem(verdict, stretch, streak.firstTick);
    return tell('opened', { ...problem, firstFailureAt: streak.firstAt, failedProbes: streak.ticks }, verdict.tickAt);
  }
  // Monitored again and failing again: the same stretch, told of as a new problem from where the old one was closed.
  const isBack = newest.closedAs === 'no-longer-monitored' && stretch.newestFailureTick > closedAt;
  return isBack
    ? tell('opened', openedProblem(verdict, stretch, closedAt), verdict.tickAt)
    : { notify: false, reason: 'already-told' };
}

/**
 * Decides on failing ticks in a row where there are chronic problems, or one took over what was open: told is what those do not
 * account for, from the first of these ticks on that is not told of yet.
 */
function decideBeside(
  newest: Problem | null,
  verdict: StreamVerdict,
  chronic: ChronicStanding,
  stretch: Stretch,
  { failingTicks }: Thresholds,
): ProblemDecision {
  const {
    tickAt,
    state: { streak, spacingMs },
  } = verdict;
  if (streak === null || streak.ticks < failingTicks || stretch.newestFailureTick < tickAt) {
    return { notify: false, reason: 'quiet' };
  }
  const intervalMs = Math.max(chronic.everyMs, spacingMs ?? 0);
  const newestAt = streak.firstAt + tickAt - streak.firstTick;
  const strike = { streak, newestAt, intervalMs, failedAt: chronic.failedAt, failingTicks };
  const judged = judgeStrike(strike, chronic.inForce);
  if (judged === 'known') return { notify: false, reason: 'known-strike' };
  const closedAt = newest === null ? 0 : (newest.resolvedAt ?? newest.toldAt);
  const latestClosedAt: Readonly<Record<NonNullable<Problem['closedAs']>, EpochMs>> = {
    resolved: streak.firstTick,
    // An earlier tick is read again: by then the chronic problem had not taken over.
    continued: chronic.settledTick,
    'no-longer-monitored': tickAt - 1,
  };
  if (closedAt > latestClosedAt[newest?.closedAs ?? 'resolved']) return { notify: false, reason: 'already-told' };
  const since = Math.max(streak.firstTick, closedAt);
  const problem: Problem = {
    ...openedProblem(verdict, stretch, since),
    class: streak.class,
    severity: CLASSES[streak.class].severity,
    kinds: streak.kinds,
    failedProbes: streak.ticks,
    firstFailureAt: streak.firstAt,
    linkedTo: judged === 'unrelated' ? null : judged,
  };
  return tell('opened', problem, tickAt);
}

/** Closes a problem whose target or vantage is no longer in the settings: silence is not recovery. */
export function abandon(problem: Problem, tickAt: EpochMs): Telling {
  return tell('no-longer-monitored', { ...problem, resolvedAt: tickAt, closedAs: 'no-longer-monitored' }, tickAt);
}

function decideOpen(open: Problem, { state, tickAt }: StreamVerdict, thresholds: Thresholds): ProblemDecision {
  const changed = changedProblem(open, state, tickAt, thresholds);
  if (changed !== null) return tell('changed', changed, tickAt, `changed-${isoTime(tickAt)}`);
  if (state.stretch !== null || state.healthySince === null) return { notify: false, reason: 'still-failing' };
  // Ticks from before the problem are read again on every pass; their health is no recovery. Compared are ticks, since a
  // paced probe may start later than that of the next tick.
  const isAfter = tickAt > open.toldAt;
  if (!isAfter || state.healthyTicks < thresholds.healthyTicks) return { notify: false, reason: 'recovering' };
  const problem: Problem = {
    ...open,
    // Its class stays that of the messages before, so that people can pair them.
    ...(state.ended === null ? {} : { kinds: state.ended.kinds, failedProbes: state.ended.failedProbes }),
    // Never after this tick, so that a failure at the next one is told from those before.
    resolvedAt: Math.min(state.healthySince, tickAt),
    closedAs: 'resolved',
  };
  return tell('resolved', problem, tickAt);
}

/** The problem with another class, when that has lasted as long as it takes to open one; whom it concerns has changed then. */
function changedProblem(
  open: Problem,
  { streak, stretch }: StreamState,
  tickAt: EpochMs,
  thresholds: Thresholds,
): Problem | null {
  if (streak === null || stretch === null || tickAt <= open.toldAt || streak.class === open.class) return null;
  if (streak.classTicks < thresholds.failingTicks) return null;
  return { ...open, ...summary(stretch), class: streak.class, severity: CLASSES[streak.class].severity };
}

function openedProblem(
  { stream, subject, targets, vantage, origin, diagnosis, tickAt }: StreamVerdict,
  stretch: Stretch,
  since: EpochMs,
): Problem {
  return {
    id: `${stream}@${isoTime(since)}`,
    stream,
    subject,
    ...INCIDENT,
    severity: CLASSES[chiefClass(stretch)].severity,
    scope: { targets, vantages: [vantage], addresses: [] },
    ...summary(stretch),
    origin,
    diagnosis,
    firstFailureAt: stretch.firstFailureAt,
    openedAt: tickAt,
    toldAt: tickAt,
    decidedAt: tickAt,
    resolvedAt: null,
    closedAs: null,
  };
}

function summary(stretch: Stretch): Pick<Problem, 'class' | 'kinds' | 'detail' | 'failedProbes'> {
  return {
    class: chiefClass(stretch),
    kinds: stretch.kinds,
    detail: stretch.newest.detail,
    failedProbes: stretch.failedProbes,
  };
}

/** The most frequent class, the newest among equals. */
function chiefClass({ kinds, newest }: Stretch): FailureClass {
  const counts = countsByClass(kinds);
  const most = Math.max(...counts.values());
  if (counts.get(newest.class) === most) return newest.class;
  return FAILURE_CLASSES.find((failureClass) => counts.get(failureClass) === most) ?? newest.class;
}

/**
 * People are told of a problem at a tick.
 *
 * @param fact names the fact within the problem; the reason, where that can come but once
 */
export function tell(reason: NoticeReason, problem: Problem, at: EpochMs, fact: string = reason): Telling {
  const told = { ...problem, toldAt: at, decidedAt: Math.max(at, problem.decidedAt) };
  return { notify: true, reason, problem: told, notice: { id: `${problem.id}/${fact}`, at, reason, problem: told } };
}
