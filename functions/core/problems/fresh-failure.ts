import type { FailureClass } from '../model/outcome.ts';
import type { ChronicLink, CoveredStream, FailureRate, Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { Thresholds } from '../settings-model.ts';
import { failureWindow } from './failure-window.ts';
import { chiefClassOf } from './incident.ts';
import { isAccountedFor, judgeStrike } from './judge-strike.ts';
import type { StrikesInForce } from './known-strikes.ts';
import { kindsOf, type FailingTick } from './recent-ticks.ts';
import type { StreamPlace } from './stream-place.ts';
import type { Stretch, StreamState } from './streams.ts';

/** Where a stream stands at a tick, as far as a decision needs it. */
export interface StreamVerdict {
  readonly place: StreamPlace;
  readonly tickAt: EpochMs;
  readonly state: StreamState;
  /** What trying every address of the origin showed at this tick. */
  readonly diagnosis: string | null;
  /** Asked only when nothing is open. */
  readonly chronic: () => ChronicStanding;
}

/** What chronic problems account for at a stream, as a decision of a tick may know it. */
export interface ChronicStanding {
  /** The newest tick that chronic problems were decided on by then. */
  readonly settledTick: EpochMs;
  readonly inForce: readonly StrikesInForce[];
  /** Where the newest probe failed. */
  readonly failedAt: readonly string[];
}

/** What a stream fails with that nobody has been told of. */
export interface FreshFailure {
  readonly verdict: StreamVerdict;
  readonly class: FailureClass;
  /** `class/kind` → count. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly firstFailureTick: EpochMs;
  readonly firstFailureAt: EpochMs;
  readonly linkedTo: ChronicLink | null;
  /** How often it failed; `null` for what failed in a row. */
  readonly rate: FailureRate | null;
}

/**
 * What a stream without an open incident fails with, as soon as it fails for long enough; `null` when it does not, or when that was
 * told, lies before what was told, or is accounted for by a chronic problem. Pure in the tick's own time, so that the same
 * history decides the same things however often and in whatever pieces it is read.
 *
 * @param newest the newest incident that covered the stream
 */
export function freshFailure(
  newest: Problem | null,
  verdict: StreamVerdict,
  thresholds: Thresholds,
): FreshFailure | null {
  const { stretch, streak } = verdict.state;
  if (stretch?.breached !== true) return null;
  if (newest !== null && newest.decidedAt >= verdict.tickAt) return null;
  const chronic = verdict.chronic();
  const closedAt = newest === null ? null : closedAtOf(newest, verdict.place);
  if (chronic.inForce.length > 0 || newest?.closedAs === 'continued') {
    return besideChronic(newest, closedAt, verdict, chronic, thresholds);
  }
  const whole = ofStretch(verdict, stretch, stretch.firstFailureTick, thresholds);
  if (newest === null || closedAt === null || stretch.firstFailureTick >= closedAt) return whole;
  // A late failing tick joined this streak to a stretch that was told to be over: what fails since then is told anew.
  if (streak !== null && streak.firstTick >= closedAt && streak.ticks >= thresholds.failingTicks) {
    const since = { firstFailureTick: streak.firstTick, firstFailureAt: streak.firstAt, rate: null };
    return { ...whole, kinds: streak.kinds, ...since };
  }
  const scattered = ofScattered(verdict, thresholds, ({ tick }) => tick >= closedAt);
  if (scattered !== null) return scattered;
  // Monitored again and failing again: the same stretch, told of as a new problem from where the old one was closed.
  const isBack = newest.closedAs === 'no-longer-monitored' && stretch.newestFailureTick > closedAt;
  return isBack ? ofStretch(verdict, stretch, closedAt, thresholds) : null;
}

/** When an incident was over for one of its streams. */
function closedAtOf({ covers, closedAs, resolvedAt, toldAt }: Problem, { vantage, subject }: StreamPlace): EpochMs {
  const isOf = (cover: CoveredStream) => cover.vantage === vantage && cover.subject === subject;
  // One that is open goes on without the stream.
  const own = closedAs === 'resolved' || closedAs === null ? covers.find(isOf)?.recoveredAt : null;
  return own ?? resolvedAt ?? toldAt;
}

function ofStretch(
  verdict: StreamVerdict,
  stretch: Stretch,
  firstFailureTick: EpochMs,
  thresholds: Thresholds,
): FreshFailure {
  const { kinds, firstFailureAt, newest } = stretch;
  return {
    verdict,
    class: chiefClassOf(kinds, newest.class),
    kinds,
    firstFailureTick,
    firstFailureAt,
    linkedTo: null,
    rate: rateOf(verdict, thresholds),
  };
}

/** What a stream fails with at enough of its newest ticks, counting those of one sort; `null` when it does not fail now, or too seldom. */
function ofScattered(
  verdict: StreamVerdict,
  thresholds: Thresholds,
  isCounted: (failure: FailingTick) => boolean,
): FreshFailure | null {
  const failures = verdict.state.recent?.scattered.filter(isCounted) ?? [];
  const needed = failureWindow(thresholds)?.failing ?? Infinity;
  const isNow = failures.at(-1)?.tick === verdict.tickAt;
  return isNow && failures.length >= needed ? ofTicks(failures, verdict, thresholds) : null;
}

/**
 * What a stream fails with in a class at half as many of its newest ticks as open an incident, so that those who take turns in
 * failing are told together; `null` when it fails more seldom.
 */
export function nearlyOftenEnough(
  failureClass: FailureClass,
  verdict: StreamVerdict,
  thresholds: Thresholds,
): FreshFailure | null {
  const scattered = verdict.state.recent?.scattered ?? [];
  const failures = scattered.filter(({ name }) => name.startsWith(`${failureClass}/`));
  const needed = (failureWindow(thresholds)?.failing ?? Infinity) / 2;
  return failures.length >= needed ? ofTicks(failures, verdict, thresholds) : null;
}

function ofTicks(failures: readonly FailingTick[], verdict: StreamVerdict, thresholds: Thresholds): FreshFailure {
  const kinds = kindsOf(failures);
  return {
    verdict,
    class: chiefClassOf(kinds, verdict.state.streak?.class ?? 'inconclusive'),
    kinds,
    firstFailureTick: failures[0]?.tick ?? verdict.tickAt,
    firstFailureAt: failures[0]?.at ?? verdict.tickAt,
    linkedTo: null,
    rate: rateOf(verdict, thresholds),
  };
}

/** How often a stream fails that has not failed in a row for long enough. */
function rateOf({ state: { recent } }: StreamVerdict, thresholds: Thresholds): FailureRate | null {
  const failedTicks = recent?.scattered.length ?? 0;
  const needed = failureWindow(thresholds)?.failing ?? Infinity;
  return recent === null || failedTicks < needed ? null : { failedTicks, ofTicks: recent.marks.length };
}

/**
 * The same where there are chronic problems, or one took over what was open: what those do not account for, from the first of the
 * failing ticks in a row on that is not told of yet.
 */
function besideChronic(
  newest: Problem | null,
  closedAt: EpochMs | null,
  verdict: StreamVerdict,
  chronic: ChronicStanding,
  thresholds: Thresholds,
): FreshFailure | null {
  const {
    tickAt,
    place,
    state: { streak, spacingMs, stretch, recent },
  } = verdict;
  const { failingTicks } = thresholds;
  if (streak === null || stretch?.newestFailureTick !== tickAt) return null;
  const intervalMs = Math.max(place.everyMs, spacingMs ?? 0);
  if (streak.ticks < failingTicks) {
    if (newest?.closedAs === 'continued' && (closedAt ?? 0) > chronic.settledTick) return null;
    const failures = recent?.scattered.length ?? 0;
    const ticks = recent?.marks.length ?? 0;
    const isKnown = (failure: FailingTick) => isAccountedFor(failure, failures, ticks, intervalMs, chronic.inForce);
    return ofScattered(verdict, thresholds, (failure) => failure.tick >= (closedAt ?? 0) && !isKnown(failure));
  }
  const newestAt = streak.firstAt + tickAt - streak.firstTick;
  const strike = { streak, newestAt, intervalMs, failedAt: chronic.failedAt, failingTicks };
  const judged = judgeStrike(strike, chronic.inForce);
  if (judged === 'known') return null;
  const latestClosedAt: Readonly<Record<NonNullable<Problem['closedAs']>, EpochMs>> = {
    resolved: streak.firstTick,
    // An earlier tick is read again: by then the chronic problem had not taken over.
    continued: chronic.settledTick,
    'no-longer-monitored': tickAt - 1,
  };
  if ((closedAt ?? 0) > latestClosedAt[newest?.closedAs ?? 'resolved']) return null;
  const linkedTo = judged === 'unrelated' ? null : judged;
  // What came before belongs to the chronic problem.
  if (linkedTo?.beyond === 'other-class') return { ...asFresh(verdict, tickAt), linkedTo };
  return {
    verdict,
    class: streak.class,
    kinds: streak.kinds,
    firstFailureTick: Math.max(streak.firstTick, closedAt ?? 0),
    firstFailureAt: streak.firstAt,
    linkedTo,
    rate: null,
  };
}

/** What a stream fails with since it turned to its present class. */
export function asFresh(verdict: StreamVerdict, tickAt: EpochMs): FreshFailure {
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
    rate: null,
  };
}
