import { describe, expect, test } from 'vitest';
import { ownNetworkEvidence } from '../../functions/core/chronic/own-network-evidence.ts';
import { evidenceOf } from '../../functions/core/chronic/evidence.ts';
import { maintenanceCalendar } from '../../functions/core/maintenance-calendar.ts';
import { runForEvidence, runForIncidents } from '../../functions/core/maintenance-runs.ts';
import type { MaintenanceWindow } from '../../functions/core/maintenance.ts';
import { HEALTHY, type AttemptOutcome, type Outcome } from '../../functions/core/model/outcome.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { foldRun, initialDetectState, ownNetworkStream, streamName } from '../../functions/core/problems/streams.ts';
import type { RecordedProbe, RecordedRun } from '../../functions/core/run-record.ts';

const START = Date.parse('2026-01-11T01:00Z');
const REFUSED: AttemptOutcome = { class: 'network', kind: 'connect-refused', detail: null };
const OWN_NETWORK: AttemptOutcome = { class: 'inconclusive', kind: 'own-network', detail: null };
const OWN_FAULT: AttemptOutcome = { class: 'inconclusive', kind: 'own-fault', detail: null };
const PAUSED: Outcome = { class: 'not-probed', reason: 'paused', until: null };

function probe(targetId: string, outcome: Outcome, tickAt: number, masked = false): RecordedProbe {
  const attempt = { startedAt: tickAt, durationMs: 5, address: null, phase: null, status: null };
  const outcomes = outcome.class === 'not-probed' ? [] : masked ? [REFUSED, outcome] : [outcome];
  const attempts = outcomes.map((one) => ({ ...attempt, outcome: one }));
  return { targetId, startedAt: tickAt, durationMs: 5, address: null, outcome, masked, attempts };
}

/** A run in the `minute` after the window opened. */
function run(minute: number, outcomes: Readonly<Record<string, Outcome>>): RecordedRun {
  const tickAt = START + minute * MINUTE_MS;
  const probes = Object.entries(outcomes).map(([targetId, outcome]) => probe(targetId, outcome, tickAt));
  return { key: { vantage: 'local', tickAt, shard: 0 }, probes, diagnoses: { 'https://a.example.test': 'both' } };
}

/** Open for half an hour. */
const windowFor = (fields: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  when: { from: START, to: START + 30 * MINUTE_MS },
  targets: null,
  isEvidence: false,
  ...fields,
});
const calendarOf = (...windows: readonly MaintenanceWindow[]) => maintenanceCalendar(windows);
const outcomesOf = ({ probes }: RecordedRun) => probes.map(({ targetId, outcome }) => `${targetId} ${outcome.class}`);

describe('nothing is touched', () => {
  const whole = run(0, { a: REFUSED });

  test.each([
    { name: 'without windows', calendar: null, one: whole },
    { name: 'outside of them', calendar: calendarOf(windowFor()), one: run(30, { a: REFUSED }) },
    { name: 'at other targets', calendar: calendarOf(windowFor({ targets: ['b'] })), one: whole },
  ])('$name', ({ calendar, one }) => {
    expect(runForIncidents(one, calendar)).toBe(one);
    expect(runForEvidence(one, calendar)).toBe(one);
  });

  test('as evidence, where the window says so', () => {
    expect(runForEvidence(whole, calendarOf(windowFor({ isEvidence: true })))).toBe(whole);
    expect(outcomesOf(runForIncidents(whole, calendarOf(windowFor({ isEvidence: true }))))).toEqual([]);
  });
});

describe('what a window covers is not probed', () => {
  const whole = run(29, { a: REFUSED, b: REFUSED, c: PAUSED });

  test.each([
    { name: 'everything', windows: [windowFor()], left: [] },
    {
      name: 'some targets',
      windows: [windowFor({ targets: ['a', 'c'] })],
      left: ['a not-probed', 'b network', 'c not-probed'],
    },
    {
      name: 'some targets, while everything is evidence',
      windows: [windowFor({ isEvidence: true }), windowFor({ targets: ['a'] })],
      left: ['a not-probed', 'b network', 'c not-probed'],
    },
  ])('$name', ({ windows, left }) => {
    const seen = runForEvidence(whole, calendarOf(...windows));
    expect(outcomesOf(seen)).toEqual(left);
    expect(seen).toMatchObject({ key: whole.key, diagnoses: whole.diagnoses });
  });

  test('why a target was skipped is kept', () => {
    const seen = runForIncidents(whole, calendarOf(windowFor({ targets: ['c', 'a'] })));
    expect(seen.probes[2]?.outcome).toBe(PAUSED);
  });

  test('a masked failure is no evidence either', () => {
    const one = { ...run(0, {}), probes: [probe('a', HEALTHY, START, true)] };
    const [seen] = runForEvidence(one, calendarOf(windowFor({ targets: ['a'] }))).probes;
    expect(seen).toMatchObject({ masked: false, outcome: { class: 'not-probed' } });
    expect(seen === undefined ? undefined : evidenceOf(seen)).toBeNull();
  });
});

