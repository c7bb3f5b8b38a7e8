import { describe, expect, test } from 'vitest';
import { careLines, isInCare } from '../../../functions/core/messages/care-words.ts';
import type { NoticeReason, Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { Care } from '../../../functions/core/problems/care.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { noticeOf } from './notice-of.ts';

const NONE: Care = { problemId: 'x', acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };
const minute = (at: number) => `minute ${(at - TICK_AT) / MINUTE_MS}`;
const at = (minutes: number) => TICK_AT + minutes * MINUTE_MS;

/** What is told an hour in, of a problem that people heard of last at minute 10. */
function told(care: Partial<Care> | null, reason: NoticeReason = 'changed', rest: Partial<Problem> = {}) {
  const problem = aProblem({ told: { ...aProblem().told, at: at(10) }, reminders: 2, ...rest });
  const notice = noticeOf(reason, problem, at(60));
  return { lines: careLines(notice, care === null ? null : { ...NONE, ...care }, minute), notice };
}

const OVER = { resolvedAt: at(60), closedAs: 'resolved' } as const;

test.each<{ name: string; lines: readonly string[]; expected: readonly string[] }>([
  { name: 'nobody said anything', lines: told(null).lines, expected: [] },
  {
    name: 'a reminder says that nobody is on it',
    lines: told(null, 'reminded').lines,
    expected: ['Nobody has acknowledged it. This is reminder 2.'],
  },
  {
    name: 'who is on it, since when, and what they say',
    lines: told({ acknowledgedAt: at(30), acknowledgedBy: 'kim', note: 'calling ISP' }).lines,
    expected: ['kim is on it since minute 30: “calling ISP”.'],
  },
  { name: 'a name alone', lines: told({ acknowledgedBy: 'kim' }).lines, expected: ['kim is on it.'] },
  {
    name: 'a time alone',
    lines: told({ acknowledgedAt: at(30) }).lines,
    expected: ['Somebody is on it since minute 30.'],
  },
  {
    name: 'once it is over',
    lines: told({ acknowledgedAt: at(30), acknowledgedBy: 'kim' }, 'resolved', OVER).lines,
    expected: ['kim was on it since minute 30.'],
  },
  {
    name: 'the snooze has ended since people heard of it last',
    lines: told({ snoozedUntil: at(60) }, 'reminded').lines,
    expected: ['The snooze ended at minute 60; it still fails. Nobody has acknowledged it. This is reminder 2.'],
  },
  { name: 'a snooze that ended before is no news', lines: told({ snoozedUntil: at(9) }).lines, expected: [] },
  {
    name: 'a snooze that runs',
    lines: told({ snoozedUntil: at(90), note: 'known work' }).lines,
    expected: ['It is snoozed until minute 90: until then, only its end is told. Note: “known work”.'],
  },
  { name: 'a snooze of what is over', lines: told({ snoozedUntil: at(90) }, 'resolved', OVER).lines, expected: [] },
])('$name', ({ lines, expected }) => {
  expect(lines).toEqual(expected);
});

describe('who was on it before it came back', () => {
  const { lines, notice } = told({ acknowledgedAt: at(5), acknowledgedBy: 'kim' }, 'reminded', {
    failingSince: at(40),
    occurrences: 2,
  });
  test('is named as such, and reminders go on', () => {
    expect(lines).toEqual([
      'kim acknowledged it at minute 5, before it came back; nobody has since. This is reminder 2.',
    ]);
    expect(isInCare(notice, { ...NONE, acknowledgedAt: at(5), acknowledgedBy: 'kim' })).toBe(false);
  });
});

test('what people wrote is data: cut, on one line, and quoted where a channel could take it for markup', () => {
  const note = `line one\nline two <!channel> ${'x'.repeat(500)}`;
  const [line = ''] = told({ acknowledgedBy: '*kim*', note }).lines;
  expect(line).toMatch(/^“\*kim\*” is on it: “line one line two <!channel> x+…”\.$/);
  expect(line.length).toBeLessThan(260);
});
