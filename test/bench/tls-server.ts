import { createServer, type TLSSocket } from 'node:tls';
import { certificates } from '../support/certificates.ts';

/** What the server tells its parent once it listens. */
export interface ServerReady {
  readonly port: number;
  /** The certificate authority to trust, as PEM. */
  readonly authority: string;
}

/** The answer to any message: what the latest connection was set up with. */
export interface Handshake {
  readonly protocol: string | null;
  readonly cipher: string | null;
}

const BODY = JSON.stringify({ type: 'ServerTime', status: 'success', data: { serverTime: '2025-01-01T00:00:00Z' } });
const ANSWER = [
  'HTTP/1.1 200 OK',
  'content-type: application/json',
  `content-length: ${BODY.length}`,
  'connection: close',
  '',
  BODY,
].join('\r\n');

let latest: Handshake = { protocol: null, cipher: null };

/** Answers any request like a healthy APIv2; `/delay/N` after N milliseconds. */
function serve(socket: TLSSocket): void {
  latest = { protocol: socket.getProtocol(), cipher: socket.getCipher().standardName };
  let received = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    if (!received.includes('\r\n\r\n')) return;
    const delayMs = Number(/^GET \/delay\/(\d+)/.exec(received)?.[1] ?? 0);
    if (delayMs === 0) socket.end(ANSWER);
    else setTimeout(() => socket.end(ANSWER), delayMs);
  });
}

const { authority, good } = await certificates();
const server = createServer({ key: good.key, cert: good.cert, ALPNProtocols: ['http/1.1'] }, serve);
server.on('tlsClientError', () => undefined);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  process.send?.({ port: address.port, authority } satisfies ServerReady);
});
process.on('message', () => process.send?.(latest));
process.on('disconnect', () => process.exit());
