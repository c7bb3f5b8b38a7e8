import { isSameMatter, type PlacedFinding } from '../chronic/scope.ts';
import type { Notice, Problem, ProblemMember } from '../model/problem.ts';
import { HOUR_MS, type EpochMs } from '../model/time.ts';
import {
  described,
  holds,
  isOf,
  note,
  placedOf,
  withoutVanished,
  type ChronicView,
  type Draft,
} from './chronic-draft.ts';
import { isAcknowledged, isSnoozed } from './care.ts';
import { chronicReach, isChronicNews } from './chronic-news.ts';
import { chronicStream, endedAtOf, newChronicProblem } from './chronic-problem.ts';
import { openDrafts, type OpenDrafts } from './open-chronic-drafts.ts';
import { incidentsOfClass, incidentsTaken, noteIncidents } from './chronic-takeover.ts';
import { continued, factOfTelling, tell } from './tell.ts';

/** Where something about findings may have changed. */
export interface TouchedSubject {
  readonly vantage: string;
  readonly subject: string;
}

/** A change to commit. */
export interface ChronicChange {
  readonly problem: Problem;
  readonly notice: Notice | null;
  readonly replaces: Problem | null;
}

/**
 * Decides on the chronic problems that a tick touches: what is opened, joined, told to have changed, updated in silence, or
 * over. Pure in the tick's own time: a problem that was decided on at this tick or later is left as it is, so that the same
 * record decides the same things however often and in whatever pieces it is read.
 */
export function decideChronic(view: ChronicView, touched: readonly TouchedSubject[]): readonly ChronicChange[] {
  const drafts = openDrafts(view);
  const concerned = new Set<Draft>();
  for (const { vantage, subject } of touched.toSorted(byName)) {
    const findings = view.findings(vantage, subject);
    if (findings === null) continue;
    for (const placed of findings) {
      const owner = drafts.at(vantage, subject).find(({ members }) => members.some((member) => isOf(member, placed)));
      const draft = owner ?? admit(view, drafts, placed);
      if (draft === null) continue;
      concerned.add(draft);
      note(draft, placed, view.tickAt);
    }
    for (const draft of drafts.at(vantage, subject)) if (holds(draft, vantage, subject)) concerned.add(draft);
  }
  const due = [...concerned].filter((draft) => isDue(draft, view.tickAt));
  const heirs = new Map(due.map((draft) => [draft, withoutVanished(draft, drafts.at, view)]));
  const changes = due.filter((draft) => heirs.get(draft) === null).flatMap((draft) => changesOf(draft, view));
  // Afterwards, when the problems that they go on in are there.
  return [...changes, ...due.flatMap((draft) => mergeInto(heirs.get(draft) ?? null, draft, view))];
}

/** Whether a problem was not yet decided on at this tick. */
function isDue({ before }: Draft, tickAt: EpochMs): boolean {
  return before === null || before.decidedAt < tickAt;
}

/** The problem that a finding without one belongs to from now on; `null` when it belongs to none. */
function admit(view: ChronicView, drafts: OpenDrafts, placed: PlacedFinding): Draft | null {
  if (placed.finding.endedAt !== null) return null;
  const { tickAt } = view;
  for (const closed of view.chronicAt(placed.vantage, placed.subject)) {
    // A tick that is read again, or one before the problem was closed for another reason.
    const isLater = Math.max(closed.decidedAt, closed.toldAt) >= tickAt;
    if (closed.closedAs !== null && isLater && closed.members.some((member) => isOf(member, placed))) return null;
  }
  const member: ProblemMember = {
    vantage: placed.vantage,
    subject: placed.subject,
    findingId: placed.finding.id,
    joinedAt: tickAt,
    overAt: null,
  };
  const stream = chronicStream(placed.vantage, placed.subject, placed.finding.id);
  const matching = drafts.of(stream) ?? drafts.all().find((draft) => isMatterOf(view, draft, placed));
  if (matching !== undefined) {
    matching.members.push(member);
    drafts.join(matching, member);
    matching.isReshaped = true;
    noteIncidents(matching, placed, view);
    return matching;
  }
  const problem = newChronicProblem(placed, view.newest(stream), tickAt, view);
  const draft: Draft = { before: null, problem, members: [member], isReshaped: true, incidents: new Set() };
  noteIncidents(draft, placed, view);
  drafts.add(draft);
  drafts.join(draft, member);
  return draft;
}

function isMatterOf(view: ChronicView, { members }: Draft, placed: PlacedFinding): boolean {
  return members.some((member) => {
    if (member.overAt !== null) return false;
    const known = placedOf(view, member);
    return known !== null && isSameMatter(known, placed);
  });
}

function changesOf(draft: Draft, view: ChronicView): readonly ChronicChange[] {
  const changes = changesBefore(draft, view);
  draft.problem = changes.at(-1)?.problem ?? draft.problem;
  return changes;
}

