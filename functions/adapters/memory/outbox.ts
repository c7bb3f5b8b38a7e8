import type { Announcement } from '../../core/model/problem.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { Outbox } from '../../core/ports.ts';

/** An announcement that waits: who holds it, and how often it was refused. */
interface Waiting {
  readonly announcement: Announcement;
  owner: string | null;
  leaseUntil: EpochMs;
  refusedSince: EpochMs | null;
  refusals: number;
}

/** An outbox that a problem book puts its notices in. */
export interface MemoryOutbox extends Outbox {
  /** Whether this id was ever put in. */
  isKnown(noticeId: string): boolean;
  /** Puts in what is not known. */
  put(announcement: Announcement): void;
}

/**
 * The outbox in memory. An owner may claim again what it holds, which renews the lease. What another owner has taken over in
 * the meantime is left alone by `markSent`, `release` and `bury`.
 */
export function memoryOutbox(): MemoryOutbox {
  const known = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const dead = new Map<string, Announcement>();
  const put = (announcement: Announcement): void => {
    const { id } = announcement;
    known.add(id);
    waiting.set(id, { announcement, owner: null, leaseUntil: 0, refusedSince: null, refusals: 0 });
  };
  const heldBy = (owner: string, noticeId: string): Waiting | null => {
    const found = waiting.get(noticeId);
    return found?.owner === owner ? found : null;
  };

  return {
    isKnown: (noticeId) => known.has(noticeId),
    put,

    add: (announcement) => {
      if (known.has(announcement.id)) return Promise.resolve('known');
      put(announcement);
      return Promise.resolve('added');
    },

    // The sort is stable, and a problem's notices are committed in their order.
    pending: () =>
      Promise.resolve(
        [...waiting.values()]
          .map(({ announcement, refusedSince, refusals }) => ({ announcement, refusedSince, refusals }))
          .toSorted((a, b) => a.announcement.at - b.announcement.at),
      ),

    claim: (noticeId, owner, now, leaseMs) => {
      const found = waiting.get(noticeId);
      if (found === undefined) return Promise.resolve(false);
      if (found.owner !== null && found.owner !== owner && now < found.leaseUntil) return Promise.resolve(false);
      found.owner = owner;
      found.leaseUntil = now + leaseMs;
      return Promise.resolve(true);
    },

    markSent: (noticeId, owner) => {
      if (heldBy(owner, noticeId) !== null) waiting.delete(noticeId);
      return Promise.resolve();
    },

    release: (noticeId, owner, refusedAt) => {
      const found = heldBy(owner, noticeId);
      if (found === null) return Promise.resolve();
      found.owner = null;
      if (refusedAt !== null) {
        found.refusedSince ??= refusedAt;
        found.refusals += 1;
      }
      return Promise.resolve();
    },

    bury: (noticeId, owner) => {
      const found = heldBy(owner, noticeId);
      if (found === null) return Promise.resolve();
      waiting.delete(noticeId);
      dead.set(noticeId, found.announcement);
      return Promise.resolve();
    },

    buried: () => Promise.resolve([...dead.values()].toSorted((a, b) => a.at - b.at)),

    revive: (noticeId) => {
      const found = dead.get(noticeId);
      if (found === undefined) return Promise.resolve(false);
      dead.delete(noticeId);
      put(found);
      return Promise.resolve(true);
    },
  };
}
