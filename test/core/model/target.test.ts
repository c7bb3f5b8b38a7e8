import { describe, expect, test } from 'vitest';
import { isDue } from '../../../functions/core/model/target.ts';
import { HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT, aTarget } from '../../support/builders.ts';

describe('when a target is due', () => {
  const dueIn = (everyMs: number, tickMs: number, ticks: number): number[] =>
    Array.from({ length: ticks }, (_, tick) => tick).filter((tick) =>
      isDue(aTarget({ everyMs }), TICK_AT + tick * tickMs, tickMs),
    );

  test.each([
    { name: 'every tick', everyMs: MINUTE_MS, tickMs: MINUTE_MS, ticks: 4, due: [0, 1, 2, 3] },
    { name: 'every third tick', everyMs: 3 * MINUTE_MS, tickMs: MINUTE_MS, ticks: 8, due: [0, 3, 6] },
    { name: 'every hour in ticks of 30 min', everyMs: HOUR_MS, tickMs: 30 * MINUTE_MS, ticks: 5, due: [0, 2, 4] },
    { name: 'more often than there are ticks', everyMs: 1000, tickMs: MINUTE_MS, ticks: 3, due: [0, 1, 2] },
  ])('$name', ({ everyMs, tickMs, ticks, due }) => {
    expect(dueIn(everyMs, tickMs, ticks)).toEqual(due);
  });

  test('slots are counted from the epoch: a tick that is late by seconds is in the same slot', () => {
    expect(isDue(aTarget({ everyMs: 5 * MINUTE_MS }), TICK_AT + 59_999, MINUTE_MS)).toBe(true);
    expect(isDue(aTarget({ everyMs: 5 * MINUTE_MS }), TICK_AT + MINUTE_MS, MINUTE_MS)).toBe(false);
  });
});