function changesBefore(draft: Draft, view: ChronicView): readonly ChronicChange[] {
  const { before, problem } = draft;
  const { tickAt } = view;
  const incidents = incidentsTaken(draft);
  const now = described(draft, view);
  if (before === null) return opened(now, incidents, view);
  if (now.members.every(({ overAt }) => overAt !== null)) {
    const findings = draft.members.flatMap((member) => placedOf(view, member)?.finding ?? []);
    const resolvedAt = endedAtOf(findings, tickAt);
    return [told('resolved', { ...now, resolvedAt, closedAs: 'resolved' }, tickAt, null)];
  }
  const isHeard = !isSnoozed(view.care(now.id), tickAt);
  if (isHeard && isChronicNews(now, problem, tickAt)) {
    const others =
      now.class === problem.class ? [] : incidentsOfClass(now, view).filter((one) => !incidents.includes(one));
    return withIncidents(told('changed', now, tickAt, null), [...incidents, ...others], tickAt);
  }
  if (isHeard && isToRemind(now, view)) return withIncidents(told('reminded', now, tickAt, null), incidents, tickAt);
  const isNewHour = Math.floor(tickAt / HOUR_MS) > Math.floor(problem.decidedAt / HOUR_MS);
  if (!draft.isReshaped && !(isNewHour && isOtherwise(now, problem))) return [];
  return withIncidents({ problem: now, notice: null, replaces: null }, incidents, tickAt);
}

/** What fails without a break is an outage, however long: people are reminded of it as of one. */
function isToRemind(
  { id, pattern, reminders, toldAt }: Problem,
  { tickAt, care, reminders: { everyMs, most } }: ChronicView,
) {
  if (pattern?.kind !== 'persistent' || reminders >= most || tickAt - toldAt < everyMs) return false;
  return !isAcknowledged(care(id));
}

/** A problem whose last finding was merged into another one's goes on there, without words. */
function mergeInto(heir: Draft | null, { before }: Draft, view: ChronicView): ChronicChange[] {
  if (heir === null || before === null) return [];
  return [{ problem: described(heir, view), notice: null, replaces: continued(before, view.tickAt) }];
}

function isOtherwise(now: Problem, before: Problem): boolean {
  return JSON.stringify({ ...now, decidedAt: 0 }) !== JSON.stringify({ ...before, decidedAt: 0 });
}

/** A new problem, under the id of the incident that turned out to be chronic where there is one. */
function opened(problem: Problem, incidents: readonly Problem[], view: ChronicView): ChronicChange[] {
  const { tickAt } = view;
  // One that is open first: people have just read of it.
  const [incident, ...others] = incidents.toSorted((a, b) => Number(b.closedAs === null) - Number(a.closedAs === null));
  if (incident === undefined) return [told('opened', problem, tickAt, null)];
  const { id, openedAt, detail, diagnosis, toldAt, occurrences, told: toldReach } = incident;
  const firstFailureAt = Math.min(incident.firstFailureAt, problem.firstFailureAt);
  const kinds = Object.keys(problem.kinds).length === 0 ? incident.kinds : problem.kinds;
  const grown: Problem = {
    ...problem,
    id,
    openedAt,
    detail,
    diagnosis,
    toldAt,
    occurrences,
    told: toldReach,
    firstFailureAt,
    kinds,
  };
  // What people heard last of a closed one, or of one that came back in silence, is that it was over.
  const isUnderWay = incident.closedAs === null && !incident.isQuiet;
  const change = told(isUnderWay ? 'changed' : 'reopened', grown, tickAt, incident);
  const isHeard = !isSnoozed(view.care(id), tickAt);
  return withIncidents(
    isHeard ? change : { ...change, problem: unheard(change.problem, incident), notice: null },
    others,
    tickAt,
  );
}

/** What was decided while nobody wanted to hear of it: told is what was told before, so that it is news afterwards. */
function unheard(problem: Problem, before: Problem): Problem {
  return { ...problem, told: before.told, toldAt: before.toldAt };
}

/** Incidents of further members go on in the problem without words of their own. */
function withIncidents(change: ChronicChange, incidents: readonly Problem[], tickAt: EpochMs): ChronicChange[] {
  const { problem, notice } = change;
  const along = incidents.map((one) => ({ problem, notice: null, replaces: continued(one, tickAt) }));
  return notice === null && along.length > 0 ? along : [change, ...along];
}

/** The notice of a problem that takes the place of another must be later than what was told of that. */
function told(
  reason: 'opened' | 'changed' | 'reopened' | 'reminded' | 'resolved',
  problem: Problem,
  tickAt: EpochMs,
  replaced: Problem | null,
): ChronicChange {
  const at = reason === 'opened' ? tickAt : Math.max(tickAt, problem.toldAt + 1);
  const telling = tell(reason, problem, at, factOfTelling(reason, problem, at));
  // Decided at the tick, whenever it is told: a later tick must not be taken for one that was read before.
  const decided: Problem = { ...telling.problem, decidedAt: tickAt };
  return {
    problem: { ...decided, told: chronicReach(decided, at) },
    // What was told before, so that it can say what is new.
    notice: { ...telling.notice, problem: decided },
    replaces: replaced === null ? null : continued(replaced, at),
  };
}

function byName(a: TouchedSubject, b: TouchedSubject): number {
  const [one, other] = [`${a.vantage}/${a.subject}`, `${b.vantage}/${b.subject}`];
  return one === other ? 0 : one < other ? -1 : 1;
}
