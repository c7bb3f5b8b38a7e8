import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import type { PlacedFinding } from '../../../functions/core/chronic/scope.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { decideChronic, type ChronicChange } from '../../../functions/core/problems/decide-chronic.ts';
import { aProblem } from '../../support/builders.ts';
import { clock, every, finding, untimed } from '../chronic/cause-findings.ts';

const REFUSED = 'network/connect-refused';
const AT = Date.parse('2026-03-20T00:00:30Z');
const HALF_HOURLY = { ...finding(every(30 * MINUTE_MS), REFUSED), id: 'half-hourly' };
const HOURLY = { ...finding(every(60 * MINUTE_MS), REFUSED), id: 'hourly' };

/** A problem book and the findings of targets of one vantage. */
function world() {
  const book = new Map<string, Problem>();
  const keep = (problem: Problem) => book.set(problem.stream, problem);
  return {
    book,
    keep,
    chronic: () => [...book.values()].filter(({ nature }) => nature === 'chronic'),
    decide: (tickAt: EpochMs, found: Readonly<Record<string, readonly Finding[]>>): readonly ChronicChange[] => {
      const changes = decideChronic(
        {
          tickAt,
          findings: (vantage, subject): PlacedFinding[] =>
            (found[subject] ?? []).map((one) => ({ vantage, subject, everyMs: MINUTE_MS, finding: one })),
          chronic: () => [...book.values()].filter(({ nature }) => nature === 'chronic'),
          newest: (stream) => book.get(stream) ?? null,
          probing: () => ['local'],
          origin: () => 'https://api.example.test',
        },
        Object.keys(found).map((subject) => ({ vantage: 'local', subject })),
      );
      for (const { problem, replaces } of changes) {
        keep(problem);
        if (replaces !== null) keep(replaces);
      }
      return changes;
    },
  };
}

const reasons = (changes: readonly ChronicChange[]) => changes.map(({ notice }) => notice?.reason ?? 'silent');

describe('a tick that is read again changes nothing', () => {
  test('while the problem is open', () => {
    const { decide } = world();
    expect(reasons(decide(AT, { a: [HALF_HOURLY] }))).toEqual(['opened']);
    expect(decide(AT, { a: [HALF_HOURLY] })).toEqual([]);
    expect(decide(AT - MINUTE_MS, { a: [{ ...HALF_HOURLY, endedAt: AT - MINUTE_MS }] })).toEqual([]);
  });

  test('after it was resolved', () => {
    const { decide } = world();
    decide(AT, { a: [HALF_HOURLY] });
    expect(reasons(decide(AT + DAY_MS, { a: [{ ...HALF_HOURLY, endedAt: AT + DAY_MS }] }))).toEqual(['resolved']);
    expect(decide(AT, { a: [HALF_HOURLY] })).toEqual([]);
    expect(decide(AT + DAY_MS, { a: [HALF_HOURLY] })).toEqual([]);
  });

  test('for a finding that had joined the problem of another', () => {
    const { decide } = world();
    decide(AT, { a: [HALF_HOURLY] });
    decide(AT + MINUTE_MS, { a: [HALF_HOURLY], b: [HALF_HOURLY] });
    const over = { ...HALF_HOURLY, endedAt: AT + DAY_MS };
    decide(AT + DAY_MS, { a: [over], b: [over] });
    expect(decide(AT + MINUTE_MS, { b: [HALF_HOURLY] })).toEqual([]);
  });
});

test('a finding that comes back is told as a new problem of the stream', () => {
  const { decide } = world();
  const [opened] = decide(AT, { a: [HALF_HOURLY] });
  decide(AT + DAY_MS, { a: [{ ...HALF_HOURLY, endedAt: AT + DAY_MS }] });
  const newestFailureAt = AT + 2 * DAY_MS - HOUR_MS;
  const [again] = decide(AT + 2 * DAY_MS, { a: [{ ...HALF_HOURLY, newestFailureAt }] });
  expect(again?.notice?.reason).toBe('opened');
  expect(again?.problem.stream).toBe(opened?.problem.stream);
  expect(again?.problem).toMatchObject({ firstFailureAt: newestFailureAt, openedAt: AT + 2 * DAY_MS });
  expect(again?.problem.id).not.toBe(opened?.problem.id);
});

