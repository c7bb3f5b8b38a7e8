import { newestTickOf, type Notice, type Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { ReminderPolicy, Thresholds } from '../settings-model.ts';
import type { Care } from './care.ts';
import { isExpectedRepeat } from './expected-repeat.ts';
import { changesOf } from './incident-life.ts';
import {
  GRACE_MS,
  absorb,
  follow,
  hasGrown,
  incidentDraft,
  isMatterOf,
  isOf,
  isSameMatter,
  joined,
  leave,
  newIncident,
  reopenedIncident,
  type IncidentDraft,
} from './incident-draft.ts';
import { chiefKindOf, stillFailing, type IncidentContext } from './incident.ts';
import { isAlike } from './same-incident.ts';
import { freshFailure, nearlyOftenEnough, type FreshFailure, type StreamVerdict } from './fresh-failure.ts';
import { leaveOrTurn } from './turned-incident.ts';

/** What decisions on incidents go by. */
export interface IncidentPolicy {
  readonly thresholds: Thresholds;
  readonly reminders: ReminderPolicy;
}

/** What is known at a tick, after it was folded in. */
export interface IncidentView extends IncidentContext {
  readonly tickAt: EpochMs;
  /** Streams that may have something to decide. */
  readonly verdicts: readonly StreamVerdict[];
  /** All streams that fail at this tick or failed lately, and that no open incident covers, long enough or not. */
  readonly failing: () => Iterable<StreamVerdict>;
  /** Every incident that is open or was closed lately, early warnings left out. */
  readonly incidents: () => Iterable<Problem>;
  /** Those of them that cover a stream. */
  readonly covering: (stream: string) => readonly Problem[];
  /** Whether every target of a vantage fails on the network. */
  readonly isCutOff: (vantage: string) => boolean;
  /** What an operator said of a problem. */
  readonly care: (problemId: string) => Care | undefined;
}

/** A change to commit. */
export interface IncidentChange {
  readonly problem: Problem;
  readonly notice: Notice | null;
  /** An incident that goes on in this one. */
  readonly replaces: Problem | null;
}

/**
 * Decides on the incidents of a tick, of all vantages at once: what is opened, joined, told to have changed, to be back, to go
 * on, or to be over. Pure in the tick's own time: a problem that was decided on at this tick or later is left as it is, so
 * that the same record decides the same things however often and in whatever pieces it is read.
 */
export function decideIncidents(view: IncidentView, policy: IncidentPolicy): readonly IncidentChange[] {
  const drafts = new Map<string, IncidentDraft>();
  const draftFor = (problem: Problem) => {
    const draft = drafts.get(problem.id) ?? incidentDraft(problem);
    drafts.set(problem.id, draft);
    return draft;
  };
  const fresh: FreshFailure[] = [];
  const verdicts = view.verdicts.toSorted(byRung);
  for (const verdict of verdicts) {
    const covering = view.covering(verdict.place.stream);
    // One that waits until it has been calm for long enough is looked at, whatever its streams do.
    for (const one of covering) if (isCalming(one) && one.decidedAt < view.tickAt) draftFor(one);
    const [owner, ...others] = ownersOf(covering, verdict);
    // A pass ended after a part of an incident had gone on in another one, and before it had left.
    for (const other of others) if (other.decidedAt < view.tickAt) leave(draftFor(other), verdict.place, view.tickAt);
    if (owner === undefined) {
      const found = freshFailure(newestOf(covering), verdict, policy.thresholds);
      if (found !== null) fresh.push(found);
    } else if (owner.decidedAt < view.tickAt) {
      follow(draftFor(owner), verdict, policy.thresholds);
    }
  }
  for (const draft of drafts.values()) fresh.push(...leaveOrTurn(draft, verdicts, policy.thresholds));
  for (const one of fresh) {
    if (isCovered(drafts, one.verdict)) continue;
    const draft = place(one, view, policy, drafts, draftFor);
    if (draft === null) continue;
    drafts.set(draft.problem.id, draft);
  }
  merge(drafts, view);
  // What takes something over is written before what gives it up: a pass may end in between.
  const ordered = [...drafts.values()].toSorted((a, b) => Number(hasGrown(b)) - Number(hasGrown(a)));
  return ordered.flatMap((draft) => changesOf(draft, view, policy));
}

/** Open incidents that turn out to have one reason go on in the one that people were told of first, if they were told of any. */
function merge(drafts: Map<string, IncidentDraft>, view: IncidentView): void {
  const open = [...drafts.values()]
    .filter(({ covers }) => stillFailing(covers).length > 0)
    .toSorted(({ problem: a }, { problem: b }) => {
      const byTelling = Number(a.isQuiet) - Number(b.isQuiet);
      return byTelling || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
    });
  for (const [index, draft] of open.entries()) {
    if (!drafts.has(draft.problem.id)) continue;
    for (const other of open.slice(index + 1)) {
      const isOther = drafts.has(other.problem.id) && other.problem.class === draft.problem.class;
      if (!isOther || !isSameMatter(draft, other, view)) continue;
      absorb(draft, other);
      drafts.delete(other.problem.id);
    }
  }
}

/** The lower rungs first, those of all vantages in one order. */
function byRung({ place: one }: StreamVerdict, { place: other }: StreamVerdict): number {
  return one.rung - other.rung || (one.stream < other.stream ? -1 : 1);
}

/** The open incidents that a stream fails in, that of its class first; one that it had recovered from when it fails in none. */
function ownersOf(covering: readonly Problem[], { place, state, tickAt }: StreamVerdict): readonly Problem[] {
  const open = covering.filter(({ closedAs }) => closedAs === null);
  const isOfClass = (problem: Problem) => state.streak?.class === problem.class;
  const failing = open.filter(({ covers }) => stillFailing(covers).some((cover) => isOf(cover, place)));
  // Of a tick that is read again, an incident that was decided on later knows nothing.
  const known = failing.filter(({ decidedAt }) => decidedAt <= tickAt);
  if (known.length > 0) return known.toSorted((a, b) => Number(isOfClass(b)) - Number(isOfClass(a)));
  if (failing.length > 0) return failing;
  // Read again, it may have been in another incident at this tick.
  if (covering.some(({ decidedAt }) => decidedAt >= tickAt)) return [];
  return open.filter(isOfClass).slice(0, 1);
}

/** Whether a problem is open though nothing of it fails. */
function isCalming({ closedAs, covers }: Problem): boolean {
  return closedAs === null && stillFailing(covers).length === 0;
}

/** The newest by what was decided on it, so that nothing is told twice. */
function newestOf(covering: readonly Problem[]): Problem | null {
  return covering.toSorted((a, b) => b.decidedAt - a.decidedAt)[0] ?? null;
}

function isCovered(drafts: ReadonlyMap<string, IncidentDraft>, { place }: StreamVerdict): boolean {
  for (const { covers } of drafts.values()) if (stillFailing(covers).some((cover) => isOf(cover, place))) return true;
  return false;
}

/** Finds the incident that a fresh failure is a part of, brings back a closed one, or makes a new one; `null`: not at this tick. */
function place(
  fresh: FreshFailure,
  view: IncidentView,
  policy: IncidentPolicy,
  drafts: ReadonlyMap<string, IncidentDraft>,
  draftFor: (problem: Problem) => IncidentDraft,
): IncidentDraft | null {
  for (const draft of drafts.values()) if (isMatterOf(draft, fresh, view)) return joined(draft, fresh);
  for (const problem of view.incidents()) {
    if (problem.closedAs !== null || drafts.has(problem.id) || problem.class !== fresh.class) continue;
    if (!isMatterOf(incidentDraft(problem), fresh, view)) continue;
    return problem.decidedAt >= view.tickAt ? null : joined(draftFor(problem), fresh);
  }
  const { place: where } = fresh.verdict;
  const closed = view.covering(where.stream).find((problem) => isSameAgain(problem, fresh, view));
  const again = closed === undefined ? undefined : drafts.get(closed.id);
  if (again !== undefined) return joined(again, fresh);
  const draft =
    closed === undefined ? newIncident(fresh, freeKey(fresh, view, drafts)) : reopenedIncident(closed, fresh);
  return withCompanions(draft, view, drafts, policy.thresholds);
}

/** Whether a closed incident comes back. */
function isSameAgain(problem: Problem, fresh: FreshFailure, view: IncidentView): boolean {
  const { closedAs, resolvedAt, linkedTo, kinds, class: failureClass } = problem;
  return (
    closedAs === 'resolved' &&
    resolvedAt !== null &&
    resolvedAt >= view.tickAt - GRACE_MS &&
    failureClass === fresh.class &&
    isAlike(failureClass, chiefKindOf(kinds, failureClass), chiefKindOf(fresh.kinds, failureClass)) &&
    linkedTo?.problemId === fresh.linkedTo?.problemId
  );
}

/** The stream's own name, with the class added while another incident is kept under that. */
function freeKey(
  { verdict, class: failureClass }: FreshFailure,
  view: IncidentView,
  drafts: ReadonlyMap<string, IncidentDraft>,
): string {
  const kept = new Set([...drafts.values()].map(({ problem }) => problem.stream));
  for (const problem of view.incidents()) if (isKept(problem, view.tickAt)) kept.add(problem.stream);
  let key = verdict.place.stream;
  while (kept.has(key)) key += `+${failureClass}`;
  return key;
}

/** Whether an incident is open, may come back, or says of other streams that what is read of them again was told. */
function isKept(problem: Problem, tickAt: EpochMs): boolean {
  const { closedAs, covers } = problem;
  if (closedAs === null) return true;
  return (closedAs === 'resolved' || covers.length > 1) && newestTickOf(problem) >= tickAt - GRACE_MS;
}

/**
 * What is told at once reaches as far as is known: streams that fail alike, though not yet for long enough to be told alone. What
 * comes back in silence is not told for those: only what it covered before joins it so soon.
 */
function withCompanions(
  draft: IncidentDraft,
  view: IncidentView,
  drafts: ReadonlyMap<string, IncidentDraft>,
  thresholds: Thresholds,
): IncidentDraft {
  const isKnown = ({ place: where }: StreamVerdict) => draft.covers.some((cover) => isOf(cover, where));
  const isSilent = draft.before !== null && isExpectedRepeat(draft.problem);
  let apart = [...view.failing()].flatMap((verdict): FreshFailure[] => {
    // One that fails for long enough is placed by itself.
    if (verdict.state.stretch?.breached === true) return [];
    const companion = companionIn(draft.problem, verdict, thresholds);
    if (companion === null) return [];
    if (isCovered(drafts, verdict) || (isSilent && !isKnown(verdict))) return [];
    return verdict.chronic().inForce.length > 0 ? [] : [companion];
  });
  for (let joining = apart; joining.length > 0;) {
    joining = apart.filter((companion) => isMatterOf(draft, companion, view));
    for (const companion of joining) joined(draft, companion);
    apart = apart.filter((companion) => !joining.includes(companion));
  }
  return draft;
}

/** What a stream fails with as an incident that is opened now; of one that works now and then, whether or not it fails at this tick. */
function companionIn(
  { class: failureClass, rate }: Problem,
  verdict: StreamVerdict,
  thresholds: Thresholds,
): FreshFailure | null {
  const { streak } = verdict.state;
  if (streak?.class === failureClass) {
    const { kinds, firstTick, firstAt } = streak;
    const times = { firstFailureTick: firstTick, firstFailureAt: firstAt };
    return { verdict, class: failureClass, kinds, ...times, linkedTo: null, rate: null };
  }
  return rate === null ? null : nearlyOftenEnough(failureClass, verdict, thresholds);
}
