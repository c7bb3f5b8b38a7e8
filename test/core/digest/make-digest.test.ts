import { describe, expect, test } from 'vitest';
import { monthlyBill } from '../../../functions/core/cost/bill.ts';
import { stackResources } from '../../../functions/core/cost/resources.ts';
import { digestWeek } from '../../../functions/core/digest/due.ts';
import { expiriesOf } from '../../../functions/core/digest/expiries.ts';
import { digestNotice } from '../../../functions/core/digest/make-digest.ts';
import { newTally, weekFold } from '../../../functions/core/digest/week-tally.ts';
import type { Digest } from '../../../functions/core/model/digest.ts';
import type { OriginFacts, VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { NO_MEMORY } from '../../../functions/core/model/vantage-memory.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT, aProblem, aTarget } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { aChronic } from '../../support/digests.ts';
import { digestRun } from './digest-runs.ts';

const SETTINGS = { ...settingsOf({}), targets: ['a', 'b', 'c'].map((id) => aTarget({ id })), timeZone: 'UTC' };
/** 2026-03-01 was a Sunday. */
const WEEK = digestWeek(TICK_AT + 7 * DAY_MS + 8 * HOUR_MS, 'UTC');

function digestOf(problems: readonly Problem[], runs = [digestRun(TICK_AT, { a: '.' })]): Digest {
  const tally = newTally(WEEK);
  const fold = weekFold(tally, problems, SETTINGS);
  for (const run of runs) fold(run);
  const source = { week: WEEK, tally, problems, vantages: ['local'], memories: [], untold: [], settings: SETTINGS };
  return digestNotice({ ...source, tickAt: WEEK.dueAt }).digest;
}

describe('problems of the week', () => {
  const from = WEEK.from;
  const inWeek = (overrides: Partial<Problem>) => aProblem({ openedAt: from + HOUR_MS, ...overrides });
  const rows: readonly { name: string; problem: Problem; isIn: boolean }[] = [
    { name: 'open', problem: inWeek({}), isIn: true },
    { name: 'opened long ago', problem: inWeek({ openedAt: from - 90 * DAY_MS }), isIn: true },
    { name: 'opened after it', problem: inWeek({ openedAt: WEEK.to }), isIn: false },
    { name: 'closed in it', problem: inWeek({ closedAs: 'resolved', resolvedAt: from + 2 * HOUR_MS }), isIn: true },
    { name: 'closed before it', problem: inWeek({ closedAs: 'resolved', resolvedAt: from - 1 }), isIn: false },
    { name: 'going on elsewhere', problem: inWeek({ closedAs: 'continued', resolvedAt: from + 1 }), isIn: false },
    { name: 'a token that ends', problem: inWeek({ kinds: { 'authorization/token-expiring': 1 } }), isIn: false },
    { name: 'other addresses', problem: inWeek({ kinds: { 'network/addresses-changed': 1 } }), isIn: true },
  ];
  test.each(rows)('$name', ({ problem, isIn }) => {
    expect(digestOf([problem]).problems.all).toBe(isIn ? 1 : 0);
  });

  test('stand by gravity: open before closed, then severity, chronic ones, the oldest', () => {
    const problem = (id: string, overrides: Partial<Problem>) => inWeek({ id, severity: 'warning', ...overrides });
    const problems = [
      problem('closed', { severity: 'critical', closedAs: 'resolved', resolvedAt: from + DAY_MS }),
      problem('info', { severity: 'info' }),
      problem('young', { firstFailureAt: from + 1 }),
      problem('old', { firstFailureAt: from }),
      { ...aChronic(['a']), id: 'chronic', openedAt: from, firstFailureAt: from + 2 },
      problem('critical', { severity: 'critical' }),
    ];
    const { problems: found, open } = digestOf(problems);
    const order = ['critical', 'chronic', 'old', 'young', 'info', 'closed'];
    expect(found.shown.map(({ id }) => id)).toEqual(order);
    expect(open).toEqual({ chronic: 1, incidents: 4, warnings: 0 });
  });

  test('a chronic one comes with its strikes, an incident without', () => {
    const runs = [0, 1, 30].map((count) => digestRun(TICK_AT + count * MINUTE_MS, { a: 'x' }));
    const [chronic, incident] = digestOf([aChronic(['a']), inWeek({ severity: 'info' })], runs).problems.shown;
    expect(chronic).toMatchObject({ nature: 'chronic', week: { strikes: 2, probes: 3 }, subject: 'a' });
    expect(incident).toMatchObject({ nature: 'incident', week: null, failure: 'network/connect-refused' });
  });

  test('however many there are, a digest fits into a table item twice over', () => {
    const problems = Array.from({ length: 500 }, (_, index) => {
      const targets = Array.from({ length: 40 }, (_unused, target) => `a-target-of-the-long-name-${index}-${target}`);
      return aChronic(targets, { openedAt: from });
    });
    const digest = digestOf(problems);
    expect(JSON.stringify(digest).length).toBeLessThan(200 * 1024);
    expect([digest.problems.shown.length, digest.problems.all, digest.open.chronic]).toEqual([20, 500, 500]);
  });
});

test('the worst targets stand first: by failures, then by retries; healthy ones not at all', () => {
  const marks = [
    { a: '.', b: 'm', c: 'x', d: 'x', e: '.' },
    { a: '.', b: '.', c: 'x', d: '.', e: 'm' },
    { a: '.', b: 'm', c: 'x', d: '.', e: 'o' },
  ] as const;
  const { worst } = digestOf(
    [],
    marks.map((row, n) => digestRun(TICK_AT + n * MINUTE_MS, row)),
  );
  expect(worst.shown.map(({ target }) => target)).toEqual(['c', 'd', 'b', 'e']);
});

describe('what ends', () => {
  const targets = [
    aTarget({ id: 'open', url: 'https://api.example.test/server-time' }),
    aTarget({ id: 'agents', account: 'main', tier: 'token', url: 'https://api.example.test/agents' }),
  ];
  const now = TICK_AT;
  const facts = (validTo: number): OriginFacts => ({
    certificate: { validFrom: 0, validTo, issuer: 'R3', since: 0 } as never,
    issuers: {},
    addresses: {},
    clockSkew: null,
  });
  const memory = (tokens: Record<string, number>, origins: Record<string, number>): VantageMemory => ({
    ...NO_MEMORY,
    tokens: Object.fromEntries(Object.entries(tokens).map(([name, expiresAt]) => [name, { expiresAt }])),
    origins: Object.fromEntries(Object.entries(origins).map(([origin, end]) => [origin, facts(end)])),
  });
  const days = (count: number) => now + count * DAY_MS;
  const origin = 'https://api.example.test';
  const rows = [
    { name: 'within 60 days', memories: [memory({ main: days(60) }, {})], found: ['token main 60'] },
    { name: 'later', memories: [memory({ main: days(61) }, { [origin]: days(90) })], found: [] },
    { name: 'ended', memories: [memory({ main: days(-2) }, {})], found: ['token main -2'] },
    {
      name: 'the soonest first',
      memories: [memory({ main: days(30) }, { [origin]: days(9) })],
      found: ['certificate api.example.test 9', 'token main 30'],
    },
    {
      name: 'the first of what vantages know',
      memories: [memory({ main: days(30) }, {}), memory({ main: days(20) }, {})],
      found: ['token main 20'],
    },
    {
      name: 'whichever knows it',
      memories: [memory({ main: days(20) }, {}), memory({ main: days(30) }, {})],
      found: ['token main 20'],
    },
    { name: 'of what is probed', memories: [memory({ old: days(3) }, { 'https://old.test': days(3) })], found: [] },
  ];
  test.each(rows)('$name', ({ memories, found }) => {
    const ends = expiriesOf(memories, { targets }, now);
    expect(ends.map(({ what, name, at }) => `${what} ${name} ${(at - now) / DAY_MS}`)).toEqual(found);
  });
});

describe('the estimated cost of a month', () => {
  const costFrom = (vantages: readonly string[]) => {
    const source = {
      week: WEEK,
      tally: newTally(WEEK),
      problems: [],
      vantages,
      memories: [],
      untold: [],
      settings: SETTINGS,
    };
    return digestNotice({ ...source, tickAt: WEEK.dueAt }).digest.monthlyCostUsd;
  };

  test('is that of the bill, for each vantage that is a region', () => {
    const billed = (regions: number) => monthlyBill(SETTINGS, regions, stackResources(SETTINGS, regions)).totalUsd;
    expect(costFrom(['eu-west-1'])).toBe(billed(1));
    expect(costFrom(['eu-west-1', 'us-east-1', 'local'])).toBe(billed(2));
  });

  test('is none on a machine of one’s own', () => {
    expect(costFrom(['local'])).toBeNull();
  });
});
