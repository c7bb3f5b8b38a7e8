import { describe, expect, test } from 'vitest';
import type { DigestNotice, Notice } from '../../functions/core/model/problem.ts';
import { DAY_MS } from '../../functions/core/model/time.ts';
import type { Outbox, ProblemBook } from '../../functions/core/ports.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';
import { waitingIn } from './waiting.ts';

const LEASE_MS = 60_000;
const FIRST = aNotice();
const SECOND = aNotice({ id: 'second', at: FIRST.at + 1 });

/** An outbox with two notices of one problem, the first one held by `us`. */
async function holdingFirst(open: () => Promise<ProblemBook & Outbox>): Promise<ProblemBook & Outbox> {
  const outbox = await open();
  await outbox.commit({ problem: FIRST.problem, expectedVersion: 0, notice: FIRST });
  await outbox.commit({ problem: FIRST.problem, expectedVersion: 1, notice: SECOND });
  await outbox.claim(FIRST.id, 'us', TICK_AT, LEASE_MS);
  return outbox;
}

function aDigest(id: string, at: number): DigestNotice {
  const counts = { healthy: 10_080, failed: 0, masked: 0, ownNetwork: 0, ownFault: 0, skipped: 0 };
  return {
    id,
    at,
    reason: 'digest',
    digest: {
      from: TICK_AT - 7 * DAY_MS,
      to: TICK_AT,
      targets: 1,
      vantages: [],
      counts,
      worst: { shown: [], all: 0 },
      problems: { shown: [], all: 0 },
      open: { chronic: 0, incidents: 0, warnings: 0 },
      expiries: [],
      untold: [],
      monthlyCostUsd: 7.98,
    },
  };
}

