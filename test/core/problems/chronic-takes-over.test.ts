import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { aProblem } from '../../support/builders.ts';
import { finding } from '../chronic/cause-findings.ts';
import { AT, HALF_HOURLY, reasons, world } from './chronic-book.ts';

describe('an incident of the same class', () => {
  const startedAt = AT - HOUR_MS;
  /** Of a target, and of others that it covers. */
  const incidentOf = (target: string, others: readonly string[] = [], overrides: Partial<Problem> = {}): Problem => {
    const times = { toldAt: startedAt, openedAt: startedAt, decidedAt: startedAt, firstFailureAt: startedAt };
    const problem = aProblem({ stream: `local/${target}`, ...times, ...overrides });
    const [own] = problem.covers;
    if (own === undefined) throw new Error('an incident covers something');
    return { ...problem, covers: [own, ...others.map((subject) => ({ ...own, subject }))] };
  };
  const incident = incidentOf('a');

  test('goes on in the chronic problem, which takes its id and the time it was told at first', () => {
    const { keep, decide } = world();
    keep(incident);
    const [change] = decide(AT, { a: [HALF_HOURLY] });
    expect(change).toMatchObject({
      notice: { reason: 'changed', at: AT },
      problem: {
        id: incident.id,
        nature: 'chronic',
        openedAt: incident.openedAt,
        firstFailureAt: HALF_HOURLY.firstFailureAt,
      },
      replaces: { stream: 'local/a', closedAs: 'continued', resolvedAt: AT },
    });
  });

  test('that was told of after the tick is followed by the notice all the same', () => {
    const { keep, decide } = world();
    keep({ ...incident, toldAt: AT + 3 * MINUTE_MS });
    const [change] = decide(AT, { a: [HALF_HOURLY] });
    expect(change?.notice?.at).toBe(AT + 3 * MINUTE_MS + 1);
    expect(change?.problem.decidedAt).toBe(AT);
  });

  test('of a target that joins later goes on without words', () => {
    const { keep, decide } = world();
    decide(AT, { a: [HALF_HOURLY] });
    keep(incidentOf('b'));
    const changes = decide(AT + MINUTE_MS, { b: [HALF_HOURLY], a: [HALF_HOURLY] });
    expect(changes).toMatchObject([{ notice: null, replaces: { stream: 'local/b', closedAs: 'continued' } }]);
  });

  const closedAt = (resolvedAt: EpochMs) => ({ closedAs: 'resolved' as const, resolvedAt });
  test.each<{ name: string; kept: Problem; reason: string; isTaken: boolean }>([
    { name: 'of another class', kept: { ...incident, class: 'server' }, reason: 'opened', isTaken: false },
    {
      name: 'that opened within another chronic problem',
      kept: { ...incident, linkedTo: { problemId: 'p', pattern: HALF_HOURLY.pattern, beyond: 'longer' } },
      reason: 'opened',
      isTaken: false,
    },
    {
      name: 'that is over and might come back',
      kept: { ...incident, ...closedAt(AT - 26 * HOUR_MS) },
      reason: 'reopened',
      isTaken: true,
    },
    {
      name: 'that is over for good',
      kept: { ...incident, ...closedAt(AT - 26 * HOUR_MS - 1) },
      reason: 'opened',
      isTaken: false,
    },
    {
      name: 'that nobody looked at any more',
      kept: { ...incident, closedAs: 'no-longer-monitored', resolvedAt: AT - MINUTE_MS },
      reason: 'opened',
      isTaken: false,
    },
    { name: 'that came back in silence', kept: { ...incident, isQuiet: true }, reason: 'reopened', isTaken: true },
    { name: 'of which half are members', kept: incidentOf('a', ['b']), reason: 'changed', isTaken: true },
    { name: 'of which fewer are members', kept: incidentOf('a', ['b', 'c']), reason: 'opened', isTaken: false },
  ])('$name is told as "$reason"', ({ kept, reason, isTaken }) => {
    const { keep, decide, book } = world();
    keep(kept);
    expect(reasons(decide(AT, { a: [HALF_HOURLY] }))).toEqual([reason]);
    expect(book.get('local/a')?.closedAs === 'continued').toBe(isTaken);
  });

  test('an outage of many goes on in it as soon as half of them are members', () => {
    const { keep, decide } = world();
    keep(incidentOf('a', ['b', 'c', 'd']));
    expect(decide(AT, { a: [HALF_HOURLY] })).toMatchObject([{ notice: { reason: 'opened' }, replaces: null }]);
    const [joined] = decide(AT + MINUTE_MS, { a: [HALF_HOURLY], b: [HALF_HOURLY] });
    expect(joined).toMatchObject({ notice: null, replaces: { stream: 'local/a', closedAs: 'continued' } });
  });

  test('that is open is the one that people read on, beside one that is over', () => {
    const { keep, decide } = world();
    keep({ ...incidentOf('b', ['a']), ...closedAt(AT - HOUR_MS) });
    keep(incident);
    const changes = decide(AT, { a: [HALF_HOURLY] });
    expect(changes).toMatchObject([
      { notice: { reason: 'changed' }, problem: { id: incident.id }, replaces: { stream: 'local/a' } },
      { notice: null, replaces: { stream: 'local/b', closedAs: 'continued' } },
    ]);
  });
});

test('a class that takes over takes along the incidents within the problem that fail so', () => {
  const { keep, decide } = world();
  const [opened] = decide(AT, { a: [HALF_HOURLY], b: [HALF_HOURLY] });
  const linkedTo = {
    problemId: opened?.problem.id ?? '',
    pattern: HALF_HOURLY.pattern,
    beyond: 'other-class',
  } as const;
  keep(aProblem({ stream: 'local/a', class: 'server', linkedTo }));
  keep(aProblem({ stream: 'local/b', class: 'server' }));
  const server = { ...finding(HALF_HOURLY.pattern, 'server/other'), id: HALF_HOURLY.id };
  expect(decide(AT + HOUR_MS, { a: [server], b: [server] })).toMatchObject([
    { notice: { reason: 'changed' }, problem: { class: 'server' }, replaces: null },
    { notice: null, replaces: { stream: 'local/a', closedAs: 'continued' } },
  ]);
});
