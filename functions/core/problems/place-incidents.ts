import { newestTickOf, type Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { Thresholds } from '../settings-model.ts';
import { companionsAt, type CompanionJoin } from './companions.ts';
import type { IncidentView } from './decide-incidents.ts';
import type { FreshFailure, StreamVerdict } from './fresh-failure.ts';
import {
  GRACE_MS,
  failingPlacesOf,
  incidentDraft,
  isMatterOf,
  joined,
  newIncident,
  reopenedIncident,
  type IncidentDraft,
} from './incident-draft.ts';
import { chiefKindOf, stillFailing } from './incident.ts';
import { matterIndex } from './matter-index.ts';
import { isAlike } from './same-incident.ts';
import { streamName } from './streams.ts';

/**
 * Finds the incident that each fresh failure is a part of, brings back a closed one, or makes a new one. What is looked up is
 * indexed once, so that the cost grows with what there is and not with its square.
 */
export function placeIncidents(
  fresh: readonly FreshFailure[],
  drafts: Map<string, IncidentDraft>,
  view: IncidentView,
  thresholds: Thresholds,
): void {
  const index = matterIndex<IncidentDraft>(view.isCutOff);
  const covered = new Set<string>();
  const take = (draft: IncidentDraft) => {
    drafts.set(draft.problem.id, draft);
    index.add(draft, failingPlacesOf(draft, view));
    for (const { vantage, subject } of stillFailing(draft.covers)) covered.add(streamName(vantage, subject));
  };
  for (const draft of drafts.values()) take(draft);
  const isCovered = ({ place }: StreamVerdict) => covered.has(place.stream);
  const open = openIncidents(drafts, view);
  const freeKey = freeKeys(drafts, view);
  let join: CompanionJoin | null = null;

  for (const one of fresh) {
    if (isCovered(one.verdict)) continue;
    const places = [{ place: one.verdict.place, class: one.class }];
    const known = index.near(places).find((draft) => drafts.has(draft.problem.id) && isMatterOf(draft, one, view));
    if (known !== undefined) {
      take(joined(known, one));
      continue;
    }
    const found = open(one).find((problem) => !drafts.has(problem.id) && isMatterOf(incidentDraft(problem), one, view));
    if (found !== undefined) {
      if (found.decidedAt < view.tickAt) take(joined(incidentDraft(found), one));
      continue;
    }
    const closed = view.covering(one.verdict.place.stream).find((problem) => isSameAgain(problem, one, view));
    const again = closed === undefined ? undefined : drafts.get(closed.id);
    if (again !== undefined) {
      take(joined(again, one));
      continue;
    }
    const draft = closed === undefined ? newIncident(one, freeKey(one)) : reopenedIncident(closed, one);
    join ??= companionsAt(view, thresholds);
    join(draft, isCovered);
    take(draft);
  }
}

/** Finds the open incidents that a fresh failure may be a part of, in the order in which they are kept. */
function openIncidents(drafts: ReadonlyMap<string, IncidentDraft>, view: IncidentView) {
  let index: ReturnType<typeof matterIndex<Problem>> | null = null;
  const indexed = () => {
    const made = matterIndex<Problem>(view.isCutOff);
    for (const problem of view.incidents()) {
      const isOther = problem.closedAs === null && !drafts.has(problem.id);
      if (isOther) made.add(problem, failingPlacesOf(incidentDraft(problem), view));
    }
    return made;
  };
  return ({ verdict: { place }, class: failureClass }: FreshFailure): readonly Problem[] => {
    index ??= indexed();
    return index.near([{ place, class: failureClass }]).filter((problem) => problem.class === failureClass);
  };
}

/** Whether a closed incident comes back. */
function isSameAgain(problem: Problem, fresh: FreshFailure, view: IncidentView): boolean {
  const { closedAs, resolvedAt, linkedTo, kinds, class: failureClass } = problem;
  return (
    closedAs === 'resolved' &&
    resolvedAt !== null &&
    resolvedAt >= view.tickAt - GRACE_MS &&
    failureClass === fresh.class &&
    isAlike(chiefKindOf(kinds, failureClass), chiefKindOf(fresh.kinds, failureClass)) &&
    linkedTo?.problemId === fresh.linkedTo?.problemId
  );
}

/** Names streams for new incidents: the stream's own name, with the class added while another incident is kept under that. */
function freeKeys(drafts: ReadonlyMap<string, IncidentDraft>, view: IncidentView): (fresh: FreshFailure) => string {
  let kept: Set<string> | null = null;
  const keptNow = () => {
    const names = new Set([...drafts.values()].map(({ problem }) => problem.stream));
    for (const problem of view.incidents()) if (isKept(problem, view.tickAt)) names.add(problem.stream);
    return names;
  };
  return ({ verdict, class: failureClass }) => {
    kept ??= keptNow();
    let key = verdict.place.stream;
    while (kept.has(key)) key += `+${failureClass}`;
    kept.add(key);
    return key;
  };
}

/** Whether an incident is open, may come back, or says of other streams that what is read of them again was told. */
function isKept(problem: Problem, tickAt: EpochMs): boolean {
  const { closedAs, covers } = problem;
  if (closedAs === null) return true;
  return (closedAs === 'resolved' || covers.length > 1) && newestTickOf(problem) >= tickAt - GRACE_MS;
}
