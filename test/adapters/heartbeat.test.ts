import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { httpHeartbeat } from '../../functions/adapters/heartbeat.ts';
import { certificates } from '../support/certificates.ts';
import { freePort } from '../support/open-listener.ts';
import { SECRET_PATH, startWebhook, TAKEN, type WebhookReply } from '../support/webhook-server.ts';

const heartbeat = httpHeartbeat({ timeoutMs: 5_000 });

test('asks for the whole URL, once', async () => {
  const server = await startWebhook(TAKEN);
  expect(await heartbeat.call(new URL('?rid=1', server.url))).toEqual({ result: 'heard' });
  expect(server.requests).toMatchObject([{ method: 'GET', path: `${SECRET_PATH}?rid=1`, body: '' }]);
});

test.for<{ name: string; reply: WebhookReply; why: string }>([
  { name: 'an unknown check', reply: { status: 404, body: SECRET_PATH }, why: 'the answer was 404' },
  {
    name: 'a redirect, which is not followed',
    reply: { status: 302, body: '', headers: { location: SECRET_PATH } },
    why: 'the answer was 302',
  },
  { name: 'a service in trouble', reply: { status: 503, body: '' }, why: 'the answer was 503' },
  { name: 'a connection that is reset', reply: 'cut-off', why: 'there was no answer (ECONNRESET)' },
])('$name is no heartbeat, is not tried again, and nothing of the URL is told', async ({ reply, why }) => {
  const server = await startWebhook(reply);
  const answer = await heartbeat.call(server.url);
  expect(answer).toEqual({ result: 'failed', why });
  expect(inspect(answer)).not.toContain('Planted');
  expect(server.requests).toHaveLength(1);
});

test('a page without end is heard at its head', async () => {
  const server = await startWebhook({ status: 200, body: 'x'.repeat(5_000_000) });
  expect(await heartbeat.call(server.url)).toEqual({ result: 'heard' });
});

test('nothing that listens', async () => {
  const url = new URL(`http://127.0.0.1:${await freePort()}${SECRET_PATH}`);
  expect(await heartbeat.call(url)).toEqual({ result: 'failed', why: 'there was no answer (ECONNREFUSED)' });
});

test('silence, for no longer than allowed', async () => {
  const server = await startWebhook('silent');
  const answer = await httpHeartbeat({ timeoutMs: 50 }).call(server.url);
  expect(answer).toEqual({ result: 'failed', why: 'there was no answer (ETIMEDOUT)' });
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
  const answer = await heartbeat.call(new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/secret`));
  expect(answer).toEqual({ result: 'failed', why: 'there was no answer (UNABLE_TO_VERIFY_LEAF_SIGNATURE)' });
  expect(heard).toEqual([]);
});
