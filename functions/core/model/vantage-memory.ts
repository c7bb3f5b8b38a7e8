import type { Certificate } from './observation.ts';
import type { RunKey } from './run.ts';
import type { EpochMs } from './time.ts';

/** When something was seen; `lastSeenAt` is kept to the day. */
export interface Seen {
  readonly firstSeenAt: EpochMs;
  readonly lastSeenAt: EpochMs;
}

/** What a vantage has learned about an origin. */
export interface OriginFacts {
  /** The newest certificate; `since` is when it was first seen. `null` before the first handshake. */
  readonly certificate: (Certificate & { readonly since: EpochMs }) | null;
  /** Issuers of its certificates. */
  readonly issuers: Readonly<Record<string, Seen>>;
  /** Addresses that the name resolved to. */
  readonly addresses: Readonly<Record<string, Seen>>;
  /** Since when the API's clock and ours differ by more than is tolerated, and by how much then (theirs minus ours). */
  readonly clockSkew: { readonly since: EpochMs; readonly ms: number } | null;
}

/**
 * What the runs of a vantage pass on to the next one; each shard what it knows of its own origins. Written only when it changes;
 * a healthy minute changes nothing.
 */
export interface VantageMemory {
  readonly schemaVersion: 1;
  readonly origins: Readonly<Record<string, OriginFacts>>;
  /** By account: when its token ends, as the API says. */
  readonly tokens: Readonly<Record<string, { readonly expiresAt: EpochMs }>>;
  /** By origin: until when it is left alone after a 429. A pause that is over is lifted by the canary that gets through. */
  readonly pauses: Readonly<Record<string, { readonly until: EpochMs }>>;
  /** By origin and company: retries made on a day, in UTC. */
  readonly retries: Readonly<Record<string, { readonly day: number; readonly count: number }>>;
}

/** The memory of a vantage that has never run. */
export const NO_MEMORY: VantageMemory = { schemaVersion: 1, origins: {}, tokens: {}, pauses: {}, retries: {} };

/** The name under which a shard's memory is kept: that of the vantage for the first, which is the only one of most monitors. */
export function memoryName({ vantage, shard }: Pick<RunKey, 'vantage' | 'shard'>): string {
  return shard === 0 ? vantage : `${vantage}#${shard}`;
}
