import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** Longer than the loopback needs to connect, shorter than a SYN's first repetition (1 s). */
const NO_ROOM_MS = 500;

/** More than any queue of one that a system makes of it. */
const MOST_CONNECTIONS = 32;

/** Listens with the shortest queue there is and never accepts: its thread is blocked for good. */
const NEVER_ACCEPTS = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** A port of 127.0.0.1 whose queue of connections is full, so that connecting takes forever; until the test is over. */
export async function fullPort(): Promise<number> {
  const worker = new Worker(NEVER_ACCEPTS, { eval: true });
  const waiting: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  });
  const [port] = (await once(worker, 'message')) as [number];
  while (waiting.length < MOST_CONNECTIONS) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    waiting.push(socket);
    if (!(await isConnected(socket))) return port;
  }
  throw new Error(`the queue of a listener that never accepts still has room after ${MOST_CONNECTIONS} connections`);
}

async function isConnected(socket: Socket): Promise<boolean> {
  const signal = AbortSignal.timeout(NO_ROOM_MS);
  return once(socket, 'connect', { signal }).then(
    () => true,
    () => false,
  );
}
