import { createSecureContext } from 'node:tls';
import type { Delivery, Observation, WireError } from '../../core/model/observation.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { AttemptRequest, ConnectRequest, Prober } from '../../core/ports.ts';
import { printable } from '../../core/probing/printable.ts';
import { SHARED_SILENCE_CODE } from '../../core/probing/network-kinds.ts';
import { withoutToken } from '../../core/probing/without-token.ts';
import { openConnection, type ConnectionOptions, type Findings } from './connection.ts';
import { examine } from './examine.ts';
import { exchange, type Reception } from './exchange.ts';
import { WireTrouble } from './step.ts';
import { Timeline } from './timeline.ts';

export interface HttpProberOptions {
  readonly now: () => EpochMs;
  /** Name servers as `address:port`; the system's own when left out. */
  readonly nameServers?: readonly string[];
  /** Certificates to trust in place of the built-in ones, as PEM. */
  readonly trustedCertificates?: readonly string[];
}

/**
 * The prober over real sockets: c-ares for names, one address an attempt, a new TCP connection and TLS handshake each time,
 * undici for HTTP/1.1.
 */
export function httpProber(options: HttpProberOptions): Prober {
  const { trustedCertificates } = options;
  const connection: ConnectionOptions = {
    secureContext: createSecureContext(trustedCertificates === undefined ? {} : { ca: [...trustedCertificates] }),
    nameServers: options.nameServers ?? null,
  };
  return {
    attempt: (request) => observe(request, connection, options.now()),
    canConnect: (request) => canConnect(request, connection),
    examine: (request) => examine(request, connection),
  };
}

async function observe(request: AttemptRequest, options: ConnectionOptions, startedAt: EpochMs): Promise<Observation> {
  const timeline = new Timeline();
  const reception: Reception = { answer: null, isStarted: false };
  const findings = noFindings();
  let error: WireError | null = null;
  let isSent = false;
  const secondConnections: Promise<boolean>[] = [];
  let silence: NodeJS.Timeout | undefined;
  try {
    const socket = await openConnection(request, options, timeline, findings);
    isSent = true;
    silence = setTimeout(() => {
      if (reception.isStarted) return;
      secondConnections.push(request.onSilence.isPathProven());
      if (request.onSilence.isHopeless()) {
        socket.destroy(
          new WireTrouble(SHARED_SILENCE_CODE, 'given up early, since many requests to this origin are silent'),
        );
      }
    }, request.onSilence.afterMs);
    await exchange(socket, request, timeline, reception);
  } catch (cause) {
    timeline.stop();
    if (isBug(cause)) throw cause;
    error = wireError(cause, timeline);
  } finally {
    clearTimeout(silence);
  }
  const durationMs = timeline.durationMs;
  return {
    startedAt,
    durationMs,
    phasesMs: timeline.phasesMs,
    ...findings,
    delivery: deliveryOf(isSent, reception),
    answer: reception.answer === null ? null : withoutToken(reception.answer, request.headers.authorization),
    error,
    pathProven: (await secondConnections[0]) ?? null,
  };
}

function deliveryOf(isSent: boolean, reception: Reception): Delivery {
  if (reception.isStarted || reception.answer !== null) return 'received';
  return isSent ? 'unknown' : 'not-sent';
}

/** Wrong arguments, ours or the user's: nothing that happened on the wire. */
function isBug(cause: unknown): boolean {
  if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError) return true;
  return cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_INVALID_ARG';
}

function wireError(cause: unknown, timeline: Timeline): WireError {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { phase: timeline.phase, name: error.name, code, message: printable(error.message) };
}

async function canConnect(request: ConnectRequest, options: ConnectionOptions): Promise<boolean> {
  try {
    const socket = await openConnection(request, options, new Timeline(), noFindings());
    socket.destroy();
    return true;
  } catch {
    return false;
  }
}

function noFindings(): Findings {
  return { address: null, addresses: [], certificate: null };
}
