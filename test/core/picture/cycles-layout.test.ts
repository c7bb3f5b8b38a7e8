import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cyclesLayout } from '../../../functions/core/picture/cycles-layout.ts';
import { DAY_MS, HALF_HOURLY, HOUR_MS, MINUTE_MS, MONTH_FROM, MONTH_TO, NO_PATTERN } from './scenes.ts';

const ZONE = 'Europe/Amsterdam';

function layoutOf(periodMs: number, from: number, startAt: number, intervalMs = MINUTE_MS) {
  const nextExpected = { from: startAt - MINUTE_MS, to: startAt + 3 * MINUTE_MS };
  const pattern = { ...NO_PATTERN, ...HALF_HOURLY, periodMs, nextExpected };
  return cyclesLayout({ from, to: MONTH_TO }, ZONE, pattern, false, intervalMs);
}

describe('cycles down, phase across', () => {
  test('what comes every period stands in one column, within the expected window', () => {
    const periods = fc.double({ min: 5 * MINUTE_MS, max: 9 * DAY_MS, noNaN: true });
    fc.assert(
      fc.property(periods, fc.double({ min: 0.001, max: 1, noNaN: true }), (periodMs, phase) => {
        const startAt = MONTH_TO + Math.round(phase * periodMs);
        const layout = layoutOf(periodMs, MONTH_FROM, startAt);
        const columns = new Set<number>();
        for (let at = startAt - periodMs; at >= MONTH_FROM; at -= periodMs) {
          if (at >= MONTH_TO) continue;
          columns.add(layout.columnOf(at));
          const row = layout.rowOf(at);
          expect(layout.rows[row ?? -1]).toBeDefined();
        }
        expect(columns.size).toBeLessThanOrEqual(1);
        const [window] = layout.windows;
        for (const column of columns) {
          expect((column + 0.5) / layout.columns).toBeGreaterThan(window?.fromRatio ?? 1);
          expect((column + 0.5) / layout.columns).toBeLessThan(window?.toRatio ?? 0);
        }
      }),
    );
  });

  test('every moment has a place, rows never go back, and there are not too many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2 * MINUTE_MS, max: 9 * DAY_MS, noNaN: true }),
        fc.integer({ min: 1, max: 35 * 24 }),
        fc.integer({ min: 0, max: 60 }),
        (periodMs, hours, lateMinutes) => {
          const from = MONTH_TO - hours * HOUR_MS;
          const layout = layoutOf(periodMs, from, MONTH_TO + lateMinutes * MINUTE_MS);
          expect(layout.rows.length).toBeLessThanOrEqual(32);
          let last = 0;
          for (let at = from; at < MONTH_TO; at += Math.max(MINUTE_MS, (hours * HOUR_MS) / 500)) {
            const row = layout.rowOf(at) ?? -1;
            expect(row).toBeGreaterThanOrEqual(last);
            expect(row).toBeLessThan(layout.rows.length);
            expect(layout.columnOf(at)).toBeGreaterThanOrEqual(0);
            expect(layout.columnOf(at)).toBeLessThan(layout.columns);
            last = row;
          }
          expect(layout.rowOf(MONTH_TO - 1)).toBe(layout.rows.length - 1);
        },
      ),
    );
  });

  test('no column is narrower than the time between two probes, nor than can be seen', () => {
    expect(layoutOf(30 * MINUTE_MS, MONTH_FROM, MONTH_TO).columns).toBe(30);
    expect(layoutOf(30 * MINUTE_MS, MONTH_FROM, MONTH_TO, 5 * MINUTE_MS).columns).toBe(6);
    expect(layoutOf(7 * DAY_MS, MONTH_FROM, MONTH_TO).columns).toBe(120);
    expect(layoutOf(MINUTE_MS / 2, MONTH_FROM, MONTH_TO).columns).toBe(1);
  });

  test('labels count from the expected start, and few of a long record share a row', () => {
    const { ticks, rows, reading, nextLabel } = layoutOf(
      30 * MINUTE_MS,
      MONTH_TO - 7 * DAY_MS,
      MONTH_TO + 7 * MINUTE_MS,
    );
    expect(ticks.map(({ label }) => label)).toEqual(['−5 min', 'start', '+5 min', '+10 min', '+15 min', '+20 min']);
    expect(rows.filter(({ label }) => label !== '').length).toBeLessThanOrEqual(8);
    expect(reading).toContain('11 cycles (each 30 min)');
    expect(nextLabel).toBe('5 Apr 02:06');
  });

  test('an ended pattern has no next row, and one without a prediction no window', () => {
    const range = { from: MONTH_FROM, to: MONTH_TO };
    const pattern = { ...NO_PATTERN, ...HALF_HOURLY, periodMs: HOUR_MS };
    expect(cyclesLayout(range, ZONE, pattern, true, MINUTE_MS)).toMatchObject({ next: [], windows: [{}] });
    const blind = cyclesLayout(range, ZONE, { ...pattern, nextExpected: null }, false, MINUTE_MS);
    expect(blind).toMatchObject({ next: [], windows: [] });
    expect(blind.ticks.map(({ label }) => label)).toContain('0');
  });
});
