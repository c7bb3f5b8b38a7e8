import type { EpochMs } from '../core/model/time.ts';
import { decide } from '../core/problems/decide.ts';
import { ownNetworkStream, streamName, type StreamState } from '../core/problems/streams.ts';
import type { RecordedRun } from '../core/run-record.ts';
import type { Settings } from '../core/settings-model.ts';
import type { ProblemDesk } from './problem-desk.ts';

/** A stream of a vantage: that of a target, or of its own network. */
export interface VantageStream {
  readonly stream: string;
  /** What is broken when it fails, as it stands in a sentence. */
  readonly subject: string;
  readonly targets: readonly string[];
  readonly origin: string | null;
}

/** The streams of a vantage by target, and that of its own network. */
export interface VantageStreams {
  readonly byTarget: ReadonlyMap<string, VantageStream>;
  readonly ownNetwork: VantageStream;
}

/** The streams of the targets in the settings, and that of the vantage's own network. */
export function streamsOf(vantage: string, { targets }: Settings): VantageStreams {
  return {
    byTarget: new Map(
      targets.map(({ id, url }) => [
        id,
        { stream: streamName(vantage, id), subject: id, targets: [id], origin: new URL(url).origin },
      ]),
    ),
    ownNetwork: {
      stream: ownNetworkStream(vantage),
      subject: `the monitor's own network (${vantage})`,
      targets: [],
      origin: null,
    },
  };
}

/** Where incidents are settled, and which streams another pass has taken over. */
export interface IncidentSettling {
  readonly vantage: string;
  readonly streams: VantageStreams;
  readonly settings: Settings;
  readonly desk: ProblemDesk;
  /** Streams in which another pass was faster: left to it. */
  readonly left: Set<string>;
}

/**
 * The streams of a tick that may have something to decide: those that fail enough, and those with an open problem. All others
 * are passed over. Records may still speak of targets that have left the settings: those open nothing any more.
 */
export function restless(
  { streams: { byTarget, ownNetwork }, desk, left }: IncidentSettling,
  records: readonly RecordedRun[],
  states: Readonly<Record<string, StreamState>>,
): VantageStream[] | null {
  let found: VantageStream[] | null = null;
  const consider = (one: VantageStream) => {
    const isRestless = states[one.stream]?.stretch?.breached === true || desk.get(one.stream)?.closedAs === null;
    if (isRestless && !left.has(one.stream)) (found ??= []).push(one);
  };
  for (const { probes } of records) {
    for (const { targetId } of probes) {
      const stream = byTarget.get(targetId);
      if (stream !== undefined) consider(stream);
    }
  }
  consider(ownNetwork);
  return found;
}

/**
 * Takes the decisions of a tick on these streams, and commits each with its notice. A conflict means that another pass was
 * faster: the stream is left to it and to the next pass.
 */
export async function settleIncidents(
  { vantage, settings, desk, left }: IncidentSettling,
  streams: readonly VantageStream[],
  records: readonly RecordedRun[],
  states: Readonly<Record<string, StreamState>>,
  tickAt: EpochMs,
): Promise<void> {
  await desk.look(streams.map(({ stream }) => stream));
  for (const one of streams) {
    const state = states[one.stream];
    if (state === undefined) continue;
    const diagnosis = records
      .map(({ diagnoses }) => diagnoses[one.origin ?? ''])
      .findLast((text) => text !== undefined);
    const verdict = { ...one, vantage, diagnosis: diagnosis ?? null, tickAt, state };
    const decision = decide(desk.get(one.stream), verdict, settings.thresholds);
    if (!decision.notify) continue;
    if ((await desk.commit(decision.problem, decision.notice)) !== 'committed') left.add(one.stream);
  }
}
