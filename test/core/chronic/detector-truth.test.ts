import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise } from '../../support/chronic-draws.ts';
import { MONDAY, days, every, findings, over, quiet, timeline, type Spacing } from '../../support/chronic-timeline.ts';

const DAY = quiet(1).length;

/** The confirmed findings in the end. */
function confirmedIn(text: string, spacing: Spacing = {}): readonly Finding[] {
  return findings(timeline(text, spacing)).last.filter(({ level }) => level === 'confirmed');
}

/** The only confirmed finding. */
function onlyOne(text: string, spacing: Spacing = {}): Finding {
  const [found, ...others] = confirmedIn(text, spacing);
  if (found === undefined) throw new Error('nothing was found');
  expect(others).toEqual([]);
  return found;
}

describe('days that a rhythm does not keep to', () => {
  it.each([
    ['two working days', ['mon', 'thu'] as const],
    ['the weekend', ['sun', 'sat'] as const],
    ['working days', ['mon', 'tue', 'wed', 'thu', 'fri'] as const],
  ])('are no missed windows: %s', (_, on) => {
    const { pattern } = onlyOne(quiet(7) + days(42, '10:00 xx', { on: [...on] }));
    expect(pattern.weekdays).toEqual(on);
    expect(pattern.hits?.ratio).toBe(1);
  });
});

describe('days of the week that are found one by one', () => {
  it('are one pattern with all of their strikes', () => {
    const found = onlyOne(quiet(7) + days(42, '10:00 xx', { on: ['sat', 'sun'] }));
    const saturday = MONDAY + 12 * DAY_MS + 10 * HOUR_MS;
    expect([found.pattern.cycles, found.failedProbes]).toEqual([12, 24]);
    expect(Math.abs(found.firstFailureAt - saturday)).toBeLessThan(5 * MINUTE_MS);
    expect(found.pattern.explainedRatio).toBe(1);
  });

  it('began with the first of them, whichever was found first', () => {
    const text = over(days(49, '10:00 xx', { on: ['sat'] }), days(49, '10:00 x*6', { on: ['sun'] }));
    const found = onlyOne(text);
    expect(found.pattern.weekdays).toEqual(['sun', 'sat']);
    expect(Math.abs(found.firstFailureAt - (MONDAY + 5 * DAY_MS + 10 * HOUR_MS))).toBeLessThan(5 * MINUTE_MS);
  });

  it('are two patterns when their times differ: none promises both times on both days', () => {
    const found = confirmedIn(over(days(49, '10:00 xx', { on: ['sat'] }), days(49, '14:00 xxx', { on: ['sun'] })));
    const told = found.map(({ pattern }) => [pattern.weekdays, pattern.timesOfDay]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual([['sat'], ['10:00']]);
    expect(told).toContainEqual([['sun'], ['14:00']]);
  });

  it('are one pattern when one day has two times', () => {
    const { pattern } = onlyOne(days(49, '10:00 xx; 14:00 xx', { on: ['sat'] }));
    expect([pattern.weekdays, pattern.timesOfDay]).toEqual([['sat'], ['10:00', '14:00']]);
  });
});

describe('a downtime', () => {
  it('goes on over a stray success', () => {
    const found = onlyOne(`${quiet(2)}x*400.x*400`);
    expect([found.pattern.kind, found.endedAt, found.failedProbes]).toEqual(['persistent', null, 800]);
  });

  it('ends at the first of two successes in a row', () => {
    const found = onlyOne(`${quiet(2)}x*400..`);
    expect(Math.floor(((found.endedAt ?? 0) - MONDAY) / (5 * MINUTE_MS))).toBe(2 * DAY + 400);
  });
});

it.each([
  ['a rhythm', every(HOUR_MS, 'xx', 4 * DAY), every(HOUR_MS, 'xx', 3 * DAY)],
  ['steady loss', noise('before', 0.1, 5 * DAY), noise('again', 0.1, 3 * DAY)],
])('a pattern that returns counts from its return: %s', (_, first, second) => {
  const found = onlyOne(quiet(3) + first + quiet(5) + second);
  expect(found.firstFailureAt).toBeGreaterThanOrEqual(MONDAY + 8 * DAY_MS + (first.length / DAY) * DAY_MS);
  expect(found.failedProbes).toBeLessThanOrEqual(second.replaceAll('.', '').length);
});

it.each([
  ['all the time', `${quiet(2)}x*400`],
  ['steady loss', quiet(2) + noise('explained', 0.1, 6 * DAY)],
])('what accounts for every failure says so: %s', (_, text) => {
  expect(onlyOne(text).pattern.explainedRatio).toBeGreaterThan(0.9);
});

it('strikes that would fall on a probe are no aliases', () => {
  const { pattern } = onlyOne(quiet(3) + every(HOUR_MS, 'x', 4 * DAY));
  expect(pattern.aliasesMs.length).toBeGreaterThan(0);
  for (const seen of [30, 20, 15, 10]) expect(pattern.aliasesMs).not.toContain(seen * MINUTE_MS);
});

/** Text of whole days, an hour at a time, each with its own share of failures. */
function byHour(seed: string, count: number, perHour: number, ratio: (hour: number, day: number) => number): string {
  const hours = Array.from({ length: 24 * count }, (_, i) =>
    noise(`${seed}/${i}`, ratio(i % 24, Math.floor(i / 24)), perHour),
  );
  return hours.join('');
}

// Draws that are found in pieces: the rest of the first is known by its hours alone, the second has up to sixteen.
it.each(['c', 'l'])('office hours are one stretch, not its pieces: draw %s', (seed) => {
  const text =
    quiet(7, MINUTE_MS) + byHour(seed, 28, 60, (hour, day) => (day % 7 < 5 && hour >= 9 && hour < 17 ? 0.2 : 0));
  const clocks = confirmedIn(text, { everyMs: MINUTE_MS }).filter(({ pattern }) => pattern.periodMs === DAY_MS);
  expect(clocks.map(({ pattern }) => pattern.timesOfDay.length)).toEqual([1]);
  expect(clocks[0]?.pattern.durationMs).toBeGreaterThan(6 * HOUR_MS);
  // Edges of the pieces move as they are joined, so that a few probes near them may count twice.
  expect(clocks[0]?.failedProbes).toBeLessThan(1.02 * text.replaceAll('.', '').length);
});

it.each(['a', 'b', 'c'])('noise that is denser by day, yet within tolerance, is no pattern: draw %s', (seed) => {
  const diurnal = (hour: number) => 0.007 * (1 - 0.9 * Math.cos((2 * Math.PI * hour) / 24));
  expect(confirmedIn(byHour(seed, 35, 60, diurnal), { everyMs: MINUTE_MS })).toEqual([]);
});

it('a raised rate that turns out to be a fast rhythm is one finding', () => {
  const strikes = Array.from({ length: 15 * 1_440 }, (_, minute) => ((minute * 60) % 350 < 60 ? 'x' : '.')).join('');
  const { events } = findings(timeline(strikes, { everyMs: MINUTE_MS }));
  expect(new Set(events.filter(({ type }) => type !== 'suspected').map(({ finding }) => finding.id)).size).toBe(1);
  expect(events.at(-1)?.finding.pattern).toMatchObject({ kind: 'periodic' });
  expect(events.at(-1)?.finding.pattern.periodMs).toBeCloseTo(350_000, -4);
});
