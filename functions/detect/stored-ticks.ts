import type { RunKey } from '../core/model/run.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { StoredRun } from '../core/ports.ts';
import { unfinishedRun, unpackRun, type RecordedRun } from '../core/run-record.ts';

/** Everything that was recorded at one tick of a vantage: a record for each of its shards. */
export interface TickRecords {
  readonly tickAt: EpochMs;
  readonly records: readonly RecordedRun[];
}

/**
 * Stored runs, which come by tick and shard, as ticks in order. Up to `settledTick` nothing more can come: a run that is still
 * only claimed there died. Later ones may still be under way and are left out. An unreadable record counts as missing and is
 * handed to `onUnreadable`.
 */
export function storedTicks(
  runs: readonly StoredRun[],
  settledTick: EpochMs,
  onUnreadable: (key: RunKey, cause: unknown) => void,
): readonly TickRecords[] {
  const ticks: { readonly tickAt: EpochMs; readonly records: RecordedRun[] }[] = [];
  for (const run of runs) {
    const { tickAt } = run.key;
    let tick = ticks.at(-1);
    if (tick?.tickAt !== tickAt) {
      tick = { tickAt, records: [] };
      ticks.push(tick);
    }
    const record = recordOf(run, tickAt <= settledTick, onUnreadable);
    if (record !== null) tick.records.push(record);
  }
  return ticks;
}

/** The tick of the newest run that was finished, of runs that come by tick; `null` without any. */
export function newestFinished(runs: readonly StoredRun[]): EpochMs | null {
  return runs.findLast(({ state, record }) => state === 'finished' || record !== undefined)?.key.tickAt ?? null;
}

function recordOf(
  run: StoredRun,
  isSettled: boolean,
  onUnreadable: (key: RunKey, cause: unknown) => void,
): RecordedRun | null {
  if (run.record !== undefined) return run.record;
  if (run.state === 'claimed') return isSettled ? unfinishedRun(run.key, run.targetIds) : null;
  try {
    return unpackRun(run.key, run.targetIds, run.parts);
  } catch (cause) {
    onUnreadable(run.key, cause);
    return null;
  }
}
