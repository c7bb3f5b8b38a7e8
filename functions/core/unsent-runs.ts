import type { RunKey } from './model/run.ts';
import type { EpochMs } from './model/time.ts';

/** A finished run that the store has not taken. */
export interface UnsentRun {
  readonly key: RunKey;
  readonly claimedAt: EpochMs;
  /** `false` while nobody knows whether the claim of its tick got through. */
  readonly isClaimed: boolean;
  readonly targetIds: readonly string[];
  /** The packed record, see `packRun`. */
  readonly parts: readonly string[];
  /** How often it was handed in for nothing, while the store took other runs. */
  readonly refusals: number;
}

/** How much a process keeps: four hours of runs each minute, and a small part of the memory of its function. */
export const UNSENT_LIMITS = { runs: 240, characters: 20_000_000 } as const;

/** A run that the store refuses this often, while it takes others, is no matter of the store's being away. */
const MOST_REFUSALS = 10;

/** What is kept, oldest first, and what there is no room for, or no hope. */
export interface KeptRuns {
  readonly kept: readonly UnsentRun[];
  readonly dropped: readonly UnsentRun[];
}

/** Keeps the newest of these runs within the limits; of one that is larger than all of them, at least itself. */
export function keepUnsent(
  runs: readonly UnsentRun[],
  { runs: mostRuns, characters: mostCharacters }: { runs: number; characters: number } = UNSENT_LIMITS,
): KeptRuns {
  const hopeful = runs.filter(({ refusals }) => refusals < MOST_REFUSALS);
  const ordered = hopeful.toSorted((a, b) => a.key.tickAt - b.key.tickAt || a.key.shard - b.key.shard);
  let characters = 0;
  let from = ordered.length;
  for (const run of ordered.toReversed()) {
    characters += run.parts.reduce((sum, part) => sum + part.length, 0);
    const isFirst = from === ordered.length;
    if (ordered.length - from >= mostRuns || (!isFirst && characters > mostCharacters)) break;
    from -= 1;
  }
  const kept = ordered.slice(from);
  return { kept, dropped: runs.filter((run) => !kept.includes(run)) };
}

/** Whether it is a run of this tick, vantage and shard. */
export function isOfTick({ key }: UnsentRun, { vantage, tickAt, shard }: RunKey): boolean {
  return key.vantage === vantage && key.tickAt === tickAt && key.shard === shard;
}
