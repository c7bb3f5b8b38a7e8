import { describe, expect, test } from 'vitest';
import type { Notice, NoticeReason, Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { patternInBrief } from '../../../functions/core/problems/chronic-message.ts';
import { renderNotice } from '../../../functions/core/problems/message.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { WORKDAYS, clock, every, untimed } from '../chronic/cause-findings.ts';

const CHRONIC: Problem = {
  ...aProblem({ stream: 'chronic/local/server-time/f1', kinds: { 'network/connect-timeout': 41 }, failedProbes: 41 }),
  subject: 'server-time, agents',
  nature: 'chronic',
  severity: 'warning',
  detail: null,
  pattern: { ...every(30 * MINUTE_MS), nextExpected: null },
  hints: [{ id: 'x', consistentWith: 'Consistent with a job.', test: 'Ask for its schedule.', source: 'RFC 0' }],
  scope: { targets: ['server-time', 'agents'], vantages: ['local'], addresses: ['203.0.113.9'] },
  seenFrom: 'only-vantage',
};
const notice = (reason: NoticeReason, problem = CHRONIC): Notice => ({
  id: 'n',
  at: TICK_AT + DAY_MS,
  reason,
  problem,
});
const render = (reason: NoticeReason, problem?: Problem) =>
  renderNotice(notice(reason, problem), { timeZone: 'UTC', runbookUrl: 'README.md' });

test('a chronic problem says what repeats since when, what that may be, how to be sure, and from where it is seen', () => {
  const { subject, body } = render('opened');
  expect(subject).toBe('CHRONIC server-time, agents: every 30 min (network, connect-timeout)');
  expect(body).toContain(
    'server-time, agents fail again and again, since 2026-03-01 00:00:00 UTC.\nFails every 30 min',
  );
  expect(body).toContain('Consistent with a job.\nTo be sure: Ask for its schedule.');
  expect(body).toContain('What to do now: Make the first test above. If it settles nothing: Packets are lost');
  expect(body).toContain('\nRunbook of the pattern: README.md#pattern-periodic\nRunbook: README.md#connect-timeout\n');
  expect(body).toContain('Targets: server-time, agents, at 203.0.113.9.');
  expect(body).toContain('Seen from the only vantage: whether it is the path or the provider cannot be told.');
  expect(body).toContain('Evidence: 41 failing probes (41 x network/connect-timeout), seen from local.');
});

test.each<{ reason: NoticeReason; subject: string; body: string }>([
  { reason: 'changed', subject: 'CHANGED CHRONIC server-time', body: 'This is what is known now:\nFails every' },
  {
    reason: 'resolved',
    subject: 'RESOLVED CHRONIC server-time',
    body: 'do not fail in this way any more. That lasted from',
  },
  {
    reason: 'no-longer-monitored',
    subject: 'CLOSED CHRONIC server-time',
    body: 'That does not mean that they work again.',
  },
])('$reason', ({ reason, subject, body }) => {
  const found = render(reason);
  expect(found.subject).toContain(subject);
  expect(found.body).toContain(body);
});

test('one target, or the network of the monitor, is spoken of as one', () => {
  const one: Problem = { ...CHRONIC, subject: 'agents', scope: { ...CHRONIC.scope, targets: ['agents'] } };
  expect(render('opened', one).body).toMatch(/^agents fails again/);
  expect(render('resolved', one).body).toMatch(/^agents does not fail/);
  const own: Problem = {
    ...CHRONIC,
    subject: "the monitor's own network (local)",
    scope: { ...CHRONIC.scope, targets: [] },
  };
  expect(render('opened', own).body).toMatch(/^The monitor's own network \(local\) fails again/);
});

test('only of failures on the network, the vantages tell whether it is the path', () => {
  const server: Problem = { ...CHRONIC, class: 'server', kinds: { 'server/internal-error': 3 }, seenFrom: 'all' };
  expect(render('opened', server).body).toContain('Seen from every vantage.\n');
  expect(render('opened', { ...CHRONIC, seenFrom: 'all' }).body).toContain('Seen from every vantage: that points to');
});

test('without a hint, the remedy of the failure is what to do', () => {
  expect(render('opened', { ...CHRONIC, hints: [] }).body).toMatch(/What to do now: Packets are lost/);
});

describe('a pattern in brief', () => {
  test.each<{ pattern: Problem['pattern']; text: string }>([
    { pattern: every(30 * MINUTE_MS), text: 'every 30 min' },
    { pattern: clock('02:00'), text: 'every night at 02:00 Europe/Amsterdam' },
    { pattern: clock('02:00', ['mon']), text: 'every Monday at 02:00 Europe/Amsterdam' },
    { pattern: clock('08:00', WORKDAYS), text: 'every day from Monday to Friday at 08:00 Europe/Amsterdam' },
    { pattern: untimed('persistent'), text: 'all the time' },
    { pattern: untimed('lossy'), text: 'lossy' },
    { pattern: untimed('one-bad-address'), text: 'one bad address' },
  ])('$text', ({ pattern, text }) => {
    expect(patternInBrief({ ...CHRONIC, pattern })).toBe(text);
  });
});
