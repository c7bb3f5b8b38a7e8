import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { FAILURE, SUCCESS, type Scenario, type ScenarioStream, type Truth } from '../support/scenarios/scenario.ts';
import type { Alarm, Method } from './detection-alarm.ts';
import { scoreScenario } from './detection-score.ts';

const DAYS = 100;
const START_MS = 10 * DAY_MS;
const TRUTH: Truth = {
  family: 'hourly',
  group: 'chronic',
  acceptedKinds: ['periodic', 'clock', 'flapping'],
  exactKinds: ['periodic', 'clock'],
  periodsMs: [HOUR_MS],
  causes: 1,
  hitRatio: 1,
  startMs: START_MS,
  endMs: DAYS * DAY_MS,
  cycleMs: HOUR_MS,
};

/** A probe every ten minutes; the one on the hour fails from the tenth day on. */
function aStream(isAffected = true, target = 'target'): ScenarioStream {
  const at = Float64Array.from({ length: DAYS * 144 }, (_, index) => index * 10 * MINUTE_MS);
  const variant = Uint8Array.from(at, (time) => (isAffected && time >= START_MS && time % HOUR_MS === 0 ? 1 : 0));
  return { vantage: 'local', target, isAffected, at, variant, variants: [SUCCESS, FAILURE] };
}

function aScenario(truth: Partial<Truth> = {}, streams: readonly ScenarioStream[] = [aStream()]): Scenario {
  return { id: 'set/hourly/0', intervalMs: 10 * MINUTE_MS, zone: 'UTC', streams, truth: { ...TRUTH, ...truth } };
}

/** An alarm so many hours after the onset. */
function alarm(hours: number, rest: Partial<Alarm> = {}): Alarm {
  return {
    at: START_MS + hours * HOUR_MS,
    type: 'confirmed',
    id: 'a',
    kind: 'periodic',
    periodMs: HOUR_MS,
    aliasesMs: [],
    nextExpected: null,
    basis: '',
    ...rest,
  };
}

const scored = (alarms: readonly Alarm[], truth: Partial<Truth> = {}) => scoreScenario(aScenario(truth), () => alarms);
const LOSSY = { kind: 'lossy', periodMs: null } as const;
const FLAPPING = { kind: 'flapping', periodMs: null } as const;
const NINETY = { periodMs: 1.5 * HOUR_MS } as const;

describe('what was said of a series', () => {
  test.each([
    { name: 'nothing', alarms: [], says: '', wrong: 0, interim: 0 },
    { name: 'the truth', alarms: [alarm(5)], says: 'alarmed found exact', wrong: 0, interim: 0 },
    { name: 'a suspicion', alarms: [alarm(5, { type: 'suspected' })], says: '', wrong: 0, interim: 0 },
    { name: 'a kind that is not accepted', alarms: [alarm(5, LOSSY)], says: 'alarmed', wrong: 0, interim: 1 },
    {
      name: 'an accepted kind that is not exact',
      alarms: [alarm(5, FLAPPING)],
      says: 'alarmed found',
      wrong: 0,
      interim: 0,
    },
    {
      name: 'a period 1.9 % off',
      alarms: [alarm(5, { periodMs: 1.019 * HOUR_MS })],
      says: 'alarmed found exact',
      wrong: 0,
      interim: 0,
    },
    {
      name: 'a period 2.1 % off',
      alarms: [alarm(5, { periodMs: 1.021 * HOUR_MS })],
      says: 'alarmed found',
      wrong: 1,
      interim: 0,
    },
    {
      name: 'the period as an alias',
      alarms: [alarm(5, { ...NINETY, aliasesMs: [HOUR_MS] })],
      says: 'alarmed found exact',
      wrong: 0,
      interim: 0,
    },
    {
      name: 'another period, mended by an update',
      alarms: [alarm(5, NINETY), alarm(6, { type: 'updated' })],
      says: 'alarmed found exact',
      wrong: 1,
      interim: 0,
    },
    {
      name: 'a flapping that an update tells to be periodic',
      alarms: [alarm(5, FLAPPING), alarm(6, { type: 'updated' })],
      says: 'alarmed found exact',
      wrong: 0,
      interim: 0,
    },
    {
      name: 'two findings, one of another period',
      alarms: [alarm(5), alarm(6, { id: 'b', ...NINETY })],
      says: 'alarmed found exact',
      wrong: 1,
      interim: 0,
    },
  ])('$name', ({ alarms, says, wrong, interim }) => {
    const score = scored(alarms);
    const flags = { alarmed: score.isAlarmed, found: score.isFound, exact: score.isExact };
    const said = Object.entries(flags).flatMap(([name, isTrue]) => (isTrue ? [name] : []));
    expect({ says: said.join(' '), wrong: score.wrong.length, interim: score.interim }).toEqual({
      says,
      wrong,
      interim,
    });
  });

  test('delay counts from the onset to the first accepted finding', () => {
    expect(scored([alarm(3, LOSSY), alarm(5), alarm(7)]).delayMs).toBe(5 * HOUR_MS);
  });

  test('the period error is that of the best finding', () => {
    expect(scored([alarm(3, NINETY), alarm(5, { periodMs: 1.01 * HOUR_MS })]).periodErrorRatio).toBeCloseTo(0.01, 6);
  });
});

