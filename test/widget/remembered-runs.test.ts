import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { StoredRun } from '../../functions/core/ports.ts';
import { rememberedRuns } from '../../functions/widget/remembered-runs.ts';

const END = Date.UTC(2026, 2, 20, 12, 34);
const runAt = (tickAt: EpochMs, vantage = 'here'): StoredRun => ({
  key: { vantage, tickAt, shard: 0 },
  state: 'finished',
  claimedAt: tickAt,
  targetIds: ['a'],
  parts: ['x'.repeat(500)],
});

/** A history with a run each minute, and what was asked of it. */
function world(mostLetters?: number) {
  const runs: StoredRun[] = [];
  for (let tickAt = END - 3 * DAY_MS; tickAt <= END + HOUR_MS; tickAt += MINUTE_MS) runs.push(runAt(tickAt));
  const asked: number[] = [];
  let now = END;
  const history = {
    read: (vantage: string, from: EpochMs, to: EpochMs) => {
      const found = runs.filter(
        ({ key }) => key.vantage === vantage && key.tickAt >= from && key.tickAt <= to && key.tickAt <= now,
      );
      asked.push(found.length);
      return Promise.resolve(found.toSorted((a, b) => a.key.tickAt - b.key.tickAt));
    },
  };
  return {
    runs,
    history,
    remembered: rememberedRuns(history, () => now, mostLetters),
    /** Runs that were read since it was last asked. */
    readSince: () => asked.splice(0).reduce((sum, count) => sum + count, 0),
    wait: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
}

describe('a view after another', () => {
  test('reads what is new, and up to an hour that is not settled', async () => {
    const { remembered, readSince, wait, now } = world();
    const view = () => remembered.read('here', now() - 2 * DAY_MS, now());
    expect(await view()).toHaveLength(2 * 1_440 + 1);
    expect(readSince()).toBeGreaterThan(2 * 1_440);
    wait(MINUTE_MS);
    expect(await view()).toHaveLength(2 * 1_440 + 1);
    expect(readSince()).toBeLessThanOrEqual(2 * 60);
  });

  test('reads no more than the last day again when some time has passed', async () => {
    const { remembered, readSince, wait, now } = world();
    const view = () => remembered.read('here', now() - 3 * DAY_MS, now());
    await view();
    readSince();
    wait(10 * MINUTE_MS);
    await view();
    expect(readSince()).toBeLessThanOrEqual(1_440 + 3 * 60);
  });

  test('sees a run that was handed in late, within ten minutes', async () => {
    const { runs, remembered, wait } = world();
    const late = END - 5 * HOUR_MS;
    runs.splice(0, Infinity, ...runs.filter(({ key }) => key.tickAt !== late));
    const view = () => remembered.read('here', late, late);
    expect(await view()).toEqual([]);
    runs.push(runAt(late));
    wait(9 * MINUTE_MS);
    expect(await view()).toEqual([]);
    wait(MINUTE_MS);
    expect(await view()).toHaveLength(1);
  });

  test('sees how a run under way ends', async () => {
    const { runs, remembered, now } = world();
    const [newest] = runs.filter(({ key }) => key.tickAt === END);
    Object.assign(newest ?? {}, { state: 'claimed' });
    expect((await remembered.read('here', END, now())).map(({ state }) => state)).toEqual(['claimed']);
    Object.assign(newest ?? {}, { state: 'finished' });
    expect((await remembered.read('here', END, now())).map(({ state }) => state)).toEqual(['finished']);
  });
});

test('vantages are kept apart', async () => {
  const { runs, remembered } = world();
  const tickAt = END - 2 * DAY_MS;
  runs.push(runAt(tickAt, 'there'));
  for (let time = 0; time < 2; time += 1) {
    for (const vantage of ['here', 'there']) {
      const found = await remembered.read(vantage, tickAt, tickAt);
      expect(found.map(({ key }) => key.vantage)).toEqual([vantage]);
    }
  }
});

test('what does not fit is read again, and what nobody asks for makes room', async () => {
  const { remembered, readSince, wait } = world(3 * 60 * 1_000);
  const view = (from: EpochMs) => remembered.read('here', from, from + 6 * HOUR_MS - 1);
  const from = Math.floor(END / DAY_MS) * DAY_MS - 2 * DAY_MS;
  for (const read of [360, 180, 180]) {
    await view(from);
    expect(readSince()).toBe(read);
  }
  wait(3 * HOUR_MS);
  for (const read of [360, 180]) {
    await view(from + 6 * HOUR_MS);
    expect(readSince()).toBe(read);
  }
});

test('whatever is asked for, the answer is that of the history', async () => {
  const minutes = fc.integer({ min: -2 * 1_440, max: 30 });
  const views = fc.array(fc.record({ from: minutes, span: fc.nat(1_000), waitMs: fc.nat(40 * MINUTE_MS) }), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(views, async (asked) => {
      const { history, remembered, wait } = world(2_000_000);
      for (const { from, span, waitMs } of asked) {
        wait(waitMs);
        const range = [END + from * MINUTE_MS + 17, END + (from + span) * MINUTE_MS] as const;
        expect(await remembered.read('here', ...range)).toEqual(await history.read('here', ...range));
      }
    }),
    { numRuns: 40 },
  );
});
