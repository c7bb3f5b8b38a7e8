import type { Target } from '../model/target.ts';
import type { EpochMs } from '../model/time.ts';
import { shardLayout } from '../model/shards.ts';
import { NO_MEMORY, type OriginFacts, type VantageMemory } from '../model/vantage-memory.ts';
import type { Settings } from '../settings-model.ts';

/** Whose memory it is: the targets of a shard, and the accounts that they name. */
type Owner = Pick<Settings, 'targets' | 'accounts'>;

/** Whether any origin of these targets is unknown: nothing was learned of it yet, or another shard had it until now. */
export function isStrange(memory: VantageMemory, targets: readonly Target[]): boolean {
  return targets.some(({ url }) => memory.origins[new URL(url).origin] === undefined);
}

/**
 * A shard's memory with what other shards know of its origins, where they know later: origins change shards when the settings
 * do, and a pause after a 429 or an issuer that was seen before must go with them. The memory itself when there is nothing.
 */
export function takeOver(memory: VantageMemory, others: readonly VantageMemory[], owner: Owner): VantageMemory {
  const own = new Set(owner.targets.map(({ url }) => new URL(url).origin));
  const isOwn = (origin: string) => own.has(origin);
  // A token without an end is in no memory: where its origin is known, what others still hold of it is old.
  const isStrangeAccount = (account: string) => {
    const home = homeOf(account, owner);
    return own.has(home) && memory.origins[home] === undefined;
  };
  return others.reduce((known, other) => {
    const origins = later(known.origins, other.origins, isOwn, lastSeen);
    const pauses = later(known.pauses, other.pauses, isOwn, ({ until }) => until);
    const tokens = later(known.tokens, other.tokens, isStrangeAccount, ({ expiresAt }) => expiresAt);
    const isOwnBudget = (key: string) => own.has(new URL(key.split(' ')[0] ?? '').origin);
    const retries = later(known.retries, other.retries, isOwnBudget, ({ day, count }) => day + count / 1e9);
    const isSame =
      origins === known.origins && pauses === known.pauses && tokens === known.tokens && retries === known.retries;
    return isSame ? known : { ...known, origins, pauses, tokens, retries };
  }, memory);
}

/**
 * What all shards of a vantage have learned, by shard: each of its own origins, and of those that it does not know yet what others
 * do. Pauses and retries are for the shards alone and left out.
 */
export function wholeMemory(
  memories: readonly (VantageMemory | null)[],
  settings: Pick<Settings, 'targets' | 'tickMs' | 'accounts'>,
): VantageMemory {
  const { shardOf } = shardLayout(settings);
  const isFrom = (shard: number, origin: string) => {
    const owner = shardOf(origin);
    return owner === shard || memories[owner]?.origins[origin] === undefined;
  };
  const origins: Record<string, OriginFacts> = {};
  const tokens: Record<string, { readonly expiresAt: EpochMs }> = {};
  for (const [shard, memory] of memories.entries()) {
    if (memory === null) continue;
    for (const [origin, facts] of Object.entries(memory.origins)) if (isFrom(shard, origin)) origins[origin] = facts;
    for (const [account, token] of Object.entries(memory.tokens)) {
      if (isFrom(shard, homeOf(account, settings))) tokens[account] = token;
    }
  }
  return { ...NO_MEMORY, origins, tokens };
}

function homeOf(account: string, { accounts }: Pick<Settings, 'accounts'>): string {
  return URL.parse(accounts[account]?.origin ?? '')?.origin ?? '';
}

/** Entries with those of others that are wanted and later; the same object when there are none. */
function later<T>(
  known: Readonly<Record<string, T>>,
  others: Readonly<Record<string, T>>,
  isWanted: (name: string) => boolean,
  timeOf: (value: T) => number,
): Readonly<Record<string, T>> {
  const news = Object.entries(others).filter(([name, value]) => {
    const before = known[name];
    return isWanted(name) && (before === undefined || timeOf(value) > timeOf(before));
  });
  return news.length === 0 ? known : { ...known, ...Object.fromEntries(news) };
}

function lastSeen({ certificate, issuers, addresses }: OriginFacts): EpochMs {
  const seen = [...Object.values(issuers), ...Object.values(addresses)].map(({ lastSeenAt }) => lastSeenAt);
  return Math.max(certificate?.since ?? 0, ...seen);
}