describe('where there is nothing to find', () => {
  test('a finding before the onset is a false alarm, and the time before it is what it is divided by', () => {
    const score = scored([alarm(-5), alarm(-4, { type: 'suspected', id: 'b' })]);
    expect(score.falseAlarms.map(({ label }) => label)).toEqual(['periodic:60']);
    expect(score.suspected).toBe(1);
    expect(score.quietYears).toBeCloseTo(10 / 365, 6);
  });

  test('in a benign series every finding is false and none is wrong', () => {
    const score = scored([alarm(5)], { group: 'benign', acceptedKinds: [], exactKinds: [], periodsMs: [] });
    expect(score.falseAlarms).toHaveLength(1);
    expect(score.wrong).toEqual([]);
    expect(score.quietYears).toBeCloseTo(DAYS / 365, 3);
  });

  test('a finding on a stream without the pattern is false', () => {
    const score = scoreScenario(aScenario({}, [aStream(), aStream(false, 'other')]), () => [alarm(5)]);
    expect(score.isExact).toBe(true);
    expect(score.falseAlarms.map(({ stream }) => stream)).toEqual(['local other']);
  });
});

test('a pattern on two streams is found when it is found on both', () => {
  const only =
    (target: string): Method =>
    (stream) =>
      stream.target === target ? [alarm(5)] : [];
  const scenario = aScenario({}, [aStream(true, 'a'), aStream(true, 'b')]);
  expect(scoreScenario(scenario, only('a')).isFound).toBe(false);
  expect(scoreScenario(scenario, () => [alarm(5)]).isFound).toBe(true);
});

test.each([
  { name: 'at the failure', fromMin: 0, toMin: 0, hits: 1 },
  { name: 'an interval before it', fromMin: -12, toMin: -10, hits: 1 },
  { name: 'more than an interval before it', fromMin: -12, toMin: -11, hits: 0 },
  { name: 'an interval after it', fromMin: 10, toMin: 12, hits: 1 },
])('the next window lies $name', ({ fromMin, toMin, hits }) => {
  const next = START_MS + 6 * HOUR_MS;
  const nextExpected = { from: next + fromMin * MINUTE_MS, to: next + toMin * MINUTE_MS };
  expect(scored([alarm(5, { nextExpected })])).toMatchObject({ windows: 1, windowHits: hits });
});

test('a window after the end of the pattern counts for nothing', () => {
  const nextExpected = { from: DAYS * DAY_MS - HOUR_MS, to: DAYS * DAY_MS };
  expect(scored([alarm(5, { nextExpected })]).windows).toBe(0);
});

describe('what a reader sees in the end', () => {
  test.each([
    { name: 'the truth alone', alarms: [alarm(5)], exact: true, only: true, wrong: 0 },
    {
      name: 'another period mended',
      alarms: [alarm(5, NINETY), alarm(6, { type: 'updated' })],
      exact: true,
      only: true,
      wrong: 0,
    },
    {
      name: 'the truth spoilt by an update',
      alarms: [alarm(5), alarm(6, { type: 'updated', ...NINETY })],
      exact: false,
      only: false,
      wrong: 1,
    },
    {
      name: 'a second finding',
      alarms: [alarm(5), alarm(6, { id: 'b', ...LOSSY })],
      exact: true,
      only: false,
      wrong: 0,
    },
    { name: 'a suspicion alone', alarms: [alarm(5, { type: 'suspected' })], exact: false, only: false, wrong: 0 },
  ])('$name', ({ alarms, exact, only, wrong }) => {
    const { final } = scored(alarms);
    expect({ exact: final.isExact, only: final.isWholeTruth, wrong: final.wrong.length }).toEqual({
      exact,
      only,
      wrong,
    });
  });

  test('two causes need two findings, each with its period', () => {
    const truth = { periodsMs: [HOUR_MS, DAY_MS], causes: 2 };
    const nightly = alarm(9, { id: 'b', kind: 'clock', periodMs: DAY_MS });
    expect(scored([alarm(5), nightly], truth).final.isWholeTruth).toBe(true);
    expect(scored([alarm(5), alarm(6, { id: 'b' })], truth).final.isWholeTruth).toBe(false);
    expect(scored([alarm(5)], truth).final.isWholeTruth).toBe(false);
  });

  test.each([
    { name: 'goes on', endMs: DAYS * DAY_MS, last: 'ended', isEnded: null },
    { name: 'stopped and was ended', endMs: 20 * DAY_MS, last: 'ended', isEnded: true },
    { name: 'stopped and was not ended', endMs: 20 * DAY_MS, last: 'updated', isEnded: false },
  ] as const)('a pattern that $name', ({ endMs, last, isEnded }) => {
    expect(scored([alarm(5), alarm(300, { type: last })], { endMs }).final.isEnded).toBe(isEnded);
  });
});
