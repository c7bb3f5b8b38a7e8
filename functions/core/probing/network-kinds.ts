import type { Phase, WireError } from '../model/observation.ts';
import type { FailureKind } from '../model/outcome.ts';

/**
 * Error codes that the prober itself raises; every other code is the runtime's own (c-ares, libuv, OpenSSL, undici).
 */
export const DEADLINE_CODES = {
  resolve: 'RESOLVE_DEADLINE',
  connect: 'CONNECT_DEADLINE',
  tls: 'TLS_DEADLINE',
  response: 'RESPONSE_DEADLINE',
  body: 'BODY_DEADLINE',
} as const;
/** The run's time was up, so that the attempt was cut off for no fault of the network. */
export const ABORTED_CODE = 'RUN_ABORTED';
/** The other side ended the connection in order (FIN), where an answer or more of it was due. */
export const CLOSED_CODE = 'PEER_CLOSED';

/** Silence that was given up early, because many requests to the same origin were silent at the same time. */
export const SHARED_SILENCE_CODE = 'SHARED_SILENCE';

/** An own fault: nothing on the network failed. */
export const OWN_FAULT = 'own-fault';

type Verdict = FailureKind<'network'> | typeof OWN_FAULT;

/**
 * Error code → kind, by the phase that was under way, since one code means different things on the way.
 *
 * Sources: c-ares error codes (Node `dns` documentation), libuv error names, OpenSSL verification codes (Node `tls`
 * documentation, "X509 certificate error codes"), undici `core/errors.js`.
 */
const BY_PHASE: Readonly<Record<Phase, Readonly<Record<string, Verdict>>>> = {
  resolve: {
    ENOTFOUND: 'dns-not-found',
    ENODATA: 'dns-no-address',
    [DEADLINE_CODES.resolve]: 'dns-timeout',
    ETIMEOUT: 'dns-timeout',
    ECANCELLED: 'dns-timeout',
    ESERVFAIL: 'dns-server-failure',
    EREFUSED: 'dns-server-failure',
    ENOTIMP: 'dns-server-failure',
    EFORMERR: 'dns-server-failure',
    EBADRESP: 'dns-server-failure',
    ECONNREFUSED: 'dns-server-failure',
  },
  connect: {
    ECONNREFUSED: 'connect-refused',
    [DEADLINE_CODES.connect]: 'connect-timeout',
    ETIMEDOUT: 'connect-timeout',
    EHOSTUNREACH: 'host-unreachable',
    EHOSTDOWN: 'host-unreachable',
    ENETUNREACH: 'network-unreachable',
    ENETDOWN: 'network-unreachable',
    EADDRNOTAVAIL: 'network-unreachable',
    ECONNRESET: 'connection-reset',
    ECONNABORTED: 'connection-reset',
    EMFILE: OWN_FAULT,
    ENFILE: OWN_FAULT,
    ENOBUFS: OWN_FAULT,
    EACCES: OWN_FAULT,
    EPERM: OWN_FAULT,
  },
  tls: {
    CERT_HAS_EXPIRED: 'tls-certificate-expired',
    CERT_NOT_YET_VALID: 'tls-certificate-not-yet-valid',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls-hostname-mismatch',
    HOSTNAME_MISMATCH: 'tls-hostname-mismatch',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
    SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted-issuer',
    UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted-issuer',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted-issuer',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted-issuer',
    CERT_UNTRUSTED: 'tls-untrusted-issuer',
    INVALID_CA: 'tls-untrusted-issuer',
    [DEADLINE_CODES.tls]: 'tls-handshake',
    EPROTO: 'tls-handshake',
    ECONNRESET: 'connection-reset',
    EPIPE: 'connection-reset',
    [CLOSED_CODE]: 'connection-closed',
  },
  request: inConversation('connection-closed'),
  processing: inConversation('connection-closed'),
  transfer: inConversation('truncated-body'),
};

/** The kind of a wire error; `other` for what has no name here. */
export function networkKind(error: WireError): Verdict {
  if (error.code === ABORTED_CODE) return OWN_FAULT;
  const code = error.code ?? '';
  const kinds = BY_PHASE[error.phase];
  const known = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  if (known !== undefined) return known;
  if (error.phase === 'tls' && (code.startsWith('ERR_SSL') || code.startsWith('CERT_'))) return 'tls-handshake';
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return 'malformed-response';
  return 'other';
}

function inConversation(closed: 'connection-closed' | 'truncated-body'): Readonly<Record<string, Verdict>> {
  return {
    ECONNRESET: 'connection-reset',
    ECONNABORTED: 'connection-reset',
    EPIPE: 'connection-reset',
    [CLOSED_CODE]: closed,
    // An end of the connection has codes of its own: here undici refuses what came, e.g. a 101 that nobody asked for.
    UND_ERR_SOCKET: closed === 'truncated-body' ? closed : 'malformed-response',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated-body',
    [DEADLINE_CODES.response]: 'response-timeout',
    [SHARED_SILENCE_CODE]: 'response-timeout',
    ETIMEDOUT: closed === 'truncated-body' ? 'body-timeout' : 'response-timeout',
    [DEADLINE_CODES.body]: 'body-timeout',
    UND_ERR_HEADERS_OVERFLOW: 'headers-overflow',
    HPE_HEADER_OVERFLOW: 'headers-overflow',
  };
}
