import { isFailure, failureName, type Failure } from '../model/outcome.ts';
import type { EpochMs } from '../model/time.ts';
import type { RecordedProbe, RecordedRun } from '../run-record.ts';
import type { Thresholds } from '../settings-model.ts';

/** A run of failing ticks of one stream, from its first failure until enough healthy ticks followed. */
export interface Stretch {
  readonly firstFailureTick: EpochMs;
  /** Start of the first failing probe. */
  readonly firstFailureAt: EpochMs;
  readonly failedProbes: number;
  /** `class/kind` → count. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly newest: Failure;
  /** Whether it reached the threshold of failing ticks in a row. */
  readonly breached: boolean;
}

/** What is known of one stream (a target seen from a vantage) after some tick. */
export interface StreamState {
  readonly failingTicks: number;
  readonly healthyTicks: number;
  /** Start of the first probe of the healthy ticks in a row; `null` while failing. */
  readonly healthySince: EpochMs | null;
  /** The stretch under way, or `null`. */
  readonly stretch: Stretch | null;
  /** The newest stretch that breached and is over, or `null`. */
  readonly ended: Stretch | null;
}

/** The fold over a vantage's settled ticks. */
export interface DetectState {
  readonly schemaVersion: 1;
  /** Every tick up to and including this one is folded in. */
  readonly throughTick: EpochMs;
  readonly streams: Readonly<Record<string, StreamState>>;
}

const QUIET: StreamState = { failingTicks: 0, healthyTicks: 0, healthySince: null, stretch: null, ended: null };

/** The name of a stream: `<vantage>/<target>`. */
export function streamName(vantage: string, targetId: string): string {
  return `${vantage}/${targetId}`;
}

/** The state before the first tick. */
export function initialDetectState(throughTick: EpochMs): DetectState {
  return { schemaVersion: 1, throughTick, streams: {} };
}

/**
 * Folds one run in. A target that was not probed, or is missing from the run, keeps its state: neither healthy nor
 * failing. Ticks must come in order; a tick that is already folded in changes nothing.
 */
export function foldRun(state: DetectState, run: RecordedRun, thresholds: Thresholds): DetectState {
  if (run.key.tickAt <= state.throughTick) return state;
  const streams: Record<string, StreamState> = { ...state.streams };
  for (const probe of run.probes) {
    const name = streamName(run.key.vantage, probe.targetId);
    streams[name] = foldProbe(streams[name] ?? QUIET, probe, run.key.tickAt, thresholds);
  }
  return { ...state, streams };
}

/** Declares a tick complete, after all its shards were folded in. */
export function closeTick(state: DetectState, tickAt: EpochMs): DetectState {
  return tickAt <= state.throughTick ? state : { ...state, throughTick: tickAt };
}

function foldProbe(state: StreamState, probe: RecordedProbe, tickAt: EpochMs, thresholds: Thresholds): StreamState {
  if (probe.outcome.class === 'not-probed') return state;
  return isFailure(probe.outcome)
    ? foldFailure(state, probe.outcome, probe.startedAt, tickAt, thresholds)
    : foldHealthy(state, probe.startedAt, thresholds);
}

function foldFailure(
  state: StreamState,
  failure: Failure,
  startedAt: EpochMs,
  tickAt: EpochMs,
  thresholds: Thresholds,
): StreamState {
  const failingTicks = state.failingTicks + 1;
  const name = failureName(failure);
  const before = state.stretch;
  return {
    failingTicks,
    healthyTicks: 0,
    healthySince: null,
    ended: state.ended,
    stretch: {
      firstFailureTick: before?.firstFailureTick ?? tickAt,
      firstFailureAt: before?.firstFailureAt ?? startedAt,
      failedProbes: (before?.failedProbes ?? 0) + 1,
      kinds: { ...before?.kinds, [name]: (before?.kinds[name] ?? 0) + 1 },
      newest: failure,
      breached: (before?.breached ?? false) || failingTicks >= thresholds.failingTicks,
    },
  };
}

function foldHealthy(state: StreamState, startedAt: EpochMs, thresholds: Thresholds): StreamState {
  const healthyTicks = state.healthyTicks + 1;
  const over = state.stretch === null || !state.stretch.breached || healthyTicks >= thresholds.healthyTicks;
  return {
    failingTicks: 0,
    healthyTicks,
    healthySince: state.healthySince ?? startedAt,
    stretch: over ? null : state.stretch,
    ended: over && state.stretch?.breached === true ? state.stretch : state.ended,
  };
}
