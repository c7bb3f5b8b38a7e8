import { describe, expect, test } from 'vitest';
import type { PlacedFinding } from '../../../functions/core/chronic/scope.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import type { KnownStrikes } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { strikesInForce, withStrikes } from '../../../functions/core/problems/known-strikes.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { clock, every, finding } from '../chronic/cause-findings.ts';

const AT = Date.parse('2026-03-20T00:00:30Z');
const HALF_HOURLY = every(30 * MINUTE_MS);

function placed(
  pattern: Pattern,
  kinds: Readonly<Record<string, number>> = { 'network/connect-refused': 30 },
): PlacedFinding {
  const one = finding(pattern, 'network/connect-refused');
  return {
    vantage: 'local',
    subject: 'a',
    everyMs: MINUTE_MS,
    finding: { ...one, mix: { ...one.mix, kinds }, failedProbes: 30 },
  };
}
const known = (before: readonly KnownStrikes[], patterns: readonly Pattern[], tickAt: number) =>
  withStrikes(
    before,
    patterns.map((pattern) => placed(pattern)),
    'network',
    [],
    tickAt,
  );
const moved = (pattern: Pattern, byMs: number): Pattern => {
  const { from, to } = pattern.nextExpected ?? { from: 0, to: 0 };
  return { ...pattern, nextExpected: { from: from + byMs, to: to + byMs } };
};

describe('what a chronic problem accounts for', () => {
  test.each<{ name: string; later: Pattern; isSame: boolean }>([
    { name: 'hours later', later: moved(HALF_HOURLY, 7 * 30 * MINUTE_MS), isSame: true },
    { name: 'a few seconds off', later: moved(HALF_HOURLY, 30 * MINUTE_MS + 10_000), isSame: true },
    { name: 'off by half its tolerance', later: moved(HALF_HOURLY, 30 * MINUTE_MS + 30_000), isSame: false },
    {
      name: 'a little longer',
      later: { ...HALF_HOURLY, durationMs: (HALF_HOURLY.durationMs ?? 0) * 1.2 },
      isSame: true,
    },
    { name: 'much longer', later: { ...HALF_HOURLY, durationMs: (HALF_HOURLY.durationMs ?? 0) * 2 }, isSame: false },
    { name: 'of another kind', later: clock('00:07'), isSame: false },
  ])('goes on as it is, or anew: $name', ({ later, isSame }) => {
    const first = known([], [HALF_HOURLY], AT);
    expect(first).toMatchObject([{ since: AT, classes: ['network'] }]);
    const second = known(first, [later], AT + 4 * HOUR_MS);
    expect(second.map(({ since }) => since)).toEqual(isSame ? [AT] : [AT, AT + 4 * HOUR_MS]);
  });

  test('is kept for a day after it was replaced', () => {
    let strikes: readonly KnownStrikes[] = [];
    for (let count = 0; count < 6; count += 1) {
      const durationMs = (count + 1) * (count + 1) * MINUTE_MS;
      strikes = known(strikes, [{ ...HALF_HOURLY, durationMs }], AT + count * 10 * HOUR_MS);
    }
    expect(strikes.map(({ since }) => (since - AT) / HOUR_MS)).toEqual([20, 30, 40, 50]);
  });

  test('has the classes that make a fifth of its failures', () => {
    const one = placed(HALF_HOURLY, {
      'network/connect-refused': 70,
      'server/bad-gateway': 20,
      'throttled/too-many-requests': 10,
    });
    expect(withStrikes([], [one], 'network', [], AT)).toMatchObject([{ classes: ['network', 'server'] }]);
  });

  test('reaches as far as the strikes of all its members', () => {
    const [lead, other] = [HALF_HOURLY, moved(HALF_HOURLY, 90 * MINUTE_MS - 90_000)];
    expect(known([], [lead, other], AT)[0]?.toleranceMs).toBe((HALF_HOURLY.toleranceMs ?? 0) + 90_000);
  });
});

describe('what was decided on ticks up to one', () => {
  const [first, second] = [AT, AT + HOUR_MS];
  const strikes = known(known([], [HALF_HOURLY], first), [{ ...HALF_HOURLY, durationMs: HOUR_MS }], second);
  const member = { vantage: 'eu', subject: 'a', findingId: 'f', joinedAt: first, overAt: null };
  const base = { id: 'p', nature: 'chronic', decidedAt: second, strikes } as const;
  const sinceAt = (settledTick: number, problem: Partial<ReturnType<typeof aProblem>> = {}) =>
    strikesInForce([aProblem({ ...base, members: [member], ...problem })], 'eu', 'a', settledTick).map(
      ({ strikes: one }) => one.since,
    );

  test.each<{ name: string; at: number; problem?: Partial<ReturnType<typeof aProblem>>; since: readonly number[] }>([
    { name: 'before it was opened', at: first - 1, since: [] },
    { name: 'from when it was', at: first, since: [first] },
    { name: 'after it changed', at: second, since: [second] },
    { name: 'after it was closed', at: second, problem: { closedAs: 'resolved' }, since: [] },
    { name: 'before it was closed', at: second - 1, problem: { closedAs: 'resolved' }, since: [first] },
    { name: 'of a member that is over', at: second, problem: { members: [{ ...member, overAt: second }] }, since: [] },
    {
      name: 'of a member that was not',
      at: second - 1,
      problem: { members: [{ ...member, overAt: second }] },
      since: [first],
    },
    {
      name: 'of a member that joined later',
      at: first,
      problem: { members: [{ ...member, joinedAt: second }] },
      since: [],
    },
    {
      name: 'of another vantage',
      at: second + DAY_MS,
      problem: { members: [{ ...member, vantage: 'us' }] },
      since: [],
    },
    { name: 'of another target', at: second + DAY_MS, problem: { members: [{ ...member, subject: 'b' }] }, since: [] },
  ])('$name', ({ at, problem, since }) => {
    expect(TICK_AT).toBeLessThan(first);
    expect(sinceAt(at, problem)).toEqual(since);
  });
});
