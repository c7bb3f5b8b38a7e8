import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockKit } from '../../../functions/core/messages/block-kit.ts';
import { sampleAnnouncements } from '../../../functions/core/messages/sample-announcements.ts';
import { slackMessage } from '../../../functions/core/messages/slack-message.ts';
import { snsMessage } from '../../../functions/core/messages/sns-message.ts';
import { TICK_AT } from '../../support/builders.ts';
import { SINGLE_METRIC, STATE_CHANGE_EVENT } from '../../support/alarm-samples.ts';
import { anyText } from '../../support/any-text.ts';

const NOTICE = {
  schemaVersion: 1,
  id: 'local/server-time@1/opened',
  at: '2026-03-01T02:06:00.000Z',
  reason: 'opened',
  subject: 'server-time',
  severity: 'critical',
  text: {
    title: 'PROBLEM server-time: server, bad-gateway',
    sections: [{ name: 'what', lines: ['It fails.'] }],
    links: [{ label: 'Runbook', url: 'https://example.com/#bad-gateway' }],
  },
};

function told(json: unknown, subject: string | null = null) {
  const message = typeof json === 'string' ? json : JSON.stringify(json);
  return slackMessage({ id: 'sns-1', subject, message }, 'UTC');
}

test('a notice in its form for machines is told in its own words', () => {
  expect(told(NOTICE, 'the subject of a mail')).toEqual({
    emoji: '🚨',
    status: 'Opened. Severity: critical',
    text: NOTICE.text,
    id: 'Notice local/server-time@1/opened',
  });
});

test('every announcement that is published can be read', () => {
  const context = {
    timeZone: 'UTC',
    runbookUrl: 'https://example.com/runbook.md',
    dashboardUrl: null,
    logsUrl: () => null,
    problemsOptions: '',
    maintenance: null,
    isTest: true,
  };
  for (const [kind, announcement] of sampleAnnouncements(TICK_AT)) {
    const { bodies } = snsMessage(announcement, context);
    const message = told(bodies.lambda);
    expect(message.id, kind).toBe(`Notice ${announcement.id}`);
    expect(message.emoji, kind).not.toBe('✉️');
    expect(message.text.sections.length, kind).toBeGreaterThan(1);
    expect(JSON.stringify(blockKit(message)).split(announcement.id), kind).toHaveLength(2);
  }
});

describe('emoji and words say how grave it is', () => {
  test.for([
    { reason: 'opened', severity: 'critical', emoji: '🚨', status: 'Opened. Severity: critical' },
    { reason: 'reminded', severity: 'warning', emoji: '⚠️', status: 'Reminded. Severity: warning' },
    { reason: 'changed', severity: 'info', emoji: 'ℹ️', status: 'Changed. Severity: info' },
    { reason: 'resolved', severity: 'critical', emoji: '✅', status: 'Resolved. Severity was: critical' },
    { reason: 'no-longer-monitored', severity: 'info', emoji: '⏹️', status: 'No longer monitored. Severity was: info' },
    { reason: 'digest', severity: null, emoji: '📊', status: 'Digest' },
    { reason: 'of a later release', severity: 'dire', emoji: '✉️', status: 'Of a later release. Severity: dire' },
    { reason: undefined, severity: undefined, emoji: '✉️', status: 'Notice' },
  ])('$reason, $severity', ({ reason, severity, emoji, status }) => {
    expect(told({ ...NOTICE, reason, severity })).toMatchObject({ emoji, status });
  });
});

describe('a notice is read leniently', () => {
  const text = NOTICE.text;

  test.for<{ name: string; json: object; expected: object }>([
    {
      name: 'no title: the subject of the mail',
      json: { ...NOTICE, text: { ...text, title: '' } },
      expected: { title: 'Mail' },
    },
    { name: 'no links', json: { ...NOTICE, text: { ...text, links: undefined } }, expected: { links: [] } },
    {
      name: 'a section of a later release',
      json: { ...NOTICE, text: { ...text, sections: [{ name: 'later', lines: ['New.', 7, null] }] } },
      expected: { sections: [{ name: 'what', lines: ['New.'] }] },
    },
  ])('$name', ({ json, expected }) => {
    expect(told(json, 'Mail').text).toMatchObject(expected);
  });
});

test.for([
  { state: 'ALARM', emoji: '🔔', status: 'CloudWatch alarm: ringing' },
  { state: 'OK', emoji: '✅', status: 'CloudWatch alarm: not ringing' },
  { state: 'INSUFFICIENT_DATA', emoji: '❔', status: 'CloudWatch alarm: no data' },
])('an alarm that is $state, in either shape', ({ state, emoji, status }) => {
  const event = { ...STATE_CHANGE_EVENT, detail: { ...STATE_CHANGE_EVENT.detail, state: { value: state } } };
  expect(told({ ...SINGLE_METRIC, NewStateValue: state })).toMatchObject({ emoji, status });
  expect(told(event)).toMatchObject({ emoji, status });
});

describe('anything else is told as it was published', () => {
  test.for([
    { name: 'text', message: 'Test\r\nof the topic', lines: ['Test', 'of the topic'] },
    { name: 'other JSON', message: '{"a":1}', lines: ['{"a":1}'] },
    { name: 'a notice of another version', message: JSON.stringify({ ...NOTICE, schemaVersion: 2 }), lines: undefined },
    { name: 'a notice without words', message: '{"schemaVersion":1,"text":{"sections":[]}}', lines: undefined },
  ])('$name', ({ message, lines }) => {
    expect(told(message, 'Subject')).toEqual({
      emoji: '✉️',
      status: 'As it was published',
      text: { title: 'Subject', sections: [{ name: 'what', lines: lines ?? [message] }], links: [] },
      id: 'Message sns-1',
    });
  });

  test('without a subject', () => {
    expect(told('Test').text.title).toBe('A message of the alert topic');
  });
});

test('whatever is published can be posted', () => {
  const hostile = fc.oneof(
    anyText,
    fc.json(),
    fc.record({ schemaVersion: fc.constant(1), text: fc.jsonValue(), reason: anyText, severity: anyText }),
    fc
      .record({
        title: fc.jsonValue(),
        sections: fc.array(fc.record({ name: anyText, lines: fc.jsonValue() })),
        links: fc.jsonValue(),
      })
      .map((text) => ({ ...NOTICE, text })),
  );
  fc.assert(
    fc.property(hostile, (message) => {
      expect(blockKit(told(message)).blocks?.length).toBeGreaterThanOrEqual(2);
    }),
  );
});
