import type { FailureClass } from '../model/outcome.ts';
import type { CoveredStream, Problem } from '../model/problem.ts';
import { HOUR_MS, isoTime, type EpochMs } from '../model/time.ts';
import type { Thresholds } from '../settings-model.ts';
import { CLASSES } from '../probing/failures.ts';
import type { FreshFailure, StreamVerdict } from './fresh-failure.ts';
import { chiefKindOf, stillFailing, sumOf, type IncidentContext } from './incident.ts';
import { INCIDENT } from './new-problem.ts';
import { isSameIncident, type FailingPlace } from './same-incident.ts';
import { renewed, spellsSince, spellsThrough } from './spells.ts';
import type { StreamPlace } from './stream-place.ts';

/**
 * An incident that comes back within this time is the same problem: a fault that strikes once a day at about the same time does,
 * whose second strike starts up to an hour late and ends later still.
 */
export const GRACE_MS = 26 * HOUR_MS;

/** An incident while a tick is decided. */
export interface IncidentDraft {
  /** As it stood; `null` for a new one. */
  readonly before: Problem | null;
  problem: Problem;
  covers: readonly CoveredStream[];
  /** Whether a stream joined that it never covered before. */
  isWidened: boolean;
  /** Incidents that go on in it. */
  readonly absorbed: Problem[];
  /** Whether any of it fails at this very tick. */
  isFailingNow: boolean;
  /** Whether all that fails turned to another class. */
  isTurned: boolean;
}

function newDraft(problem: Problem, covers: readonly CoveredStream[]): IncidentDraft {
  return { before: null, problem, covers, absorbed: [], isFailingNow: false, isWidened: false, isTurned: false };
}

/** An incident as a draft. */
export function incidentDraft(problem: Problem): IncidentDraft {
  return { ...newDraft(problem, problem.covers), before: problem };
}

