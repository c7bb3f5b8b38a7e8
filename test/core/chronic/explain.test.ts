import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDetector } from '../../../functions/core/chronic/detector-state.ts';
import { observe } from '../../../functions/core/chronic/detector.ts';
import { findingsOf } from '../../../functions/core/chronic/current-finding.ts';
import { explain } from '../../../functions/core/chronic/explain.ts';
import {
  TEST_NAMES,
  type Explanation,
  type Guard,
  type Judged,
  type TestName,
  type Verdict,
} from '../../../functions/core/chronic/explanation.ts';
import {
  evidenceText,
  guardText,
  statisticText,
  thresholdText,
} from '../../../functions/core/chronic/explain-words.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise, renewed, scattered, turnedAddresses, upAndDown } from '../../support/chronic-draws.ts';
import { POLICY, days, every, findings, over, quiet, timeline, type Spacing } from '../../support/chronic-timeline.ts';

const DAY = quiet(1).length;
const MINUTELY: Spacing = { everyMs: MINUTE_MS };
/** Nothing is ever told, so that all evidence stays as it came. */
const DEAF = { ...POLICY, falseAlarmsPerTargetYear: 1e-60 };
/** Everything that could be told is. */
const EAGER = { ...POLICY, falseAlarmsPerTargetYear: 1 };

const explained = (text: string, spacing: Spacing = {}) => explain(findings(timeline(text, spacing)).state, POLICY);
const testsOf = ({ tests }: Explanation, name: TestName) => tests.filter(({ test }) => test === name);
const all = (explanation: Explanation): Judged[] => explanation.tests.flatMap((test) => [test, ...test.candidates]);
const LATE_FAILURE = over(quiet(8), '.'.repeat(7 * DAY) + 'x');

describe('what was found is shown with what it was found by', () => {
  const rows: readonly (readonly [string, string, Spacing, TestName])[] = [
    ['nightly', quiet(7) + days(7, '02:00 xx'), {}, 'look-back'],
    ['hourly', quiet(7) + every(HOUR_MS, 'x', 3 * DAY), {}, 'look-back'],
    ['a day without success', quiet(2) + 'x*400', {}, 'persistent'],
    ['up and down', quiet(2, MINUTE_MS) + upAndDown('up and down', 1_440, [5, 30], [3, 20]), MINUTELY, 'flapping'],
    ['one probe in ten', quiet(2) + noise('lossy', 0.1, 4 * DAY), {}, 'lossy'],
    ['outages as they like', quiet(7) + scattered('recurring', 10, () => 4, 'xxxx'), {}, 'recurring'],
    ['one bad address of two', turnedAddresses(2 * DAY, 2, null) + turnedAddresses(DAY, 2, 2), {}, 'one-bad-address'],
  ];

  it.each(rows)('%s', (_, text, spacing, name) => {
    const { confirmed, state } = findings(timeline(text, spacing));
    const { tests, found } = explain(state, POLICY);
    const proofs = found.flatMap(({ proof }) => proof ?? []);
    expect(proofs).toHaveLength(confirmed.length);
    const proof = proofs.find(({ test }) => test === name);
    if (proof === undefined) throw new Error('no proof');
    const isAtMost = proof.statistic === 'lnChance';
    expect(isAtMost ? proof.value <= proof.threshold : proof.value >= proof.threshold).toBe(true);
    const shown = tests.find(({ test, verdict }) => test === name && verdict === 'found');
    expect(shown).toMatchObject({ value: proof.value, threshold: proof.threshold, at: proof.at, guard: null });
  });

  it('the chance is that of the finding at its confirmation, and further hits make it smaller', () => {
    const { events, state } = findings(timeline(quiet(7) + days(7, '02:00 xx')));
    const confirmed = events.find(({ type }) => type === 'confirmed')?.finding;
    const proof = explain(state, POLICY).found[0]?.proof;
    expect(confirmed?.pattern.falseAlarmProbability).toBeLessThanOrEqual(Math.exp(proof?.value ?? 0));
    const [now] = findingsOf(state);
    expect(now?.pattern.falseAlarmProbability).toBeLessThan(Math.exp(proof?.value ?? 0) / 1_000);
    expect(proof?.at).toBe(confirmed?.foundAt);
    expect(proof?.evidence).toMatchObject({ periodMs: DAY_MS, foundPeriodMs: DAY_MS, windows: 2, hits: 2, starts: 3 });
  });

  it('the predictions since the proof are counted by themselves, and its end is foretold', () => {
    const [found] = explained(quiet(7) + days(9, '02:00 xx') + quiet(2)).found;
    expect(found?.since).toEqual({ windows: 8, hits: 6 });
    const [rhythm] = found?.rhythms ?? [];
    expect(rhythm).toMatchObject({ periodMs: DAY_MS, windows: 11, hits: 9, missesInRow: 2 });
    const left = (rhythm?.missesToEnd ?? 0) - 2;
    const end = (more: number) => findings(timeline(quiet(7) + days(9, '02:00 xx') + quiet(2 + more))).last[0]?.endedAt;
    expect(end(left - 1)).toBeNull();
    expect(Math.abs((end(left) ?? 0) - (rhythm?.endsAt ?? 0))).toBeLessThan(HOUR_MS);
  });

  it('a suspected one has no proof, and its statistic is the one that it was suspected by', () => {
    const { state } = findings(timeline(quiet(10) + every(HOUR_MS, 'x', 37)));
    const suspected = state.found.find(({ level }) => level === 'suspected');
    expect(suspected?.proof).toBeNull();
    const near = all(explain(state, POLICY)).find(({ verdict }) => verdict === 'near');
    expect(near).toMatchObject({ test: 'look-back', value: suspected?.lnChance, guard: null });
    expect(near?.value).toBeGreaterThan(near?.threshold ?? 0);
  });

  it('what ended keeps its proof, and the test is open again', () => {
    const { tests, found } = explained(quiet(2) + 'x*400' + quiet(1));
    expect(found).toMatchObject([{ kind: 'persistent', proof: { test: 'persistent' }, since: null }]);
    expect(found[0]?.endedAt).not.toBeNull();
    expect(tests.find(({ test }) => test === 'persistent')).toMatchObject({ verdict: 'no', value: 0 });
  });
});

