import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { foldLatency, spreadOf } from '../../../functions/core/picture/fold-latency.ts';
import { latencyChart } from '../../../functions/core/picture/latency-chart.ts';
import { latencyCharts } from '../../../functions/core/picture/latency-charts.ts';
import { anyText } from '../../support/any-text.ts';
import { MINUTE_MS, MONTH_FROM, TIMEOUT, probeOf, runOf, skippedProbe } from './scenes.ts';
import { allElements, parseXml } from './strict-xml.ts';

/** One probe a minute by its latency; `x` fails, `m` needed a retry, `-` is not due, `.` has no record. */
function fold(minutes: readonly (number | 'x' | 'm' | '-' | '.')[], target = 'a', cellMs = MINUTE_MS) {
  const found = foldLatency({ from: MONTH_FROM, to: MONTH_FROM + minutes.length * MINUTE_MS }, cellMs);
  minutes.forEach((minute, index) => {
    const at = MONTH_FROM + index * MINUTE_MS;
    if (minute === '.') return;
    if (minute === '-') found.add(runOf(at, [skippedProbe(target, at, 'not-due')]));
    else if (minute === 'x') found.add(runOf(at, [probeOf(target, at, [TIMEOUT], 9_000)]));
    else if (minute === 'm') found.add(runOf(at, [probeOf(target, at, [TIMEOUT, HEALTHY], 9_000)]));
    else found.add(runOf(at, [probeOf(target, at, [HEALTHY], minute)]));
  });
  return found.series();
}

const one = (...args: Parameters<typeof fold>) => {
  const [series] = fold(...args);
  if (series === undefined) throw new Error('nothing was folded');
  return series;
};
const pathOf = (chart: string, name: string) => new RegExp(`class="${name}" d="([^"]*)"`).exec(chart)?.[1];

describe('the spread', () => {
  test.each([
    { samples: [], spread: null },
    { samples: [7], spread: { count: 1, p50Ms: 7, p95Ms: 7, mostMs: 7 } },
    { samples: [3, 1, 2], spread: { count: 3, p50Ms: 2, p95Ms: 3, mostMs: 3 } },
    {
      samples: Array.from({ length: 100 }, (_, index) => index + 1),
      spread: { count: 100, p50Ms: 50, p95Ms: 95, mostMs: 100 },
    },
  ])('of $samples.length', ({ samples, spread }) => {
    expect(spreadOf(samples)).toEqual(spread);
  });

  test('is in order, and of values that were there', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1 }), (samples) => {
        const spread = spreadOf(samples);
        if (spread === null) throw new Error('there were samples');
        expect(spread.p50Ms).toBeLessThanOrEqual(spread.p95Ms);
        expect(spread.p95Ms).toBeLessThanOrEqual(spread.mostMs);
        for (const ms of [spread.p50Ms, spread.p95Ms, spread.mostMs])
          expect(samples.map((value) => value + 0)).toContain(ms + 0);
      }),
    );
  });
});

describe('the fold', () => {
  test('leaves out failures and retries, whose times are those of deadlines', () => {
    expect(one([10, 'x', 'm', 30]).all).toEqual({ count: 2, p50Ms: 10, p95Ms: 30, mostMs: 30 });
    expect(one([10, 'x', 'm', 30]).columns).toMatchObject([{ p50Ms: 10 }, 'broken', 'broken', { p50Ms: 30 }]);
  });

  test('tells a target that was not due from one of which nothing is known', () => {
    expect(one([10, '-', '.', 10]).columns.slice(1, 3)).toEqual(['idle', 'broken']);
  });

  test('has whole cells of the strips in its columns, at most 80', () => {
    const { columns, columnMs } = one(Array.from({ length: 240 }, () => 5));
    expect([columns.length, columnMs]).toEqual([80, 3 * MINUTE_MS]);
    expect(columns[0]).toMatchObject({ count: 3 });
  });

  test('knows when the slowest answer was, and takes runs in any order and nothing beside its range', () => {
    const range = { from: MONTH_FROM, to: MONTH_FROM + 3 * MINUTE_MS };
    const found = foldLatency(range, MINUTE_MS);
    for (const [minute, ms] of [
      [2, 5],
      [0, 7],
      [1, 90],
      [3, 999],
      [-1, 999],
    ] as const) {
      const at = MONTH_FROM + minute * MINUTE_MS;
      found.add(runOf(at, [probeOf('a', at, [HEALTHY], ms)]));
    }
    expect(found.series()[0]).toMatchObject({ slowestAt: MONTH_FROM + MINUTE_MS, all: { count: 3, mostMs: 90 } });
  });

  test('an empty range is refused', () => {
    expect(() => foldLatency({ from: 1, to: 1 }, MINUTE_MS)).toThrow(RangeError);
  });
});

