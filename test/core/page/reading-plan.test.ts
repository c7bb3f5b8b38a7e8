import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { planReading, wantedFrom, type PlanOptions } from '../../../functions/core/page/reading-plan.ts';
import type { Settings } from '../../../functions/core/settings-model.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { fleetConfig } from '../../support/sharded.ts';

const NOW = Date.UTC(2026, 2, 31, 12);

/** At as many origins as so many targets need. */
function settingsFor(targets: number): Settings {
  const settings = settingsOf(fleetConfig(Math.ceil(targets / 400), Math.min(targets, 400)));
  return { ...settings, targets: settings.targets.slice(0, targets) };
}

const last = (ms: number) => ({ from: NOW - ms, to: NOW });
const plan = (targets: number, options: Partial<PlanOptions> = {}) =>
  planReading({ asked: last(DAY_MS), now: NOW, vantages: 1, patternsFrom: null, ...options }, settingsFor(targets));

test('a day of five targets: all of it, a day at a time', () => {
  expect(plan(5)).toMatchObject({ notes: [], heat: null, cellMs: 10 * MINUTE_MS, strips: last(DAY_MS) });
  expect(plan(5).pieces).toEqual([{ ...last(DAY_MS), isForStrips: true }]);
});

test('a week of fifty targets is read in full, and heat maps of five weeks beside it', () => {
  const { notes, strips, heat } = plan(50, { asked: last(7 * DAY_MS), patternsFrom: NOW - 35 * DAY_MS });
  expect(notes).toEqual([]);
  expect(strips.from).toBeLessThanOrEqual(NOW - 7 * DAY_MS);
  expect(heat).toEqual(last(35 * DAY_MS));
});

test('a month of 150 targets: as many of the newest days as fit, in words', () => {
  const { notes, strips } = plan(150, { asked: last(30 * DAY_MS) });
  expect(notes).toEqual([
    'Showing the last 8 days of the 30 days asked for: with so many targets, more would take too long.',
  ]);
  expect((NOW - strips.from) / DAY_MS).toBeCloseTo(8, 1);
});

test('heat maps that do not fit are shortened, in words', () => {
  const { notes, heat } = plan(200, { patternsFrom: NOW - 35 * DAY_MS });
  expect(notes).toEqual([expect.stringMatching(/^Heat maps show the last 1\d days: with so many targets/)]);
  expect(NOW - (heat?.from ?? NOW)).toBeLessThan(20 * DAY_MS);
});

test('where nothing is left for them, heat maps go as far back as the strips', () => {
  const asked = { from: NOW - 7 * DAY_MS, to: NOW - 5_000 };
  const { strips, heat } = plan(500, { asked, patternsFrom: NOW - 35 * DAY_MS });
  expect(heat).toEqual({ from: strips.from, to: NOW });
});

test('what is older than the records are kept is not read', () => {
  const { notes, strips } = plan(1, { asked: last(90 * DAY_MS) });
  expect(notes).toEqual(['Runs are kept for 35 days: what is older is not shown.']);
  expect(strips.from).toBeGreaterThanOrEqual(NOW - 36 * DAY_MS);
});

test('a stretch of the past: that is read first, then what only the heat maps need, on both sides of it', () => {
  const asked = { from: NOW - 10 * DAY_MS, to: NOW - 9 * DAY_MS };
  const { pieces, heat } = plan(5, { asked, patternsFrom: NOW - 12 * DAY_MS });
  expect(heat).toEqual(last(12 * DAY_MS));
  expect(pieces[0]).toEqual({ ...asked, isForStrips: true });
  expect(pieces.slice(1).every(({ isForStrips }) => !isForStrips)).toBe(true);
  expect(pieces.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(12 * DAY_MS);
});

test('the future is not shown', () => {
  expect(plan(5, { asked: { from: NOW - HOUR_MS, to: NOW + DAY_MS } }).strips.to).toBe(NOW);
});

describe('from when on a heat map is wanted', () => {
  test.each([
    { name: 'a little before it began', firstFailureAt: NOW - 9 * DAY_MS, days: 12 },
    { name: 'no further back than five weeks', firstFailureAt: NOW - 80 * DAY_MS, days: 35 },
  ])('$name', ({ firstFailureAt, days }) => {
    expect((NOW - wantedFrom({ firstFailureAt }, NOW)) / DAY_MS).toBe(days);
  });
});

test('whatever is asked for, pieces are in time, do not overlap, and are bounded in what they hold', () => {
  const any = fc.record({
    targets: fc.constantFrom(1, 5, 50, 500, 2_000),
    vantages: fc.integer({ min: 1, max: 5 }),
    agoMs: fc.integer({ min: 1, max: 60 * DAY_MS }),
    lengthMs: fc.integer({ min: 1, max: 60 * DAY_MS }),
    patternsAgoMs: fc.option(fc.integer({ min: 1, max: 35 * DAY_MS })),
  });
  fc.assert(
    fc.property(any, ({ targets, vantages, agoMs, lengthMs, patternsAgoMs }) => {
      const asked = { from: NOW - agoMs, to: NOW - agoMs + lengthMs };
      const patternsFrom = patternsAgoMs === null ? null : NOW - patternsAgoMs;
      const { pieces, strips, cellMs, heat } = plan(targets, { vantages, asked, patternsFrom });
      expect(strips.to).toBeGreaterThan(strips.from);
      expect(Math.ceil((strips.to - strips.from) / cellMs)).toBeLessThanOrEqual(242);
      const sorted = pieces.toSorted((a, b) => a.from - b.from);
      sorted.forEach((piece, index) => {
        expect(piece.to).toBeGreaterThan(piece.from);
        expect(piece.to).toBeLessThanOrEqual(Math.max(NOW, strips.to));
        expect(piece.to).toBeLessThanOrEqual(sorted[index + 1]?.from ?? Infinity);
        expect(((piece.to - piece.from) / MINUTE_MS) * targets * vantages).toBeLessThanOrEqual(
          Math.max(150_000, 10 * targets * vantages),
        );
      });
      expect(pieces.filter(({ isForStrips }) => isForStrips).reduce((sum, { from, to }) => sum + to - from, 0)).toBe(
        strips.to - strips.from,
      );
      if (heat !== null) expect(heat.to).toBe(NOW);
    }),
  );
});
