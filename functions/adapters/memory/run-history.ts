import { isoTime, type EpochMs } from '../../core/model/time.ts';
import type { RunKey } from '../../core/model/run.ts';
import type { RunHistory, StoredRun } from '../../core/ports.ts';
import type { RecordedRun } from '../../core/run-record.ts';

/** A run history that also takes runs that were never packed, and can forget. */
export interface MemoryRunHistory extends RunHistory {
  /** Stores a run as it is. Its tick must be later than those of the vantage before. */
  add(run: RecordedRun): void;
  /** Drops what no read asks for any more: everything before the ticks that were read last, each vantage by itself. */
  forgetRead(): void;
}

/**
 * The run history in memory. `finish` rejects for a run that was never claimed, or was finished with another record: both
 * are bugs.
 */
export function memoryRunHistory(): MemoryRunHistory {
  const vantages = new Map<string, StoredRun[]>();
  const readFrom = new Map<string, EpochMs>();
  const runsOf = (vantage: string): StoredRun[] => {
    const runs = vantages.get(vantage) ?? [];
    vantages.set(vantage, runs);
    return runs;
  };
  return {
    claim: (key, at, targetIds) => {
      const runs = runsOf(key.vantage);
      if (placeOf(runs, key) !== -1) return Promise.resolve('taken');
      const claimed: StoredRun = { key, state: 'claimed', claimedAt: at, targetIds, parts: [] };
      const later = runs.findIndex((run) => compareKeys(run.key, key) > 0);
      runs.splice(later === -1 ? runs.length : later, 0, claimed);
      return Promise.resolve('claimed');
    },

    finish: (key, parts) => {
      const runs = runsOf(key.vantage);
      const place = placeOf(runs, key);
      const stored = runs[place];
      const isSame = stored?.parts.length === parts.length && stored.parts.every((part, n) => part === parts[n]);
      if (stored === undefined || (stored.state === 'finished' && !isSame)) {
        const name = `run ${key.vantage} / ${isoTime(key.tickAt)} / ${key.shard}`;
        return Promise.reject(new Error(`${name} was never claimed, or was finished with another record`));
      }
      runs[place] = { ...stored, state: 'finished', parts };
      return Promise.resolve();
    },

    read: (vantage, fromTick, toTick) => {
      readFrom.set(vantage, Math.min(readFrom.get(vantage) ?? fromTick, fromTick));
      const runs = vantages.get(vantage) ?? [];
      return Promise.resolve(runs.filter(({ key }) => key.tickAt >= fromTick && key.tickAt <= toTick));
    },

    add: (record) => {
      const { key, probes } = record;
      runsOf(key.vantage).push({
        key,
        state: 'finished',
        claimedAt: key.tickAt,
        targetIds: probes.map(({ targetId }) => targetId),
        parts: [],
        record,
      });
    },

    forgetRead: () => {
      for (const [vantage, fromTick] of readFrom) {
        const runs = runsOf(vantage);
        vantages.set(
          vantage,
          runs.filter(({ key }) => key.tickAt >= fromTick),
        );
      }
      readFrom.clear();
    },
  };
}

function placeOf(runs: readonly StoredRun[], key: RunKey): number {
  return runs.findIndex((run) => compareKeys(run.key, key) === 0);
}

function compareKeys(a: RunKey, b: RunKey): number {
  return a.tickAt - b.tickAt || a.shard - b.shard;
}
