import { HEALTHY, failureName, isFailure, isOwnNetwork, type Failure, type FailureClass } from '../model/outcome.ts';
import type { Spell } from '../model/spell.ts';
import { HOUR_MS, type EpochMs } from '../model/time.ts';
import type { RecordedProbe, RecordedRun } from '../run-record.ts';
import type { Thresholds } from '../settings-model.ts';
import { failureWindow } from './failure-window.ts';
import { ticksUntilOver, withHealthyTick, withoutScattered, type RecentTicks } from './recent-ticks.ts';
import { recentAfter, scatteredStretch } from './scattered-stretch.ts';
import { withFailure } from './spells.ts';

/** Failing ticks in a row. */
export interface Streak {
  readonly ticks: number;
  readonly firstTick: EpochMs;
  /** Start of its first failing probe. */
  readonly firstAt: EpochMs;
  /** The newest class, and for how many of the newest ticks it was the class. */
  readonly class: FailureClass;
  readonly classTicks: number;
  /** `class/kind` → count. */
  readonly kinds: Readonly<Record<string, number>>;
}

/** A run of failing ticks of one stream, from its first failure until enough healthy ticks followed. */
export interface Stretch {
  readonly firstFailureTick: EpochMs;
  readonly newestFailureTick: EpochMs;
  /** Start of the first failing probe. */
  readonly firstFailureAt: EpochMs;
  readonly failedProbes: number;
  /** `class/kind` → count. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly newest: Failure;
  /** What it failed as, the oldest first. */
  readonly spells: readonly Spell[];
  /** Whether it reached the threshold of failing ticks in a row, or of those in the `failureWindow`. */
  readonly breached: boolean;
}

/** What is known of one stream (a target seen from a vantage) after some tick. */
export interface StreamState {
  /** `null` while healthy. */
  readonly streak: Streak | null;
  /** Healthy ticks in a row. */
  readonly healthyTicks: number;
  /** Start of the first probe of the healthy ticks in a row; `null` while failing. */
  readonly healthySince: EpochMs | null;
  /** The stretch under way, or `null`. */
  readonly stretch: Stretch | null;
  /** The newest stretch that breached and is over, or `null`. */
  readonly ended: Stretch | null;
  /** How it went lately; `null` when nothing failed. */
  readonly recent: RecentTicks | null;
  /** The newest tick at which it was probed, and the time between that and the one before; `null` before them. */
  readonly newestTick: EpochMs | null;
  readonly spacingMs: number | null;
}

/** The fold over a vantage's settled ticks. */
export interface DetectState {
  readonly schemaVersion: 1;
  /** Every tick up to and including this one is folded in. */
  readonly throughTick: EpochMs;
  readonly streams: Readonly<Record<string, StreamState>>;
}

const QUIET: StreamState = {
  streak: null,
  healthyTicks: 0,
  healthySince: null,
  stretch: null,
  ended: null,
  recent: null,
  newestTick: null,
  spacingMs: null,
};

/** Ticks on both sides of a longer pause, in usual intervals and at least this long, are not "in a row". */
const PAUSE_INTERVALS = 10;
const SHORTEST_PAUSE_MS = HOUR_MS;

/** The name of a stream: `<vantage>/<target>`. */
export function streamName(vantage: string, targetId: string): string {
  return `${vantage}/${targetId}`;
}

/** The name of the stream of a vantage's own network. */
export function ownNetworkStream(vantage: string): string {
  return `${vantage}/@own-network`;
}

/** The state before the first tick. */
export function initialDetectState(throughTick: EpochMs): DetectState {
  return { schemaVersion: 1, throughTick, streams: {} };
}

/**
 * Folds one run in. A target that was not probed, is missing from the run, or could not be reached because our own network
 * was down keeps its state: neither healthy nor failing; only a pause after its own 429 goes on as that. A run with such probes is a failure of the vantage's own network.
 * Ticks must come in order; a tick that is already folded in changes nothing.
 */
export function foldRun(state: DetectState, run: RecordedRun, thresholds: Thresholds): DetectState {
  if (run.key.tickAt <= state.throughTick) return state;
  const streams = { ...state.streams };
  foldRunInto(streams, run, thresholds, (targetId) => streamName(run.key.vantage, targetId));
  return { ...state, streams };
}

/**
 * The same for a run that is known to be new, in place: a long history is folded without a copy for each tick.
 *
 * @param nameOf the stream of a target at the run's vantage; asked for every probe, so it may remember
 */
export function foldRunInto(
  streams: Record<string, StreamState>,
  run: RecordedRun,
  thresholds: Thresholds,
  nameOf: (targetId: string) => string,
): void {
  const { tickAt, vantage } = run.key;
  let blamed: RecordedProbe | null = null;
  let asked: RecordedProbe | null = null;
  for (const probe of run.probes) {
    const { outcome } = probe;
    if (isOwnNetwork(outcome)) {
      blamed ??= probe;
      continue;
    }
    if (asked === null && probe.attempts.length > 0 && outcome.class !== 'inconclusive') asked = probe;
    const name = nameOf(probe.targetId);
    if (outcome.class === 'not-probed') {
      const before = outcome.reason === 'paused' ? streams[name] : undefined;
      if (before !== undefined) streams[name] = foldPause(before, tickAt, thresholds);
      continue;
    }
    streams[name] = foldProbe(streams[name] ?? QUIET, probe, tickAt, thresholds);
  }
  const own = blamed ?? (asked === null ? null : { ...asked, outcome: HEALTHY });
  if (own === null) return;
  const name = ownNetworkStream(vantage);
  streams[name] = foldProbe(streams[name] ?? QUIET, own, tickAt, thresholds);
}

