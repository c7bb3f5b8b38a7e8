import { HEALTHY, type Failure, type Outcome } from '../../functions/core/model/outcome.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import {
  closeTick,
  foldRun,
  initialDetectState,
  streamName,
  type DetectState,
  type StreamState,
} from '../../functions/core/problems/streams.ts';
import type { RecordedProbe, RecordedRun } from '../../functions/core/run-record.ts';
import type { Thresholds } from '../../functions/core/settings-model.ts';
import { REFUSED, TICK_AT } from './builders.ts';

/** The thresholds of the tables: three failing ticks open, two healthy ones resolve. */
export const THRESHOLDS: Thresholds = { failingTicks: 3, healthyTicks: 2 };
/** How long after its tick a probe starts, unless told otherwise. */
export const START_OFFSET_MS = 120;

const TIMED_OUT: Failure = { class: 'network', kind: 'connect-timeout', detail: 'CONNECT_DEADLINE' };
const BROKEN: Failure = { class: 'server', kind: 'internal-error', detail: 'status 500' };
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  '.': HEALTHY,
  m: HEALTHY,
  x: REFUSED,
  t: TIMED_OUT,
  s: BROKEN,
  ' ': { class: 'not-probed', reason: 'paused', until: null },
};

/** The time of a tick by its number. */
export function tickTime(tick: number): EpochMs {
  return TICK_AT + tick * MINUTE_MS;
}

/**
 * The runs of a timeline, one character a minute: `.` healthy, `m` masked, `x` refused, `t` timed out, `s` status 500,
 * a space for not probed, `_` for a run whose record lacks the target.
 *
 * @param offsetsMs how long after its tick each probe starts; the last one goes for the rest
 */
export function timelineRuns(timeline: string, offsetsMs: readonly number[] = [START_OFFSET_MS]): RecordedRun[] {
  return Array.from(timeline, (character, tick) => {
    const tickAt = tickTime(tick);
    const outcome = OUTCOMES[character];
    const startedAt = tickAt + (offsetsMs[tick] ?? offsetsMs.at(-1) ?? 0);
    const key = { vantage: 'local', tickAt, shard: 0 };
    return {
      key,
      diagnoses: {},
      probes: outcome === undefined ? [] : [aRecordedProbe(outcome, startedAt, character === 'm')],
    };
  });
}

function aRecordedProbe(outcome: Outcome, startedAt: EpochMs, masked: boolean): RecordedProbe {
  return { targetId: 'server-time', startedAt, durationMs: 40, address: '203.0.113.9', outcome, masked, attempts: [] };
}

const STREAM = streamName('local', 'server-time');

/** The state after these runs, from nothing or from another state. */
export function foldRuns(
  runs: readonly RecordedRun[],
  thresholds: Thresholds = THRESHOLDS,
  from: DetectState = initialDetectState(tickTime(-1)),
): DetectState {
  return runs.reduce((state, run) => closeTick(foldRun(state, run, thresholds), run.key.tickAt), from);
}

/** What is known of the one stream of a timeline; a new one has no state. */
export function streamAfter(timeline: string, thresholds: Thresholds = THRESHOLDS): StreamState | undefined {
  return foldRuns(timelineRuns(timeline), thresholds).streams[STREAM];
}
