import type { CoveredStream, NoticeReason, Problem, ToldReach } from '../model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { isAcknowledged, isSnoozed } from './care.ts';
import type { IncidentChange, IncidentPolicy, IncidentView } from './decide-incidents.ts';
import { awayMs, isExpectedRepeat } from './expected-repeat.ts';
import type { IncidentDraft } from './incident-draft.ts';
import { breadthBeyond, describeIncident, reachOf, stillFailing } from './incident.ts';
import { explains } from './same-incident.ts';
import { continued, factOfTelling, tell } from './tell.ts';

/** A repeat may last half as long again as what was told, and two probe intervals, as the strikes of a pattern may. */
const LONGER_RATIO = 1.5;
const LONGER_INTERVALS = 2;
/** And never longer than this, so that a repeat of a long outage is told soon. */
export const LONGEST_QUIET_MS = 10 * MINUTE_MS;
/**
 * What came back within this time twice in a row, and was told each time, goes on and off: it stays open, and is told to be over
 * once it has been well for as long.
 */
const CALM_MS = HOUR_MS;
const TIMES_ON_AND_OFF = 2;
/** A repeat this long after people heard of it last is told again, however short. */
const STALE_MS = 3 * DAY_MS;
/** Targets probed seldom, and vantages whose runs take long, join within this time: one notice says how far it reaches. */
const SETTLE_MS = 5 * MINUTE_MS;
/** A failure that moves from target to target is not told at each, nor that a target which goes on and off is off for once. */
const MOVED_MS = HOUR_MS;
const MOVED_AWAY_MS = 15 * MINUTE_MS;

type OwnChange = Omit<IncidentChange, 'replaces'>;

/** What comes of an incident at a tick, with those that go on in it; none when nothing is to be written. */
export function changesOf(draft: IncidentDraft, view: IncidentView, policy: IncidentPolicy): readonly IncidentChange[] {
  if (isAtRest(draft, view, policy)) return [];
  const change = changeOf(draft, view, policy);
  if (change === null) return [];
  const [first = null, ...others] = draft.absorbed.map((one) => continued(one, view.tickAt));
  const along = others.map((replaces) => ({ problem: change.problem, notice: null, replaces }));
  return [{ ...change, replaces: first }, ...along];
}

/**
 * Whether one target goes on to fail as it did, so that nothing is to be decided: of thousands that do, a tick takes note in
 * passing. Whatever else there is gets the full look, which comes to the same.
 */
function isAtRest(draft: IncidentDraft, { tickAt, care }: IncidentView, { reminders }: IncidentPolicy): boolean {
  const { before, problem, covers, isTurned, isWidened, absorbed } = draft;
  const [cover, ...others] = covers;
  if (before === null || cover === undefined || others.length > 0 || before.covers.length !== 1) return false;
  if (isTurned || isWidened || absorbed.length > 0 || problem.isQuiet || before.closedAs !== null) return false;
  const isStill = cover.recoveredAt === null && before.covers[0]?.recoveredAt === null;
  const isReminded = problem.reminders < reminders.most && tickAt - problem.toldAt >= reminders.everyMs;
  return isStill && !isReminded && care(problem.id) === undefined;
}

function changeOf(draft: IncidentDraft, view: IncidentView, policy: IncidentPolicy): OwnChange | null {
  const { before, covers } = draft;
  const { tickAt } = view;
  const now = describeIncident({ ...draft.problem, decidedAt: tickAt }, covers, view);
  if (before === null) return told('opened', now, view);
  const failing = stillFailing(covers);
  if (failing.length === 0) return closed(before, now, view);
  const care = view.care(before.id);
  const silent = isReshaped(before, now) ? { problem: now, notice: null } : null;
  if (isSnoozed(care, tickAt)) return silent;
  // What people heard last of one that came back in silence is that it was over.
  const heard = now.isQuiet ? heardAgain(now) : now;
  if (draft.isTurned) return told(now.isQuiet ? 'reopened' : 'changed', heard, view);
  if (now.isQuiet) return isWorthTelling(draft, now, view, policy) ? told('reopened', heard, view) : silent;
  if (isReachNews(now, view)) return told('changed', now, view);
  const isOver = (care?.snoozedUntil ?? 0) > now.toldAt;
  const { everyMs, most } = policy.reminders;
  const isDue = isOver || (now.reminders < most && tickAt - now.toldAt >= everyMs);
  // Who was on it before it came back may not know that it did.
  const isOlder = (care?.acknowledgedAt ?? Infinity) < now.failingSince;
  // It turned while nobody wanted to hear of it.
  if (isOver && now.told.shape !== null && now.told.shape !== now.class) return told('changed', now, view);
  return isDue && (isOlder || !isAcknowledged(care)) ? told('reminded', now, view) : silent;
}

/** One that came back in silence, as it is when people hear of it. */
function heardAgain(now: Problem): Problem {
  const isSoonAgain = awayMs(now) <= CALM_MS;
  const soonAgain = isSoonAgain ? now.soonAgain + 1 : 0;
  return { ...now, isQuiet: false, toldOccurrences: now.toldOccurrences + 1, soonAgain };
}