describe('how near a miss is', () => {
  it('comes nearer with every strike', () => {
    const chance = (strikes: number) =>
      testsOf(explained(quiet(10) + every(HOUR_MS, 'x', 12 * strikes - 11)), 'look-back')[0];
    expect(chance(3)).toMatchObject({ statistic: 'hits', value: 2, threshold: 3, verdict: 'no' });
    const [four, five] = [chance(4), chance(5)];
    expect(four).toMatchObject({ statistic: 'lnChance', verdict: 'near', evidence: { windows: 3, hits: 3 } });
    expect(five?.value).toBeLessThan(four?.value ?? 0);
  });

  it('is that of the last time that it was asked: health that follows is no new question', () => {
    const strikes = quiet(10) + every(HOUR_MS, 'x', 37);
    const [then] = testsOf(explained(strikes), 'look-back');
    const [later] = testsOf(explained(strikes + quiet(9)), 'look-back');
    expect(later).toMatchObject({ at: then?.at, threshold: then?.threshold, verdict: 'near' });
  });

  it('is told of sums and of times too', () => {
    expect(testsOf(explained(quiet(2) + 'x*200'), 'persistent')).toMatchObject([
      { verdict: 'near', statistic: 'downMs', threshold: DAY_MS },
    ]);
    const [loss] = testsOf(explained(quiet(2) + noise('little loss', 0.1, 70)), 'lossy');
    expect(loss?.value).toBeGreaterThan(0);
    expect(loss?.value).toBeLessThan(loss?.threshold ?? 0);
  });

  it('shows the three least probable coincidences, each with another period', () => {
    const { state } = findings(timeline(quiet(3) + noise('few', 0.03, 4 * DAY)), DEAF);
    const [look] = testsOf(explain(state, EAGER), 'look-back');
    const values = look?.candidates.map(({ value }) => value ?? 0) ?? [];
    expect(values).toHaveLength(3);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(new Set(look?.candidates.map(({ evidence }) => evidence.periodMs)).size).toBe(3);
    expect(look?.value).toBe(values[0]);
  });
});

describe('what held something back is named', () => {
  const once = Array.from({ length: 20 }, (_, day) => days(1, `02:${10 + ((day * 17) % 40)} x`, MINUTELY)).join('');
  /** As it is told, and where nothing was ever told but all could be now. */
  const asTold: readonly (readonly [Guard, TestName, Verdict, string])[] = [
    ['too-few-starts', 'look-back', 'not enough evidence', quiet(14) + days(2, '02:00 xx') + quiet(3)],
    ['too-few-hits', 'look-back', 'no', quiet(7) + every(HOUR_MS, 'x', 25)],
    ['plain-share', 'look-back', 'no', quiet(2) + upAndDown('half', 4 * DAY, [3, 9], [3, 9])],
    ['may-be-bad-address', 'look-back', 'near', turnedAddresses(3 * DAY, 4, null) + turnedAddresses(52, 4, 2)],
    ['mostly-unseen', 'persistent', 'near', quiet(3) + ('x'.repeat(6) + ' '.repeat(60)).repeat(8)],
    ['quiet-part', 'flapping', 'no', quiet(3) + upAndDown('incident', 60, [1, 5], [1, 5]) + '.'.repeat(30)],
    ['independent-failures', 'flapping', 'near', quiet(2) + noise('q', 0.2, 170)],
    ['not-spread', 'lossy', 'near', quiet(3) + 'x'.repeat(200)],
    ['long-runs', 'lossy', 'near', quiet(2) + upAndDown('half', 4 * DAY, [3, 9], [3, 9])],
    ['too-few-days', 'recurring', 'near', quiet(10) + scattered('bad', 1, () => 12, 'xxxxx') + quiet(1)],
    ['no-hours', 'busy-hours', 'not enough evidence', quiet(3)],
    ['no-addresses', 'one-bad-address', 'not enough evidence', quiet(3)],
    [
      'too-few-hours',
      'one-bad-address',
      'not enough evidence',
      turnedAddresses(12, 2, 2) + turnedAddresses(20, 2, null),
    ],
    ['others-fail-too', 'one-bad-address', 'no', turnedAddresses(DAY, 2, null) + 'AB12'.repeat(40)],
  ];

  it.each(asTold)('%s in %s: %s', (guard, name, verdict, text) => {
    const held = all(explained(text)).find((one) => one.test === name && one.guard === guard);
    expect(held?.verdict).toBe(verdict);
  });

  it.each([
    ['within-noise', 'no', quiet(7, MINUTE_MS) + once, MINUTELY],
    ['rather-daily', 'near', days(22, '02:00 xx', { on: ['mon', 'wed', 'fri'] }), {}],
    ['unclear', 'near', quiet(4) + 'xx....xx....xx..........'.repeat(5), {}],
    ['unsteady', 'near', renewed('r3', 6, 3 * HOUR_MS, 0.06, 'xx'), {}],
  ] as const)('%s in a look-back that is rare enough: %s', (guard, verdict, text, spacing) => {
    const { state } = findings(timeline(text, spacing), DEAF);
    const held = all(explain(state, EAGER)).find((one) => one.test === 'look-back' && one.guard === guard);
    expect(held?.verdict).toBe(verdict);
    expect(held?.value).toBeLessThan(held?.threshold ?? 0);
  });
});

