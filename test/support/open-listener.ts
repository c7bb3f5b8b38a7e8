import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { KeyPair } from './certificates.ts';

/** What a listener does with a connection. TLS, where it speaks it, is set up by then. */
export type Serve = (socket: Socket) => void;

/** How a listener is reached. */
export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** With it, the listener speaks TLS. */
  readonly certificate?: KeyPair;
  /** What the TLS that it speaks is limited to, or demands. */
  readonly tls?: TlsOptions;
}

/** A TLS handshake as the server saw it. */
export interface Handshake {
  /** Whether it took up an earlier session. */
  readonly isResumed: boolean;
  /** The name that the client asked for (SNI), or `null`. */
  readonly serverName: string | null;
}

/** A listener on a free port of this machine. */
export interface Listener {
  readonly port: number;
  /** `http://host:port`, or `https://`. */
  readonly origin: string;
  /** TCP connections accepted so far. */
  readonly connectionCount: number;
  /** What each connection has sent, in the order in which they came; decrypted. */
  readonly received: readonly string[];
  /** Each TLS handshake that came to its end. */
  readonly handshakes: readonly Handshake[];
}

/** A listener that somebody must close. */
export interface OpenListener extends Listener {
  /** Listens no longer, and gives connections so long to end by themselves. Resolves to the number of those that did not. */
  close(graceMs: number): Promise<number>;
}

/** Opens a listener. */
export async function openListener(
  serve: Serve,
  { host = '127.0.0.1', certificate, tls }: ListenOptions = {},
): Promise<OpenListener> {
  const received: string[] = [];
  const handshakes: Handshake[] = [];
  const open = new Set<Socket>();
  let connectionCount = 0;

  function accept(socket: Socket): void {
    const index = received.push('') - 1;
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      received[index] = text;
    });
    // A client that breaks off is what many tests are about.
    socket.on('error', () => undefined);
    serve(socket);
  }

  function acceptTls(socket: TLSSocket): void {
    const { servername } = socket as TLSSocket & { servername: string | false };
    // Only the connection below can be reset.
    const below = [...open].find(({ remotePort }) => remotePort === socket.remotePort);
    socket.resetAndDestroy = () => {
      below?.resetAndDestroy();
      return socket;
    };
    handshakes.push({ isResumed: socket.isSessionReused(), serverName: servername === false ? null : servername });
    accept(socket);
  }

  const server: Server =
    certificate === undefined ? createTcpServer(accept) : createTlsServer({ ...tls, ...certificate }, acceptTls);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');

  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    get connectionCount() {
      return connectionCount;
    },
    received,
    handshakes,
    close: (graceMs) => close(server, open, graceMs),
  };
}

/** A port of this machine at which nothing listens: it was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function close(server: Server, open: ReadonlySet<Socket>, graceMs: number): Promise<number> {
  const closed = once(server, 'close');
  // Ends by itself once every connection has ended.
  server.close();
  const over = new AbortController();
  const left = await Promise.race([
    closed.then(() => 0),
    wait(graceMs, undefined, { signal: over.signal }).then(() => open.size),
  ]);
  over.abort();
  for (const socket of open) socket.destroy();
  await closed;
  return left;
}
