import { describe, expect, test } from 'vitest';
import { countStrikes, struckProblems, type StrikeTally } from '../../../functions/core/digest/strikes.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { RecordedRun } from '../../../functions/core/run-record.ts';
import { TICK_AT, aTarget } from '../../support/builders.ts';
import { aChronic, aPattern } from '../../support/digests.ts';
import { digestProbe, digestRun, digestRuns, type Mark } from './digest-runs.ts';

const SETTINGS = { targets: ['a', 'b'].map((id) => aTarget({ id })), tickMs: MINUTE_MS };

function strikesOf(problem: Problem, runs: readonly RecordedRun[]): string {
  const tallies: Record<string, StrikeTally> = {};
  const struck = struckProblems([problem], tallies, SETTINGS);
  for (const run of runs) countStrikes(struck, run);
  const { strikes = 0, probes = 0 } = tallies[problem.id] ?? {};
  return `${strikes} strikes, ${probes} probes`;
}

const every = (periodMinutes: number, strike: string, times: number) => strike.padEnd(periodMinutes, '.').repeat(times);
const UNPREDICTED = { kind: 'recurring', periodMs: null, nextExpected: null } as const;

describe('strikes of a week', () => {
  const rows = [
    { name: 'each window that held failures', marks: every(30, 'xx', 10), found: '10 strikes, 20 probes' },
    { name: 'failures that a retry hid count', marks: every(30, 'm', 10), found: '10 strikes, 10 probes' },
    {
      name: 'with a healthy probe in the middle it is one',
      marks: every(30, 'x.x', 10),
      found: '10 strikes, 20 probes',
    },
    {
      name: 'one that lasts to the end of its window and beyond',
      marks: every(30, 'xxxxx', 4),
      found: '4 strikes, 20 probes',
    },
    {
      name: 'one that lasts for most of a period',
      marks: every(30, 'x'.repeat(28), 4),
      found: '4 strikes, 112 probes',
    },
    {
      name: 'failures between windows are not its own',
      marks: every(30, '...............x', 10),
      found: '0 strikes, 0 probes',
    },
    { name: 'nor are those of another class', marks: every(30, 's', 10), found: '0 strikes, 0 probes' },
    { name: 'our own network says nothing', marks: every(30, 'o', 10), found: '0 strikes, 0 probes' },
  ];
  test.each(rows)('$name', ({ marks, found }) => {
    expect(strikesOf(aChronic(['a']), digestRuns(TICK_AT, marks))).toBe(found);
  });

  test.each([{ minutes: 2 }, { minutes: 3 }])('of a fast rhythm are told apart: $minutes min', ({ minutes }) => {
    const next = { from: TICK_AT + DAY_MS, to: TICK_AT + DAY_MS + MINUTE_MS };
    const pattern = aPattern({ periodMs: minutes * MINUTE_MS, toleranceMs: 0, nextExpected: next });
    const runs = digestRuns(TICK_AT, every(minutes, 'x', 40));
    expect(strikesOf(aChronic(['a'], { pattern }), runs)).toBe('40 strikes, 40 probes');
  });

  test('of a time of day keep to the wall clock over its change', () => {
    const local2 = (day: number) => Date.UTC(2026, 2, day, day < 29 ? 1 : 0);
    const pattern = aPattern({
      ...{ kind: 'clock', periodMs: DAY_MS, zone: 'Europe/Amsterdam', timesOfDay: ['02:00'] },
      nextExpected: { from: local2(25) - MINUTE_MS, to: local2(25) + 3 * MINUTE_MS },
    });
    const days = [25, 26, 27, 28, 30, 31];
    const runs = days.flatMap((day) => digestRuns(local2(day), 'xx.'));
    expect(strikesOf(aChronic(['a'], { pattern }), runs)).toBe('6 strikes, 12 probes');
    const anHourLater = days.flatMap((day) => digestRuns(local2(day) + HOUR_MS, 'xx.'));
    expect(strikesOf(aChronic(['a'], { pattern }), anHourLater)).toBe('0 strikes, 0 probes');
  });

  test('without a rhythm are stretches of failures', () => {
    const problem = aChronic(['a'], { pattern: aPattern(UNPREDICTED) });
    expect(strikesOf(problem, digestRuns(TICK_AT, '.xxx....x.x.....x'))).toBe('3 strikes, 6 probes');
  });

  test('of a target that is probed seldom go on between its probes', () => {
    const settings = { targets: [aTarget({ id: 'a', everyMs: 5 * MINUTE_MS })], tickMs: MINUTE_MS };
    const problem = aChronic(['a'], { pattern: aPattern(UNPREDICTED) });
    const tallies: Record<string, StrikeTally> = {};
    const struck = struckProblems([problem], tallies, settings);
    for (const run of digestRuns(TICK_AT, 'x----x----.----.----.----x')) countStrikes(struck, run);
    expect(tallies[problem.id]).toMatchObject({ strikes: 2, probes: 3 });
  });

  test('that hit several targets at once are one each', () => {
    const both: Record<string, Mark> = { a: 'x', b: 'x' };
    const runs = [0, 30, 60].map((count) => digestRun(TICK_AT + count * MINUTE_MS, both));
    expect(strikesOf(aChronic(['a', 'b']), runs)).toBe('3 strikes, 6 probes');
    expect(strikesOf(aChronic(['a']), runs)).toBe('3 strikes, 3 probes');
  });

  test('are those of the problem’s vantages, until it was over there', () => {
    const problem = aChronic(['a']);
    const over = { ...problem, members: problem.members.map((one) => ({ ...one, overAt: TICK_AT + HOUR_MS })) };
    const runs = digestRuns(TICK_AT, every(30, 'x', 10));
    expect(strikesOf(over, runs)).toBe('3 strikes, 3 probes');
    expect(strikesOf(problem, digestRuns(TICK_AT, every(30, 'x', 10), 'a', 'elsewhere'))).toBe('0 strikes, 0 probes');
  });

  test('are at the problem’s addresses', () => {
    const problem = aChronic(['a'], { scope: { targets: ['a'], vantages: ['local'], addresses: ['203.0.113.7'] } });
    const runs = ['203.0.113.7', '203.0.113.9'].map((address, index) => {
      const tickAt = TICK_AT + index * 30 * MINUTE_MS;
      return { ...digestRun(tickAt, {}), probes: [digestProbe('a', 'x', tickAt, undefined, address)] };
    });
    expect(strikesOf(problem, runs)).toBe('1 strikes, 1 probes');
  });

  test('of our own network are counted once a tick', () => {
    const member = { vantage: 'local', subject: '@own-network', findingId: 'x', joinedAt: TICK_AT, overAt: null };
    const problem = aChronic([], { members: [member], class: 'inconclusive' });
    const both: Record<string, Mark> = { a: 'o', b: 'o' };
    const runs = [0, 1, 30].map((count) => digestRun(TICK_AT + count * MINUTE_MS, both));
    expect(strikesOf(problem, runs)).toBe('2 strikes, 3 probes');
  });
});
