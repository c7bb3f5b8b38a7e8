import { isFailure } from '../core/model/outcome.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Care } from '../core/problems/care.ts';
import { decideIncidents, type IncidentView } from '../core/problems/decide-incidents.ts';
import type { ChronicStanding, StreamVerdict } from '../core/problems/fresh-failure.ts';
import { strikesInForce } from '../core/problems/known-strikes.ts';
import { ownNetworkPlace, targetPlace, type StreamPlace } from '../core/problems/stream-place.ts';
import { streamName, type StreamState } from '../core/problems/streams.ts';
import type { RecordedProbe, RecordedRun } from '../core/run-record.ts';
import type { Settings } from '../core/settings-model.ts';
import type { ProblemDesk } from './problem-desk.ts';

/** The streams of a vantage by target, and that of its own network. */
export interface VantagePlaces {
  readonly byTarget: ReadonlyMap<string, StreamPlace>;
  readonly ownNetwork: StreamPlace;
}

/** The streams of the targets in the settings, and that of the vantage's own network. */
export function placesOf(vantage: string, { targets, tickMs }: Settings): VantagePlaces {
  return {
    byTarget: new Map(targets.map((target) => [target.id, targetPlace(vantage, target)])),
    ownNetwork: ownNetworkPlace(vantage, tickMs),
  };
}

/** A vantage while its ticks are folded. */
export interface FoldedVantage {
  readonly vantage: string;
  readonly places: VantagePlaces;
  /** The streams after the ticks folded so far. */
  readonly streams: Readonly<Record<string, StreamState>>;
}

/** A tick of a vantage that may have something to decide. */
export interface RestlessTick {
  readonly folded: FoldedVantage;
  readonly records: readonly RecordedRun[];
  readonly restless: readonly StreamPlace[];
}

/** Where incidents are settled, and which streams another pass has taken over. */
export interface IncidentSettling {
  readonly vantages: readonly FoldedVantage[];
  readonly settings: Settings;
  readonly desk: ProblemDesk;
  /** How far chronic problems are decided behind incidents. */
  readonly lagMs: number;
  readonly cares: ReadonlyMap<string, Care>;
  /** Names the streams of chronic problems that may exist. */
  readonly findingStreams: () => Iterable<string>;
  /** Streams in which another pass was faster: left to it. */
  readonly left: Set<string>;
}

/**
 * The streams of a tick that may have something to decide: those that fail enough, and those with an open problem. All others
 * are passed over. Records may still speak of targets that have left the settings: those open nothing any more.
 */
export function restlessTick(
  folded: FoldedVantage,
  records: readonly RecordedRun[],
  desk: ProblemDesk,
): RestlessTick | null {
  const { streams, places } = folded;
  const restless: StreamPlace[] = [];
  const consider = (place: StreamPlace) => {
    const isRestless = streams[place.stream]?.stretch?.breached === true || desk.isOpen(place.stream);
    if (isRestless) restless.push(place);
  };
  let isWatched = false;
  for (const { probes } of records) {
    for (const { targetId, outcome } of probes) {
      isWatched = true;
      if (outcome.class === 'not-probed' && outcome.reason === 'not-due') continue;
      const place = places.byTarget.get(targetId);
      if (place !== undefined) consider(place);
    }
  }
  if (isWatched) consider(places.ownNetwork);
  return restless.length === 0 ? null : { folded, records, restless };
}

/**
 * Takes the decisions of a tick on incidents, of all vantages at once, and commits each with its notice. A conflict means that
 * another pass was faster: the streams concerned are left to it and to the next pass.
 */
export async function settleIncidents(
  settling: IncidentSettling,
  ticks: readonly RestlessTick[],
  tickAt: EpochMs,
): Promise<void> {
  const { desk, settings, left } = settling;
  await desk.look(ticks.flatMap(({ restless }) => restless.map(({ stream }) => stream)));
  const decideNow = () => decideIncidents(viewOf(settling, ticks, tickAt), settings);
  let changes = decideNow();
  if (changes.some(({ notice }) => notice?.reason === 'opened')) {
    // A chronic problem that is closed by now may have accounted for it: those are read only when it matters.
    await desk.look([...settling.findingStreams(), ...changes.map(({ problem }) => problem.stream)]);
    changes = decideNow();
  }
  for (const { problem, notice, replaces } of changes) {
    if ((await desk.commit(problem, notice, replaces)) === 'committed') continue;
    for (const { vantage, subject } of problem.covers) left.add(streamName(vantage, subject));
  }
}

