import { expect, test } from 'vitest';
import type { Notice } from '../../functions/core/model/problem.ts';
import type { Outbox, ProblemBook } from '../../functions/core/ports.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';
import { waitingIn } from './waiting.ts';

const LEASE_MS = 60_000;
const NOTICE = aNotice();

async function withNotice(open: () => Promise<ProblemBook & Outbox>): Promise<ProblemBook & Outbox> {
  const outbox = await open();
  await outbox.commit({ problem: NOTICE.problem, expectedVersion: 0, notice: NOTICE });
  return outbox;
}

/** What every outbox promises. */
export function outboxContract(open: () => Promise<ProblemBook & Outbox>): void {
  test('notices wait oldest first, those of one problem in their order', async () => {
    const outbox = await open();
    const at = TICK_AT + 3_600_000;
    // In the order of commit; the ids sort the other way round.
    const committed: (Pick<Notice, 'id' | 'at'> & { stream: string; expectedVersion: number })[] = [
      { id: 'z-late', at: at + 2, stream: 'local/a', expectedVersion: 0 },
      { id: 'y-opened', at, stream: 'local/b', expectedVersion: 0 },
      { id: 'x-resolved', at, stream: 'local/b', expectedVersion: 1 },
      { id: 'w-early', at: at - 1.5, stream: 'local/c', expectedVersion: 0 },
      { id: 'v-opened-again', at, stream: 'local/b', expectedVersion: 2 },
    ];
    for (const { stream, expectedVersion, ...notice } of committed) {
      const problem = aProblem({ stream });
      await outbox.commit({ problem, expectedVersion, notice: aNotice({ problem, ...notice }) });
    }
    const waiting = await waitingIn(outbox);
    expect(waiting.map((notice) => notice.id)).toEqual([
      'w-early',
      'y-opened',
      'x-resolved',
      'v-opened-again',
      'z-late',
    ]);
  });

  test('a claimed notice is refused to others until its lease ends, and still waits', async () => {
    const outbox = await withNotice(open);
    expect(await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS)).toBe(true);
    expect(await outbox.claim(NOTICE.id, 'them', TICK_AT + LEASE_MS - 1, LEASE_MS)).toBe(false);
    expect(await waitingIn(outbox)).toEqual([NOTICE]);
    expect(await outbox.claim(NOTICE.id, 'them', TICK_AT + LEASE_MS, LEASE_MS)).toBe(true);
    expect(await outbox.claim(NOTICE.id, 'us', TICK_AT + LEASE_MS, LEASE_MS)).toBe(false);
  });

  test('of many owners at once, one gets the notice', async () => {
    const outbox = await withNotice(open);
    const claims = Array.from({ length: 8 }, (_, owner) =>
      outbox.claim(NOTICE.id, `owner-${owner}`, TICK_AT, LEASE_MS),
    );
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  });

  test('the holder may claim again, which renews its lease', async () => {
    const outbox = await withNotice(open);
    await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS);
    expect(await outbox.claim(NOTICE.id, 'us', TICK_AT + 30_000, LEASE_MS)).toBe(true);
    expect(await outbox.claim(NOTICE.id, 'them', TICK_AT + LEASE_MS, LEASE_MS)).toBe(false);
  });

  test('a notice that does not exist cannot be claimed', async () => {
    const outbox = await withNotice(open);
    expect(await outbox.claim('nothing', 'us', TICK_AT, LEASE_MS)).toBe(false);
    expect(await waitingIn(outbox)).toEqual([NOTICE]);
  });

  test('a sent notice waits no longer and cannot be claimed; marking it twice changes nothing', async () => {
    const outbox = await withNotice(open);
    await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS);
    await outbox.markSent(NOTICE.id, 'us', TICK_AT + 10);
    await outbox.markSent(NOTICE.id, 'us', TICK_AT + 20);
    expect(await waitingIn(outbox)).toEqual([]);
    expect(await outbox.claim(NOTICE.id, 'them', TICK_AT + 10 * LEASE_MS, LEASE_MS)).toBe(false);
  });

  test('a released notice can be claimed by anybody', async () => {
    const outbox = await withNotice(open);
    await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS);
    await outbox.release(NOTICE.id, 'us', null);
    expect(await outbox.claim(NOTICE.id, 'them', TICK_AT + 1, LEASE_MS)).toBe(true);
  });

  test('who lost its lease to another can neither mark nor release', async () => {
    const outbox = await withNotice(open);
    await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS);
    await outbox.claim(NOTICE.id, 'them', TICK_AT + LEASE_MS, LEASE_MS);
    await outbox.markSent(NOTICE.id, 'us', TICK_AT + LEASE_MS);
    await outbox.release(NOTICE.id, 'us', null);
    expect(await waitingIn(outbox)).toEqual([NOTICE]);
    expect(await outbox.claim(NOTICE.id, 'third', TICK_AT + LEASE_MS + 1, LEASE_MS)).toBe(false);
  });

  test('an expired lease that nobody took over can still be marked', async () => {
    const outbox = await withNotice(open);
    await outbox.claim(NOTICE.id, 'us', TICK_AT, LEASE_MS);
    await outbox.markSent(NOTICE.id, 'us', TICK_AT + 2 * LEASE_MS);
    expect(await waitingIn(outbox)).toEqual([]);
  });
}
