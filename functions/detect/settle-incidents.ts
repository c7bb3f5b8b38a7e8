import { OWN_NETWORK_SUBJECT } from '../core/chronic/snapshot.ts';
import { isFailure } from '../core/model/outcome.ts';
import type { EpochMs } from '../core/model/time.ts';
import { decide, type ChronicStanding, type StreamVerdict } from '../core/problems/decide.ts';
import { strikesInForce } from '../core/problems/known-strikes.ts';
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
  /** Its name among the members of chronic problems. */
  readonly member: string;
  /** Time between two probes. */
  readonly everyMs: number;
}

/** The streams of a vantage by target, and that of its own network. */
export interface VantageStreams {
  readonly byTarget: ReadonlyMap<string, VantageStream>;
  readonly ownNetwork: VantageStream;
}

/** The streams of the targets in the settings, and that of the vantage's own network. */
export function streamsOf(vantage: string, { targets, tickMs }: Settings): VantageStreams {
  return {
    byTarget: new Map(
      targets.map(({ id, url, everyMs }) => [
        id,
        {
          stream: streamName(vantage, id),
          subject: id,
          targets: [id],
          origin: new URL(url).origin,
          member: id,
          everyMs,
        },
      ]),
    ),
    ownNetwork: {
      stream: ownNetworkStream(vantage),
      subject: `the monitor's own network (${vantage})`,
      targets: [],
      origin: null,
      member: OWN_NETWORK_SUBJECT,
      everyMs: tickMs,
    },
  };
}

/** Where incidents are settled, and which streams another pass has taken over. */
export interface IncidentSettling {
  readonly vantage: string;
  readonly streams: VantageStreams;
  readonly settings: Settings;
  readonly desk: ProblemDesk;
  /** How far chronic problems are decided behind incidents. */
  readonly lagMs: number;
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
 *
 * @param findingStreams names the streams of chronic problems that may exist
 */
export async function settleIncidents(
  settling: IncidentSettling,
  streams: readonly VantageStream[],
  records: readonly RecordedRun[],
  states: Readonly<Record<string, StreamState>>,
  tickAt: EpochMs,
  findingStreams: () => Iterable<string>,
): Promise<void> {
  const { vantage, settings, desk, left } = settling;
  await desk.look(streams.map(({ stream }) => stream));
  for (const one of streams) {
    const state = states[one.stream];
    if (state === undefined) continue;
    const diagnosis = records
      .map(({ diagnoses }) => diagnoses[one.origin ?? ''])
      .findLast((text) => text !== undefined);
    const decideNow = () => {
      const chronic = () => standingOf(settling, one, records, tickAt);
      const verdict: StreamVerdict = { ...one, vantage, diagnosis: diagnosis ?? null, tickAt, state, chronic };
      return decide(desk.get(one.stream), verdict, settings.thresholds);
    };
    let decision = decideNow();
    if (decision.notify && decision.reason === 'opened') {
      // A chronic problem that is closed by now may have accounted for it: those are read only when it matters.
      await desk.look(findingStreams());
      decision = decideNow();
    }
    if (!decision.notify) continue;
    if ((await desk.commit(decision.problem, decision.notice)) !== 'committed') left.add(one.stream);
  }
}

/** What was known of chronic problems when a tick was first decided: later decisions on them change nothing about it. */
function standingOf(
  { vantage, desk, lagMs }: IncidentSettling,
  { member, everyMs }: VantageStream,
  records: readonly RecordedRun[],
  tickAt: EpochMs,
): ChronicStanding {
  const settledTick = tickAt - lagMs;
  const attempts = records.flatMap(({ probes }) => probes.find(({ targetId }) => targetId === member)?.attempts ?? []);
  const failedAt = attempts.flatMap(({ outcome, address }) =>
    isFailure(outcome) && address !== null ? [address] : [],
  );
  return { settledTick, inForce: strikesInForce(desk.chronic(), vantage, member, settledTick), everyMs, failedAt };
}