/** Declares a tick complete, after all its shards were folded in. */
export function closeTick(state: DetectState, tickAt: EpochMs): DetectState {
  return tickAt <= state.throughTick ? state : { ...state, throughTick: tickAt };
}

function foldProbe(state: StreamState, probe: RecordedProbe, tickAt: EpochMs, thresholds: Thresholds): StreamState {
  const before = afterPause(state, tickAt);
  const spacingMs = state.newestTick === null ? null : tickAt - state.newestTick;
  return isFailure(probe.outcome)
    ? { ...foldFailure(before, probe.outcome, probe, tickAt, thresholds), newestTick: tickAt, spacingMs }
    : foldHealthy(before, probe.startedAt, thresholds, tickAt, spacingMs);
}

/** A pause after a 429 is how that goes on: people are told of it like of any failure, not after the third canary. */
function foldPause(state: StreamState, tickAt: EpochMs, { failingTicks }: Thresholds): StreamState {
  const { streak, stretch, newestTick } = state;
  if (streak?.class !== 'throttled' || stretch === null || newestTick === null) return state;
  const ticks = streak.ticks + 1;
  return {
    ...state,
    streak: { ...streak, ticks, classTicks: streak.classTicks + 1 },
    stretch: { ...stretch, newestFailureTick: tickAt, breached: stretch.breached || ticks >= failingTicks },
    newestTick: tickAt,
    spacingMs: tickAt - newestTick,
  };
}

/** After a long pause nothing is in a row any more; what was told stays told. */
function afterPause(state: StreamState, tickAt: EpochMs): StreamState {
  if (state.newestTick === null || state.spacingMs === null) return state;
  const longestMs = Math.max(SHORTEST_PAUSE_MS, PAUSE_INTERVALS * state.spacingMs);
  if (tickAt - state.newestTick <= longestMs) return state;
  const stretch = state.stretch?.breached === true ? state.stretch : null;
  return { ...state, streak: null, healthyTicks: 0, healthySince: null, stretch, recent: null };
}

function foldFailure(
  state: StreamState,
  failure: Failure,
  { startedAt, attempts, address: lastAddress }: RecordedProbe,
  tickAt: EpochMs,
  thresholds: Thresholds,
): StreamState {
  const { phase, address } = attempts.at(-1) ?? { phase: null, address: lastAddress };
  const name = failureName(failure);
  const streak = nextStreak(state.streak, failure.class, name, startedAt, tickAt);
  const isInARow = streak.ticks >= thresholds.failingTicks;
  const recent = recentAfter(state.recent, { tick: tickAt, at: startedAt, name }, isInARow, thresholds);
  // Our own faults and failures of the API do not add up to an incident of either.
  const isRestarted = streak.ticks === 1 && state.streak !== null && state.stretch?.breached === false;
  const before = isRestarted ? null : state.stretch;
  const stretch: Stretch = {
    firstFailureTick: before?.firstFailureTick ?? tickAt,
    newestFailureTick: tickAt,
    firstFailureAt: before?.firstFailureAt ?? startedAt,
    failedProbes: (before?.failedProbes ?? 0) + 1,
    kinds: { ...before?.kinds, [name]: (before?.kinds[name] ?? 0) + 1 },
    newest: failure,
    spells: withFailure(before?.spells ?? [], { name, at: startedAt, phase, address }),
    breached: (before?.breached ?? false) || isInARow,
  };
  return {
    ...state,
    streak,
    healthyTicks: 0,
    healthySince: null,
    recent,
    stretch: stretch.breached ? stretch : (scatteredStretch(recent, stretch, thresholds) ?? stretch),
  };
}

function nextStreak(
  before: Streak | null,
  failureClass: FailureClass,
  name: string,
  firstAt: EpochMs,
  firstTick: EpochMs,
): Streak {
  const isOwn = (one: FailureClass) => one === 'inconclusive';
  if (before === null || isOwn(before.class) !== isOwn(failureClass)) {
    return { ticks: 1, firstTick, firstAt, class: failureClass, classTicks: 1, kinds: { [name]: 1 } };
  }
  const classTicks = before.class === failureClass ? before.classTicks + 1 : 1;
  const kinds = { ...before.kinds, [name]: (before.kinds[name] ?? 0) + 1 };
  return { ...before, ticks: before.ticks + 1, class: failureClass, classTicks, kinds };
}

function foldHealthy(
  { stretch, healthyTicks: before, healthySince, ended, recent: recentBefore }: StreamState,
  startedAt: EpochMs,
  thresholds: Thresholds,
  newestTick: EpochMs,
  spacingMs: number | null,
): StreamState {
  const healthyTicks = before + 1;
  const window = failureWindow(thresholds);
  const recent = recentBefore === null || window === null ? null : withHealthyTick(recentBefore, window);
  const untilOver = recent === null || window === null ? 0 : ticksUntilOver(recent, window);
  const isOver = stretch?.breached !== true || healthyTicks >= Math.max(thresholds.healthyTicks, untilOver);
  const hasEnded = isOver && stretch?.breached === true;
  return {
    streak: null,
    healthyTicks,
    healthySince: healthySince ?? startedAt,
    stretch: isOver ? null : stretch,
    ended: hasEnded ? stretch : ended,
    recent: hasEnded && recent !== null ? withoutScattered(recent) : recent,
    newestTick,
    spacingMs,
  };
}
