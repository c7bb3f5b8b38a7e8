import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { KeyPair } from './certificates.ts';

/** How long a connection may take to end after its test. It is no wait: whoever is done goes on at once. */
const LEAK_DEADLINE_MS = 2_000;

/** What a listener does with a connection. TLS, where it speaks it, is set up by then. */
export type Serve = (socket: Socket) => void;

/** How a listener is reached. */
export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** With it, the listener speaks TLS. */
  readonly certificate?: KeyPair;
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

/**
 * Listens until the test is over, which then fails if the other side has left a connection open.
 */
export async function listen(serve: Serve, { host = '127.0.0.1', certificate }: ListenOptions = {}): Promise<Listener> {
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
    handshakes.push({ isResumed: socket.isSessionReused(), serverName: servername === false ? null : servername });
    accept(socket);
  }

  const server: Server =
    certificate === undefined ? createTcpServer(accept) : createTlsServer({ ...certificate }, acceptTls);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => closeUnlessLeaked(server, open));

  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `${certificate === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    get connectionCount() {
      return connectionCount;
    },
    received,
    handshakes,
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

async function closeUnlessLeaked(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  // Ends by itself once every connection has ended.
  server.close();
  let timer: NodeJS.Timeout | undefined;
  const leaked = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, LEAK_DEADLINE_MS, true);
  });
  const isLeaked = await Promise.race([closed.then(() => false), leaked]);
  clearTimeout(timer);
  const count = open.size;
  for (const socket of open) socket.destroy();
  if (isLeaked) throw new Error(`${count} connections were left open`);
}
