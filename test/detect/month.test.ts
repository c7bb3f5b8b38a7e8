import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { CAUSES } from '../support/month/faults.ts';
import { MONTH_AT } from '../support/month/record.ts';
import { tellInARow, tellMonth, type MonthMessage } from '../support/month/tell-month.ts';

/** What people may get for each true cause, on average. */
const MOST_PER_CAUSE = 2.5;

describe('twelve targets that fail in seven ways for a month', async () => {
  const messages = await tellMonth();
  const of = (name: string) => messages.filter(({ cause }) => cause?.name === name);

  // Outages and tokens at the third failing tick, one that follows another after ten minutes, what works now and then at the
  // fifteenth failing one of thirty; a reset of two minutes an hour is told by its rhythm alone, a bad address by
  // the hours in which nothing else fails.
  test.each([
    { way: 'outage', withinMs: 3 * MINUTE_MS },
    { way: 'again', withinMs: 11 * MINUTE_MS },
    { way: 'half', withinMs: 23 * MINUTE_MS },
    { way: 'mixed', withinMs: 3 * MINUTE_MS },
    { way: 'token', withinMs: 3 * MINUTE_MS },
    { way: 'own line', withinMs: 3 * MINUTE_MS },
    { way: 'hourly reset', withinMs: 6 * HOUR_MS },
    { way: 'bad address', withinMs: 12 * HOUR_MS },
  ] as const)('every cause is told: $way', ({ way, withinMs }) => {
    for (const { name, fromMs } of CAUSES.filter((cause) => cause.way === way)) {
      const [first] = of(name);
      expect((first?.at ?? Infinity) - MONTH_AT - fromMs, name).toBeLessThanOrEqual(withinMs);
    }
  });

  test('nothing is told without a cause', () => {
    expect(messages.filter(({ cause }) => cause === null)).toEqual([]);
  });

  test('what ends is told to be over', () => {
    const isOver = ({ text }: MonthMessage) => text.startsWith('resolved');
    const ended = CAUSES.filter(({ way }) => way !== 'own line').map(({ name }) => name);
    expect(ended.filter((name) => of(name).some(isOver))).toEqual(ended);
  });

  test('with few messages, where a count of failures in a row makes hundreds', () => {
    expect(messages.length / CAUSES.length).toBeLessThanOrEqual(MOST_PER_CAUSE);
    expect(tellInARow(3, null).length).toBeGreaterThan(25 * messages.length);
  });
});