describe('an explanation', () => {
  it('of nothing has every test, and none with evidence', () => {
    const { tests, found } = explain(newDetector(), POLICY);
    expect(found).toEqual([]);
    expect(new Set(tests.map(({ test }) => test))).toEqual(new Set(TEST_NAMES));
    expect(tests.filter(({ verdict }) => verdict === 'found' || verdict === 'near')).toEqual([]);
  });

  it('has a look-back of each layer of each stream', () => {
    const text = over(quiet(5) + days(3, '02:00 xx') + LATE_FAILURE, quiet(6) + days(2, '14:00 ss'));
    const looks = testsOf(explained(text), 'look-back');
    expect(new Set(looks.map(({ stream }) => stream))).toEqual(new Set(['any', 'network', 'server']));
    expect(looks).toHaveLength(15);
  });

  it('changes nothing, is plain data, and can be put in words', () => {
    const histories = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }).map(String),
      ratio: fc.constantFrom(0, 0.01, 0.1, 0.4),
      letter: fc.constantFrom('x', 's', 'm', 'A'),
      strike: fc.constantFrom('.', days(9, '02:00 xx'), every(HOUR_MS, 'x', 9 * DAY), 'x'.repeat(2 * DAY)),
      length: fc.integer({ min: 1, max: 9 * DAY }),
    });
    fc.assert(
      fc.property(histories, ({ seed, ratio, letter, strike, length }) => {
        const text = over(noise(seed, ratio, 9 * DAY, letter), strike).slice(0, length);
        const state = newDetector();
        for (const one of timeline(text)) observe(state, one, POLICY);
        const before = JSON.stringify(state);
        const explanation = explain(state, POLICY);
        expect(JSON.stringify(state)).toBe(before);
        expect(explain(JSON.parse(before) as typeof state, POLICY)).toEqual(explanation);
        expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
        for (const one of all(explanation)) {
          const words = [statisticText(one), thresholdText(one), evidenceText(one)];
          expect([...words, one.guard === null ? '' : guardText(one.guard)].join(' ')).not.toMatch(
            /NaN|undefined|null/,
          );
        }
      }),
      { seed: 7, numRuns: 25 },
    );
  });
});

describe('words', () => {
  it.each([
    ['lnChance', -0.1, 'chance 1 in 1.1', 'at most 1 in 1.1'],
    ['lnChance', Math.log(1 / 5_234), 'chance 1 in 5,200', 'at most 1 in 5,200'],
    ['lnChance', -100, 'chance 1 in 10^43', 'at most 1 in 10^43'],
    ['sum', 7, 'sum 7.0', 'at least 7.0'],
    ['downMs', DAY_MS, 'down for 24 h', 'at least 24 h'],
    ['changes', 12, '12 changes', 'at least 12 changes'],
  ] as const)('%s %d', (statistic, value, told, wanted) => {
    expect(statisticText({ statistic, value })).toBe(told);
    expect(thresholdText({ statistic, threshold: value })).toBe(wanted);
  });

  it('say of a period what it turned out to be', () => {
    const evidence = { periodMs: 45 * MINUTE_MS, foundPeriodMs: 15 * MINUTE_MS, windows: 12, hits: 11, starts: 15 };
    expect(
      evidenceText({ test: 'look-back', evidence: { ...evidence, toleranceMs: 3 * MINUTE_MS, weekdays: null } }),
    ).toBe('every 45 min: 11 of 12 windows, within 3 min; on a closer look every 15 min; 15 starts');
  });
});