/** Told is what was told to be failing, and what goes on and off only when it has been well for long. */
function closed(before: Problem, now: Problem, view: IncidentView): OwnChange | null {
  const resolvedAt = Math.max(...now.covers.map(({ recoveredAt }) => recoveredAt ?? view.tickAt));
  const isOnAndOff = !now.isQuiet && now.soonAgain >= TIMES_ON_AND_OFF;
  if (isOnAndOff && view.tickAt - resolvedAt < CALM_MS) {
    return isReshaped(before, now) ? { problem: now, notice: null } : null;
  }
  const over: Problem = { ...now, resolvedAt, closedAs: 'resolved' };
  if (now.isQuiet) return { problem: over, notice: null };
  const longestToldMs = Math.max(now.longestToldMs, resolvedAt - now.failingSince);
  return told('resolved', { ...over, longestToldMs }, view);
}

function told(reason: NoticeReason, problem: Problem, view: IncidentView): OwnChange {
  const { problem: stored, notice } = tell(reason, problem, view.tickAt, factOfTelling(reason, problem, view.tickAt));
  // The notice says what was told before, so that it can say what is new.
  const classes = reason === 'opened' || reason === 'reopened' ? [] : problem.told.classes;
  const reach: ToldReach = {
    ...reachOf(problem, view),
    at: view.tickAt,
    shape: problem.class,
    classes: [...new Set([...classes, problem.class])],
  };
  return { problem: { ...stored, told: reach }, notice };
}

/** Whether anything but the counts differs: those are written with the next change that matters. */
function isReshaped(before: Problem, now: Problem): boolean {
  const shapeOf = ({ covers, closedAs, isQuiet, class: failureClass }: Problem) => {
    const places = covers.map(({ vantage, subject, recoveredAt }) => [vantage, subject, recoveredAt]);
    return JSON.stringify([closedAs, isQuiet, failureClass, places]);
  };
  return shapeOf(before) !== shapeOf(now);
}

/** Whether a repeat that nobody was told of comes when nobody expects one, is longer or wider than what was told, or that is long ago. */
function isWorthTelling(
  { isFailingNow, isWidened, covers }: IncidentDraft,
  now: Problem,
  view: IncidentView,
  { thresholds: { failingTicks } }: IncidentPolicy,
): boolean {
  // One that works again by now is nearly over.
  if (!isFailingNow) return false;
  if (isWidened || view.tickAt - now.toldAt >= STALE_MS || !isExpectedRepeat(now)) return true;
  const intervals = stillFailing(covers).map(({ vantage, subject }) => view.place(vantage, subject)?.everyMs ?? 0);
  const intervalMs = Math.max(...intervals);
  const usualMs = LONGER_RATIO * now.longestToldMs + LONGER_INTERVALS * intervalMs;
  // What is probed seldom takes long to be noticed at all.
  const quietMs = Math.max((failingTicks + 1) * intervalMs, Math.min(usualMs, LONGEST_QUIET_MS));
  return view.tickAt - now.failingSince >= quietMs;
}

/**
 * Whether a problem reaches so much farther than was told that whom it concerns may differ: a lower rung explains what was told,
 * twice as many targets that the one told does not explain, further vantages, or the one that it was named after works again and
 * others do not. A pause after a 429 is one matter of its origin, whichever target asks first when it is over.
 */
function isReachNews(now: Problem, view: IncidentView): boolean {
  const { told: before, covers } = now;
  if (view.tickAt - now.toldAt < SETTLE_MS) return false;
  const reach = reachOf(now, view);
  if (before.vantages === 1 && reach.vantages > 1) return true;
  if (now.class === 'throttled') return false;
  const [lead] = stillFailing(covers);
  const named = covers.filter(isNamed(before));
  const placeOf = (cover: CoveredStream | undefined) =>
    cover === undefined ? null : view.place(cover.vantage, cover.subject);
  const [leadPlace, namedPlace] = [placeOf(lead), placeOf(named[0])];
  if (leadPlace === null || namedPlace === null) return reach.breadth >= 2 * before.breadth;
  if (explains(leadPlace, namedPlace) || breadthBeyond(namedPlace, covers, view) >= 2 * before.breadth) return true;
  return view.tickAt - now.toldAt >= MOVED_MS && isNamesakeBack(named, view.tickAt);
}

/** Whether a stream is the one that people were told of by name. */
function isNamed({ subject }: ToldReach): (cover: CoveredStream) => boolean {
  return (cover) => subject === cover.subject || subject.startsWith(`${cover.subject} and `);
}

/** Whether the one that people were told of by name has been well for long enough. */
function isNamesakeBack(named: readonly CoveredStream[], tickAt: EpochMs): boolean {
  return (
    named.length > 0 && named.every(({ recoveredAt }) => recoveredAt !== null && tickAt - recoveredAt >= MOVED_AWAY_MS)
  );
}
