import { describe, expect, test } from 'vitest';
import {
  METRICS,
  MOST_ENDS,
  detectMetrics,
  probeMetrics,
  type DetectStanding,
  type MetricValue,
} from '../../functions/core/metrics.ts';
import type { Expiry } from '../../functions/core/model/digest.ts';
import { HEALTHY, type Failure } from '../../functions/core/model/outcome.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRun, aRunKey, anAttempt, anObservation } from '../support/builders.ts';

const MIDNIGHT = Date.UTC(2026, 2, 1);
const FORBIDDEN: Failure = { class: 'authorization', kind: 'forbidden', detail: null };
const HEALTHY_PROBE = aProbe({ targetId: 'healthy' });
const MASKED_PROBE = aProbe({
  targetId: 'masked',
  attempts: [aFailedAttempt(), { outcome: HEALTHY, observation: anObservation({ durationMs: 70.5 }) }],
});
const FAILING_PROBE = aProbe({ targetId: 'failing', attempts: [aFailedAttempt(), aFailedAttempt()] });
const FORBIDDEN_PROBE = aProbe({ targetId: 'forbidden', attempts: [anAttempt({ outcome: FORBIDDEN })] });
const UNSENT_PROBE = aProbe({
  targetId: 'unsent',
  attempts: [],
  outcome: { class: 'inconclusive', kind: 'own-fault', detail: 'the token could not be read' },
});
const SKIPPED_PROBE = aProbe({ targetId: 'skipped', attempts: [] });

const OWN_NETWORK_PROBE = aProbe({
  targetId: 'own-network',
  attempts: [anAttempt({ outcome: { class: 'inconclusive', kind: 'own-network', detail: null } })],
});

const metricsOf = (...probes: readonly Probe[]): MetricValue[] => probeMetrics(aRun({ probes }), 'per-target');
const STANDING: DetectStanding = {
  tickAt: TICK_AT,
  open: [{ nature: 'incident' }, { nature: 'chronic' }, { nature: 'incident' }],
  outbox: { unsentNotices: 7, oldestUnsentMs: 90_000, deadNotices: 2 },
  ends: [
    { what: 'certificate', name: 'api.example.test', at: TICK_AT - DAY_MS },
    { what: 'token', name: 'main', at: TICK_AT + 1.5 * DAY_MS },
  ],
  untoldAt: null,
};
const ALL_TOLD = { unsentNotices: 0, oldestUnsentMs: 0, deadNotices: 0 };
const namesOf = (values: readonly MetricValue[]) => values.map(({ name }) => name);
const valuesOf = (values: readonly MetricValue[], name: string, dimensions: Readonly<Record<string, string>> = {}) =>
  values
    .filter((value) => value.name === name)
    .filter((value) => Object.entries(dimensions).every(([key, wanted]) => value.dimensions[key] === wanted))
    .map(({ value }) => value);

describe('a target', () => {
  test.each([
    { name: 'healthy', probe: HEALTHY_PROBE, availability: [1], latency: [42] },
    {
      name: 'masked: the latency is that of the last attempt',
      probe: MASKED_PROBE,
      availability: [1],
      latency: [70.5],
    },
    { name: 'failing: no latency', probe: FAILING_PROBE, availability: [0], latency: [] },
    { name: 'failing with an answer: no latency', probe: FORBIDDEN_PROBE, availability: [0], latency: [] },
    { name: 'failing before anything was sent', probe: UNSENT_PROBE, availability: [0], latency: [] },
    { name: 'not probed: nothing at all', probe: SKIPPED_PROBE, availability: [], latency: [] },
  ])('$name', ({ probe, availability, latency }) => {
    const values = metricsOf(HEALTHY_PROBE, { ...probe, targetId: 'mine' });
    expect(valuesOf(values, 'Availability', { Target: 'mine' })).toEqual(availability);
    expect(valuesOf(values, 'Latency', { Target: 'mine' })).toEqual(latency);
  });
});

