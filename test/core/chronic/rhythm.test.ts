import { describe, expect, it } from 'vitest';
import { cover, emptyCoverage, type Coverage } from '../../../functions/core/chronic/coverage.ts';
import { control, hit, isOver, judgeWindows, learnedWeekdays } from '../../../functions/core/chronic/rhythm-life.ts';
import {
  nextWindow,
  otherZone,
  positionOf,
  predicts,
  startOf,
  weekdayOf,
  type Rhythm,
} from '../../../functions/core/chronic/rhythm.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { POLICY, days, every, findings, quiet, timeline } from '../../support/chronic-timeline.ts';

const AMSTERDAM = { ...POLICY, zone: 'Europe/Amsterdam' };
const BEFORE_SUMMER = Date.parse('2026-03-12T00:00:00Z');
const FIVE = 5 * MINUTE_MS;

/** The one rhythm of a timeline. */
function rhythmOf(text: string, policy = POLICY, from = BEFORE_SUMMER): Rhythm {
  const { state } = findings(timeline(text, { from }), policy);
  const [rhythm, ...others] = state.rhythms;
  if (rhythm === undefined || others.length > 0) throw new Error(`${state.rhythms.length} rhythms, not one`);
  return rhythm;
}

const nightly = () => rhythmOf(quiet(3) + days(8, '02:30 xxx'), AMSTERDAM);
/** 02:30 UTC, and 03:30 in Amsterdam, of the twelfth day: the first that is not in the record. */
const NEXT = BEFORE_SUMMER + 11 * DAY_MS + 150 * MINUTE_MS;

describe('where a moment lies', () => {
  it('in a window, with the time from its start, and the window starts there', () => {
    const rhythm = nightly();
    for (const days of [-3, 0, 1, 2]) {
      const at = NEXT + days * DAY_MS + 7 * MINUTE_MS;
      const { cycle, offsetMs } = positionOf(rhythm, at);
      expect(startOf(rhythm, cycle) + offsetMs).toBe(at);
      expect(Math.abs(offsetMs - 7 * MINUTE_MS)).toBeLessThan(MINUTE_MS);
    }
  });

  it('is predicted from shortly before the start to the end of a strike, and not elsewhere', () => {
    const rhythm = nightly();
    for (const minutes of [0, 5, 10]) expect(predicts(rhythm, NEXT + minutes * MINUTE_MS)).toBe(true);
    for (const hours of [-6, -2, 3, 12]) expect(predicts(rhythm, NEXT + hours * HOUR_MS)).toBe(false);
  });

  it('has the weekday of its own clock', () => {
    const sunday = Date.parse('2026-03-22T23:30:00Z');
    expect(weekdayOf({ zone: 'UTC' }, sunday)).toBe(0);
    expect(weekdayOf({ zone: 'Europe/Amsterdam' }, sunday)).toBe(1);
  });
});

describe('over a change of the clocks', () => {
  const inSummer = NEXT + 7 * DAY_MS;

  it('windows keep the wall clock', () => {
    const rhythm = nightly();
    expect(predicts(rhythm, inSummer - HOUR_MS)).toBe(true);
    expect(positionOf(rhythm, inSummer - HOUR_MS).offsetMs).toBeLessThan(MINUTE_MS);
    expect(startOf(rhythm, positionOf(rhythm, inSummer - HOUR_MS).cycle)).toBeLessThan(inSummer - HOUR_MS + MINUTE_MS);
  });

  it('the first strike decides whose clock it is', () => {
    const rhythm = nightly();
    expect(otherZone(rhythm, inSummer)).toBe('UTC');
    expect(otherZone(rhythm, inSummer + 6 * HOUR_MS)).toBeNull();
    expect(otherZone(rhythm, NEXT)).toBeNull();
    hit(rhythm, inSummer, FIVE);
    expect(rhythm.zone).toBe('UTC');
    expect(positionOf(rhythm, inSummer + DAY_MS).offsetMs).toBeLessThan(MINUTE_MS);
  });

  it('a strike on the old clock leaves it as it is', () => {
    const rhythm = nightly();
    hit(rhythm, inSummer - HOUR_MS, FIVE);
    expect(rhythm.zone).toBe('Europe/Amsterdam');
  });
});

describe('the next window', () => {
  it('is the one after now', () => {
    const { from, to } = nextWindow(nightly(), NEXT - 5 * HOUR_MS);
    expect(from).toBeLessThanOrEqual(NEXT + MINUTE_MS);
    expect(to).toBeGreaterThan(NEXT + 10 * MINUTE_MS);
    expect(nextWindow(nightly(), NEXT + HOUR_MS).from).toBeGreaterThan(NEXT + 20 * HOUR_MS);
  });
});

it('a late strike hardly moves a rhythm by the clock', () => {
  const rhythm = nightly();
  const before = startOf(rhythm, positionOf(rhythm, NEXT + DAY_MS).cycle);
  hit(rhythm, NEXT + 5 * MINUTE_MS, FIVE);
  const after = startOf(rhythm, positionOf(rhythm, NEXT + DAY_MS).cycle);
  expect(after).toBeGreaterThan(before);
  expect(after - before).toBeLessThan(MINUTE_MS);
});

