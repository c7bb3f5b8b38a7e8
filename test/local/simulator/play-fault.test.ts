import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Fault } from '../../../functions/local/simulator/fault-script.ts';
import { get, NEVER_MS, rest, simulator } from './hand-driven.ts';
import { getBytes, rawExchange } from './raw-exchange.ts';

test.for<{ name: string; fault: Fault; received: RegExp; ended: string; requests: number }>([
  {
    name: 'reset on connect',
    fault: { kind: 'reset', when: 'on-connect' },
    received: /^$/,
    ended: 'ECONNRESET',
    requests: 0,
  },
  {
    name: 'reset after the request',
    fault: { kind: 'reset', when: 'after-request' },
    received: /^$/,
    ended: 'ECONNRESET',
    requests: 1,
  },
  {
    name: 'reset in the middle of the body',
    fault: { kind: 'reset', when: 'mid-body' },
    received: /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{"status":"success"[^}]*$/,
    ended: 'ECONNRESET',
    requests: 1,
  },
  {
    name: 'truncated body',
    fault: { kind: 'truncated' },
    received: /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\{"status":"success"[^}]*$/,
    ended: 'FIN',
    requests: 1,
  },
  {
    name: 'closed without an answer',
    fault: { kind: 'closed-without-answer' },
    received: /^$/,
    ended: 'FIN',
    requests: 1,
  },
  { name: 'garbage', fault: { kind: 'garbage' }, received: /^(?!HTTP)[^]+not HTTP/, ended: 'FIN', requests: 1 },
])('on the wire: $name', async ({ fault, received, ended, requests }) => {
  const sim = await simulator([fault]);
  expect((await rawExchange(sim.baseUrl, getBytes('/api/server-time'))).received).toMatch(/"success"[^]*\}$/);
  await sim.at(1_000);
  const text = requests === 0 ? '' : getBytes('/api/server-time');
  const seen = await rawExchange(sim.baseUrl, text);
  expect(seen.received).toMatch(received);
  expect(seen.ended).toBe(ended);
  expect(sim.requestCount).toBe(1 + requests);
  await sim.at(2_000);
  expect((await get(sim)).status).toBe(200);
});