describe('our own network while targets are in maintenance', () => {
  const calendar = calendarOf(windowFor({ targets: ['a', 'b'] }));

  test.each([
    { name: 'fails', outcomes: { a: OWN_NETWORK, b: OWN_NETWORK }, works: false },
    { name: 'works, as a healthy target shows', outcomes: { a: HEALTHY }, works: true },
    { name: 'works, as a failing target shows', outcomes: { a: OWN_FAULT, b: REFUSED }, works: true },
    { name: 'is not known after a fault of our own', outcomes: { a: OWN_FAULT }, works: null },
    { name: 'is not known when nothing was probed', outcomes: { a: PAUSED }, works: null },
  ])('$name', ({ outcomes, works }) => {
    const whole = run(5, outcomes);
    expect(ownNetworkEvidence(whole.probes)?.succeeded ?? null).toBe(works);
    expect(ownNetworkEvidence(runForEvidence(whole, calendar).probes)?.succeeded ?? null).toBe(works);
    const { streams } = foldRun(initialDetectState(0), runForIncidents(whole, calendar), THRESHOLDS);
    const own = streams[ownNetworkStream('local')];
    expect(own === undefined ? null : own.healthyTicks === 1).toBe(works);
    const healthy = Object.entries(outcomes).flatMap(([id, outcome]) => (outcome === HEALTHY ? [`local/${id}`] : []));
    expect(Object.keys(streams)).toEqual(works === null ? [] : [...healthy, ownNetworkStream('local')]);
  });

  test('is in maintenance with everything', () => {
    const whole = run(5, { a: OWN_NETWORK, b: HEALTHY });
    expect(ownNetworkEvidence(runForEvidence(whole, calendarOf(windowFor())).probes)).toBeNull();
  });
});

const THRESHOLDS = { failingTicks: 3, healthyTicks: 2 };

/** The stream of a target after these minutes, one letter each: `x` fails, `.` is healthy. The window opens at minute 0. */
function streamAfter(firstMinute: number, minutes: string) {
  const calendar = calendarOf(windowFor());
  let state = initialDetectState(0);
  minutes.split('').forEach((letter, index) => {
    const whole = run(firstMinute + index, { a: letter === 'x' ? REFUSED : HEALTHY });
    state = foldRun(state, runForIncidents(whole, calendar), THRESHOLDS);
  });
  return state.streams[streamName('local', 'a')];
}

describe('a stream in a window stays as it was', () => {
  test('failures inside open nothing', () => {
    expect(streamAfter(0, 'x'.repeat(30))).toBeUndefined();
  });

  test('a failure that outlasts the window opens after it', () => {
    expect(streamAfter(0, 'x'.repeat(32))?.stretch?.breached).toBe(false);
    expect(streamAfter(0, 'x'.repeat(33))?.stretch).toMatchObject({
      breached: true,
      firstFailureTick: START + 30 * MINUTE_MS,
      failedProbes: 3,
    });
  });

  test('an open problem is not forgotten inside, and ends when it is well', () => {
    const open = streamAfter(-3, 'xxx');
    expect(open?.stretch?.breached).toBe(true);
    expect(streamAfter(-3, `xxx${'x'.repeat(30)}`)).toEqual(open);
    expect(streamAfter(-3, `xxx${'x'.repeat(30)}x`)?.stretch).toMatchObject({
      breached: true,
      firstFailureTick: START - 3 * MINUTE_MS,
    });
    expect(streamAfter(-3, `xxx${'x'.repeat(10)}..`)).toMatchObject({
      stretch: null,
      ended: { breached: true, failedProbes: 3 },
      healthySince: START + 10 * MINUTE_MS,
    });
  });
});
