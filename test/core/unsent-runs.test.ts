import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNSENT_LIMITS, isOfTick, keepUnsent, type UnsentRun } from '../../functions/core/unsent-runs.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { TICK_AT, aRunKey } from '../support/builders.ts';

function aRun(minute: number, fields: Partial<UnsentRun> = {}): UnsentRun {
  const tickAt = TICK_AT + minute * MINUTE_MS;
  return {
    key: aRunKey({ tickAt }),
    claimedAt: tickAt + 200,
    isClaimed: false,
    targetIds: ['a'],
    parts: ['x'.repeat(10)],
    refusals: 0,
    ...fields,
  };
}

const minutesOf = (runs: readonly UnsentRun[]) => runs.map(({ key }) => (key.tickAt - TICK_AT) / MINUTE_MS);

describe('what is kept', () => {
  test('everything within the limits, in the order of the ticks', () => {
    const { kept, dropped } = keepUnsent([aRun(2), aRun(0), aRun(1)]);
    expect([minutesOf(kept), dropped]).toEqual([[0, 1, 2], []]);
  });

  test.each([
    { name: 'number', limits: { runs: 2, characters: 1_000 } },
    { name: 'size', limits: { runs: 100, characters: 29 } },
  ])('of too great a $name, the newest; the oldest are dropped', ({ limits }) => {
    const { kept, dropped } = keepUnsent([aRun(0), aRun(1), aRun(2), aRun(3)], limits);
    expect([minutesOf(kept), minutesOf(dropped)]).toEqual([
      [2, 3],
      [0, 1],
    ]);
  });

  test('one that is larger than everything allowed is kept alone', () => {
    const { kept, dropped } = keepUnsent([aRun(0), aRun(1, { parts: ['y'.repeat(99)] })], { runs: 9, characters: 50 });
    expect([minutesOf(kept), minutesOf(dropped)]).toEqual([[1], [0]]);
  });

  test('not what the store refused ten times', () => {
    const { kept, dropped } = keepUnsent([aRun(0, { refusals: 9 }), aRun(1, { refusals: 10 })]);
    expect([minutesOf(kept), minutesOf(dropped)]).toEqual([[0], [1]]);
  });

  test('every run is kept or dropped, whatever the limits', () => {
    const sizes = fc.array(fc.nat({ max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 10 }), fc.nat({ max: 200 }), (lengths, runs, characters) => {
        const all = lengths.map((length, minute) => aRun(minute, { parts: ['z'.repeat(length)] }));
        const { kept, dropped } = keepUnsent(all, { runs, characters });
        expect(minutesOf([...dropped, ...kept])).toEqual(lengths.map((_, minute) => minute));
        expect(kept.length).toBeLessThanOrEqual(runs);
        const size = kept.flatMap(({ parts }) => parts).join('').length;
        if (kept.length > 1) expect(size).toBeLessThanOrEqual(characters);
        if (all.length > 0) expect(kept.length).toBeGreaterThan(0);
      }),
    );
  });

  test('is four hours of runs each minute, in a small part of the 256 MB of the function', () => {
    expect(UNSENT_LIMITS.runs * MINUTE_MS).toBe(4 * 60 * MINUTE_MS);
    expect(UNSENT_LIMITS.characters).toBeLessThan(256_000_000 / 10);
  });
});

test.each([
  { other: {}, is: true },
  { other: { vantage: 'us-east-1' }, is: false },
  { other: { tickAt: TICK_AT + MINUTE_MS }, is: false },
  { other: { shard: 1 }, is: false },
])('a run of $other: $is', ({ other, is }) => {
  expect(isOfTick(aRun(0), aRunKey(other))).toBe(is);
});
