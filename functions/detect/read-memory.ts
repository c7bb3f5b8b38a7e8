import { shardLayout } from '../core/model/shards.ts';
import { memoryName, type VantageMemory } from '../core/model/vantage-memory.ts';
import type { MemoryStore } from '../core/ports.ts';
import { wholeMemory } from '../core/probing/shared-memory.ts';
import type { Settings } from '../core/settings-model.ts';

/** What the probe runs of a vantage have learned, those of all shards together; `null` before the first. */
export async function readMemory(
  vantage: string,
  settings: Settings,
  memory: Pick<MemoryStore, 'load'>,
): Promise<VantageMemory | null> {
  const { count } = shardLayout(settings);
  if (count === 1) return (await memory.load(vantage))?.state ?? null;
  // One more than there are: settings that make fewer have left it what the others have not taken over yet.
  const shards = Array.from({ length: count + 1 }, (_, shard) => shard);
  const loaded = await Promise.all(shards.map((shard) => memory.load(memoryName({ vantage, shard }))));
  const memories = loaded.map((found) => found?.state ?? null);
  return memories.every((found) => found === null) ? null : wholeMemory(memories, settings);
}
