import { SNAPSHOT_EVERY_MS } from '../core/chronic/snapshot.ts';
import { runFault, type RunFault } from '../core/fault-report.ts';
import type { RunKey } from '../core/model/run.ts';
import { DAY_MS, type EpochMs } from '../core/model/time.ts';
import type { VersionedState } from '../core/ports.ts';
import { readDetectState } from '../core/problems/read-detect-state.ts';
import { initialDetectState, streamName, type DetectState, type StreamState } from '../core/problems/streams.ts';
import type { Settings } from '../core/settings-model.ts';
import { detectorsFrom, type VantageDetectors } from './chronic-fold.ts';
import { placesOf, type FoldedVantage } from './settle-incidents.ts';
import type { ProblemDesk } from './problem-desk.ts';
import type { DetectPorts } from './run.ts';
import { newestFinished, storedTicks, type TickRecords } from './stored-ticks.ts';

/** History that is read when a vantage has no saved state: longer than any usual pause of detection. */
const LOOK_BACK_MS = DAY_MS;

/** A vantage in a pass: what was known of it, what is new, and what that comes to. */
export interface VantageWatch extends FoldedVantage {
  readonly settledTick: EpochMs;
  readonly saved: VersionedState<DetectState> | null;
  /** The tick of the newest finished run that is not in the saved state; `null` without any. */
  readonly newestRun: EpochMs | null;
  /** Ticks that are not in the saved state. */
  readonly ticks: readonly TickRecords[];
  /** Ticks before those that chronic detection has missed. */
  missedTicks: readonly TickRecords[];
  /** The streams after the ticks folded so far. */
  readonly streams: Record<string, StreamState>;
  /** The same after the last settled tick; `null` while that is not passed. */
  settledStreams: Record<string, StreamState> | null;
  /** The stream of a target, remembered. */
  readonly nameOf: (targetId: string) => string;
  /** `null` while they are not loaded, or could not be. */
  detectors: VantageDetectors | null;
  /** Whether all that this pass decided on chronic problems is committed. */
  isChronicDone: boolean;
}

type ReportFault = (fault: RunFault) => void;

/** Reads what is new of a vantage. */
export async function openWatch(
  vantage: string,
  tickAt: EpochMs,
  lagMs: number,
  settings: Settings,
  desk: ProblemDesk,
  ports: DetectPorts,
  report: ReportFault,
): Promise<VantageWatch> {
  const loaded = await ports.states.load(vantage);
  const saved = loaded === null ? null : { ...loaded, state: readDetectState(loaded.state) };
  const state = saved?.state ?? initialDetectState(tickAt - LOOK_BACK_MS);
  const settledTick = tickAt - lagMs;
  const runs = await ports.history.read(vantage, state.throughTick + 1, tickAt);
  await desk.prepare();
  return {
    vantage,
    settledTick,
    saved,
    newestRun: newestFinished(runs),
    ticks: storedTicks(runs, { settledTick, settings, onUnreadable: unreadable(report) }),
    missedTicks: [],
    streams: { ...state.streams },
    settledStreams: null,
    places: placesOf(vantage, settings),
    nameOf: streamNames(vantage),
    detectors: null,
    isChronicDone: true,
  };
}

/**
 * Loads the detectors of a vantage that has settled ticks, and the ticks that they missed while they could not be loaded:
 * snapshots are saved together, and before the state of the incidents.
 */
export async function loadDetectors(
  watch: VantageWatch,
  settings: Settings,
  ports: DetectPorts,
  report: ReportFault,
): Promise<void> {
  const { vantage, settledTick, saved, ticks } = watch;
  const [first] = ticks;
  if (first === undefined || first.tickAt > settledTick) return;
  const detectors = detectorsFrom(await ports.chronic.load(vantage, saved?.state.throughTick));
  const throughTick = saved?.state.throughTick ?? 0;
  const newest = Math.max(0, ...[...detectors.values()].map((detector) => detector.throughTick));
  if (newest > 0 && newest < throughTick) {
    const missed = await ports.history.read(vantage, newest + 1, throughTick);
    watch.missedTicks = storedTicks(missed, { settledTick, settings, onUnreadable: unreadable(report) });
  }
  watch.detectors = detectors;
}

/** Saves where a vantage stands, from time to time, since the fold repeats the rest; the detectors first, so that they never lag behind what is read again. */
export async function saveWatch(watch: VantageWatch, ports: DetectPorts): Promise<void> {
  const { vantage, saved, settledTick, settledStreams, streams, detectors, isChronicDone } = watch;
  if (!isChronicDone) return;
  const throughTick = Math.max(settledTick, saved?.state.throughTick ?? settledTick);
  if (saved !== null && throughTick - saved.state.throughTick < SNAPSHOT_EVERY_MS) return;
  const fed = [...(detectors ?? [])].filter(([, { isFed }]) => isFed).values();
  const isSaved = await everyOf(fed, ([subject, { state, version }]) => {
    const snapshot = { schemaVersion: 1, throughTick, detector: state } as const;
    return ports.chronic.save(vantage, subject, snapshot, version);
  });
  if (!isSaved) return;
  const state: DetectState = { schemaVersion: 1, throughTick, streams: settledStreams ?? streams };
  await ports.states.save(vantage, state, saved?.version ?? 0);
}

/** Saves under way at once: ten thousand one after the other would take longer than a pass may. */
const SAVES_AT_ONCE = 16;

/** Whether the work came out true for all items, several of which are at it at once; none is begun after the first that did not. */
async function everyOf<T>(items: Iterator<T> & Iterable<T>, work: (item: T) => Promise<boolean>): Promise<boolean> {
  let isTrue = true;
  const workers = Array.from({ length: SAVES_AT_ONCE }, async () => {
    for (const item of items) {
      if (!isTrue) return;
      try {
        isTrue = (await work(item)) && isTrue;
      } catch (cause) {
        isTrue = false;
        throw cause;
      }
    }
  });
  await Promise.all(workers);
  return isTrue;
}

function unreadable(report: ReportFault) {
  return ({ vantage, tickAt }: RunKey, cause: unknown) => {
    report(runFault(`The run record of ${vantage} at ${tickAt} could not be read`, 'It counts as missing.', cause));
  };
}

/** Remembers the streams of the targets of a vantage. */
function streamNames(vantage: string): (targetId: string) => string {
  const names = new Map<string, string>();
  return (targetId) => {
    let name = names.get(targetId);
    if (name === undefined) {
      name = streamName(vantage, targetId);
      names.set(targetId, name);
    }
    return name;
  };
}
