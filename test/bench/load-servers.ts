import { createServer, type Server, type Socket } from 'node:net';

/** What the servers tell once they listen: the port of each. */
export type LoadServersReady = readonly number[];

/** How often the targets were asked since the last time. */
export interface LoadCounts {
  readonly requests: number;
  /** Different targets. */
  readonly targets: number;
  /** Of the target that was asked most. */
  readonly most: number;
}

const BODY = JSON.stringify({ type: 'ServerTime', status: 'success', data: '2026-01-01T00:00:00Z' });
const ANSWER = [
  'HTTP/1.1 200 OK',
  'content-type: application/json',
  `content-length: ${BODY.length}`,
  'connection: close',
  '',
  BODY,
].join('\r\n');

let asked = new Map<string, number>();
let isSilent = false;

/** Answers like a healthy APIv2, and writes down who was asked; or takes the request and never answers. */
function serve(port: number, socket: Socket): void {
  let received = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    if (!received.includes('\r\n\r\n')) return;
    const target = `${port} ${received.slice(0, received.indexOf('\r\n'))}`;
    asked.set(target, (asked.get(target) ?? 0) + 1);
    received = '';
    if (!isSilent) socket.end(ANSWER);
  });
}

async function listen(): Promise<number> {
  const server: Server = createServer({ noDelay: true });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  server.on('connection', (socket) => {
    serve(address.port, socket);
  });
  return address.port;
}

/** Answers with the counts, and goes on as the message says. */
process.on('message', (next) => {
  isSilent = next === 'silent';
  const counts = [...asked.values()];
  const requests = counts.reduce((sum, count) => sum + count, 0);
  process.send?.({ requests, targets: counts.length, most: Math.max(0, ...counts) } satisfies LoadCounts);
  asked = new Map();
});
process.on('disconnect', () => process.exit());
process.send?.(await Promise.all(Array.from({ length: Number(process.argv[2]) }, listen)));
