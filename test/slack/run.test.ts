import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { slackWebhook } from '../../functions/adapters/slack-webhook.ts';
import type { SlackPayload } from '../../functions/core/messages/block-kit.ts';
import { SECOND_MS } from '../../functions/core/model/time.ts';
import { runSlack } from '../../functions/slack/run.ts';
import { topicMessages } from '../../functions/slack/topic-messages.ts';
import { TICK_AT } from '../support/builders.ts';
import { memoryLog } from '../support/memory-log.ts';
import { freePort } from '../support/open-listener.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { SECRET_PATH, startWebhook, TAKEN, type WebhookReply, type WebhookServer } from '../support/webhook-server.ts';

const PARAMETER = '/apiv2-health/slack';
const INVALID_BLOCKS: WebhookReply = { status: 400, body: 'invalid_blocks' };

/** Runs it with a minute to go; tells what came of it, and how long it waited. */
async function run(value: string, texts: readonly string[] = ['Test'], secondsToGo = 60) {
  const log = memoryLog();
  const clock = virtualClock(TICK_AT);
  const { faults } = await runSlack(
    {
      messages: texts.map((message, index) => ({ id: `sns-${index + 1}`, subject: 'Subject', message })),
      webhookParameter: PARAMETER,
      timeZone: 'UTC',
      endAt: TICK_AT + secondsToGo * SECOND_MS,
    },
    {
      webhook: slackWebhook({ timeoutMs: 5_000 }),
      secrets: {
        read: (parameter) =>
          parameter === PARAMETER ? Promise.resolve(value) : Promise.reject(new Error(`asked for ${parameter}`)),
      },
      clock,
      log,
    },
  );
  expect(inspect({ faults, log: log.lines }, { depth: null })).not.toContain('Planted');
  return { faults, lines: log.lines, waitedSeconds: (clock.now() - TICK_AT) / SECOND_MS };
}

function posted({ requests }: WebhookServer): SlackPayload[] {
  return requests.map(({ body }) => JSON.parse(body) as SlackPayload);
}

test('each message is posted once, as blocks', async () => {
  const server = await startWebhook(TAKEN);
  const { faults, lines, waitedSeconds } = await run(server.url.href, ['one', 'two']);
  expect(faults).toEqual([]);
  expect(posted(server).map(({ blocks }) => blocks?.[2])).toMatchObject([
    { type: 'section', text: { text: 'one' } },
    { type: 'section', text: { text: 'two' } },
  ]);
  expect(lines.map(({ event, fields }) => [event, fields.messageId])).toEqual([
    ['slack-posted', 'sns-1'],
    ['slack-posted', 'sns-2'],
  ]);
  expect(waitedSeconds).toBe(0);
});

describe('another try', () => {
  const busy = (retryAfter?: string): WebhookReply => ({
    status: 429,
    body: 'rate_limited',
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  });

  test.for<{ name: string; replies: readonly WebhookReply[]; waitedSeconds: number }>([
    { name: 'after a limit, when Slack says', replies: [busy('7'), TAKEN], waitedSeconds: 7 },
    {
      name: 'after a limit with a date',
      replies: [busy(new Date(TICK_AT + 9_000).toUTCString()), TAKEN],
      waitedSeconds: 9,
    },
    { name: 'after a limit that says nothing', replies: [busy(), TAKEN], waitedSeconds: 1 },
    { name: 'after a failure of Slack', replies: [{ status: 503, body: '' }, TAKEN], waitedSeconds: 1 },
    {
      name: 'after a connection that broke, later each time',
      replies: ['cut-off', 'cut-off', TAKEN],
      waitedSeconds: 3,
    },
  ])('$name', async ({ replies, waitedSeconds }) => {
    const server = await startWebhook(...replies);
    const result = await run(server.url.href);
    expect(result.faults).toEqual([]);
    expect(result.waitedSeconds).toBe(waitedSeconds);
    expect(server.requests).toHaveLength(replies.length);
  });

  test.for<{ name: string; reply: WebhookReply; secondsToGo?: number; requests: number; error: string }>([
    {
      name: 'three in all',
      reply: { status: 500, body: 'rollup_error' },
      requests: 3,
      error: 'HTTP 500 rollup_error, 3 times',
    },
    { name: 'three in all', reply: 'cut-off', requests: 3, error: 'no answer (ECONNRESET), 3 times' },
    {
      name: 'none that the time does not allow',
      reply: busy('51'),
      requests: 1,
      error: 'HTTP 429 rate_limited; there was no time to wait',
    },
    {
      name: 'none that the time does not allow',
      reply: busy('49'),
      requests: 2,
      error: 'HTTP 429 rate_limited; there was no time to wait',
    },
    {
      name: 'none after a refusal',
      reply: { status: 404, body: 'no_service' },
      requests: 1,
      error: 'HTTP 404 no_service',
    },
    {
      name: 'none after a refusal',
      reply: { status: 403, body: 'action_prohibited' },
      requests: 1,
      error: 'HTTP 403 action_prohibited',
    },
    { name: 'none after a redirect', reply: { status: 301, body: '' }, requests: 1, error: 'HTTP 301' },
  ])('$name: $error', async ({ reply, requests, error }) => {
    const server = await startWebhook(reply);
    const { faults, lines } = await run(server.url.href);
    expect(faults).toMatchObject([{ error }]);
    expect(faults[0]?.what).toMatch(/^Slack (refused|did not take) the message sns-1$/);
    expect(lines.map(({ level, event }) => [level, event])).toEqual([['error', 'run-fault']]);
    expect(server.requests).toHaveLength(requests);
  });
});

