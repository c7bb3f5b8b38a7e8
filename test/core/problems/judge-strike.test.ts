import { describe, expect, test } from 'vitest';
import type { KnownStrikes } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { judgeStrike, usualLongestMs, type StrikeView } from '../../../functions/core/problems/judge-strike.ts';
import { every, untimed } from '../chronic/cause-findings.ts';

const START = Date.parse('2026-03-02T00:30:00Z');

/** Half-hourly, three minutes long, a minute of tolerance. */
function halfHourly(overrides: Partial<KnownStrikes> = {}): KnownStrikes {
  const pattern = { ...every(30 * MINUTE_MS), toleranceMs: MINUTE_MS, durationMs: 3 * MINUTE_MS };
  const nextExpected = { from: START - MINUTE_MS, to: START + 4 * MINUTE_MS };
  return {
    since: 0,
    pattern: { ...pattern, nextExpected },
    toleranceMs: MINUTE_MS,
    probesPerStrike: 3,
    classes: ['network'],
    addresses: [],
    ...overrides,
  };
}
const of = (
  kind: 'persistent' | 'lossy' | 'flapping' | 'recurring' | 'one-bad-address',
  overrides: Partial<KnownStrikes> = {},
) =>
  halfHourly({
    pattern: { ...untimed(kind), durationMs: 3 * MINUTE_MS, failureRatio: 0.3 },
    toleranceMs: 0,
    probesPerStrike: null,
    ...overrides,
  });

/** Failing minutes in a row, from so many minutes after a predicted start. */
function strike(
  fromMinute: number,
  minutes: number,
  overrides: Partial<StrikeView> & { kinds?: Record<string, number> } = {},
): StrikeView {
  const firstAt = START + fromMinute * MINUTE_MS;
  const { kinds = { 'network/connect-timeout': minutes }, ...rest } = overrides;
  return {
    streak: { ticks: minutes, firstTick: firstAt, firstAt, class: 'network', classTicks: minutes, kinds },
    newestAt: firstAt + (minutes - 1) * MINUTE_MS,
    intervalMs: MINUTE_MS,
    failedAt: ['203.0.113.9'],
    failingTicks: 3,
    ...rest,
  };
}

const MIXED = { 'network/connect-timeout': 4, 'server/bad-gateway': 2 };

describe('a strike', () => {
  test.each<{ name: string; strike: StrikeView; known?: KnownStrikes; is: string }>([
    { name: 'at its time', strike: strike(0, 3), is: 'known' },
    { name: 'a period later', strike: strike(30, 3), is: 'known' },
    { name: 'as early as the tolerance and a probe allow', strike: strike(-2, 3), is: 'known' },
    { name: 'late in its window', strike: strike(4, 3), is: 'known' },
    { name: 'after its window', strike: strike(6, 3), is: 'unrelated' },
    { name: 'half a period away', strike: strike(15, 3), is: 'unrelated' },
    { name: 'that begins before and lasts into it', strike: strike(-4, 6), is: 'wider' },
    { name: 'half as long again, and two probes', strike: strike(0, 6), is: 'known' },
    { name: 'longer', strike: strike(0, 7), is: 'longer' },
    { name: 'with few failures of another class', strike: strike(0, 6, { kinds: MIXED }), is: 'known' },
    {
      name: 'with enough of another class',
      strike: strike(0, 6, { kinds: { ...MIXED, 'server/bad-gateway': 3 } }),
      is: 'other-class',
    },
    {
      name: 'with two other classes',
      strike: strike(0, 6, { kinds: { ...MIXED, 'intercepted/redirect': 1 } }),
      is: 'other-class',
    },
    {
      name: 'of all its classes',
      strike: strike(0, 6, { kinds: MIXED, failingTicks: 1 }),
      known: halfHourly({ classes: ['network', 'server'] }),
      is: 'known',
    },
    { name: 'of what never works', strike: strike(7, 5_000), known: of('persistent'), is: 'known' },
    {
      name: 'of another class of what never works',
      strike: strike(7, 3, { kinds: { 'server/other': 3 } }),
      known: of('persistent'),
      is: 'other-class',
    },
    {
      name: 'at the bad address',
      strike: strike(9, 3),
      known: of('one-bad-address', { addresses: ['203.0.113.9'] }),
      is: 'known',
    },
    {
      name: 'at a good address',
      strike: strike(9, 3),
      known: of('one-bad-address', { addresses: ['203.0.113.1'] }),
      is: 'other-address',
    },
    {
      name: 'at the bad address and a good one',
      strike: strike(9, 3, { failedAt: ['203.0.113.1', '203.0.113.9'] }),
      known: of('one-bad-address', { addresses: ['203.0.113.1'] }),
      is: 'other-address',
    },
  ])('$name: $is', ({ strike: view, known, is }) => {
    const verdict = judgeStrike(view, [{ problemId: 'p', strikes: known ?? halfHourly() }]);
    expect(typeof verdict === 'string' ? verdict : verdict.beyond).toBe(is);
  });

  test('that one of several problems accounts for is known', () => {
    const inForce = [halfHourly(), of('persistent')].map((strikes, index) => ({ problemId: `p${index}`, strikes }));
    expect(judgeStrike(strike(0, 60), inForce)).toBe('known');
    expect(judgeStrike(strike(0, 60), [])).toBe('unrelated');
  });

  test('beyond several names the one that says most', () => {
    const [longer, other] = [halfHourly(), halfHourly({ classes: ['throttled'] })];
    const inForce = [
      { problemId: 'other', strikes: other },
      { problemId: 'longer', strikes: longer },
    ];
    expect(judgeStrike(strike(0, 9), inForce)).toEqual({
      problemId: 'longer',
      pattern: longer.pattern,
      beyond: 'longer',
    });
  });
});

test.each<{ name: string; known: KnownStrikes; minutes: number }>([
  { name: 'with windows: half as long again and two probes', known: halfHourly(), minutes: 6.5 },
  {
    name: 'of a window of an hour with a failure now and then: a run of those',
    known: halfHourly({ pattern: { ...halfHourly().pattern, durationMs: 60 * MINUTE_MS }, probesPerStrike: 12 }),
    minutes: 7.7,
  },
  { name: 'of a steady loss: the longest run of a week', known: of('lossy'), minutes: 9.7 },
  { name: 'of flapping: the longest of a week', known: of('flapping'), minutes: 31.9 },
  {
    name: 'of outages without a rhythm, which are fewer',
    known: of('recurring', { pattern: { ...of('recurring').pattern, failureRatio: 0.003 } }),
    minutes: 12,
  },
  {
    name: 'of what has no length: a probe',
    known: halfHourly({ pattern: { ...halfHourly().pattern, durationMs: null }, probesPerStrike: 1 }),
    minutes: 3.5,
  },
])('a strike may last, $name', ({ known, minutes }) => {
  expect(usualLongestMs(known, MINUTE_MS) / MINUTE_MS).toBeCloseTo(minutes, 1);
});