describe('the fleet', () => {
  const values = metricsOf(HEALTHY_PROBE, MASKED_PROBE, FAILING_PROBE, FORBIDDEN_PROBE, SKIPPED_PROBE);

  test('the ratios are of what was probed', () => {
    expect(valuesOf(values, 'FailingRatio', { Class: 'network' })).toEqual([0.25]);
    expect(valuesOf(values, 'FailingRatio', { Class: 'authorization' })).toEqual([0.25]);
    expect(valuesOf(values, 'MaskedRatio')).toEqual([0.25]);
  });

  test('its availability is the share of what was healthy, our own network left out', () => {
    expect(valuesOf(values, 'FleetAvailability')).toEqual([0.5]);
    const half = metricsOf(HEALTHY_PROBE, FAILING_PROBE, OWN_NETWORK_PROBE);
    expect(valuesOf(half, 'FleetAvailability')).toEqual([0.5]);
    expect(valuesOf(metricsOf(OWN_NETWORK_PROBE), 'FleetAvailability')).toEqual([]);
    expect(valuesOf(metricsOf(OWN_NETWORK_PROBE), 'Availability')).toEqual([]);
  });

  test('alone, nothing else changes and no target has a series', () => {
    const run = aRun({ probes: [HEALTHY_PROBE, MASKED_PROBE, FAILING_PROBE, SKIPPED_PROBE] });
    const all = probeMetrics(run, 'per-target');
    expect(probeMetrics(run, 'fleet')).toEqual(all.filter(({ dimensions }) => dimensions.Target === undefined));
    expect(all).not.toEqual(probeMetrics(run, 'fleet'));
  });

  test('what nothing failed with has no value: its hours are not paid for', () => {
    const classes = values.filter(({ name }) => name === 'FailingRatio').map(({ dimensions }) => dimensions.Class);
    expect(classes).toEqual(['network', 'authorization']);
    expect(namesOf(metricsOf(HEALTHY_PROBE))).toEqual(['ProbeRun', 'FleetAvailability', 'Availability', 'Latency']);
  });

  test('a run in which nothing was probed says that it ran, and nothing else', () => {
    const ran = [{ name: 'ProbeRun', dimensions: { Vantage: 'local' }, value: 1 }];
    expect(metricsOf(SKIPPED_PROBE, SKIPPED_PROBE)).toEqual(ran);
    expect(metricsOf()).toEqual(ran);
  });
});

describe('what is billed', () => {
  const probes = [HEALTHY_PROBE, MASKED_PROBE, FAILING_PROBE, FORBIDDEN_PROBE, UNSENT_PROBE, SKIPPED_PROBE];
  const values = probeMetrics(aRun({ key: aRunKey({ vantage: 'eu-west-1' }), probes }), 'per-target');

  test('at most two series per target', () => {
    for (const { targetId } of probes) {
      const series = values.filter(({ dimensions }) => dimensions.Target === targetId);
      expect(series.length).toBeLessThanOrEqual(2);
    }
  });

  test('490 targets fit into one call of 1,000 values', () => {
    const many = Array.from({ length: 490 }, (_, index) => aProbe({ targetId: `target-${index}` }));
    expect(probeMetrics(aRun({ probes: many }), 'per-target').length).toBeLessThanOrEqual(1_000);
  });

  test('no series twice in one run', () => {
    const series = values.map(({ name, dimensions }) => `${name} ${JSON.stringify(dimensions)}`);
    expect(new Set(series).size).toBe(series.length);
  });

  test('every value has the dimensions that the catalogue declares, and every metric is emitted', () => {
    const all = [...values, ...detectMetrics(STANDING)];
    for (const { name, dimensions } of all) expect(Object.keys(dimensions)).toEqual([...METRICS[name].dimensions]);
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(Object.keys(METRICS)));
    expect(new Set(values.map(({ dimensions }) => dimensions.Vantage))).toEqual(new Set(['eu-west-1']));
  });
});

