import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
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

/** All of 127.0.0.0/8 on Linux; other systems have one address unless told otherwise. */
const hasAddresses = await isLoopback('127.0.0.2');

test.skipIf(!hasAddresses)('several addresses under one port: a fault may strike at one of them', async () => {
  const sim = await simulator(
    [
      { addresses: ['127.0.0.2'], fault: { kind: 'refused' } },
      { addresses: ['127.0.0.3'], paths: ['/server-time'], fault: { kind: 'closed-without-answer' } },
    ],
    { addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] },
  );
  const endings = () =>
    Promise.all(
      [1, 2, 3].map(async (last) => {
        const base = sim.baseUrl.replace('127.0.0.1', `127.0.0.${last}`);
        const { received, ended } = await rawExchange(base, getBytes('/api/server-time'));
        return received === '' ? ended : received.slice(9, 12);
      }),
    );
  expect(await endings()).toEqual(['200', '200', '200']);
  await sim.at(1_000);
  expect(await endings()).toEqual(['200', 'ECONNREFUSED', 'FIN']);
  await sim.at(2_000);
  expect(await endings()).toEqual(['200', '200', '200']);
});

test.skipIf(!hasAddresses)('several addresses: when one cannot be had, none is kept', async () => {
  const taken = await listen(0, '127.0.0.2');
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  await expect(simulator([], { port, addresses: ['127.0.0.1', '127.0.0.2'] })).rejects.toThrow(`127.0.0.2:${port}`);
  (await listen(port)).close();
});

test('a port in use is named', async () => {
  const taken = await listen(0);
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(simulator([], { port })).rejects.toThrow(`127.0.0.1:${port}`);
});

async function isLoopback(address: string): Promise<boolean> {
  try {
    (await listen(0, address)).close();
    return true;
  } catch {
    return false;
  }
}

async function listen(port: number, address = '127.0.0.1'): Promise<Server> {
  const server = createServer().listen(port, address);
  await once(server, 'listening');
  return server;
}
