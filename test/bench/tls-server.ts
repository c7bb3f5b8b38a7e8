import { createServer, type TLSSocket } from 'node:tls';
import { certificates } from '../support/certificates.ts';

/** What the server tells its parent once it listens. */
export interface ServerReady {
  readonly port: number;
  /** The certificate authority to trust, as PEM. */
  readonly authority: string;
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
const HEAD_END = '\r\n\r\n';

function serve(socket: TLSSocket): void {
  let received = '';
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (!received.includes(HEAD_END)) return;
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
process.on('disconnect', () => process.exit(0));