test('a detect run', () => {
  expect(detectMetrics(STANDING)).toEqual([
    { name: 'DetectRun', dimensions: {}, value: 1 },
    { name: 'OpenProblems', dimensions: {}, value: 3 },
    { name: 'OpenChronicProblems', dimensions: {}, value: 1 },
    { name: 'TokenDaysLeft', dimensions: { Account: 'main' }, value: 1.5 },
    { name: 'CertificateDaysLeft', dimensions: { Host: 'api.example.test' }, value: -1 },
    { name: 'OldestUnsentMinutes', dimensions: {}, value: 1.5 },
    { name: 'DeadNotices', dimensions: {}, value: 2 },
  ]);
});

test('a detect run that could not count guesses nothing', () => {
  const values = detectMetrics({ tickAt: TICK_AT, open: null, outbox: null, ends: [], untoldAt: TICK_AT });
  expect(values).toEqual([{ name: 'DetectRun', dimensions: {}, value: 1 }]);
});

test('of many tokens and certificates those that end first have a series', () => {
  const ends = Array.from({ length: 30 }, (_, index): Expiry => {
    return { what: index % 2 === 0 ? 'token' : 'certificate', name: `n${index}`, at: TICK_AT + index * DAY_MS };
  });
  const values = detectMetrics({ ...STANDING, ends });
  const tokens = values.filter(({ name }) => name === 'TokenDaysLeft');
  expect(tokens.map(({ value }) => value)).toEqual(Array.from({ length: MOST_ENDS }, (_, index) => 2 * index));
  expect(values.filter(({ name }) => name === 'CertificateDaysLeft')).toHaveLength(MOST_ENDS);
});

describe('what is published now and then', () => {
  const at = (ms: number, more: Partial<DetectStanding> = {}) =>
    namesOf(detectMetrics({ ...STANDING, outbox: ALL_TOLD, tickAt: MIDNIGHT + ms, ...more }));
  const ENDS = ['TokenDaysLeft', 'CertificateDaysLeft'];
  const UNTOLD = ['OldestUnsentMinutes', 'DeadNotices'];
  const ALWAYS = ['DetectRun', 'OpenProblems', 'OpenChronicProblems'];
  const rows: readonly { name: string; at: number; more?: Partial<DetectStanding>; published: readonly string[] }[] = [
    { name: 'the first minute of six hours', at: 0, published: [...ALWAYS, ...ENDS, ...UNTOLD] },
    { name: 'the last of their first hour', at: 59 * MINUTE_MS, published: [...ALWAYS, ...ENDS, ...UNTOLD] },
    { name: 'the second hour', at: HOUR_MS, published: ALWAYS },
    { name: 'the sixth', at: 6 * HOUR_MS - MINUTE_MS, published: ALWAYS },
    { name: 'the seventh', at: 6 * HOUR_MS, published: [...ALWAYS, ...ENDS, ...UNTOLD] },
    {
      name: 'while a notice waits',
      at: HOUR_MS,
      more: { outbox: { ...ALL_TOLD, unsentNotices: 1 } },
      published: [...ALWAYS, ...UNTOLD],
    },
    {
      name: 'while one is dead',
      at: HOUR_MS,
      more: { outbox: { ...ALL_TOLD, deadNotices: 1 } },
      published: [...ALWAYS, ...UNTOLD],
    },
    {
      name: 'a quarter of an hour after that',
      at: 2 * HOUR_MS,
      more: { untoldAt: MIDNIGHT + 105 * MINUTE_MS },
      published: [...ALWAYS, ...UNTOLD],
    },
    { name: 'later', at: 2 * HOUR_MS, more: { untoldAt: MIDNIGHT + 104 * MINUTE_MS }, published: ALWAYS },
    {
      name: 'while the outbox cannot be read, whatever was before',
      at: 0,
      more: { outbox: null, untoldAt: MIDNIGHT - MINUTE_MS },
      published: [...ALWAYS, ...ENDS],
    },
  ];

  test.for(rows)('$name', ({ at: ms, more, published }) => {
    expect(at(ms, more)).toEqual(published);
  });
});
