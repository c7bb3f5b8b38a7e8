import type { FailureClass } from '../model/outcome.ts';
import type { CoveredStream } from '../model/problem.ts';
import { CLASSES } from '../probing/failures.ts';
import { HOUR_MS, MINUTE_MS } from '../model/time.ts';
import type { Thresholds } from '../settings-model.ts';
import { asFresh, type FreshFailure, type StreamVerdict } from './fresh-failure.ts';
import { leave, type IncidentDraft } from './incident-draft.ts';
import { stillFailing } from './incident.ts';
import { streamName, type Streak } from './streams.ts';

/** An outage whose class goes to and fro is told of each class once; one that was told before must last as long as this. */
const AGAIN_MS = HOUR_MS;
/** A part of an incident must fail in its own way for so long before it is one by itself: a gateway that is down answers in many. */
const LEAVE_MS = 15 * MINUTE_MS;

/**
 * Notes that what an incident covers has come to fail in another class: whom it concerns has changed then. When all of it has, for
 * as long as it takes to open one, the incident turns; when a part has, for longer, that part leaves, and is returned.
 *
 * @param verdicts by stream
 */
export function leaveOrTurn(
  draft: IncidentDraft,
  verdicts: ReadonlyMap<string, StreamVerdict>,
  { failingTicks }: Thresholds,
): readonly FreshFailure[] {
  const hasTurned = (streak: Streak, verdict: StreamVerdict | undefined, { problem }: IncidentDraft) => {
    const isKnown = problem.told.classes.includes(streak.class);
    return streak.classTicks >= failingTicks && (!isKnown || classMs(streak, verdict) >= AGAIN_MS);
  };
  const failing = stillFailing(draft.covers);
  const verdictOf = ({ vantage, subject }: CoveredStream) => verdicts.get(streamName(vantage, subject));
  const others = failing.flatMap((cover) => {
    const verdict = verdictOf(cover);
    const streak = verdict?.state.streak ?? null;
    const isOther = streak !== null && streak.class !== draft.problem.class && hasTurned(streak, verdict, draft);
    return isOther && verdict !== undefined ? [{ cover, verdict, streak }] : [];
  });
  const [first] = others;
  if (first === undefined) return [];
  const isAll = others.length === failing.length && others.every(({ streak }) => streak.class === first.streak.class);
  if (isAll) {
    turn(draft, first.streak.class, first.verdict);
    return [];
  }
  const long = others.filter(({ streak, verdict }) => classMs(streak, verdict) >= LEAVE_MS);
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

/** For how long a stream has failed in its present class. */
function classMs({ classTicks }: Streak, verdict: StreamVerdict | undefined): number {
  return classTicks * (verdict?.state.spacingMs ?? verdict?.place.everyMs ?? 0);
}
