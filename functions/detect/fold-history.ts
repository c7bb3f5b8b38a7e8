import type { RunKey } from '../core/model/run.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { StoredRun } from '../core/ports.ts';
import { closeTick, foldRun, type DetectState } from '../core/problems/streams.ts';
import { unfinishedRun, unpackRun, type RecordedRun } from '../core/run-record.ts';
import type { Thresholds } from '../core/settings-model.ts';

/** The state after one tick, and the targets that it spoke of. */
export interface FoldStep {
  readonly tickAt: EpochMs;
  readonly state: DetectState;
  readonly targetIds: readonly string[];
  /** By origin: what trying all of its addresses showed at this tick. */
  readonly diagnoses: Readonly<Record<string, string>>;
}

export interface FoldedHistory {
  /** The state after the last settled tick: what may be saved. */
  readonly settled: DetectState;
  /** Every tick that was folded, in order; those after `settledTick` may be folded again, with more in them. */
  readonly steps: readonly FoldStep[];
}

/**
 * Folds stored runs in tick order. Up to `settledTick` nothing more can come: a run that is still only claimed there died.
 * Later ones may still be under way and are left out. An unreadable record counts as missing and is handed to `onUnreadable`.
 */
export function foldHistory(
  state: DetectState,
  runs: readonly StoredRun[],
  settledTick: EpochMs,
  thresholds: Thresholds,
  onUnreadable: (key: RunKey, cause: unknown) => void,
): FoldedHistory {
  const byTick = Map.groupBy(runs, ({ key }) => key.tickAt);
  let folded = state;
  let settled = state;
  const steps: FoldStep[] = [];
  for (const tickAt of [...byTick.keys()].toSorted((a, b) => a - b)) {
    const records = (byTick.get(tickAt) ?? []).flatMap((run) => recordOf(run, tickAt <= settledTick, onUnreadable));
    for (const record of records) folded = foldRun(folded, record, thresholds);
    folded = closeTick(folded, tickAt);
    if (tickAt <= settledTick) settled = folded;
    steps.push({
      tickAt,
      state: folded,
      targetIds: records.flatMap(({ probes }) => probes.map(({ targetId }) => targetId)),
      diagnoses: Object.assign({}, ...records.map(({ diagnoses }) => diagnoses)) as FoldStep['diagnoses'],
    });
  }
  return { settled: closeTick(settled, settledTick), steps };
}

function recordOf(
  run: StoredRun,
  isSettled: boolean,
  onUnreadable: (key: RunKey, cause: unknown) => void,
): RecordedRun[] {
  if (run.state === 'claimed') return isSettled ? [unfinishedRun(run.key, run.targetIds)] : [];
  try {
    return [unpackRun(run.key, run.targetIds, run.parts)];
  } catch (cause) {
    onUnreadable(run.key, cause);
    return [];
  }
}
