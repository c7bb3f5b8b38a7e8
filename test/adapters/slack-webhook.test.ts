import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { slackWebhook } from '../../functions/adapters/slack-webhook.ts';
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/open-listener.ts';
import { SECRET_PATH, startWebhook, TAKEN, type WebhookReply } from '../support/webhook-server.ts';

const webhook = slackWebhook({ timeoutMs: 5_000 });

test('posts JSON in UTF-8 to the whole URL, once', async () => {
  const server = await startWebhook(TAKEN);
  const url = new URL('?a=b', server.url);
  expect(await webhook.post(url, { text: '🚨 é' })).toEqual({
    kind: 'answer',
    status: 200,
    retryAfter: null,
    code: 'ok',
  });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(request).toMatchObject({ method: 'POST', path: `${SECRET_PATH}?a=b` });
  expect(request?.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(request?.body ?? '')).toEqual({ text: '🚨 é' });
});

describe('an answer is its status, Retry-After and error code', () => {
  test.for<{ name: string; reply: WebhookReply; expected: object }>([
    {
      name: 'refused blocks',
      reply: { status: 400, body: 'invalid_blocks' },
      expected: { status: 400, code: 'invalid_blocks' },
    },
    {
      name: 'a webhook that was removed',
      reply: { status: 404, body: 'no_service\n' },
      expected: { code: 'no_service' },
    },
    {
      name: 'a limit',
      reply: { status: 429, body: 'rate_limited', headers: { 'retry-after': '7' } },
      expected: { status: 429, retryAfter: '7' },
    },
    {
      name: 'a redirect, which is not followed',
      reply: { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } },
      expected: { status: 302, code: null },
    },
    {
      name: 'a page of a proxy that repeats the URL',
      reply: { status: 403, body: `<html>${SECRET_PATH}</html>` },
      expected: { status: 403, code: null },
    },
    {
      name: 'a page without end',
      reply: { status: 502, body: 'x'.repeat(5_000_000) },
      expected: { status: 502, code: null },
    },
    {
      name: 'a body that breaks off: it was taken',
      reply: { status: 200, body: 'o', headers: { 'content-length': '2', connection: 'close' } },
      expected: { status: 200 },
    },
  ])('$name', async ({ reply, expected }) => {
    const server = await startWebhook(reply);
    const answer = await webhook.post(server.url, {});
    expect(answer).toMatchObject({ kind: 'answer', ...expected });
    expect(inspect(answer)).not.toContain('Planted');
    expect(server.requests).toHaveLength(1);
  });
});

describe('no answer is the code of the error, and nothing of the URL', () => {
  test('a connection that is reset', async () => {
    const server = await startWebhook('cut-off');
    expect(await webhook.post(server.url, {})).toEqual({ kind: 'no-answer', errorCode: 'ECONNRESET' });
  });

  test('nothing that listens', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}${SECRET_PATH}`);
    expect(await webhook.post(url, {})).toEqual({ kind: 'no-answer', errorCode: 'ECONNREFUSED' });
  });

  test('a certificate that nobody trusts, of a server that is told nothing', async () => {
    const heard: string[] = [];
    const server = createServer((await certificates()).untrusted, (socket) => {
      socket.on('data', (bytes) => heard.push(String(bytes))).on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}${SECRET_PATH}`);
    const answer = await webhook.post(url, { text: 'x' });
    expect(answer).toEqual({ kind: 'no-answer', errorCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(heard).toEqual([]);
  });

  test('silence, for no longer than allowed', async () => {
    const server = await startWebhook('silent');
    const answer = await slackWebhook({ timeoutMs: 50 }).post(server.url, {});
    expect(answer).toEqual({ kind: 'no-answer', errorCode: 'ETIMEDOUT' });
  });
});
