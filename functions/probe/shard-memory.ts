import type { RunKey } from '../core/model/run.ts';
import { memoryName, type VantageMemory } from '../core/model/vantage-memory.ts';
import type { MemoryStore, VersionedState } from '../core/ports.ts';
import { isStrange, takeOver } from '../core/probing/shared-memory.ts';
import type { Settings } from '../core/settings-model.ts';

/** What a run knows before it begins. */
export interface KnownBefore {
  /** As it was saved; `null` for a first run. */
  readonly saved: VersionedState<VantageMemory> | null;
  /** What other shards know; looked up by the first run of a process alone, for settings change with the process. */
  readonly others: readonly VantageMemory[];
}

/** Reads what earlier runs of the shard learned, and what other shards may know of its origins. Rejects when the store does. */
export async function loadMemory(
  key: RunKey,
  { targets }: Pick<Settings, 'targets'>,
  shards: number,
  isFirstRun: boolean,
  memory: MemoryStore,
): Promise<KnownBefore> {
  const saved = await memory.load(memoryName(key));
  // A monitor of one shard may have had more before; one that is new reads nothing for it.
  const mayHaveMoved = shards > 1 || (saved !== null && isStrange(saved.state, targets));
  if (!isFirstRun || !mayHaveMoved) return { saved, others: [] };
  const others: VantageMemory[] = [];
  for (let shard = 0; ; shard += 1) {
    if (shard === key.shard) continue;
    const other = await memory.load(memoryName({ ...key, shard }));
    if (other !== null) others.push(other.state);
    else if (shard >= shards) return { saved, others };
  }
}

/** The memory with what others know, see `takeOver`. */
export function withOthers(memory: VantageMemory, { others }: KnownBefore, settings: Settings): VantageMemory {
  return others.length === 0 ? memory : takeOver(memory, others, settings);
}
