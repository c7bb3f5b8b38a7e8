import { shardsOf, type ShardedTargets } from '../core/model/shards.ts';
import type { RunKey } from '../core/model/run.ts';
import { isDue } from '../core/model/target.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { StoredRun } from '../core/ports.ts';
import { lostRun, unfinishedRun, unpackRun, type RecordedRun } from '../core/run-record.ts';

/** Everything that was recorded at one tick of a vantage: a record for each of its shards. */
export interface TickRecords {
  readonly tickAt: EpochMs;
  readonly records: readonly RecordedRun[];
}

/** How stored runs are read. */
export interface TickReading {
  readonly settledTick: EpochMs;
  readonly settings: ShardedTargets;
  readonly onUnreadable: (key: RunKey, cause: unknown) => void;
}

/**
 * Stored runs, which come by tick and shard, as ticks in order. Up to `settledTick` nothing more can come: a run that is still
 * only claimed there died, and so did a shard without any run, while others ran. Later ones may still be under way and are left
 * out. An unreadable record counts as missing and is handed to `onUnreadable`.
 */
export function storedTicks(runs: readonly StoredRun[], reading: TickReading): readonly TickRecords[] {
  const { settledTick, onUnreadable } = reading;
  const lost = lostShards(reading.settings);
  const ticks: TickRecords[] = [];
  for (let next = 0; next < runs.length;) {
    const tickAt = runs[next]?.key.tickAt ?? 0;
    const keys: RunKey[] = [];
    const records: RecordedRun[] = [];
    for (let run = runs[next]; run?.key.tickAt === tickAt; run = runs[++next]) {
      keys.push(run.key);
      const record = recordOf(run, tickAt <= settledTick, onUnreadable);
      if (record !== null) records.push(record);
    }
    if (tickAt <= settledTick) records.push(...lost(keys, records));
    ticks.push({ tickAt, records });
  }
  return ticks;
}

/** The tick of the newest run that was finished, of runs that come by tick; `null` without any. */
export function newestFinished(runs: readonly StoredRun[]): EpochMs | null {
  return runs.findLast(({ state, record }) => state === 'finished' || record !== undefined)?.key.tickAt ?? null;
}

/** The records of one tick as one, so that what they say of the vantage's own network counts once; none for none. */
export function wholeRun(records: readonly RecordedRun[]): readonly RecordedRun[] {
  const [first, ...others] = records;
  if (first === undefined || others.length === 0) return records;
  const diagnoses = Object.assign({}, ...records.map((record) => record.diagnoses)) as RecordedRun['diagnoses'];
  return [{ ...first, probes: records.flatMap(({ probes }) => probes), diagnoses }];
}

/**
 * What did not run at a tick though others did. The records say of how many shards they are: where that is not as many as the
 * settings make, the tick is from before a deployment. Without any record nothing is known, which is for the dead man to tell.
 */
function lostShards({ targets, tickMs }: ShardedTargets) {
  let shards: ReturnType<typeof shardsOf> | null = null;
  return (keys: readonly RunKey[], records: readonly RecordedRun[]): RecordedRun[] => {
    const [first] = keys;
    const count = records.find((record) => record.shards !== undefined)?.shards ?? 1;
    if (first === undefined || count === 1 || keys.length >= count) return [];
    shards ??= shardsOf({ targets, tickMs });
    if (shards.length !== count) return [];
    const told = new Set(records.flatMap(({ probes }) => probes.map(({ targetId }) => targetId)));
    return shards.flatMap((own, shard) => {
      if (keys.some((key) => key.shard === shard)) return [];
      const missed = own.filter((target) => isDue(target, first.tickAt, tickMs) && !told.has(target.id));
      return [
        lostRun(
          { ...first, shard },
          missed.map(({ id }) => id),
          count,
        ),
      ];
    });
  };
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
