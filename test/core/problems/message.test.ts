import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../../functions/core/model/outcome.ts';
import type { FailureClass } from '../../../functions/core/model/outcome.ts';
import { NOTICE_REASONS, type Problem } from '../../../functions/core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { renderNotice } from '../../../functions/core/problems/message.ts';
import { durationText, timeText } from '../../../functions/core/problems/time-words.ts';
import { anyText } from '../../support/any-text.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';
import { every } from '../chronic/cause-findings.ts';

const CONTEXT = { timeZone: 'Europe/Amsterdam', runbookUrl: 'https://wiki.example.test/apiv2' };
const OPEN = aProblem({ id: 'local/server-time@2026-03-01T00:00:00.000Z' });
const RESOLVED: Problem = {
  ...OPEN,
  kinds: { 'network/connect-refused': 9 },
  failedProbes: 9,
  resolvedAt: TICK_AT + 10 * MINUTE_MS,
  closedAs: 'resolved',
};

test.each([
  { beyond: 'longer', sentence: 'but this lasts longer than that usually does.' },
  { beyond: 'wider', sentence: 'but this began outside of its usual time.' },
  { beyond: 'other-class', sentence: 'but this fails in another way.' },
  { beyond: 'other-address', sentence: 'but this fails at other addresses.' },
] as const)('an incident within a chronic problem names it: $beyond', ({ beyond, sentence }) => {
  const linkedTo = { problemId: 'chronic/local/server-time/f1@x', pattern: every(30 * MINUTE_MS), beyond };
  const { body } = renderNotice(aNotice({ problem: { ...OPEN, linkedTo } }), CONTEXT);
  expect(body).toContain(`\nA chronic problem of it is known (every 30 min, ${linkedTo.problemId}), ${sentence}\n`);
});

describe('the message of each reason', () => {
  test('opened', () => {
    const { subject, body } = renderNotice(aNotice({ problem: OPEN }), CONTEXT);
    expect(`${subject}\n\n${body}`).toMatchInlineSnapshot(`
      "PROBLEM server-time: network, connect-refused

      server-time has been failing since 2026-03-01 01:00:00 Europe/Amsterdam (00:00:00 UTC).
      The address answered that nothing accepts connections on this port.

      Concerns: the network between this monitor and the API.

      What to do now: Check origin and port in the settings. If they are right, the service is down or a firewall rejects us: try from another network and compare.

      Evidence: 2 failing probes (2 x network/connect-refused), seen from local.
      Detail: connect ECONNREFUSED 203.0.113.9:443
      Severity: critical. Notice: local/server-time@2026-03-01T00:00:00.000Z/opened
      Runbook: https://wiki.example.test/apiv2#connect-refused
      "
    `);
  });

  test('opened, with several kinds of two classes: the chief kind of the newest class leads', () => {
    const kinds = { 'network/connect-refused': 5, 'server/unavailable': 1, 'server/internal-error': 3 };
    const problem = { ...OPEN, class: 'server', kinds, failedProbes: 9, detail: null } as const;
    const { subject, body } = renderNotice(aNotice({ problem }), { timeZone: 'UTC', runbookUrl: 'README.md' });
    expect(`${subject}\n\n${body}`).toMatchInlineSnapshot(`
      "PROBLEM server-time: server, internal-error

      server-time has been failing since 2026-03-01 00:00:00 UTC.
      The API failed inside (500): most likely a production incident at IXON Cloud, or its repair.

      Concerns: the provider: IXON Cloud.

      What to do now: Wait; IXON monitors its servers. If it lasts, report it to IXON support with the times below.

      Evidence: 9 failing probes (5 x network/connect-refused, 1 x server/unavailable, 3 x server/internal-error), seen from local.
      Severity: critical. Notice: local/server-time@2026-03-01T00:00:00.000Z/opened
      Runbook: README.md#internal-error
      "
    `);
  });

  test('resolved', () => {
    const { subject, body } = renderNotice(aNotice({ problem: RESOLVED }), CONTEXT);
    expect(`${subject}\n\n${body}`).toMatchInlineSnapshot(`
      "RESOLVED server-time: network, connect-refused

      server-time works again. It failed from 2026-03-01 01:00:00 Europe/Amsterdam (00:00:00 UTC) to 2026-03-01 01:10:00 Europe/Amsterdam (00:10:00 UTC), for 10 min.
      The cause was: The address answered that nothing accepts connections on this port.

      Evidence: 9 failing probes (9 x network/connect-refused), seen from local.
      Detail: connect ECONNREFUSED 203.0.113.9:443
      Severity: critical. Notice: local/server-time@2026-03-01T00:00:00.000Z/resolved
      Runbook: https://wiki.example.test/apiv2#connect-refused
      "
    `);
  });

  test('no longer monitored', () => {
    const problem: Problem = {
      ...OPEN,
      kinds: { 'network/connect-refused': 1 },
      failedProbes: 1,
      resolvedAt: TICK_AT + HOUR_MS,
      closedAs: 'no-longer-monitored',
    };
    const { subject, body } = renderNotice(aNotice({ problem }), CONTEXT);
    expect(`${subject}\n\n${body}`).toMatchInlineSnapshot(`
      "CLOSED server-time: network, connect-refused

      server-time is no longer monitored; it was failing since 2026-03-01 01:00:00 Europe/Amsterdam (00:00:00 UTC) when it was last seen. That does not mean it works again.

      Evidence: 1 failing probe (1 x network/connect-refused), seen from local.
      Detail: connect ECONNREFUSED 203.0.113.9:443
      Severity: critical. Notice: local/server-time@2026-03-01T00:00:00.000Z/no-longer-monitored
      Runbook: https://wiki.example.test/apiv2#connect-refused
      "
    `);
  });
});