it('days that a rhythm leaves out have no next window', () => {
  const rhythm = nightly();
  rhythm.weekdays = [weekdayOf(rhythm, NEXT + 3 * DAY_MS)];
  expect(nextWindow(rhythm, NEXT - HOUR_MS).from).toBeGreaterThan(NEXT + 2.9 * DAY_MS);
  expect(nextWindow(rhythm, NEXT - HOUR_MS).from).toBeLessThan(NEXT + 3.1 * DAY_MS);
});

describe('a window that passes', () => {
  const probed = (rhythm: Rhythm, text: string): { readonly rhythm: Rhythm; readonly coverage: Coverage } => {
    const coverage = emptyCoverage();
    for (const { at } of timeline(quiet(11) + text, { from: BEFORE_SUMMER })) cover(coverage, at);
    return { rhythm, coverage };
  };
  const after = (nights: number, text = quiet(nights)) => {
    const { rhythm, coverage } = probed(nightly(), text);
    const before = { windows: rhythm.windows, hits: rhythm.hits };
    judgeWindows(rhythm, coverage, NEXT + (nights - 1) * DAY_MS + 3 * HOUR_MS);
    return { rhythm, windows: rhythm.windows - before.windows, hits: rhythm.hits - before.hits };
  };

  it('without a failure is a miss, and several in a row end the rhythm', () => {
    expect(after(1)).toMatchObject({ hits: after(0).hits, rhythm: { missesInRow: 1 } });
    expect(isOver(after(1).rhythm)).toBe(false);
    expect(isOver(after(14).rhythm)).toBe(true);
  });

  it('in a gap is neither', () => {
    const text = ' '.repeat(6 * 288) + '.';
    expect(after(6, text).rhythm.missesInRow).toBe(0);
    expect(after(6, text).windows).toBe(after(0).windows);
  });

  it('with a failure is a hit, counted once', () => {
    const { rhythm, coverage } = probed(nightly(), quiet(2));
    const before = rhythm.hits;
    judgeWindows(rhythm, coverage, NEXT - 12 * HOUR_MS);
    const judged = rhythm.hits;
    for (const minutes of [0, 5, 10]) hit(rhythm, NEXT + minutes * MINUTE_MS, FIVE);
    judgeWindows(rhythm, coverage, NEXT + 6 * HOUR_MS);
    judgeWindows(rhythm, coverage, NEXT + 7 * HOUR_MS);
    expect(rhythm.hits).toBe(judged + 1);
    expect(rhythm.hits).toBeGreaterThan(before);
    expect(rhythm.missesInRow).toBe(0);
  });

  it('is not judged before it is over', () => {
    const { rhythm, coverage } = probed(nightly(), quiet(1));
    judgeWindows(rhythm, coverage, NEXT - 12 * HOUR_MS);
    const before = rhythm.windows;
    judgeWindows(rhythm, coverage, NEXT + 6 * MINUTE_MS);
    expect(rhythm.windows).toBe(before);
  });
});

describe('a rhythm in doubt', () => {
  it('is over when failures come as often half a period away', () => {
    const rhythm = rhythmOf(quiet(3) + days(8, '02:30 xxx'));
    rhythm.hits = 20;
    for (let day = 0; day < 20; day++) control(rhythm, NEXT + day * DAY_MS + 12 * HOUR_MS);
    expect(rhythm.controlHits).toBe(20);
    expect(isOver(rhythm)).toBe(true);
  });

  it('counts one failure a window there, and none elsewhere', () => {
    const rhythm = nightly();
    for (const minutes of [0, 5, 10]) control(rhythm, NEXT + 12 * HOUR_MS + minutes * MINUTE_MS);
    control(rhythm, NEXT + 4 * HOUR_MS);
    expect(rhythm.controlHits).toBe(1);
  });

  it('learns the days that it leaves out, after two of each', () => {
    const rhythm = nightly();
    rhythm.weekdays = null;
    const set = (windows: number, hits: number) => (_: number, day: number) =>
      day === 0 || day === 6 ? hits : windows;
    rhythm.weekdayWindows.splice(0, 7, ...new Array<number>(7).fill(2));
    rhythm.weekdayHits.splice(0, 7, ...new Array<number>(7).fill(0).map(set(2, 0)));
    expect(learnedWeekdays(rhythm)).toEqual([1, 2, 3, 4, 5]);
    rhythm.weekdayWindows.splice(0, 7, ...new Array<number>(7).fill(0).map(set(2, 1)));
    expect(learnedWeekdays(rhythm)).toBeNull();
    rhythm.weekdayWindows.splice(0, 7, ...new Array<number>(7).fill(2));
    rhythm.weekdayHits.splice(0, 7, ...new Array<number>(7).fill(2));
    expect(learnedWeekdays(rhythm)).toBeNull();
  });
});

it('a free-running period gets better with every strike', () => {
  const periodMs = 317 * MINUTE_MS;
  const errorAfter = (count: number) => {
    const rhythm = rhythmOf(quiet(3) + every(periodMs, 'xxx', count * 288));
    return { error: Math.abs(rhythm.periodMs / periodMs - 1), stated: rhythm.periodErrorMs };
  };
  expect(errorAfter(10).error).toBeLessThan(0.005);
  expect(errorAfter(14).error).toBeLessThan(0.002);
  expect(errorAfter(14).stated).toBeLessThan(errorAfter(6).stated);
});
