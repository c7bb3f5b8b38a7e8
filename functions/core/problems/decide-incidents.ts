import type { Notice, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { ReminderPolicy, Thresholds } from '../settings-model.ts';
import type { Care } from './care.ts';
import { freshFailure, type FreshFailure, type StreamVerdict } from './fresh-failure.ts';
import { follow, hasGrown, incidentDraft, isOf, leave, type IncidentDraft } from './incident-draft.ts';
import { changesOf } from './incident-life.ts';
import { stillFailing, type IncidentContext } from './incident.ts';
import { mergeIncidents } from './merge-incidents.ts';
import { placeIncidents } from './place-incidents.ts';
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
  const byStream = new Map(verdicts.map((verdict) => [verdict.place.stream, verdict]));
  for (const draft of drafts.values()) fresh.push(...leaveOrTurn(draft, byStream, policy.thresholds));
  if (fresh.length > 0) placeIncidents(fresh, drafts, view, policy.thresholds);
  mergeIncidents(drafts, view);
  // What takes something over is written before what gives it up: a pass may end in between.
  const ordered = [...drafts.values()].toSorted((a, b) => Number(hasGrown(b)) - Number(hasGrown(a)));
  return ordered.flatMap((draft) => changesOf(draft, view, policy));
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
