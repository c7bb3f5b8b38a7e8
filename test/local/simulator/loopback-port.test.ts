import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { FaultScript } from '../../../functions/local/simulator/fault-script.ts';
import { get, rest, simulator, START } from './hand-driven.ts';
import { getBytes, rawExchange } from './raw-exchange.ts';

test('refused: the port is really shut, and open again under the same number', async () => {
  const sim = await simulator([{ kind: 'refused' }]);
  await sim.at(1_000);
  expect(await rawExchange(sim.baseUrl, '')).toEqual({ received: '', ended: 'ECONNREFUSED' });
  await expect(get(sim)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await sim.at(2_000);
  expect((await get(sim)).status).toBe(200);
});

test('refused: a script may begin with it', async () => {
  const script: FaultScript = { loopMs: null, windows: [{ fromMs: 0, toMs: 1_000, fault: { kind: 'refused' } }] };
  const sim = await simulator([], { script });
  expect((await rawExchange(sim.baseUrl, '')).ended).toBe('ECONNREFUSED');
  await sim.at(1_000);
  expect((await get(sim)).status).toBe(200);
});

test('refused: an idle connection ends when the window begins', async () => {
  const sim = await simulator([{ kind: 'refused' }]);
  const idle = rawExchange(
    sim.baseUrl,
    getBytes('/api/server-time').replace('connection: close', 'connection: keep-alive'),
  );
  while (sim.requestCount < 1) await rest();
  await sim.at(1_000);
  expect((await idle).ended).toBe('FIN');
});

test('refused: the port follows the clock by itself', async () => {
  let now = START;
  const sim = await simulator([{ kind: 'refused' }], { now: () => now, portCheckMs: 1 });
  now = START + 1_000;
  while ((await rawExchange(sim.baseUrl, '', true)).ended !== 'ECONNREFUSED') await rest();
  now = START + 2_000;
  while ((await rawExchange(sim.baseUrl, '', true)).ended === 'ECONNREFUSED') await rest();
  expect((await get(sim)).status).toBe(200);
});

test('refused: a connection that comes before the port was shut is reset', async () => {
  let now = START;
  const sim = await simulator([{ kind: 'refused' }], { now: () => now });
  now = START + 1_000;
  expect((await rawExchange(sim.baseUrl, '')).ended).toBe('ECONNRESET');
});

test('refused: a port that somebody else took meanwhile is an error, and taken back later', async () => {
  const sim = await simulator([{ kind: 'refused' }]);
  await sim.at(1_000);
  const squatter = await listen(Number(new URL(sim.baseUrl).port));
  await expect(sim.at(2_000)).rejects.toThrow(/Cannot listen on 127\.0\.0\.1:\d+; choose a free port/);
  squatter.close();
  await once(squatter, 'close');
  await sim.advance();
  expect((await get(sim)).status).toBe(200);
});

test('a port in use is named', async () => {
  const taken = await listen(0);
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(simulator([], { port })).rejects.toThrow(`127.0.0.1:${port}`);
});

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
