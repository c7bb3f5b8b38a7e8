import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { ConnectRequest } from '../../core/ports.ts';
import { CLOSED_CODE, DEADLINE_CODES } from '../../core/probing/network-kinds.ts';
import { literalAddress, resolveAddresses } from './resolve.ts';
import { WireTrouble, step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** What every connection of a prober shares. */
export interface ConnectionOptions {
  /** One for all: building it anew costs more than the handshake's own bookkeeping. It holds no sessions. */
  readonly secureContext: SecureContext;
  readonly nameServers: readonly string[] | null;
}

/** Called with the remote address once it is chosen, before it is connected to. */
type OnAddress = (address: string) => void;

/**
 * Sets up a fresh connection: name, address, TCP and, for https, a full TLS handshake without session resumption, since a
 * kept socket or session would hide faults. The timeline gets each phase. Rejects with the raw error of the phase that failed.
 */
export async function openConnection(
  request: ConnectRequest,
  options: ConnectionOptions,
  timeline: Timeline,
  onAddress: OnAddress,
): Promise<Socket> {
  const url = new URL(request.url);
  const address = await chooseAddress(url.hostname, request, options, timeline);
  onAddress(address);
  return url.protocol === 'https:'
    ? openTls(url, address, request, options.secureContext, timeline)
    : openTcp(address, Number(url.port || 80), request, timeline);
}

async function chooseAddress(
  hostname: string,
  request: ConnectRequest,
  options: ConnectionOptions,
  timeline: Timeline,
): Promise<string> {
  const literal = literalAddress(hostname);
  if (literal !== null) return literal;
  timeline.enter('resolve');
  const found = await resolveAddresses(hostname, request.deadlines.resolveMs, request.signal, options.nameServers);
  const address = found.toSorted()[request.turn % found.length];
  if (address === undefined) throw new WireTrouble('ENODATA', 'the name server gave an empty answer');
  return address;
}

function openTcp(host: string, port: number, request: ConnectRequest, timeline: Timeline): Promise<Socket> {
  timeline.enter('connect');
  const socket = connectTcp({ host, port, autoSelectFamily: false, noDelay: true });
  return step<Socket>(
    { ms: request.deadlines.connectMs, code: DEADLINE_CODES.connect, signal: request.signal },
    (resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(socket);
      });
      return () => socket.destroy();
    },
  );
}

async function openTls(
  url: URL,
  host: string,
  request: ConnectRequest,
  secureContext: SecureContext,
  timeline: Timeline,
): Promise<Socket> {
  const tcp = await openTcp(host, Number(url.port || 443), request, timeline);
  timeline.enter('tls');
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const socket: TLSSocket = connectTls({
    socket: tcp,
    host: name,
    // RFC 6066, section 3: an address is no server name.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    secureContext,
    ALPNProtocols: ['http/1.1'],
  });
  readLeafAlone(socket);
  return step<Socket>(
    { ms: request.deadlines.tlsMs, code: DEADLINE_CODES.tls, signal: request.signal },
    (resolve, reject) => {
      const onError = (error: Error) => {
        reject(withoutDisguise(error));
      };
      socket.once('error', onError);
      socket.once('secureConnect', () => {
        socket.off('error', onError);
        resolve(socket);
      });
      return () => socket.destroy();
    },
  );
}

/**
 * At each handshake Node turns the certificate and all of its issuers into objects, to hand them to the check of the name.
 * That needs the leaf alone; the chain is verified by OpenSSL itself.
 */
function readLeafAlone(socket: TLSSocket): void {
  const read = socket.getPeerCertificate.bind(socket);
  Object.assign(socket, { getPeerCertificate: () => read(false) });
}

/** Node reports an orderly end during the handshake as ECONNRESET, but only a real reset names the system call. */
function withoutDisguise(error: NodeJS.ErrnoException): Error {
  return error.code === 'ECONNRESET' && error.syscall === undefined
    ? new WireTrouble(CLOSED_CODE, 'the connection was closed during the handshake', { cause: error })
    : error;
}
