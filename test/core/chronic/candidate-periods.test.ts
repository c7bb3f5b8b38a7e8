import { expect, it } from 'vitest';
import { CALENDAR_PERIODS, measuredPeriods, snapped } from '../../../functions/core/chronic/candidate-periods.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { MONDAY } from '../../support/chronic-timeline.ts';

it('no period has no weight, and none all of it', () => {
  const measured = measuredPeriods(Array.from({ length: 20 }, (_, i) => MONDAY + i * 47 * MINUTE_MS));
  for (const { weight } of [...CALENDAR_PERIODS, ...measured]) {
    expect(weight).toBeGreaterThan(0);
    expect(weight).toBeLessThan(0.5);
  }
});

it.each([30 * MINUTE_MS, HOUR_MS, DAY_MS, 7 * DAY_MS])('%i ms is a calendar period', (periodMs) => {
  expect(CALENDAR_PERIODS.map((candidate) => candidate.periodMs)).toContain(periodMs);
});

it('the period of regular starts is read off them, whichever distance is taken', () => {
  const periods = measuredPeriods([0, 1, 2, 3, 4, 5].map((i) => MONDAY + i * 47 * MINUTE_MS));
  expect(periods.some(({ periodMs }) => periodMs === 47 * MINUTE_MS)).toBe(true);
  for (const { periodMs } of periods) expect(periodMs % (47 * MINUTE_MS)).toBe(0);
});

it('a period is read off over others between, and over several cycles, which are named', () => {
  const starts = [0, 60, 75, 120, 131, 180].map((minute) => MONDAY + minute * MINUTE_MS);
  const periods = measuredPeriods(starts);
  expect(periods).toContainEqual(expect.objectContaining({ periodMs: HOUR_MS, readOffCycle: 1 }));
  const regular = measuredPeriods([0, 10, 21, 30].map((minute) => MONDAY + minute * MINUTE_MS));
  expect(regular).toContainEqual(expect.objectContaining({ periodMs: 10 * MINUTE_MS, readOffCycle: 3 }));
});

it('nothing is read off a single start', () => {
  expect(measuredPeriods([MONDAY])).toEqual([]);
  expect(measuredPeriods([])).toEqual([]);
});

it.each([
  ['exact', HOUR_MS, 0, HOUR_MS],
  ['within its error', HOUR_MS + 50_000, 20_000, HOUR_MS],
  ['within a thousandth', DAY_MS + 60_000, 0, DAY_MS],
  ['another', DAY_MS + 10 * MINUTE_MS, 30_000, null],
  ['of its own', 47 * MINUTE_MS, 1_000, null],
] as const)('a measured period is snapped to the calendar: %s', (_, periodMs, errorMs, calendar) => {
  const expected = { periodMs: calendar ?? periodMs, isCalendar: calendar !== null };
  expect(snapped(periodMs, errorMs)).toEqual(expected);
});