describe('text from elsewhere stays data', () => {
  test('the detail is one line', () => {
    const problem = { ...OPEN, detail: 'bad\r\nRunbook: https://evil.example.test\u202e' };
    const { body } = renderNotice(aNotice({ problem }), CONTEXT);
    expect(body).toContain('Detail: bad Runbook: https://evil.example.test\n');
    expect(body.split('\n').filter((line) => line.startsWith('Runbook:'))).toHaveLength(1);
  });

  test('a class and kind of a later release still make a message', () => {
    const problem = { ...OPEN, kinds: { 'network/from-the-future': 1 } };
    expect(renderNotice(aNotice({ problem }), CONTEXT).body).toContain('1 x network/from-the-future');
  });
});

test('any subject is ASCII, one line and below 100 characters; any body ends its lines with a line feed', () => {
  const kinds = Object.entries(KINDS).flatMap(([name, list]) => list.map((kind) => `${name}/${kind}`));
  const problem = fc
    .record({
      class: fc.constantFrom(...(Object.keys(KINDS) as FailureClass[])),
      kinds: fc.dictionary(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 1000 }), { minKeys: 1 }),
      targets: fc.array(fc.oneof(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/), anyText), {
        minLength: 1,
        maxLength: 4,
      }),
      detail: fc.option(anyText),
    })
    .map(({ targets, ...drawn }) => aProblem({ ...drawn, scope: { targets, vantages: ['local'], addresses: [] } }));
  fc.assert(
    fc.property(problem, fc.constantFrom(...NOTICE_REASONS), (drawn, reason) => {
      const { subject, body } = renderNotice(aNotice({ problem: drawn, reason }), CONTEXT);
      expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      expect(body).toMatch(/[^\n]\n$/);
    }),
  );
});

describe('times stand in the zone of the reader, with UTC beside', () => {
  test.each([
    {
      name: 'winter',
      at: Date.UTC(2026, 0, 31, 23, 59, 59),
      zone: 'Europe/Amsterdam',
      text: '2026-02-01 00:59:59 Europe/Amsterdam (23:59:59 UTC)',
    },
    {
      name: 'summer',
      at: Date.UTC(2026, 6, 1, 12, 0, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-07-01 14:00:00 Europe/Amsterdam (12:00:00 UTC)',
    },
    {
      name: 'the last second before summer time',
      at: Date.UTC(2026, 2, 29, 0, 59, 59),
      zone: 'Europe/Amsterdam',
      text: '2026-03-29 01:59:59 Europe/Amsterdam (00:59:59 UTC)',
    },
    {
      name: 'the first second of summer time',
      at: Date.UTC(2026, 2, 29, 1, 0, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-03-29 03:00:00 Europe/Amsterdam (01:00:00 UTC)',
    },
    {
      name: 'the hour that comes twice, once',
      at: Date.UTC(2026, 9, 25, 0, 30, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-10-25 02:30:00 Europe/Amsterdam (00:30:00 UTC)',
    },
    {
      name: 'the hour that comes twice, again',
      at: Date.UTC(2026, 9, 25, 1, 30, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-10-25 02:30:00 Europe/Amsterdam (01:30:00 UTC)',
    },
    {
      name: 'half an hour off',
      at: Date.UTC(2026, 2, 1),
      zone: 'Asia/Kolkata',
      text: '2026-03-01 05:30:00 Asia/Kolkata (00:00:00 UTC)',
    },
    { name: 'UTC needs nothing beside', at: TICK_AT, zone: 'UTC', text: '2026-03-01 00:00:00 UTC' },
  ])('$name', ({ at, zone, text }) => {
    expect(timeText(at, zone)).toBe(text);
  });
});

describe('durations in their two largest units', () => {
  test.each([
    { ms: 0, text: '0 s' },
    { ms: -5000, text: '0 s' },
    { ms: 499, text: '0 s' },
    { ms: 500, text: '1 s' },
    { ms: 42 * SECOND_MS, text: '42 s' },
    { ms: 59_499, text: '59 s' },
    { ms: 59_500, text: '1 min' },
    { ms: 200 * SECOND_MS, text: '3 min 20 s' },
    { ms: HOUR_MS - SECOND_MS, text: '59 min 59 s' },
    { ms: HOUR_MS, text: '1 h' },
    { ms: HOUR_MS + 30 * SECOND_MS, text: '1 h' },
    { ms: 2 * HOUR_MS + 5 * MINUTE_MS + 9 * SECOND_MS, text: '2 h 5 min' },
    { ms: 3 * DAY_MS + 4 * HOUR_MS + 59 * MINUTE_MS, text: '3 d 4 h' },
    { ms: 400 * DAY_MS, text: '400 d' },
  ])('$ms ms is $text', ({ ms, text }) => {
    expect(durationText(ms)).toBe(text);
  });
});