test('blocks that Slack refuses are posted as plain text', async () => {
  const server = await startWebhook(INVALID_BLOCKS, TAKEN);
  expect((await run(server.url.href, ['Test <here>'])).faults).toEqual([]);
  expect(posted(server)[1]).toEqual({
    text: '✉️ Subject\nAs it was published\nTest &lt;here&gt;\nMessage sns-1',
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('text that is refused too is a fault', async () => {
  const server = await startWebhook(INVALID_BLOCKS, { status: 400, body: 'invalid_payload' });
  expect((await run(server.url.href)).faults).toMatchObject([{ error: 'HTTP 400 invalid_payload' }]);
  expect(server.requests).toHaveLength(2);
});

test('a message that is refused does not stop the next one', async () => {
  const server = await startWebhook({ status: 403, body: 'action_prohibited' }, TAKEN);
  const { faults, lines } = await run(server.url.href, ['one', 'two']);
  expect(faults).toHaveLength(1);
  expect(lines.map(({ event }) => event)).toEqual(['run-fault', 'slack-posted']);
});

test('nothing that listens is a fault', async () => {
  const { faults } = await run(`http://127.0.0.1:${await freePort()}${SECRET_PATH}`);
  expect(faults).toMatchObject([{ error: 'no answer (ECONNREFUSED), 3 times' }]);
});

describe('the URL', () => {
  test('may have blanks around it, as a terminal leaves them', async () => {
    const server = await startWebhook(TAKEN);
    expect((await run(` ${server.url.href}\n`)).faults).toEqual([]);
  });

  test.for([
    { name: 'nothing', value: '' },
    { name: 'no URL', value: 'T0PLANTED/B0PLANTED/PlantedSecret' },
    { name: 'plain http to elsewhere', value: `http://hooks.slack.example${SECRET_PATH}` },
    { name: 'a file', value: `file://${SECRET_PATH}` },
  ])('$name: a fault that names the parameter and not its value', async ({ value }) => {
    const { faults } = await run(value);
    expect(faults).toMatchObject([{ what: `The webhook parameter ${PARAMETER} could not be used` }]);
    expect(faults[0]?.error).toContain('holds no URL that starts with https://');
  });
});

describe('the event of a topic', () => {
  test('is read as its messages', () => {
    const Sns = { Type: 'Notification', MessageId: 'id-1', Subject: null, Message: 'Test' };
    expect(topicMessages({ Records: [{ EventSource: 'aws:sns', Sns }] })).toEqual([
      { id: 'id-1', subject: null, message: 'Test' },
    ]);
  });

  test.for([null, {}, { Records: [] }, { Records: [{ Sns: {} }] }, { tickAt: '2026-03-01T00:01:00Z' }])(
    '%j is an error that says what is allowed',
    (event) => {
      expect(() => topicMessages(event)).toThrow(/^Cannot run: the event must be one of an SNS topic.+found /);
    },
  );
});
