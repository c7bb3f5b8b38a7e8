import { describe, expect, test } from 'vitest';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { daysLayout } from '../../../functions/core/picture/days-layout.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_FROM, MONTH_TO, NIGHTLY, NO_PATTERN } from './scenes.ts';

const ZONE = 'Europe/Amsterdam';
const QUARTER_MS = 15 * MINUTE_MS;

function layoutOf(pattern: Partial<Pattern>, from = MONTH_FROM, to = MONTH_TO, intervalMs = MINUTE_MS, isOver = false) {
  return daysLayout({ from, to }, ZONE, { ...NO_PATTERN, ...pattern }, isOver, intervalMs);
}

/** Row and column of a moment. */
function placeOf(layout: ReturnType<typeof layoutOf>, at: number) {
  return [layout.rowOf(at), layout.columnOf(at)];
}

describe('days down, time of day across', () => {
  test('a time on the local clock stays in its column where the clock is put forward', () => {
    const layout = layoutOf(NIGHTLY);
    const nights = Array.from({ length: 34 }, (_, day) => {
      const offsetHours = day < 28 ? 1 : 2;
      return MONTH_FROM + day * DAY_MS + 3.5 * HOUR_MS - offsetHours * HOUR_MS;
    });
    expect(nights.map((at) => placeOf(layout, at))).toEqual(nights.map((_, day) => [day, 14]));
  });

  test('of a day of 23 hours the hour that is left out has no moment', () => {
    const layout = layoutOf({});
    const midnight = Date.UTC(2026, 2, 28, 23);
    const columns = Array.from({ length: 23 * 4 }, (_, quarter) => placeOf(layout, midnight + quarter * QUARTER_MS));
    expect(new Set(columns.map(([row]) => row))).toEqual(new Set([28]));
    const empty = Array.from({ length: 96 }, (_, column) => column).filter(
      (column) => !columns.some(([, one]) => one === column),
    );
    expect(empty).toEqual([8, 9, 10, 11]);
    expect(layout.rowOf(midnight - 1)).toBe(27);
    expect(layout.rowOf(midnight + 23 * HOUR_MS)).toBe(29);
    expect(layout.reading).toContain('On 29 Mar the clock left out an hour.');
  });

  test('of a day of 25 hours both hours go to the one that is shown twice', () => {
    const midnight = Date.UTC(2026, 9, 24, 22);
    const layout = layoutOf({}, midnight - 20 * DAY_MS, midnight + 5 * DAY_MS);
    const row = layout.rowOf(midnight);
    expect(placeOf(layout, midnight + 2.5 * HOUR_MS)).toEqual([row, 10]);
    expect(placeOf(layout, midnight + 3.5 * HOUR_MS)).toEqual([row, 10]);
    expect(layout.rowOf(midnight + 25 * HOUR_MS - 1)).toBe(row);
    expect(layout.rowOf(midnight + 25 * HOUR_MS)).toBe((row ?? 0) + 1);
    expect(layout.reading).toContain('On 25 Oct the clock showed an hour twice.');
  });

  test('every moment of the range has a place, and none outside of it', () => {
    const layout = layoutOf({});
    for (let at = MONTH_FROM; at < MONTH_TO; at += 7 * MINUTE_MS) {
      const [row, column] = placeOf(layout, at);
      expect(layout.rows[row ?? -1]).toBeDefined();
      expect(column).toBeGreaterThanOrEqual(0);
      expect(column).toBeLessThan(layout.columns);
    }
    expect(layout.rowOf(MONTH_FROM - 1)).toBeNull();
    expect(layout.rowOf(MONTH_TO)).toBeNull();
  });

  test('of a year the newest days are shown', () => {
    const layout = layoutOf({}, MONTH_TO - 365 * DAY_MS);
    expect(layout.rows).toHaveLength(43);
    expect(layout.rowOf(MONTH_TO - 1)).toBe(42);
    expect(layout.rowOf(MONTH_TO - 60 * DAY_MS)).toBeNull();
  });

  test.each([
    { name: 'a month each minute', days: 35, intervalMs: MINUTE_MS, columns: 96 },
    { name: 'a week each minute', days: 7, intervalMs: MINUTE_MS, columns: 144 },
    { name: 'a week each half hour', days: 7, intervalMs: 30 * MINUTE_MS, columns: 48 },
    { name: 'a week twice a day', days: 7, intervalMs: 12 * HOUR_MS, columns: 4 },
  ])('$name has $columns columns', ({ days, intervalMs, columns }) => {
    expect(layoutOf({}, MONTH_FROM, MONTH_FROM + days * DAY_MS, intervalMs).columns).toBe(columns);
  });
});

describe('where failures are expected', () => {
  test('a daily one is marked through all days in whole columns, and has a next one', () => {
    const { windows, next, rows, nextLabel } = layoutOf(NIGHTLY);
    expect(windows).toEqual([{ fromRatio: 13 / 96, toRatio: 15 / 96, firstRow: 0, endRow: rows.length }]);
    expect(next).toEqual([{ fromRatio: 13 / 96, toRatio: 15 / 96 }]);
    expect(nextLabel).toBe('5 Apr 03:28');
  });

  test.each([
    { name: 'by its days', pattern: { weekdays: ['sun'] as const } },
    { name: 'by its period', pattern: { weekdays: null } },
  ])('a weekly one is marked on its days alone, known $name', ({ pattern }) => {
    const { windows } = layoutOf({ ...NIGHTLY, periodMs: 7 * DAY_MS, ...pattern });
    expect(windows.map(({ firstRow, endRow }) => [firstRow, endRow])).toEqual(
      [0, 7, 14, 21, 28, 35].map((row) => [row, row + 1]),
    );
  });

  test('one that goes on past midnight is in two pieces', () => {
    const from = Date.UTC(2026, 3, 5, 21, 50);
    const { windows, next } = layoutOf({
      ...NIGHTLY,
      timesOfDay: ['23:55'],
      toleranceMs: 5 * MINUTE_MS,
      nextExpected: { from, to: from + 30 * MINUTE_MS },
    });
    const pieces = [
      { fromRatio: 95 / 96, toRatio: 1 },
      { fromRatio: 0, toRatio: 2 / 96 },
    ];
    expect(windows).toMatchObject(pieces);
    expect(next).toEqual(pieces);
  });

  test('each of several times of day is marked', () => {
    expect(layoutOf({ ...NIGHTLY, timesOfDay: ['03:30', '15:30'] }).windows).toHaveLength(2);
  });

  test('nothing is next when it is over, though it is still seen when it came', () => {
    const { windows, next } = layoutOf(NIGHTLY, MONTH_FROM, MONTH_TO, MINUTE_MS, true);
    expect([windows.length, next.length]).toEqual([1, 0]);
  });

  test('nothing is marked for what has no clock', () => {
    expect(layoutOf({ kind: 'lossy' })).toMatchObject({ windows: [], next: [], nextLabel: '' });
  });

  test('Mondays are labelled, and of a weekly pattern its days', () => {
    const labelsOf = (pattern: Partial<Pattern>) =>
      layoutOf(pattern).rows.flatMap(({ label, before }) => (label === '' ? [] : [`${before} ${label}`]));
    expect(labelsOf({})).toEqual(['Mon 2 Mar', 'Mon 9 Mar', 'Mon 16 Mar', 'Mon 23 Mar', 'Mon 30 Mar']);
    expect(labelsOf({ weekdays: ['tue'] })[0]).toBe('Tue 3 Mar');
  });
});
