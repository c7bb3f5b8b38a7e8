import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import type { Certificate } from '../../core/model/observation.ts';
import type { ConnectRequest } from '../../core/ports.ts';
import { printable } from '../../core/probing/printable.ts';
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

/** What was found on the way, kept also when a later phase fails. */
export interface Findings {
  address: string | null;
  /** Sorted; empty when no name server was needed. */
  addresses: readonly string[];
  certificate: Certificate | null;
}

/**
 * Sets up a fresh connection: name, address, TCP and, for https, a full TLS handshake without session resumption, since a
 * kept socket or session would hide faults. The timeline gets each phase. Rejects with the raw error of the phase that failed.
 */
export async function openConnection(
  request: ConnectRequest,
  options: ConnectionOptions,
  timeline: Timeline,
  findings: Findings,
): Promise<Socket> {
  const url = new URL(request.url);
  const address = await chooseAddress(url.hostname, request, options, timeline, findings);
  findings.address = address;
  return connectTo(address, request, options, timeline, findings);
}

/** The same from TCP on, to one given address. */
export function connectTo(
  address: string,
  request: Omit<ConnectRequest, 'turn'>,
  options: ConnectionOptions,
  timeline: Timeline,
  findings: Findings,
): Promise<Socket> {
  const url = new URL(request.url);
  return url.protocol === 'https:'
    ? openTls(url, address, request, options.secureContext, timeline, findings)
    : openTcp(address, Number(url.port || 80), request, timeline);
}

async function chooseAddress(
  hostname: string,
  request: ConnectRequest,
  options: ConnectionOptions,
  timeline: Timeline,
  findings: Findings,
): Promise<string> {
  const literal = literalAddress(hostname);
  if (literal !== null) return literal;
  timeline.enter('resolve');
  const found = await resolveAddresses(hostname, request.deadlines.resolveMs, request.signal, options.nameServers);
  findings.addresses = found.toSorted();
  const address = findings.addresses[request.turn % found.length];
  if (address === undefined) throw new WireTrouble('ENODATA', 'the name server gave an empty answer');
  return address;
}

function openTcp(
  host: string,
  port: number,
  request: Omit<ConnectRequest, 'turn'>,
  timeline: Timeline,
): Promise<Socket> {
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
  request: Omit<ConnectRequest, 'turn'>,
  secureContext: SecureContext,
  timeline: Timeline,
  findings: Findings,
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
    // Not lenient: checked below, before a byte is sent. Node itself would throw the faulty certificate away unseen.
    rejectUnauthorized: false,
  });
  const shownCertificate = readLeafOnce(socket);
  return step<Socket>(
    { ms: request.deadlines.tlsMs, code: DEADLINE_CODES.tls, signal: request.signal },
    (resolve, reject) => {
      const onError = (error: Error) => {
        reject(withoutDisguise(error));
      };
      socket.once('error', onError);
      socket.once('secureConnect', () => {
        socket.off('error', onError);
        findings.certificate = shownCertificate();
        if (socket.authorized) resolve(socket);
        else reject(untrusted(socket));
      });
      return () => socket.destroy();
    },
  );
}

/**
 * At each handshake Node turns the certificate and all of its issuers into objects, to hand them to the check of the name.
 * That needs the leaf alone; the chain is verified by OpenSSL itself. So it is read once, for that check and for us.
 */
function readLeafOnce(socket: TLSSocket): () => Certificate | null {
  const read = socket.getPeerCertificate.bind(socket);
  let leaf: PeerCertificate | undefined;
  const readLeaf = () => (leaf ??= read(false));
  Object.assign(socket, { getPeerCertificate: readLeaf });
  return () => certificateOf(readLeaf());
}

/** `null` for the empty object that stands for "none was shown". */
function certificateOf(leaf: Partial<PeerCertificate>): Certificate | null {
  const { fingerprint256, issuer, valid_to: validTo } = leaf;
  if (fingerprint256 === undefined || issuer === undefined || validTo === undefined) return null;
  const named = [issuer.O, issuer.CN].flat().find((name) => name !== undefined);
  return {
    issuer: printable(named ?? 'unnamed', 100),
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    validTo: Date.parse(validTo),
  };
}

/** What is wrong with the certificate; Node keeps the code alone, as text, whatever its type says. */
function untrusted({ authorizationError }: TLSSocket): WireTrouble {
  return new WireTrouble(String(authorizationError), 'the certificate cannot be trusted');
}

/** Node reports an orderly end during the handshake as ECONNRESET, but only a real reset names the system call. */
function withoutDisguise(error: NodeJS.ErrnoException): Error {
  return error.code === 'ECONNRESET' && error.syscall === undefined
    ? new WireTrouble(CLOSED_CODE, 'the connection was closed during the handshake', { cause: error })
    : error;
}