test('one of two targets that recovers is no news, the second one is', () => {
  const { decide } = world();
  expect(reasons(decide(AT, { a: [HALF_HOURLY], b: [HALF_HOURLY] }))).toEqual(['opened']);
  const over = (at: EpochMs) => ({ ...HALF_HOURLY, newestFailureAt: at - HOUR_MS, endedAt: at });
  expect(reasons(decide(AT + MINUTE_MS, { a: [over(AT + MINUTE_MS)], b: [HALF_HOURLY] }))).toEqual(['silent']);
  const [resolved] = decide(AT + DAY_MS, { a: [over(AT + MINUTE_MS)], b: [over(AT + DAY_MS)] });
  expect(resolved).toMatchObject({ notice: { reason: 'resolved' }, problem: { resolvedAt: AT + DAY_MS - HOUR_MS } });
});

test.each<{ name: string; now: Finding; reason: string }>([
  {
    name: 'another kind',
    now: { ...HALF_HOURLY, pattern: { ...clock('02:00'), nextExpected: null } },
    reason: 'changed',
  },
  {
    name: 'days of the week',
    now: { ...HALF_HOURLY, pattern: { ...HALF_HOURLY.pattern, weekdays: ['mon'] } },
    reason: 'changed',
  },
  {
    name: 'another class',
    now: { ...finding(HALF_HOURLY.pattern, 'server/other'), id: HALF_HOURLY.id },
    reason: 'changed',
  },
  { name: 'a finer period', now: { ...HALF_HOURLY, pattern: every(30 * MINUTE_MS + 500) }, reason: 'silent' },
])('$name is told as "$reason"', ({ now, reason }) => {
  const { decide } = world();
  decide(AT, { a: [HALF_HOURLY] });
  expect(reasons(decide(AT + HOUR_MS, { a: [now] }))).toEqual([reason]);
});

describe('an incident of the same class', () => {
  const incident = aProblem({
    stream: 'local/a',
    toldAt: AT - HOUR_MS,
    openedAt: AT - HOUR_MS,
    firstFailureAt: AT - HOUR_MS,
  });

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
    keep({ ...incident, stream: 'local/b' });
    const changes = decide(AT + MINUTE_MS, { b: [HALF_HOURLY], a: [HALF_HOURLY] });
    expect(changes).toMatchObject([{ notice: null, replaces: { stream: 'local/b', closedAs: 'continued' } }]);
  });

  test.each([
    { name: 'of another class', change: { class: 'server' as const } },
    { name: 'that is over', change: { closedAs: 'resolved' as const, resolvedAt: AT - MINUTE_MS } },
  ])('$name is left alone', ({ change }) => {
    const { keep, decide } = world();
    keep({ ...incident, ...change });
    expect(decide(AT, { a: [HALF_HOURLY] })).toMatchObject([{ notice: { reason: 'opened' }, replaces: null }]);
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

describe('a finding that the detector has merged into another one', () => {
  test('takes its problem along, without words', () => {
    const { decide, chronic } = world();
    decide(AT, { a: [HOURLY] });
    const changes = decide(AT + MINUTE_MS, { a: [HALF_HOURLY] });
    expect(reasons(changes)).toEqual(['opened', 'silent']);
    expect(changes[1]?.replaces).toMatchObject({ closedAs: 'continued', members: [{ findingId: 'hourly' }] });
    expect(chronic().filter(({ closedAs }) => closedAs === null)).toMatchObject([
      { members: [{ findingId: 'half-hourly' }] },
    ]);
  });

  test('and is nowhere else ends its problem', () => {
    const { decide } = world();
    decide(AT, { a: [HOURLY] });
    expect(reasons(decide(AT + MINUTE_MS, { a: [] }))).toEqual(['resolved']);
  });

  test('leaves a problem that goes on at another target', () => {
    const { decide, chronic } = world();
    decide(AT, { a: [HOURLY], b: [HOURLY] });
    decide(AT + MINUTE_MS, { a: [HALF_HOURLY], b: [HOURLY] });
    expect(chronic().map(({ members, closedAs }) => [members.map(({ subject }) => subject).join(), closedAs])).toEqual([
      ['b', null],
      ['a', null],
    ]);
  });
});

test('what fails all the time is as grave as its class, what fails now and then is a warning', () => {
  const severityOf = (one: Finding) => world().decide(AT, { a: [one] })[0]?.problem.severity;
  expect(severityOf(finding(untimed('persistent'), REFUSED))).toBe('critical');
  expect(severityOf(HALF_HOURLY)).toBe('warning');
  expect(severityOf(finding(untimed('persistent'), 'content/not-found'))).toBe('warning');
});
