import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALENDAR_PERIODS } from '../../../functions/core/chronic/candidate-periods.ts';
import { cover, emptyCoverage } from '../../../functions/core/chronic/coverage.ts';
import {
  cyclesBefore,
  isEnough,
  lookBack,
  shortestPeriodMs,
  type Candidate,
  type LookBack,
} from '../../../functions/core/chronic/look-back.ts';
import { LAYERS } from '../../../functions/core/chronic/layers.ts';
import { addOnset, emptyOnsets } from '../../../functions/core/chronic/onset-list.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise } from '../../support/chronic-draws.ts';
import { MONDAY, days, every, over, quiet, timeline } from '../../support/chronic-timeline.ts';

const DAY = quiet(1).length;

/** What the test sees after a timeline: every first failure is an onset. */
function seen(text: string, zone = 'UTC', from = MONDAY): LookBack {
  const list = emptyOnsets();
  const coverage = emptyCoverage();
  let wasDown = false;
  for (const { at, failures } of timeline(text, { from })) {
    cover(coverage, at);
    if (failures.length > 0 && !wasDown) addOnset(list, at, at);
    wasDown = failures.length > 0;
  }
  const grain = LAYERS[0]?.grain(coverage.intervalMs);
  if (grain === undefined) throw new Error('there is no layer of single failures');
  return { list, grain, coverage, zone, now: coverage.lastAt ?? MONDAY, lnInteresting: 0 };
}

/** Text up to the newest failure, as the test sees it when that comes. */
const until = (text: string) => text.slice(0, text.lastIndexOf('x') + 1);

/** The least probable coincidence, or `null`. */
function bestOf(look: LookBack): Candidate | null {
  return lookBack(look)[0] ?? null;
}

describe('the look-back test', () => {
  it.each([
    ['half-hourly', quiet(3) + every(30 * MINUTE_MS, 'x', DAY), 30 * MINUTE_MS],
    ['hourly', quiet(3) + every(HOUR_MS, 'x', DAY), HOUR_MS],
    ['every 5 h 15', quiet(3) + every(315 * MINUTE_MS, 'x', 5 * DAY), 315 * MINUTE_MS],
    ['daily', quiet(7) + days(7, '02:00 x'), DAY_MS],
    ['weekly', days(36, '02:00 x', { on: ['mon'] }), 7 * DAY_MS],
  ])('asks after the right period: %s', (_, text, periodMs) => {
    const candidate = bestOf(seen(until(text)));
    expect(candidate?.periodMs).toBe(periodMs);
    expect(candidate?.hits).toBe(candidate?.windows);
    expect(candidate?.lnChance).toBeLessThan(Math.log(0.01));
  });

  it('is the surer the longer it went on', () => {
    const chanceAfter = (nights: number) => bestOf(seen(until(quiet(7) + days(nights, '02:00 x'))))?.lnChance ?? 0;
    expect(chanceAfter(4)).toBeLessThan(chanceAfter(3));
    expect(chanceAfter(8)).toBeLessThan(chanceAfter(4));
  });

  it('is the less sure the more often windows are hit anyway', () => {
    const nightly = quiet(7) + days(5, '02:00 x');
    const chanceAmong = (text: string) =>
      lookBack(seen(until(text))).find(({ periodMs }) => periodMs === DAY_MS)?.lnChance ?? 0;
    expect(chanceAmong(over(noise('noise', 0.03, nightly.length), nightly))).toBeGreaterThan(chanceAmong(nightly));
  });

  it('is the less sure after noisy weeks, even when the newest days are quiet', () => {
    const nights = days(3, '02:00 x');
    const chanceAfter = (lead: string) =>
      lookBack(seen(until(lead + quiet(1) + nights))).find(({ periodMs }) => periodMs === DAY_MS)?.lnChance ?? 0;
    expect(chanceAfter(noise('noisy weeks', 0.1, 14 * DAY))).toBeGreaterThan(chanceAfter(quiet(14)));
  });

  it('says nothing of two onsets, or none', () => {
    expect(bestOf(seen(until(quiet(7) + days(2, '02:00 x'))))).toBeNull();
    expect(bestOf(seen(quiet(7)))).toBeNull();
  });

  it('does not count windows that were not probed', () => {
    const text = until(quiet(7) + days(2, '02:00 x') + ' '.repeat(3 * DAY) + days(3, '02:00 x'));
    const candidate = bestOf(seen(text));
    expect(candidate?.periodMs).toBe(DAY_MS);
    expect(candidate?.hits).toBe(4);
    expect(candidate?.windows).toBeLessThan(8);
  });

  it('knows the clock that is kept over a change', () => {
    const from = Date.parse('2026-03-23T00:00:00Z');
    const zoneOf = (zone?: string) => {
      const text = quiet(2) + days(10, '02:30 x', { from: from + 2 * DAY_MS, ...(zone === undefined ? {} : { zone }) });
      return bestOf(seen(until(text), 'Europe/Amsterdam', from))?.zone;
    };
    expect(zoneOf('Europe/Amsterdam')).toBe('Europe/Amsterdam');
    expect(zoneOf()).toBe('UTC');
  });
});

