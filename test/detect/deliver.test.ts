import { describe, expect, test } from 'vitest';
import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import type { RunFault } from '../../functions/core/fault-report.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { CareStore, PublishResult } from '../../functions/core/ports.ts';
import type { Care } from '../../functions/core/problems/care.ts';
import { deliver } from '../../functions/detect/deliver.ts';
import { TICK_AT, aNotice, aProblem } from '../support/builders.ts';
import { memoryLog } from '../support/memory-log.ts';

const ACCEPTED: PublishResult = { result: 'accepted' };
const REFUSED: PublishResult = { result: 'refused', error: new Error('too long') };
const UNAVAILABLE: PublishResult = { result: 'unavailable', error: new Error('no such topic') };

/** An outbox of `opened` and `resolved` of each of these problems, and a channel that answers as told. */
async function outboxOf(ids: readonly string[], answer: (noticeId: string) => PublishResult) {
  const outbox = memoryProblems();
  for (const id of ids) {
    const problem = aProblem({ id, stream: id });
    for (const [version, reason] of (['opened', 'resolved'] as const).entries()) {
      const notice = aNotice({ id: `${id}/${reason}`, at: TICK_AT + version, reason, problem });
      await outbox.commit({ problem, expectedVersion: version, notice });
    }
  }
  let now: EpochMs = TICK_AT;
  let publishMs = 0;
  const published: string[] = [];
  const said: string[] = [];
  const cares: CareStore = memoryCare();
  const faults: RunFault[] = [];
  const ports = {
    outbox,
    cares,
    notifier: {
      publish: ({ id }: { readonly id: string }, care: Care | null) => {
        now += publishMs;
        published.push(id);
        if (care !== null) said.push(`${id}: ${care.acknowledgedBy}`);
        return Promise.resolve(answer(id));
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: memoryLog(),
    newOwner: () => 'us',
  };
  return {
    outbox,
    published,
    said,
    cares,
    faults,
    slowDown: (ms: number) => {
      publishMs = ms;
    },
    passAt: (at: EpochMs) => {
      now = at;
      return deliver(ports, (fault) => faults.push(fault));
    },
  };
}

describe('a notice that is refused', () => {
  test('for a day becomes a dead letter, is reported, and the next of its problem goes on', async () => {
    const { outbox, published, faults, passAt } = await outboxOf(['a', 'b'], (id) =>
      id === 'a/opened' ? REFUSED : ACCEPTED,
    );
    for (const hours of [0, 12, 23]) {
      expect((await passAt(TICK_AT + hours * HOUR_MS)).unsentNotices).toBe(2);
    }
    expect(published).toEqual(['a/opened', 'b/opened', 'b/resolved', 'a/opened', 'a/opened']);
    faults.splice(0);
    const after = await passAt(TICK_AT + 24 * HOUR_MS);
    expect(after).toEqual({ unsentNotices: 0, oldestUnsentMs: 0, deadNotices: 1 });
    expect(published.slice(5)).toEqual(['a/opened', 'a/resolved']);
    expect((await outbox.buried()).map(({ id }) => id)).toEqual(['a/opened']);
    expect(faults).toEqual([
      expect.objectContaining({ what: 'Notice a/opened is a dead letter now', error: 'Error: too long' }),
    ]);
  });

  test('leaves the others alone', async () => {
    const { published, passAt } = await outboxOf(['a', 'b', 'c', 'd', 'e'], (id) =>
      id === 'e/opened' ? ACCEPTED : REFUSED,
    );
    await passAt(TICK_AT);
    expect(published).toEqual(['a/opened', 'b/opened', 'c/opened', 'd/opened', 'e/opened', 'e/resolved']);
  });
});

describe('a channel that takes nothing', () => {
  test('is asked three times a pass, and buries nothing however long that lasts', async () => {
    let answer: PublishResult = UNAVAILABLE;
    const { outbox, published, passAt } = await outboxOf(['a', 'b', 'c', 'd', 'e'], () => answer);
    for (const hours of [0, 24, 48, 72, 96]) await passAt(TICK_AT + hours * HOUR_MS);
    expect(published.splice(0)).toHaveLength(15);
    expect(await outbox.buried()).toEqual([]);
    answer = ACCEPTED;
    expect((await passAt(TICK_AT + 97 * HOUR_MS)).unsentNotices).toBe(0);
    expect(published).toHaveLength(10);
  });

  test('takes no refusal of before for a day of refusals', async () => {
    const answers = [REFUSED, UNAVAILABLE, UNAVAILABLE, REFUSED, REFUSED, REFUSED];
    const { outbox, passAt } = await outboxOf(['a'], () => answers.shift() ?? REFUSED);
    for (const hours of [0, 1, 30, 31, 32]) {
      await passAt(TICK_AT + hours * HOUR_MS);
      expect(await outbox.buried()).toHaveLength(hours < 32 ? 0 : 1);
    }
  });

  test('is not taken for one that takes others', async () => {
    const { published, passAt } = await outboxOf(['a', 'b', 'c', 'd', 'e'], (id) =>
      id.startsWith('c') || id.startsWith('e') ? ACCEPTED : UNAVAILABLE,
    );
    await passAt(TICK_AT);
    expect(published).toEqual(['a/opened', 'b/opened', 'c/opened', 'd/opened', 'e/opened', 'c/resolved', 'e/resolved']);
  });
});

test('a slow channel is left after 20 s, and what waits is told with its age', async () => {
  const { published, slowDown, passAt } = await outboxOf(['a', 'b', 'c', 'd'], () => ACCEPTED);
  slowDown(10_000);
  const standing = await passAt(TICK_AT + MINUTE_MS);
  expect(published).toEqual(['a/opened', 'b/opened']);
  expect(standing).toEqual({ unsentNotices: 6, oldestUnsentMs: MINUTE_MS + 20_000, deadNotices: 0 });
  expect((await passAt(TICK_AT + 2 * MINUTE_MS)).unsentNotices).toBe(4);
});

test('what could not be sent is reported although the store fails afterwards', async () => {
  const { outbox, faults, passAt } = await outboxOf(['a', 'b'], (id) => (id === 'a/opened' ? REFUSED : ACCEPTED));
  outbox.markSent = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await expect(passAt(TICK_AT)).rejects.toThrow('connect ECONNREFUSED');
  expect(faults.map(({ what }) => what)).toEqual(['Notice a/opened was not accepted (refused)']);
});

describe('who is on a problem', () => {
  const KIM: Care = { problemId: 'a', acknowledgedAt: TICK_AT, acknowledgedBy: 'kim', snoozedUntil: null, note: null };

  test('goes with each notice of it, as it is known when that goes out', async () => {
    const { said, cares, passAt } = await outboxOf(['a', 'b'], () => ACCEPTED);
    await cares.put(KIM);
    await passAt(TICK_AT);
    expect(said).toEqual(['a/opened: kim', 'a/resolved: kim']);
  });

  test('when it cannot be read, notices go out without, and that is told', async () => {
    const { published, said, faults, cares, passAt } = await outboxOf(['a'], () => ACCEPTED);
    cares.all = () => Promise.reject(new Error('throttled'));
    expect((await passAt(TICK_AT)).unsentNotices).toBe(0);
    expect([published.length, said.length]).toEqual([2, 0]);
    expect(faults).toMatchObject([{ what: 'It could not be read who is on which problem', error: 'Error: throttled' }]);
  });
});