test('a truncated body announces more bytes than it has', async () => {
  const sim = await simulator([{ kind: 'truncated' }]);
  await sim.at(1_000);
  const { received } = await rawExchange(sim.baseUrl, getBytes('/api/server-time'));
  const announced = Number(/content-length: (\d+)/.exec(received)?.[1]);
  const sent = received.split('\r\n\r\n')[1]?.length ?? 0;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(announced);
  await expect(get(sim)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
});

test.for<{ name: string; fault: Fault; status: number; headers: object; body: RegExp }>([
  {
    name: 'status with an envelope',
    fault: {
      kind: 'status',
      status: 500,
      body: { kind: 'envelope', errors: [{ message: 'Boom', propertyName: 'x', listIndex: 3 }] },
    },
    status: 500,
    headers: { 'content-type': 'application/json' },
    body: /^\{"data":\[\{"message":"Boom","propertyName":"x","listIndex":3\}\],"moreAfter":null,"status":"error","type":"Error"\}$/,
  },
  {
    name: 'status with a body of its own and Retry-After',
    fault: {
      kind: 'status',
      status: 503,
      body: { kind: 'raw', contentType: 'text/plain', text: 'later' },
      retryAfter: '7',
    },
    status: 503,
    headers: { 'content-type': 'text/plain', 'retry-after': '7' },
    body: /^later$/,
  },
  {
    name: 'foreign HTML',
    fault: { kind: 'foreign-html' },
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: /^<!doctype html>/,
  },
  { name: 'empty body', fault: { kind: 'empty' }, status: 200, headers: { 'content-length': '0' }, body: /^$/ },
  {
    name: 'redirect',
    fault: { kind: 'redirect' },
    status: 302,
    headers: { location: 'http://login.invalid/' },
    body: /^$/,
  },
])('as an answer: $name', async ({ fault, status, headers, body }) => {
  const sim = await simulator([fault]);
  await sim.at(1_000);
  const seen = await get(sim);
  expect(seen.status).toBe(status);
  expect(seen.headers).toMatchObject(headers);
  expect(seen.body).toMatch(body);
});

test('a fault for some paths leaves the others alone', async () => {
  const sim = await simulator([{ paths: ['/agents'], fault: { kind: 'empty' } }]);
  await sim.at(1_000);
  expect((await get(sim, '/agents')).body).toBe('');
  expect((await get(sim, '/companies/me')).body).toContain('"Company"');
});

test.for<{ after: 'connect' | 'request'; requests: number }>([
  { after: 'connect', requests: 0 },
  { after: 'request', requests: 1 },
])('silence after the $after lasts until the simulator closes', async ({ after, requests }) => {
  const sim = await simulator([{ kind: 'silence', after }]);
  await sim.at(1_000);
  const silent = rawExchange(sim.baseUrl, getBytes('/api/server-time'));
  while (sim.connectionCount < 1 || sim.requestCount < requests) await rest();
  await sim.at(2_000);
  expect((await get(sim)).status).toBe(200);
  expect(sim.requestCount).toBe(requests + 1);
  await sim.close();
  expect(await silent).toEqual({ received: '', ended: 'FIN' });
});

test.for<'connect' | 'request'>(['connect', 'request'])(
  'silence after the %s ends when the client leaves',
  async (after) => {
    const sim = await simulator([{ kind: 'silence', after }]);
    await sim.at(1_000);
    expect((await rawExchange(sim.baseUrl, getBytes('/api/server-time'), true)).received).toBe('');
  },
);

test('a slow answer comes after its delay, and is of that moment', async () => {
  const delays: number[] = [];
  const wake = Promise.withResolvers<undefined>();
  const asleep = Promise.withResolvers<undefined>();
  const sim = await simulator([{ kind: 'slow', delayMs: 4_000 }], {
    sleep: (ms) => {
      delays.push(ms);
      asleep.resolve(undefined);
      return wake.promise;
    },
  });
  await sim.at(1_000);
  const answer = get(sim);
  await asleep.promise;
  await sim.at(5_000);
  wake.resolve(undefined);
  expect((await answer).body).toContain('2026-03-01T12:00:05.000Z');
  expect(delays).toEqual([4_000]);
});

test('by default a slow answer waits in real time', async () => {
  const sim = await simulator([{ kind: 'slow', delayMs: 1 }]);
  await sim.at(1_000);
  expect((await get(sim)).status).toBe(200);
});

test('close ends a slow answer at once', async () => {
  const sim = await simulator([{ kind: 'slow', delayMs: NEVER_MS }]);
  await sim.at(1_000);
  const slow = rawExchange(sim.baseUrl, getBytes('/api/server-time'));
  while (sim.requestCount < 1) await rest();
  await sim.close();
  expect((await slow).received).toBe('');
  expect((await rawExchange(sim.baseUrl, '')).ended).toBe('ECONNREFUSED');
});

test('a client that resets a silent connection does no harm', async () => {
  const sim = await simulator([{ kind: 'silence', after: 'connect' }]);
  await sim.at(1_000);
  const client = connect({ host: '127.0.0.1', port: Number(new URL(sim.baseUrl).port) });
  while (sim.connectionCount < 1) await rest();
  client.resetAndDestroy();
  await sim.at(2_000);
  expect((await get(sim)).status).toBe(200);
});

test('a client that leaves before a slow answer does no harm', async () => {
  const wake = Promise.withResolvers<undefined>();
  const sim = await simulator([{ kind: 'slow', delayMs: 4_000 }], { sleep: () => wake.promise });
  await sim.at(1_000);
  const left = rawExchange(sim.baseUrl, getBytes('/api/server-time'), true);
  expect((await left).received).toBe('');
  wake.resolve(undefined);
  await sim.at(2_000);
  expect((await get(sim)).status).toBe(200);
});