it('cycles are counted back on the wall clock', () => {
  const summer = Date.parse('2026-03-30T00:30:00Z');
  expect(cyclesBefore(summer, 2, DAY_MS, 'Europe/Amsterdam')).toBe(Date.parse('2026-03-28T01:30:00Z'));
  expect(cyclesBefore(summer, 2, DAY_MS, 'UTC')).toBe(Date.parse('2026-03-28T00:30:00Z'));
});

it.each([
  ['one hit is chance', 1, 1, 7 * DAY_MS, false],
  ['two hits of a slow one', 2, 2, DAY_MS, true],
  ['two hits of a fast one', 2, 2, HOUR_MS, false],
  ['three hits of a fast one', 3, 3, HOUR_MS, true],
  ['a slow one that misses more often than not', 4, 10, DAY_MS, false],
  ['a fast one that hits now and then, over a short time', 3, 10, HOUR_MS, false],
])('fewest hits: %s', (_, hits, windows, periodMs, expected) => {
  expect(isEnough(hits, windows, periodMs)).toBe(expected);
});

describe('whatever the onsets', () => {
  /** Onsets some of which lie whole periods apart, among five weeks of probes. */
  const looks = fc
    .record({
      periodMinutes: fc.integer({ min: 20, max: 1_600 }),
      steps: fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(1, 1, 1, 2, 3) },
          fc.double({ min: 0.1, max: 9, noNaN: true }),
        ),
        {
          minLength: 4,
          maxLength: 25,
        },
      ),
    })
    .map(({ periodMinutes, steps }): LookBack => {
      const coverage = emptyCoverage();
      for (let at = MONDAY; at < MONDAY + 35 * DAY_MS; at += 5 * MINUTE_MS) cover(coverage, at);
      const list = emptyOnsets();
      const now = MONDAY + 35 * DAY_MS;
      let at = now - steps.reduce((sum, step) => sum + step, 0) * periodMinutes * MINUTE_MS;
      for (const step of steps) {
        at += step * periodMinutes * MINUTE_MS;
        if (at > MONDAY) addOnset(list, at, at);
      }
      const grain = LAYERS[0]?.grain(coverage.intervalMs);
      if (grain === undefined) throw new Error('there is no layer of single failures');
      return { list, grain, coverage, zone: 'UTC', now, lnInteresting: 0 };
    });
  const RUNS = { seed: 20_260_105, numRuns: 150 };

  it('what it asks after was hit often enough for its period', () => {
    const measured: Candidate[] = [];
    fc.assert(
      fc.property(looks, (look) => {
        for (const candidate of lookBack(look)) {
          const { hits, windows, periodMs } = candidate;
          expect(isEnough(hits, windows, periodMs)).toBe(true);
          if (!CALENDAR_PERIODS.some((known) => known.periodMs === periodMs)) measured.push(candidate);
        }
      }),
      RUNS,
    );
    // Else it would say nothing of periods that are read off the data.
    expect(measured.length).toBeGreaterThan(20);
  });
});

it('the shortest period leaves several probes between two strikes', () => {
  expect(shortestPeriodMs(5 * MINUTE_MS, 5 * MINUTE_MS)).toBeGreaterThan(3 * 5 * MINUTE_MS);
  expect(shortestPeriodMs(5 * MINUTE_MS, HOUR_MS)).toBeGreaterThan(2 * HOUR_MS);
  expect(shortestPeriodMs(1_000, 1_000)).toBeGreaterThan(MINUTE_MS);
});