/** A new incident of one stream. `stream` is the key that it is kept under. */
export function newIncident(fresh: FreshFailure, stream: string): IncidentDraft {
  const { verdict, firstFailureTick, firstFailureAt, kinds, linkedTo, rate, class: failureClass } = fresh;
  const { tickAt, diagnosis, place, state } = verdict;
  const problem: Problem = {
    ...INCIDENT,
    id: `${stream}@${isoTime(firstFailureTick)}`,
    stream,
    subject: place.subject,
    severity: CLASSES[failureClass].severity,
    class: failureClass,
    kinds,
    scope: { targets: [], vantages: [place.vantage], addresses: [] },
    linkedTo,
    rate,
    detail: state.stretch?.newest.detail ?? null,
    origin: place.origin,
    diagnosis,
    failedProbes: 0,
    firstFailureAt,
    failingSince: firstFailureAt,
    told: { subject: place.subject, breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
    openedAt: tickAt,
    toldAt: tickAt,
    decidedAt: tickAt,
    resolvedAt: null,
    closedAs: null,
  };
  return { ...newDraft(problem, [coverOf(fresh)]), isFailingNow: true };
}

/** A closed incident that came back: nobody is told yet. */
export function reopenedIncident(closed: Problem, fresh: FreshFailure): IncidentDraft {
  const { diagnosis, state } = fresh.verdict;
  const problem: Problem = {
    ...closed,
    occurrences: closed.occurrences + 1,
    previous: { from: closed.failingSince, to: closed.resolvedAt ?? closed.decidedAt },
    rate: fresh.rate,
    pausedTargets: [],
    isQuiet: true,
    failingSince: fresh.firstFailureAt,
    detail: state.stretch?.newest.detail ?? closed.detail,
    diagnosis: diagnosis ?? closed.diagnosis,
    resolvedAt: null,
    closedAs: null,
  };
  return joined({ ...incidentDraft(closed), problem }, fresh);
}

/** Adds a stream to a draft, or one that fails again. Returns the draft. */
export function joined(draft: IncidentDraft, fresh: FreshFailure): IncidentDraft {
  const { place } = fresh.verdict;
  const known = draft.covers.find((cover) => isOf(cover, place));
  const cover = coverOf(fresh);
  draft.isFailingNow = true;
  if (known === undefined) {
    draft.covers = [...draft.covers, cover];
    draft.isWidened = true;
    return draft;
  }
  const spells = renewed(known.spells, cover.firstFailureAt, cover.spells);
  const again = { ...cover, pastKinds: known.kinds, kinds: sumOf([known.kinds, cover.kinds]), spells };
  draft.covers = draft.covers.map((one) => (one === known ? again : one));
  return draft;
}

function coverOf({ verdict, firstFailureTick, firstFailureAt, kinds }: FreshFailure): CoveredStream {
  const { vantage, subject } = verdict.place;
  const spells = spellsSince(verdict.state.stretch?.spells ?? [], firstFailureAt);
  return { vantage, subject, firstFailureTick, firstFailureAt, recoveredAt: null, pastKinds: {}, kinds, spells };
}

/** Notes that a stream fails in another incident from a tick on. */
export function leave(draft: IncidentDraft, place: StreamPlace, tickAt: EpochMs): void {
  draft.covers = draft.covers.map((cover) =>
    isOf(cover, place) ? { ...cover, recoveredAt: tickAt, spells: spellsThrough(cover.spells, tickAt) } : cover,
  );
}

/** Whether more fails in a draft than did before this tick. */
export function hasGrown({ before, covers }: IncidentDraft): boolean {
  return before === null || stillFailing(covers).length > stillFailing(before.covers).length;
}

/** Whether a covered stream is the one at this place. */
export function isOf({ vantage, subject }: CoveredStream, place: Pick<StreamPlace, 'vantage' | 'subject'>): boolean {
  return vantage === place.vantage && subject === place.subject;
}

/** Brings a covered stream up to what is known of it at a tick: it fails on, has recovered, or fails again. */
export function follow(draft: IncidentDraft, { place, tickAt, state }: StreamVerdict, thresholds: Thresholds): void {
  const cover = draft.covers.find((one) => isOf(one, place));
  if (cover === undefined) return;
  const { stretch, streak, ended, healthySince, healthyTicks } = state;
  draft.isFailingNow ||= streak !== null;
  let now = cover;
  if (cover.recoveredAt !== null) {
    const since = backSince(cover.recoveredAt, state, draft.problem.class, thresholds);
    if (since === null) return;
    const { firstFailureTick, firstFailureAt } = since;
    const kinds = sumOf([cover.kinds, since.kinds]);
    const spells = renewed(cover.spells, firstFailureAt, stretch?.spells ?? []);
    now = { ...cover, firstFailureTick, firstFailureAt, recoveredAt: null, pastKinds: cover.kinds, kinds, spells };
  } else if (stretch !== null) {
    const spells = renewed(cover.spells, cover.firstFailureAt, stretch.spells);
    now = { ...cover, kinds: sumOf([cover.pastKinds, stretch.kinds]), spells };
  } else if (healthySince !== null && healthyTicks >= thresholds.healthyTicks) {
    // One that never failed for long enough leaves the stretch of an earlier problem there.
    const isOfOlder = ended === null || ended.newestFailureTick < cover.firstFailureTick;
    const kinds = isOfOlder ? cover.kinds : sumOf([cover.pastKinds, ended.kinds]);
    const spells = isOfOlder ? cover.spells : renewed(cover.spells, cover.firstFailureAt, ended.spells);
    // Never after this tick, so that a failure at the next one is told from those before.
    now = { ...cover, recoveredAt: Math.min(healthySince, tickAt), kinds, spells };
  }
  draft.covers = draft.covers.map((one) => (one === cover ? now : one));
}

/** What a stream that had recovered fails with since then, when it does so as the incident does and for long enough. */
function backSince(
  recoveredAt: EpochMs,
  { stretch, streak }: StreamVerdict['state'],
  failureClass: FailureClass,
  { failingTicks }: Thresholds,
): Pick<CoveredStream, 'firstFailureTick' | 'firstFailureAt' | 'kinds'> | null {
  if (stretch?.breached !== true || streak?.class !== failureClass) return null;
  if (stretch.firstFailureTick >= recoveredAt) return stretch;
  // A late failing tick joined this streak to a stretch that was told to be over.
  if (streak.firstTick < recoveredAt || streak.ticks < failingTicks) return null;
  return { firstFailureTick: streak.firstTick, firstFailureAt: streak.firstAt, kinds: streak.kinds };
}

/** Whether a fresh failure is a part of a draft. */
export function isMatterOf(draft: IncidentDraft, fresh: FreshFailure, context: MatterContext): boolean {
  const one = { ...fresh, place: fresh.verdict.place, kind: chiefKindOf(fresh.kinds, fresh.class) };
  return failsWith(draft, one, context);
}

type MatterContext = IncidentContext & { readonly isCutOff: (vantage: string) => boolean };

/** Whether what fails at a place fails for the reason of a draft. */
function failsWith(draft: IncidentDraft, one: FailingPlace, context: MatterContext): boolean {
  return stillFailing(draft.covers).some((cover) => {
    const other = failingPlaceOf(cover, draft.problem.class, context);
    return other !== null && isSameIncident(other, one, context.isCutOff);
  });
}

/** Whether all that fails of another incident fails for the reason of this one. */
export function isSameMatter(draft: IncidentDraft, other: IncidentDraft, context: MatterContext): boolean {
  const failing = stillFailing(other.covers);
  return failing.every((cover) => {
    const place = failingPlaceOf(cover, other.problem.class, context);
    return place !== null && failsWith(draft, place, context);
  });
}

/** Takes another incident into a draft: it goes on there. */
export function absorb(
  draft: IncidentDraft,
  { before, problem: { failingSince }, covers: others }: IncidentDraft,
): void {
  const joining = others.filter((other) => !stillFailing(draft.covers).some((cover) => isOf(cover, other)));
  const kept = draft.covers.filter((cover) => !joining.some((other) => isOf(cover, other)));
  draft.covers = [...kept, ...joining];
  if (before !== null) draft.absorbed.push(before);
  draft.problem = { ...draft.problem, failingSince: Math.min(draft.problem.failingSince, failingSince) };
}

/** Where a draft fails, as far as the places are still known. */
export function failingPlacesOf({ covers, problem }: IncidentDraft, context: IncidentContext): readonly FailingPlace[] {
  return stillFailing(covers).flatMap((cover) => failingPlaceOf(cover, problem.class, context) ?? []);
}

function failingPlaceOf(
  { vantage, subject, kinds, firstFailureTick }: CoveredStream,
  failureClass: FailureClass,
  context: IncidentContext,
): FailingPlace | null {
  const place = context.place(vantage, subject);
  return place === null
    ? null
    : { place, class: failureClass, kind: chiefKindOf(kinds, failureClass), firstFailureTick };
}
