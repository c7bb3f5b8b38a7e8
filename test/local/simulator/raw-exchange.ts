import { connect } from 'node:net';
import { DEMO_HEADERS } from './demo-headers.ts';

/** What a client saw on the wire. */
export interface RawExchange {
  readonly received: string;
  /** `FIN`, or the error's code. */
  readonly ended: string;
}

/** A GET request with all headers, as bytes. */
export function getBytes(path: string): string {
  const headers = Object.entries({ host: 'simulator', connection: 'close', ...DEMO_HEADERS });
  return [`GET ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '\r\n'].join('\r\n');
}

/**
 * Connects, sends `text`, and records what comes back until the server ends the connection. With `leave`, the client
 * ends its own side right after sending.
 */
export function rawExchange(baseUrl: string, text: string, leave = false): Promise<RawExchange> {
  return new Promise((resolve) => {
    let received = '';
    let ended = 'closed without FIN';
    const { hostname, port } = new URL(baseUrl);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('end', () => {
      ended = 'FIN';
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code ?? error.name));
    socket.on('close', () => {
      resolve({ received, ended });
    });
    if (text !== '') socket.write(text);
    if (leave) socket.end();
  });
}
