import type { FailureClass } from '../model/outcome.ts';
import { parseFailureName } from '../model/outcome.ts';
import type { Problem } from '../model/problem.ts';
import type { Thresholds } from '../settings-model.ts';
import type { IncidentView } from './decide-incidents.ts';
import { isExpectedRepeat } from './expected-repeat.ts';
import { nearlyOftenEnough, type FreshFailure, type StreamVerdict } from './fresh-failure.ts';
import { failingPlacesOf, isMatterOf, isOf, joined, type IncidentDraft } from './incident-draft.ts';
import { matterIndex } from './matter-index.ts';

/** Joins what is told now by the streams that fail alike, see `companionsAt`. Returns what joined. */
export type CompanionJoin = (
  draft: IncidentDraft,
  isCovered: (verdict: StreamVerdict) => boolean,
) => readonly FreshFailure[];

/**
 * What is told at once reaches as far as is known: streams that fail alike, though not yet for long enough to be told alone. What
 * comes back in silence is not told for those: only what it covered before joins it so soon.
 */
export function companionsAt(view: IncidentView, thresholds: Thresholds): CompanionJoin {
  const index = matterIndex<StreamVerdict>(view.isCutOff);
  for (const verdict of view.failing()) {
    // One that fails for long enough is placed by itself.
    if (verdict.state.stretch?.breached === true) continue;
    const { place } = verdict;
    index.add(
      verdict,
      classesOf(verdict).map((failureClass) => ({ place, class: failureClass })),
    );
  }
  return (draft, isCovered) => {
    const isKnown = ({ place }: StreamVerdict) => draft.covers.some((cover) => isOf(cover, place));
    const isSilent = draft.before !== null && isExpectedRepeat(draft.problem);
    const tried = new Map<StreamVerdict, FreshFailure | null>();
    const companionOf = (verdict: StreamVerdict): FreshFailure | null => {
      const companion = companionIn(draft.problem, verdict, thresholds);
      if (companion === null || isCovered(verdict) || (isSilent && !isKnown(verdict))) return null;
      return verdict.chronic().inForce.length > 0 ? null : companion;
    };
    const all: FreshFailure[] = [];
    for (let joining: readonly FreshFailure[] | null = null; joining === null || joining.length > 0;) {
      joining = index.near(failingPlacesOf(draft, view)).flatMap((verdict) => {
        if (!tried.has(verdict)) tried.set(verdict, companionOf(verdict));
        const companion = tried.get(verdict) ?? null;
        return companion !== null && isMatterOf(draft, companion, view) ? [companion] : [];
      });
      for (const companion of joining) {
        joined(draft, companion);
        tried.set(companion.verdict, null);
      }
      all.push(...joining);
    }
    return all;
  };
}

/** The classes that a stream fails in, or failed in lately. */
function classesOf({ state: { streak, recent } }: StreamVerdict): readonly FailureClass[] {
  const scattered = recent?.scattered ?? [];
  const lately = scattered.flatMap(({ name }) => parseFailureName(name)?.class ?? []);
  return [...new Set(streak === null ? lately : [streak.class, ...lately])];
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
