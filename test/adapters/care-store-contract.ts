import { expect, test } from 'vitest';
import { HOUR_MS } from '../../functions/core/model/time.ts';
import type { CareStore } from '../../functions/core/ports.ts';
import type { Care } from '../../functions/core/problems/care.ts';
import { TICK_AT, aProblem } from '../support/builders.ts';

/** An acknowledged and snoozed problem, with everything that can be said. */
export function aCare(overrides: Partial<Care> = {}): Care {
  return {
    problemId: aProblem().id,
    acknowledgedAt: TICK_AT,
    acknowledgedBy: 'Anna “<&',
    snoozedUntil: TICK_AT + 4 * HOUR_MS,
    note: 'The uplink is being replaced.',
    ...overrides,
  };
}

/** What every store of cares promises. */
export function careStoreContract(open: () => Promise<CareStore>): void {
  const nothing = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };

  test('at first nobody said anything', async () => {
    expect(await (await open()).all()).toEqual(new Map());
  });

  test.for<{ name: string; care: Care }>([
    { name: 'everything', care: aCare() },
    { name: 'an acknowledgement', care: aCare({ snoozedUntil: null, note: null }) },
    { name: 'a name alone', care: aCare({ ...nothing, acknowledgedBy: 'Anna' }) },
    { name: 'a snooze', care: aCare({ ...nothing, snoozedUntil: TICK_AT }) },
    { name: 'a note', care: aCare({ ...nothing, note: 'x' }) },
  ])('$name comes back as it was put', async ({ care }) => {
    const store = await open();
    await store.put(care);
    expect(await store.all()).toEqual(new Map([[care.problemId, care]]));
  });

  test('what is put takes the place of all that was said of the problem before, and of no other', async () => {
    const store = await open();
    const other = aCare({ problemId: 'local/agents@2026-03-01T00:00:00.000Z' });
    await store.put(other);
    await store.put(aCare());
    await store.put(aCare({ ...nothing, acknowledgedBy: 'Ben' }));
    expect(await store.all()).toEqual(
      new Map([
        [other.problemId, other],
        [aCare().problemId, aCare({ ...nothing, acknowledgedBy: 'Ben' })],
      ]),
    );
  });

  test('what is removed is gone; removing it again changes nothing', async () => {
    const store = await open();
    const other = aCare({ problemId: 'other' });
    await store.put(aCare());
    await store.put(other);
    await store.remove(aCare().problemId);
    await store.remove(aCare().problemId);
    expect(await store.all()).toEqual(new Map([['other', other]]));
  });
}
