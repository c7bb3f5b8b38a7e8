import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { clock, every, finding, untimed } from '../chronic/cause-findings.ts';
import { AT, HALF_HOURLY, HOURLY, REFUSED, reasons, world } from './chronic-book.ts';

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

test('what fails at a third of its probes is an outage, whatever its pattern, until it fails much less', () => {
  const { decide } = world();
  const failingAt = (failureRatio: number): Finding => ({
    ...HALF_HOURLY,
    pattern: { ...HALF_HOURLY.pattern, failureRatio },
  });
  const after = (hours: number, failureRatio: number) => {
    const [change] = decide(AT + hours * HOUR_MS, { a: [failingAt(failureRatio)] });
    return `${change?.notice?.reason ?? 'silent'} ${change?.problem.severity ?? ''}`;
  };
  expect([after(0, 0.29), after(1, 0.3), after(2, 0.21), after(3, 0.19), after(4, 0.29)]).toEqual([
    'opened warning',
    'changed critical',
    'silent critical',
    'silent warning',
    'silent warning',
  ]);
});
