import { describe, expect, test } from 'vitest';
import { billOf, count, monthlyBill } from '../../../functions/core/cost/bill.ts';
import { withFleet } from '../../../functions/core/cost/fleet.ts';
import { PRICES, priceOf } from '../../../functions/core/cost/prices.ts';
import { stackResources } from '../../../functions/core/cost/resources.ts';
import { syntheticsBill } from '../../../functions/core/cost/synthetics.ts';
import type { MonitorConfig } from '../../../functions/core/config-model.ts';
import { detectMetrics, probeMetrics, type MetricsMode } from '../../../functions/core/metrics.ts';
import type { Expiry } from '../../../functions/core/model/digest.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { Settings } from '../../../functions/core/settings-model.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRun, aRunKey, anAttempt } from '../../support/builders.ts';
import { anAccount, settingsOf } from '../../support/builders-settings.ts';

const CONFIG: MonitorConfig = { accounts: { main: { ...anAccount() } as object } };
const fleet = (targets: number, metrics: MetricsMode = 'per-target', everyMs = MINUTE_MS): Settings =>
  withFleet(settingsOf({ ...CONFIG, metrics }, 'lambda'), { targets, everyMs });
const billFor = (settings: Settings, vantages = 1) =>
  monthlyBill(settings, vantages, stackResources(settings, vantages));
const MASKED = [aFailedAttempt(), anAttempt()];
const ALL_TOLD = { unsentNotices: 0, oldestUnsentMs: 0, deadNotices: 0 };
const ENDS: readonly Expiry[] = [
  { what: 'token', name: 'main', at: TICK_AT },
  { what: 'certificate', name: 'api.example.test', at: TICK_AT },
];
const unitsOf = (settings: Settings, item: string, vantages = 1) =>
  billFor(settings, vantages).lines.find((line) => line.item === item)?.units;

describe('fifty targets each minute, beside Synthetics, table at its worst, everything at list price', () => {
  test.each([
    { metrics: 'fleet', atLeast: 250 },
    { metrics: 'per-target', atLeast: 65 },
  ] as const)('metrics $metrics, the dashboard included: at most 1/$atLeast', ({ metrics, atLeast }) => {
    const settings = fleet(50, metrics);
    expect(syntheticsBill(settings, 1).totalUsd / billFor(settings).totalUsd).toBeGreaterThanOrEqual(atLeast);
  });

  test('Synthetics is a run a target and minute, and its function', () => {
    const { lines } = syntheticsBill(fleet(50), 1);
    expect(lines.map(({ item, units }) => `${item} ${count(units)}`).slice(0, 2)).toEqual([
      'canary runs 2,190,000',
      'their functions 6,570,000',
    ]);
    expect(lines[0]?.usd).toBeCloseTo(2_628, 6);
  });
});

describe('what is counted', () => {
  test.each([
    { metrics: 'fleet', vantages: 1 },
    { metrics: 'per-target', vantages: 1 },
    { metrics: 'per-target', vantages: 3 },
  ] as const)(
    'the hours in which series are published at their worst: $metrics, $vantages',
    ({ metrics, vantages }) => {
      const settings = fleet(7, metrics);
      const probes = settings.targets.map(({ id }, index) =>
        aProbe({ targetId: id, attempts: index === 0 ? [aFailedAttempt()] : index === 1 ? MASKED : [anAttempt()] }),
      );
      const paid = new Set<string>();
      for (let tickAt = TICK_AT; tickAt < TICK_AT + DAY_MS; tickAt += MINUTE_MS) {
        const values = [
          ...detectMetrics({ tickAt, open: [], outbox: ALL_TOLD, ends: ENDS, untoldAt: null }),
          ...Array.from({ length: vantages }, (_, index) =>
            probeMetrics(aRun({ key: aRunKey({ vantage: `v${index}` }), probes }), metrics),
          ).flat(),
        ];
        for (const { name, dimensions } of values) {
          paid.add(`${Math.floor(tickAt / HOUR_MS)} ${name} ${JSON.stringify(dimensions)}`);
        }
      }
      // The target that fails has no latency; another one takes its turn in the same hour.
      const latencies = metrics === 'fleet' ? 0 : vantages;
      expect(unitsOf(settings, 'metric series', vantages)).toBeCloseTo(paid.size / 24 + latencies, 9);
    },
  );

  test('one metric call a run for up to 490 targets, two above; one a pass', () => {
    const calls = (targets: number) => unitsOf(fleet(targets), 'metric calls');
    expect([490, 500].map(calls)).toEqual([2 * 43_800, 3 * 43_800]);
  });

  test('every shard is a run, a schedule and a record of its own', () => {
    const units = (item: string) => unitsOf(fleet(10_000), item);
    expect(units('schedules')).toBe(25 * 43_800 + 43_800);
    expect(units('metric calls')).toBe(25 * 43_800 + 43_800);
    const { lines } = billFor(fleet(10_000));
    expect(lines.find(({ item }) => item === 'probe function')?.formula).toBe(
      '1,095,000 runs in 25 shards × 7.3 s × 0.25 GB',
    );
    expect(lines.find(({ item }) => item === 'detect function')?.formula).toMatch(/ × 1\.25 GB$/);
  });

  test('runs, ticks and canaries follow the interval', () => {
    const hourly = fleet(50, 'fleet', HOUR_MS);
    expect(unitsOf(hourly, 'schedules')).toBe(730 + 43_800);
    expect(syntheticsBill(hourly, 1).lines.find(({ item }) => item === 'canary runs')?.units).toBe(50 * 730);
  });

  test('each of 10,000 targets costs less than each of 50, with and without series of its own', () => {
    for (const metrics of ['fleet', 'per-target'] as const) {
      const each = (targets: number) => billFor(fleet(targets, metrics)).totalUsd / targets;
      expect(each(10_000)).toBeLessThan(each(50));
    }
  });
});

test('the total is the sum of the lines, and the dearest stands first', () => {
  const { lines, totalUsd } = billFor(fleet(50));
  expect(totalUsd).toBeCloseTo(
    lines.reduce((sum, { usd }) => sum + usd, 0),
    9,
  );
  expect(lines.map(({ usd }) => usd)).toEqual(lines.map(({ usd }) => usd).toSorted((a, b) => b - a));
  expect(lines[0]?.item).toBe('metric series');
  expect(billOf([])).toEqual({ lines: [], totalUsd: 0 });
});

test('a second vantage costs less than the first', () => {
  const one = billFor(fleet(5)).totalUsd;
  const two = billFor(fleet(5), 2).totalUsd;
  expect(two).toBeGreaterThan(1.3 * one);
  expect(two).toBeLessThan(2 * one);
});

describe('prices', () => {
  test.each([
    { name: 'one', units: 1, usd: 0.3 },
    { name: 'the first step', units: 10_000, usd: 3_000 },
    { name: 'beyond it', units: 20_000, usd: 4_000 },
    { name: 'all steps', units: 1_000_001, usd: 3_000 + 24_000 + 37_500 + 0.02 },
  ])('of metric series: $name', ({ units, usd }) => {
    expect(priceOf('metricSeries', units)).toBeCloseTo(usd, 6);
  });

  test('each has a page of AWS and a date', () => {
    for (const { source, readOn } of Object.values(PRICES)) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+pricing/);
      expect(readOn).toMatch(/^20\d\d-\d\d-\d\d$/);
    }
  });
});

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [2_190_000.4, '2,190,000'],
])('%d is written %s', (value, text) => {
  expect(count(value)).toBe(text);
});
