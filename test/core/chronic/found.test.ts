import { describe, expect, it } from 'vitest';
import { findingOf } from '../../../functions/core/chronic/found.ts';
import type { Rhythm } from '../../../functions/core/chronic/rhythm.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS } from '../../../functions/core/model/time.ts';
import { days, findings, quiet, timeline } from '../../support/chronic-timeline.ts';

const WEEKEND = findings(timeline(quiet(7) + days(42, '10:00 xx', { on: ['sat', 'sun'] }))).state;

/** What is told of the weekend's two rhythms once they are changed. */
function patternOf(change: (rhythm: Rhythm, index: number) => Partial<Rhythm>): Pattern {
  const [found] = WEEKEND.found;
  if (found === undefined || WEEKEND.rhythms.length !== 2) throw new Error('no finding of two rhythms');
  const rhythms = WEEKEND.rhythms.map((rhythm, index) => ({ ...rhythm, ...change(rhythm, index) }));
  return findingOf(found, rhythms, WEEKEND.coverage, 0).pattern;
}

describe('a finding of several rhythms', () => {
  it('keeps to the days of all of them, in the order of a week', () => {
    expect(patternOf(() => ({})).weekdays).toEqual(['sun', 'sat']);
    const daily = [[1, 3], [5]];
    expect(patternOf((_, index) => ({ periodMs: DAY_MS, weekdays: daily[index] ?? null })).weekdays).toEqual([
      'mon',
      'wed',
      'fri',
    ]);
  });

  it('keeps to every day when one of them does', () => {
    for (const isOnAll of [0, 1]) {
      const change = (_: Rhythm, index: number) => ({ periodMs: DAY_MS, weekdays: index === isOnAll ? null : [1, 3] });
      expect(patternOf(change).weekdays).toBeNull();
    }
  });

  it('tells all times by the one clock that it names', () => {
    const pattern = patternOf((_, index) => ({ zone: index === 0 ? 'UTC' : 'Europe/Amsterdam' }));
    expect([pattern.zone, pattern.timesOfDay]).toEqual(['UTC', ['10:00']]);
  });

  it('counts the windows of all of them, and expects the first that comes', () => {
    const [saturday, sunday] = WEEKEND.rhythms;
    const pattern = patternOf((rhythm, index) => ({ hits: rhythm.windows - index }));
    expect(pattern.cycles).toBe((saturday?.windows ?? 0) + (sunday?.windows ?? 0));
    expect(pattern.hits?.ratio).toBeCloseTo((pattern.cycles - 1) / pattern.cycles, 9);
    const withTuesdays = patternOf(({ referenceAt }, index) => ({ referenceAt: referenceAt + index * 2 * DAY_MS }));
    expect(withTuesdays.nextExpected?.from).toBe((pattern.nextExpected?.from ?? 0) - 4 * DAY_MS);
  });
});
