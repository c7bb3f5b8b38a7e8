import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeTicks } from '../../../functions/core/picture/time-ticks.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, MONTH_FROM } from './scenes.ts';

const ZONES = ['UTC', 'Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

describe('labels of an axis of time', () => {
  test.each([
    { name: 'an hour', ms: HOUR_MS, labels: ['01:00', '01:10', '01:20', '01:30', '01:40', '01:50'] },
    { name: 'a week', ms: 7 * DAY_MS, labels: ['2 Mar', '3 Mar', '4 Mar', '5 Mar', '6 Mar', '7 Mar', '8 Mar'] },
    { name: 'a day', ms: DAY_MS, labels: ['03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00', '2 Mar'] },
  ])('$name', ({ ms, labels }) => {
    const ticks = timeTicks({ from: MONTH_FROM, to: MONTH_FROM + ms }, 'Europe/Amsterdam');
    expect(ticks.map(({ label }) => label)).toEqual(labels);
  });

  test('are 3 to 8, from left to right, at least half of them where it is narrow', () => {
    const spans = fc.integer({ min: 3, max: 400 * 1_440 });
    fc.assert(
      fc.property(spans, fc.integer({ min: 0, max: 525_600 }), fc.constantFrom(...ZONES), (span, start, zone) => {
        const from = MONTH_FROM + start * MINUTE_MS;
        const ticks = timeTicks({ from, to: from + span * MINUTE_MS }, zone);
        const ratios = ticks.map(({ ratio }) => ratio);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(8);
        expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
        expect(new Set(ratios).size).toBe(ratios.length);
        expect(Math.min(...ratios)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...ratios)).toBeLessThan(1);
        expect(ticks.filter(({ isMinor }) => !isMinor).length).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  test.each([
    {
      name: 'an hour left out has no label',
      day: Date.UTC(2026, 2, 28, 23),
      labels: ['00:00', '01:00', '03:00', '04:00'],
    },
    {
      name: 'an hour shown twice has one',
      day: Date.UTC(2026, 9, 24, 22),
      labels: ['00:00', '01:00', '02:00', '03:00'],
    },
  ])('$name', ({ day, labels }) => {
    const ticks = timeTicks({ from: day - HOUR_MS, to: day + 5 * HOUR_MS }, 'Europe/Amsterdam');
    const shown = ticks.map(({ label }) => label.replace(/^\d+ (?:Mar|Oct)$/, '00:00'));
    expect(shown.filter((label) => label >= '00:00' && label <= '04:00').slice(0, 4)).toEqual(labels);
  });
});
