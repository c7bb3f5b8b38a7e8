import type { Phase } from '../../../../functions/core/model/observation.ts';

const CONVERSATION = {
  'connection-reset': 'ECONNRESET ECONNABORTED EPIPE',
  'connection-closed': 'PEER_CLOSED',
  'malformed-response': 'UND_ERR_SOCKET',
  'response-timeout': 'RESPONSE_DEADLINE ETIMEDOUT',
  'body-timeout': 'BODY_DEADLINE',
  'truncated-body': 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'headers-overflow': 'UND_ERR_HEADERS_OVERFLOW HPE_HEADER_OVERFLOW',
} as const;

/** Every error code that has a kind of its own, by the phase that was under way: kind → codes. */
export const NETWORK_CODES: Readonly<Record<Phase, Readonly<Record<string, string>>>> = {
  resolve: {
    'dns-not-found': 'ENOTFOUND',
    'dns-no-address': 'ENODATA',
    'dns-timeout': 'RESOLVE_DEADLINE ETIMEOUT ECANCELLED',
    'dns-server-failure': 'ESERVFAIL EREFUSED ENOTIMP EFORMERR EBADRESP ECONNREFUSED',
  },
  connect: {
    'connect-refused': 'ECONNREFUSED',
    'connect-timeout': 'CONNECT_DEADLINE ETIMEDOUT',
    'host-unreachable': 'EHOSTUNREACH EHOSTDOWN',
    'network-unreachable': 'ENETUNREACH ENETDOWN EADDRNOTAVAIL',
    'connection-reset': 'ECONNRESET ECONNABORTED',
    'own-fault': 'EMFILE ENFILE ENOBUFS EACCES EPERM',
  },
  tls: {
    'tls-certificate-expired': 'CERT_HAS_EXPIRED',
    'tls-certificate-not-yet-valid': 'CERT_NOT_YET_VALID',
    'tls-hostname-mismatch': 'ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH',
    'tls-self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
    'tls-untrusted-issuer':
      'SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_UNTRUSTED INVALID_CA',
    'tls-handshake': 'TLS_DEADLINE EPROTO ERR_SSL_WRONG_VERSION_NUMBER ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR CERT_REVOKED',
    'connection-reset': 'ECONNRESET EPIPE',
    'connection-closed': 'PEER_CLOSED',
  },
  request: CONVERSATION,
  processing: CONVERSATION,
  transfer: {
    'connection-reset': CONVERSATION['connection-reset'],
    'truncated-body': 'PEER_CLOSED UND_ERR_SOCKET UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
    'body-timeout': 'BODY_DEADLINE ETIMEDOUT',
    'response-timeout': 'RESPONSE_DEADLINE',
    'headers-overflow': CONVERSATION['headers-overflow'],
  },
};
