import { mixedHash } from './mixed-hash.ts';
import { mostDue, type Target } from './target.ts';

/**
 * Probes that one function makes at a tick, at most: their metrics are one call of PutMetricData (1,000 data: two each and ten of
 * the fleet), and should all of them wait at once, their connections and as many second ones are below the 1,024 file
 * descriptors that Lambda gives a function (Lambda Developer Guide, "Lambda quotas"). docs/bench-load.md measures the rest.
 */
export const MOST_PER_SHARD = 490;

/** What shards are filled to on average, at most, so that an origin that grows mostly stays where it is. */
const USUAL_PER_SHARD = 400;

/** What shards depend on. */
export interface ShardedTargets {
  readonly targets: readonly Target[];
  readonly tickMs: number;
}

/** All targets of one origin: what they share (pace, pauses, diagnosis, what is learned) is not shared between functions. */
interface OriginLoad {
  readonly origin: string;
  /** Probes at its busiest tick. */
  readonly load: number;
}

/** Which shard probes an origin. */
export interface ShardLayout {
  readonly count: number;
  /** From 0; that of an origin which no target has is 0. */
  readonly shardOf: (origin: string) => number;
}

/**
 * Divides targets over as few functions as can probe them: one up to `MOST_PER_SHARD`. Every origin is in one shard, by
 * rendezvous hashing (Thaler and Ravishankar, 1998) with room for so many in each: an origin goes to the shard that its name
 * rates highest of those with room, the largest origins first.
 *
 * The order of the targets does not matter. Where one more changes neither the number of shards nor fills one up, all others
 * stay; where there is one shard more, about its share of them moves. There are at most twice as many shards as would do if
 * each could be filled to the last probe. An origin that is more than a shard can take (see `capacityFaults`) has one to itself.
 */
export function shardLayout({ targets, tickMs }: ShardedTargets): ShardLayout {
  const origins = originLoads(targets, tickMs);
  const total = origins.reduce((sum, { load }) => sum + load, 0);
  if (total <= MOST_PER_SHARD) return { count: 1, shardOf: () => 0 };
  for (let count = Math.max(2, Math.ceil(total / USUAL_PER_SHARD)); ; count += 1) {
    const placed = place(origins, count);
    if (placed !== null) return { count, shardOf: (origin) => placed.get(origin) ?? 0 };
  }
}

/** The targets of each shard, in their order. */
export function shardsOf(sharded: ShardedTargets): readonly (readonly Target[])[] {
  const { count, shardOf } = shardLayout(sharded);
  const shards: Target[][] = Array.from({ length: count }, () => []);
  for (const target of sharded.targets) shards[shardOf(new URL(target.url).origin)]?.push(target);
  return shards;
}

/** The largest first, so that what is hard to place finds room; those of the same load by name. */
function originLoads(targets: readonly Target[], tickMs: number): readonly OriginLoad[] {
  return [...Map.groupBy(targets, ({ url }) => new URL(url).origin)]
    .map(([origin, own]) => ({ origin, load: Math.min(MOST_PER_SHARD, mostDue(own, tickMs)) }))
    .toSorted((a, b) => b.load - a.load || (a.origin < b.origin ? -1 : 1));
}

/** The shard of each origin; `null` when there is none with room for one of them. */
function place(origins: readonly OriginLoad[], count: number): ReadonlyMap<string, number> | null {
  const loads = Array.from({ length: count }, () => 0);
  const placed = new Map<string, number>();
  for (const { origin, load } of origins) {
    let best = -1;
    let bestRank = -1;
    for (const [shard, taken] of loads.entries()) {
      if (taken + load > MOST_PER_SHARD) continue;
      const rank = mixedHash(origin, shard);
      if (rank > bestRank) [best, bestRank] = [shard, rank];
    }
    if (best === -1) return null;
    loads[best] = (loads[best] ?? 0) + load;
    placed.set(origin, best);
  }
  return placed;
}