/** What every outbox promises of what was refused, and of what belongs to no problem. */
export function deadLetterContract(open: () => Promise<ProblemBook & Outbox>): void {
  describe('refusals', () => {
    test('are counted, and the first one is remembered', async () => {
      const outbox = await holdingFirst(open);
      expect(await outbox.pending()).toEqual([
        { announcement: FIRST, refusedSince: null, refusals: 0 },
        { announcement: SECOND, refusedSince: null, refusals: 0 },
      ]);
      await outbox.release(FIRST.id, 'us', TICK_AT + 1.5);
      await outbox.claim(FIRST.id, 'them', TICK_AT + 9, LEASE_MS);
      await outbox.release(FIRST.id, 'them', TICK_AT + 10);
      expect(await outbox.pending()).toEqual([
        { announcement: FIRST, refusedSince: TICK_AT + 1.5, refusals: 2 },
        { announcement: SECOND, refusedSince: null, refusals: 0 },
      ]);
    });

    test('that had nothing to do with the notice are not', async () => {
      const outbox = await holdingFirst(open);
      await outbox.release(FIRST.id, 'us', null);
      expect((await outbox.pending())[0]).toEqual({ announcement: FIRST, refusedSince: null, refusals: 0 });
      expect(await outbox.claim(FIRST.id, 'them', TICK_AT + 1, LEASE_MS)).toBe(true);
    });

    test('told by who lost its lease, or never had one, are not', async () => {
      const outbox = await holdingFirst(open);
      await outbox.release(FIRST.id, 'them', TICK_AT);
      await outbox.release(SECOND.id, 'us', TICK_AT);
      await outbox.release('nothing', 'us', TICK_AT);
      expect((await outbox.pending()).map(({ refusals }) => refusals)).toEqual([0, 0]);
      expect(await outbox.claim(FIRST.id, 'them', TICK_AT + 1, LEASE_MS)).toBe(false);
    });
  });

  describe('a dead letter', () => {
    test('waits no more, is kept as it was, and cannot be claimed, marked or released', async () => {
      const outbox = await holdingFirst(open);
      expect(await outbox.buried()).toEqual([]);
      await outbox.bury(FIRST.id, 'us', TICK_AT + 5);
      expect(await waitingIn(outbox)).toEqual([SECOND]);
      expect(await outbox.buried()).toEqual([FIRST]);
      expect(await outbox.claim(FIRST.id, 'us', TICK_AT + 2 * LEASE_MS, LEASE_MS)).toBe(false);
      await outbox.markSent(FIRST.id, 'us', TICK_AT + 6);
      await outbox.release(FIRST.id, 'us', TICK_AT + 6);
      await outbox.bury(FIRST.id, 'us', TICK_AT + 6);
      expect(await waitingIn(outbox)).toEqual([SECOND]);
      expect(await outbox.buried()).toEqual([FIRST]);
    });

    test('is made by the holder of the notice alone', async () => {
      const outbox = await holdingFirst(open);
      await outbox.bury(FIRST.id, 'them', TICK_AT);
      await outbox.bury(SECOND.id, 'us', TICK_AT);
      await outbox.bury('nothing', 'us', TICK_AT);
      expect(await waitingIn(outbox)).toEqual([FIRST, SECOND]);
      expect(await outbox.buried()).toEqual([]);
    });

    test('is still known', async () => {
      const outbox = await holdingFirst(open);
      await outbox.bury(FIRST.id, 'us', TICK_AT);
      expect(await outbox.commit({ problem: FIRST.problem, expectedVersion: 2, notice: FIRST })).toBe('known');
      expect(await waitingIn(outbox)).toEqual([SECOND]);
    });

    test('that is revived waits in its old place, free and as if never refused', async () => {
      const outbox = await holdingFirst(open);
      await outbox.release(FIRST.id, 'us', TICK_AT);
      await outbox.claim(FIRST.id, 'us', TICK_AT, LEASE_MS);
      await outbox.bury(FIRST.id, 'us', TICK_AT);
      expect(await outbox.revive(FIRST.id)).toBe(true);
      expect(await outbox.pending()).toEqual([
        { announcement: FIRST, refusedSince: null, refusals: 0 },
        { announcement: SECOND, refusedSince: null, refusals: 0 },
      ]);
      expect(await outbox.buried()).toEqual([]);
      expect(await outbox.claim(FIRST.id, 'them', TICK_AT, LEASE_MS)).toBe(true);
      await outbox.markSent(FIRST.id, 'them', TICK_AT);
      expect(await waitingIn(outbox)).toEqual([SECOND]);
    });

    test('can be revived once, and only what is dead', async () => {
      const outbox = await holdingFirst(open);
      expect(await outbox.revive(FIRST.id)).toBe(false);
      expect(await outbox.revive('nothing')).toBe(false);
      await outbox.bury(FIRST.id, 'us', TICK_AT);
      expect(await Promise.all([outbox.revive(FIRST.id), outbox.revive(FIRST.id)])).toContain(true);
      expect(await outbox.revive(FIRST.id)).toBe(false);
      expect(await waitingIn(outbox)).toEqual([FIRST, SECOND]);
    });

    test('stands oldest first among its like', async () => {
      const outbox = await open();
      const notices: readonly Notice[] = [
        { ...aNotice({ id: 'a-late', at: TICK_AT + 2 }), problem: aProblem({ stream: 'local/a' }) },
        { ...aNotice({ id: 'b-early', at: TICK_AT + 1 }), problem: aProblem({ stream: 'local/b' }) },
      ];
      for (const notice of notices) {
        await outbox.commit({ problem: notice.problem, expectedVersion: 0, notice });
        await outbox.claim(notice.id, 'us', TICK_AT, LEASE_MS);
        await outbox.bury(notice.id, 'us', TICK_AT + 10);
      }
      expect((await outbox.buried()).map(({ id }) => id)).toEqual(['b-early', 'a-late']);
    });
  });

  describe('what belongs to no problem', () => {
    const digest = aDigest('digest/2026-03-02', FIRST.at - 1);

    test('waits among the others, by its time', async () => {
      const outbox = await holdingFirst(open);
      expect(await outbox.add(digest)).toBe('added');
      expect(await waitingIn(outbox)).toEqual([digest, FIRST, SECOND]);
    });

    test('is added once, however often and whenever it is tried', async () => {
      const outbox = await open();
      const tries = await Promise.all([outbox.add(digest), outbox.add(digest), outbox.add(digest)]);
      expect(tries.toSorted()).toEqual(['added', 'known', 'known']);
      await outbox.claim(digest.id, 'us', TICK_AT, LEASE_MS);
      await outbox.markSent(digest.id, 'us', TICK_AT);
      expect(await outbox.add({ ...digest, at: digest.at + 1 })).toBe('known');
      expect(await outbox.pending()).toEqual([]);
    });

    test('can be a dead letter too, and is known then', async () => {
      const outbox = await open();
      await outbox.add(digest);
      await outbox.claim(digest.id, 'us', TICK_AT, LEASE_MS);
      await outbox.bury(digest.id, 'us', TICK_AT);
      expect(await outbox.buried()).toEqual([digest]);
      expect(await outbox.add(digest)).toBe('known');
    });
  });
}