describe('the chart', () => {
  test('runs from 0 at the bottom to a round number at the top', () => {
    const chart = latencyChart(one([0, 50, 100]), 'UTC', false);
    expect(pathOf(chart, 'median')).toBe('M.5 56L1.5 28L2.5 0');
    expect(chart).toContain('>100 ms</text>');
  });

  test('is broken where nothing was healthy, and goes on where the target was not due', () => {
    expect(pathOf(latencyChart(one([100, 'x', 100]), 'UTC', false), 'median')).toBe('M.25 0L.75 0M2.25 0L2.75 0');
    expect(pathOf(latencyChart(one([100, '-', 50]), 'UTC', false), 'median')).toBe('M.5 0L2.5 28');
  });

  test('has a band from the median up to 95 of 100', () => {
    const minutes = [20, 40, 20, 40];
    const chart = latencyChart(one(minutes, 'a', 2 * MINUTE_MS), 'UTC', false);
    expect(pathOf(chart, 'band')).toBe('M.5 0L1.5 0L1.5 28L.5 28Z');
  });

  test('says the same in words', () => {
    const label = /aria-label="([^"]+)"/.exec(
      latencyChart(one([10, 10, 20, 'x', 30, 40, 50, 1_500]), 'UTC', false),
    )?.[1];
    expect(label).toBe(
      'Latency of a, 1 Mar 00:00 to 1 Mar 00:08: median 30 ms, 95 of 100 answers within 1.5 s, slowest 1.5 s (1 Mar 00:07), ' +
        '7 healthy answers. Median by quarter of that time: 10 ms, 20 ms, 30 ms, 50 ms.',
    );
    expect(latencyChart(one(['x', 'x']), 'UTC', false)).toContain('1 Mar 00:02: no healthy answer.');
  });

  test('whatever names there are, it is well-formed and has no number that is none', () => {
    const minutes = fc.array(fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.constantFrom('x', 'm', '-', '.')), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(anyText, minutes, (target, values) => {
        const charts = latencyCharts(fold(values, target), 'Europe/Amsterdam');
        for (const { attributes } of allElements(parseXml(charts))) {
          for (const value of attributes.values()) expect(value).not.toMatch(/NaN|Infinity|undefined/);
          expect(attributes.get('d') ?? 'M0 0').toMatch(/^(?:[MLhZ][-.\d ]*)+$|^$/);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('of many targets the slowest are drawn, in their order, and the others counted', () => {
  const range = { from: MONTH_FROM, to: MONTH_FROM + MINUTE_MS };
  const found = foldLatency(range, MINUTE_MS);
  const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
  found.add(
    runOf(
      MONTH_FROM,
      names.map((name, index) => probeOf(name, MONTH_FROM, [HEALTHY], 1_000 - 10 * index)),
    ),
  );
  const charts = latencyCharts(found.series(), 'UTC');
  expect([...charts.matchAll(/class="name"[^>]*>([^<]+)/g)].map(([, name]) => name)).toEqual(names.slice(0, 25));
  expect(charts).toContain('5 more targets are not drawn, all of them faster.');
  expect(latencyCharts([], 'UTC')).toContain('No target was probed');
});
