import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { InvalidScriptError } from '../../../functions/local/simulator/check-script.ts';
import { get, simulator } from './hand-driven.ts';

test('answers over HTTP on loopback, with the injected clock', async () => {
  const sim = await simulator([]);
  expect(sim.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api$/);
  await sim.at(61_000);
  const { status, headers, body } = await get(sim);
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/json', date: 'Sun, 01 Mar 2026 12:01:01 GMT' });
  expect(JSON.parse(body)).toMatchObject({ data: { datetime: '2026-03-01T12:01:01.000Z' } });
  expect((await get(sim, '/agents?page-size=1')).body).toContain('"moreAfter":"demoAgent001"');
  expect(sim.requestCount).toBe(2);
  expect(sim.connectionCount).toBe(2);
});

test('too many requests lock everything out, by the injected clock', async () => {
  const sim = await simulator([{ kind: 'empty' }], {
    rateLimit: { perSecond: 2, lockOutMs: 10_000, sendsRetryAfter: true },
  });
  expect((await get(sim)).status).toBe(200);
  expect((await get(sim)).status).toBe(200);
  const refused = await get(sim);
  expect(refused.status).toBe(429);
  expect(refused.headers).toMatchObject({ 'retry-after': '10' });
  await sim.at(1_500);
  expect((await get(sim, '/agents')).status).toBe(429);
  await sim.at(10_000);
  expect((await get(sim)).status).toBe(200);
});

test('a script that cannot be played starts nothing', async () => {
  await expect(simulator([{ kind: 'slow', delayMs: -1 }])).rejects.toThrow(InvalidScriptError);
});

test('closing twice is fine, and open connections do not hold it up', async () => {
  const sim = await simulator([]);
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(sim.baseUrl).port) });
  await once(socket, 'connect');
  await sim.close();
  await sim.close();
  await once(socket.resume(), 'close');
});

test('after close nothing keeps the process alive', async () => {
  const folder = new URL('../../../functions/local/simulator/', import.meta.url);
  const program = `
    const { startSimulator } = await import('${new URL('simulator.ts', folder).href}');
    const { DEMO_WORLD } = await import('${new URL('world.ts', folder).href}');
    const sim = await startSimulator({ world: DEMO_WORLD, now: Date.now });
    console.log((await fetch(sim.baseUrl + '/server-time', { headers: { 'api-version': '2' } })).status);
    await sim.close();
  `;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  expect(stdout.trim()).toBe('200');
});
