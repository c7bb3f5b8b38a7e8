import type { FailureClass } from '../model/outcome.ts';
import type { CoveredStream } from '../model/problem.ts';
import { CLASSES } from '../probing/failures.ts';
import type { Thresholds } from '../settings-model.ts';
import type { FreshFailure, StreamVerdict } from './fresh-failure.ts';
import { isOf, leave, type IncidentDraft } from './incident-draft.ts';
import { stillFailing } from './incident.ts';

/** A part of an incident must fail in its own way this many times as long as it takes to open one, before it is one by itself. */
const LEAVE_RATIO = 2;

/**
 * Notes that what an incident covers has come to fail in another class: whom it concerns has changed then. When all of it has, for
 * as long as it takes to open one, the incident turns; when a part has, for longer, that part leaves, and is returned.
 */
export function leaveOrTurn(
  draft: IncidentDraft,
  verdicts: readonly StreamVerdict[],
  { failingTicks }: Thresholds,
): readonly FreshFailure[] {
  const failing = stillFailing(draft.covers);
  const verdictOf = (cover: CoveredStream) => verdicts.find(({ place }) => isOf(cover, place));
  const others = failing.flatMap((cover) => {
    const verdict = verdictOf(cover);
    const streak = verdict?.state.streak ?? null;
    const isOther = streak !== null && streak.class !== draft.problem.class && streak.classTicks >= failingTicks;
    return isOther && verdict !== undefined ? [{ cover, verdict, streak }] : [];
  });
  const [first] = others;
  if (first === undefined) return [];
  const isAll = others.length === failing.length && others.every(({ streak }) => streak.class === first.streak.class);
  if (isAll) {
    turn(draft, first.streak.class, first.verdict);
    return [];
  }
  const long = others.filter(({ streak }) => streak.classTicks >= LEAVE_RATIO * failingTicks);
  // When nothing would be left, it turns with the first: none of it is well.
  const isEmptied = long.length === failing.length;
  if (isEmptied) turn(draft, first.streak.class, first.verdict);
  const leaving = long.filter(({ streak }) => !isEmptied || streak.class !== first.streak.class);
  const { tickAt } = first.verdict;
  for (const { verdict } of leaving) leave(draft, verdict.place, tickAt);
  return leaving.map(({ verdict }) => asFresh(verdict, tickAt));
}

function turn(draft: IncidentDraft, failureClass: FailureClass, { state, diagnosis }: StreamVerdict): void {
  draft.isTurned = true;
  draft.problem = {
    ...draft.problem,
    class: failureClass,
    severity: CLASSES[failureClass].severity,
    detail: state.stretch?.newest.detail ?? null,
    diagnosis: diagnosis ?? draft.problem.diagnosis,
  };
}

/** What a stream fails with since it turned to its present class. */
function asFresh(verdict: StreamVerdict, tickAt: number): FreshFailure {
  const { place, state } = verdict;
  const { streak, stretch, spacingMs } = state;
  const newest = stretch?.newest;
  const failureClass = streak?.class ?? 'inconclusive';
  const ticks = streak?.classTicks ?? 1;
  const sinceMs = (ticks - 1) * (spacingMs ?? place.everyMs);
  const newestAt = streak === null ? tickAt : streak.firstAt + tickAt - streak.firstTick;
  return {
    verdict,
    class: failureClass,
    kinds: { [`${failureClass}/${newest?.class === failureClass ? newest.kind : 'other'}`]: ticks },
    firstFailureTick: tickAt - sinceMs,
    firstFailureAt: newestAt - sinceMs,
    linkedTo: null,
  };
}