function viewOf(settling: IncidentSettling, ticks: readonly RestlessTick[], tickAt: EpochMs): IncidentView {
  const { vantages, desk, cares, left } = settling;
  const byName = new Map(vantages.map((folded) => [folded.vantage, folded]));
  const verdictOf = (place: StreamPlace, streams: FoldedVantage['streams'], records: readonly RecordedRun[]) => {
    const state = streams[place.stream];
    if (state === undefined || left.has(place.stream)) return [];
    const verdict: StreamVerdict = {
      place,
      tickAt,
      state,
      diagnosis: diagnosisOf(place, records),
      chronic: () => standingOf(settling, place, records, tickAt),
    };
    return [verdict];
  };
  const cutOff = new Map<string, boolean>();
  const isCutOffNow = (vantage: string) => {
    const folded = byName.get(vantage);
    if (folded === undefined) return false;
    const places = [...folded.places.byTarget.values()];
    return places.every(({ stream }) => folded.streams[stream]?.streak?.class === 'network');
  };
  const recordsOf = (vantage: string) => ticks.find(({ folded }) => folded.vantage === vantage)?.records ?? [];
  return {
    tickAt,
    verdicts: ticks.flatMap(({ folded, records, restless }) =>
      restless.flatMap((place) => verdictOf(place, folded.streams, records)),
    ),
    *failing() {
      for (const { vantage, places, streams } of vantages) {
        for (const place of places.byTarget.values()) {
          const state = streams[place.stream];
          const isFailing = (state?.streak ?? null) !== null || (state?.recent?.scattered.length ?? 0) > 0;
          if (!isFailing || desk.isOpen(place.stream)) continue;
          yield* verdictOf(place, streams, recordsOf(vantage));
        }
      }
    },
    incidents: () => desk.incidents(),
    covering: (stream) => desk.covering(stream),
    isCutOff: (vantage) => {
      const known = cutOff.get(vantage) ?? isCutOffNow(vantage);
      cutOff.set(vantage, known);
      return known;
    },
    care: (problemId) => cares.get(problemId),
    place: (vantage, subject) => {
      const places = byName.get(vantage)?.places;
      if (places === undefined) return null;
      return subject === places.ownNetwork.subject ? places.ownNetwork : (places.byTarget.get(subject) ?? null);
    },
    paused: (vantage, origin) => {
      const targets = byName.get(vantage)?.places.byTarget;
      const skipped = recordsOf(vantage).flatMap(({ probes }) => probes.filter(isPaused));
      return skipped.flatMap(({ targetId }) => (targets?.get(targetId)?.origin === origin ? [targetId] : []));
    },
    probing: (subject) =>
      vantages.flatMap(({ vantage, streams }) =>
        streams[streamName(vantage, subject)] === undefined ? [] : [vantage],
      ),
  };
}

function isPaused({ outcome }: RecordedProbe): boolean {
  return outcome.class === 'not-probed' && outcome.reason === 'paused';
}

function diagnosisOf({ origin }: StreamPlace, records: readonly RecordedRun[]): string | null {
  return records.map(({ diagnoses }) => diagnoses[origin ?? '']).findLast((text) => text !== undefined) ?? null;
}

/** What was known of chronic problems when a tick was first decided: later decisions on them change nothing about it. */
function standingOf(
  { desk, lagMs }: IncidentSettling,
  { vantage, subject }: StreamPlace,
  records: readonly RecordedRun[],
  tickAt: EpochMs,
): ChronicStanding {
  const settledTick = tickAt - lagMs;
  const attempts = records.flatMap(({ probes }) => probes.find(({ targetId }) => targetId === subject)?.attempts ?? []);
  const failedAt = attempts.flatMap(({ outcome, address }) =>
    isFailure(outcome) && address !== null ? [address] : [],
  );
  return {
    settledTick,
    inForce: strikesInForce(desk.chronicAt(streamName(vantage, subject)), vantage, subject, settledTick),
    failedAt,
  };
}
