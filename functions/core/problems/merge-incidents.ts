import { MINUTE_MS } from '../model/time.ts';
import type { IncidentView } from './decide-incidents.ts';
import { absorb, failingPlacesOf, hasGrown, isSameMatter, type IncidentDraft } from './incident-draft.ts';
import { stillFailing } from './incident.ts';
import { matterIndex } from './matter-index.ts';

/** What nobody has decided on for so long has been compared before: longer than any tick is late. */
const COMPARED_MS = 15 * MINUTE_MS;

/** Open incidents that turn out to have one reason go on in the one that people were told of first, if they were told of any. */
export function mergeIncidents(drafts: Map<string, IncidentDraft>, view: IncidentView): void {
  const open = [...drafts.values()].filter(({ covers }) => stillFailing(covers).length > 0);
  if (open.length < 2) return;
  const hasChanged = (draft: IncidentDraft) =>
    draft.isTurned || hasGrown(draft) || draft.problem.decidedAt > view.tickAt - COMPARED_MS;
  if (!open.some(hasChanged)) return;
  const index = matterIndex<IncidentDraft>(view.isCutOff);
  open.sort(({ problem: a }, { problem: b }) => {
    const byTelling = Number(a.isQuiet) - Number(b.isQuiet);
    return byTelling || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);
  });
  for (const draft of open) index.add(draft, failingPlacesOf(draft, view));
  const rank = new Map(open.map((draft, at) => [draft, at]));
  for (const draft of open) {
    if (!drafts.has(draft.problem.id)) continue;
    for (const other of index.near(failingPlacesOf(draft, view))) {
      const isLater = (rank.get(other) ?? 0) > (rank.get(draft) ?? 0) && drafts.has(other.problem.id);
      if (!isLater || !(hasChanged(draft) || hasChanged(other)) || !isSameMatter(draft, other, view)) continue;
      absorb(draft, other);
      drafts.delete(other.problem.id);
    }
  }
}
