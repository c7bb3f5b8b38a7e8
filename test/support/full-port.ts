import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Longer than the loopback needs to connect, shorter than a SYN's first repetition (1 s). */
const NO_ROOM_MS = 500;

/** More than any queue of one that a system makes of it. */
const MOST_CONNECTIONS = 32;

/**
 * Listens with the shortest queue there is and accepts nothing, its thread being blocked, until it is told to. Then it
 * answers whoever sends something, and tells when that connection was accepted.
 */
const LISTENER = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer((socket) => {
    const acceptedNs = process.hrtime.bigint();
    socket.on('error', () => undefined).once('data', () => {
      parentPort.postMessage(acceptedNs);
      socket.end(workerData.answer);
    });
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(workerData.gate), 0, 0));
  });
`;

/** A port of 127.0.0.1 whose queue of connections is full, so that connecting takes forever. */
export interface FullPort {
  readonly port: number;
  /** Lets everybody in from now on. */
  accept(): void;
  /** When the first connection that sends something was accepted, on the clock of `process.hrtime`. */
  readonly acceptedNs: Promise<bigint>;
  close(): Promise<void>;
}

/** Opens such a port. `answer` is sent to those who are let in. */
export async function openFullPort(answer = ''): Promise<FullPort> {
  const gate = new SharedArrayBuffer(4);
  const worker = new Worker(LISTENER, { eval: true, workerData: { gate, answer } });
  const waiting: Socket[] = [];
  const close = async () => {
    for (const socket of waiting) socket.destroy();
    await worker.terminate();
  };
  const [port] = (await once(worker, 'message')) as [number];
  const acceptedNs = new Promise<bigint>((resolve) => worker.once('message', resolve));
  const accept = () => {
    Atomics.store(new Int32Array(gate), 0, 1);
    Atomics.notify(new Int32Array(gate), 0);
  };
  while (waiting.length < MOST_CONNECTIONS) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    waiting.push(socket);
    if (!(await isConnected(socket))) return { port, accept, acceptedNs, close };
  }
  await close();
  throw new Error(`the queue of a listener that never accepts still has room after ${MOST_CONNECTIONS} connections`);
}

async function isConnected(socket: Socket): Promise<boolean> {
  const signal = AbortSignal.timeout(NO_ROOM_MS);
  return once(socket, 'connect', { signal }).then(
    () => true,
    () => false,
  );
}
