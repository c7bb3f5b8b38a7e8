import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cover,
  emptyCoverage,
  gapMs,
  isUnseen,
  probesBetween,
  windowDensity,
  type Coverage,
} from '../../../functions/core/chronic/coverage.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { MONDAY, quiet, timeline } from '../../support/chronic-timeline.ts';

const RUNS = { seed: 20_260_105, numRuns: 150 };
const FIVE = 5 * MINUTE_MS;

function coverageOf(times: readonly EpochMs[]): Coverage {
  const coverage = emptyCoverage();
  for (const at of times) cover(coverage, at);
  return coverage;
}

/** The coverage of five-minute probes after a day of them, in which their spacing was learned. */
function covered(text: string): Coverage {
  const coverage = coverageOf(timeline(quiet(1) + text, { from: MONDAY - DAY_MS }).map(({ at }) => at));
  const isLater = (at: EpochMs) => at >= MONDAY - FIVE;
  coverage.gapEnds = coverage.gapEnds.filter((_, i) => isLater(coverage.gapStarts[i] ?? 0));
  coverage.gapStarts = coverage.gapStarts.filter(isLater);
  return coverage;
}

/** Five-minute probes, with stretches of missing ones. */
const stretches = fc
  .array(fc.tuple(fc.integer({ min: 8, max: 30 }), fc.integer({ min: 4, max: 30 })), { minLength: 1, maxLength: 8 })
  .map((pairs) => pairs.map(([seen, missing]) => '.'.repeat(seen) + ' '.repeat(missing)).join('') + '.');

describe('what was not probed', () => {
  it('is measured as by a ruler laid on every minute', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (text, start, length) => {
          const coverage = covered(text);
          const [from, to] = [MONDAY + start * MINUTE_MS + 120, MONDAY + (start + length) * MINUTE_MS + 120];
          let missing = 0;
          for (let at = from; at < to; at += MINUTE_MS) {
            const isMissing = coverage.gapStarts.some((gap, i) => at >= gap && at < (coverage.gapEnds[i] ?? 0));
            missing += isMissing ? MINUTE_MS : 0;
          }
          expect(gapMs(coverage, from, to)).toBe(missing);
        },
      ),
      RUNS,
    );
  });

  it('is every stretch of missing probes, from the last before to the first after', () => {
    fc.assert(
      fc.property(stretches, (text) => {
        const coverage = covered(text);
        const gaps = [...text.matchAll(/ +/g)].map(({ index, 0: { length } }) => [index - 1, index + length]);
        expect(coverage.gapStarts.map((at) => (at - MONDAY - 120) / FIVE)).toEqual(gaps.map(([first]) => first));
        expect(coverage.gapEnds.map((at) => (at - MONDAY - 120) / FIVE)).toEqual(gaps.map(([, last]) => last));
      }),
      RUNS,
    );
  });

  it('tells the first probe after it, and none else', () => {
    const coverage = covered('........');
    const [first, second] = timeline('..', { from: MONDAY + 14 * FIVE });
    expect(cover(coverage, first?.at ?? 0)).toBe(true);
    expect(cover(coverage, second?.at ?? 0)).toBe(false);
  });

  it('is not one lost tick, nor a probe that starts late', () => {
    expect(covered('...... ....... ......').gapStarts).toEqual([]);
    const coverage = covered('.');
    const late = timeline('.'.repeat(40), { from: MONDAY + FIVE, lateMs: (index) => (index % 3) * MINUTE_MS });
    expect(late.filter(({ at }) => cover(coverage, at))).toEqual([]);
  });

  it('makes a window say nothing when most of it is missing', () => {
    const coverage = covered('............            ............');
    const at = (tick: number) => MONDAY + tick * FIVE + 120;
    expect(isUnseen(coverage, at(12), at(20))).toBe(true);
    expect(isUnseen(coverage, at(6), at(15))).toBe(false);
    expect(isUnseen(coverage, at(2), at(6))).toBe(false);
    expect(isUnseen(coverage, at(26), at(30))).toBe(false);
  });
});

describe('the time between two probes', () => {
  it.each([MINUTE_MS, FIVE, 20 * MINUTE_MS, HOUR_MS])('of %i ms is learned', (everyMs) => {
    const times = Array.from({ length: 60 }, (_, i) => MONDAY + i * everyMs);
    expect(coverageOf(times).intervalMs).toBe(everyMs);
  });

  it('that changes is learned again', () => {
    const fast = Array.from({ length: 200 }, (_, i) => MONDAY + i * MINUTE_MS);
    const slow = Array.from({ length: 200 }, (_, i) => MONDAY + DAY_MS + i * FIVE);
    expect(coverageOf([...fast, ...slow]).intervalMs).toBe(FIVE);
  });
});

describe('how many probes there were', () => {
  const coverage = covered(quiet(2) + ' '.repeat(144) + quiet(1));

  it.each([
    ['a day', 0, DAY_MS, 288],
    ['an hour', 3 * HOUR_MS, 4 * HOUR_MS, 12],
    ['before the first one', -3 * DAY_MS, -2 * DAY_MS, 0],
    ['after the last one', 10 * DAY_MS, 11 * DAY_MS, 0],
    ['within a gap', 2 * DAY_MS + HOUR_MS, 2 * DAY_MS + 3 * HOUR_MS, 0],
  ])('in %s', (_, from, to, expected) => {
    expect(Math.abs(probesBetween(coverage, MONDAY + from, MONDAY + to) - expected)).toBeLessThan(2);
  });
});

describe('how much more often windows were probed than other times', () => {
  it('is 1 for an even schedule', () => {
    expect(windowDensity(covered(quiet(10)), MONDAY + 9 * DAY_MS + 2 * HOUR_MS, DAY_MS, 10 * MINUTE_MS, 5)).toBeCloseTo(
      1,
      1,
    );
  });

  it('is large where probes are denser, and 1 where they are not', () => {
    const minutes = Array.from({ length: 1_440 }, (_, minute) => minute);
    const probed = minutes.filter((minute) => minute % 5 === 0 || (minute >= 120 && minute < 180));
    const daily = Array.from({ length: 10 }, (_, day) =>
      probed.map((minute) => MONDAY + day * DAY_MS + minute * MINUTE_MS),
    );
    const coverage = coverageOf(daily.flat());
    const density = (hour: number) =>
      windowDensity(coverage, MONDAY + 9 * DAY_MS + hour * HOUR_MS, DAY_MS, 10 * MINUTE_MS, 5);
    expect(density(2.5)).toBeGreaterThan(1.5);
    expect(density(12.5)).toBe(1);
  });
});
