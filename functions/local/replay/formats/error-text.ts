import type { Phase } from '../../../core/model/observation.ts';
import { networkKind } from '../../../core/probing/network-kinds.ts';
import { isHttpStatus, statusOutcome } from './status-outcome.ts';

/** What an error text says, in the columns of a record. */
export interface ToldFailure {
  readonly outcome: string;
  readonly phase?: Phase;
  readonly status?: number;
}

/** The system call that a text of Node.js names, and the phase in which it is made. */
const CALLS: readonly { readonly pattern: RegExp; readonly phase: Phase }[] = [
  { pattern: /\b(?:getaddrinfo|query\w*) (E[A-Z_]+)/, phase: 'resolve' },
  { pattern: /\bconnect (E[A-Z]+)/, phase: 'connect' },
  { pattern: /\bwrite (EPROTO)\b/, phase: 'tls' },
  { pattern: /\b(?:read|write) (E[A-Z]+)/, phase: 'processing' },
  {
    pattern:
      /\b(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_SSL_\w+)\b/,
    phase: 'tls',
  },
];

/** Of the system's own resolver (getaddrinfo), which the prober does not use. */
const RESOLVER_KINDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'dns-server-failure',
  EAI_NONAME: 'dns-not-found',
  EAI_NODATA: 'dns-no-address',
  EAI_FAIL: 'dns-server-failure',
};

/** Words of Node.js, axios, Go, OpenSSL and curl. The first that matches decides. */
const WORDS: readonly (readonly [RegExp, string, Phase?])[] = [
  [/certificate (has|is) expired/i, 'network/tls-certificate-expired', 'tls'],
  [/certificate is not yet valid/i, 'network/tls-certificate-not-yet-valid', 'tls'],
  [
    /does not match certificate|altname|certificate is (not )?valid for|no alternative certificate subject/i,
    'network/tls-hostname-mismatch',
    'tls',
  ],
  [/self[- ]signed certificate in/i, 'network/tls-untrusted-issuer', 'tls'],
  [/self[- ]signed certificate/i, 'network/tls-self-signed', 'tls'],
  [
    /unable to (verify the first|get (local )?issuer) certificate|unknown authority/i,
    'network/tls-untrusted-issuer',
    'tls',
  ],
  [/before secure TLS connection/i, 'network/connection-closed', 'tls'],
  [/TLS handshake|SSL (routines|alert)|ssl3_|sslv3/i, 'network/tls-handshake', 'tls'],
  [/no such host|could not resolve host|name or service not known/i, 'network/dns-not-found', 'resolve'],
  [/temporary failure in name resolution|server misbehaving/i, 'network/dns-server-failure', 'resolve'],
  [/connection refused/i, 'network/connect-refused', 'connect'],
  [/no route to host|host is unreachable/i, 'network/host-unreachable', 'connect'],
  [/network is unreachable/i, 'network/network-unreachable', 'connect'],
  [/dial tcp.*i\/o timeout|connect(ion)? timed? ?out/i, 'network/connect-timeout', 'connect'],
  [/connection reset|econnreset/i, 'network/connection-reset'],
  [/socket hang up|empty reply|unexpected eof|\beof\b/i, 'network/connection-closed'],
  [/(maximum|too many) (number of )?redirects|redirects? exceeded/i, 'intercepted/redirect'],
  [/too many requests/i, 'throttled/too-many-requests'],
  [/timed? ?out|timeout|deadline exceeded|aborted?signal/i, 'network/response-timeout'],
];

/** What the error text of another monitor says of a failed probe; `null` when it says nothing that is known. */
export function toldFailure(text: string): ToldFailure | null {
  for (const { pattern, phase } of CALLS) {
    const code = pattern.exec(text)?.[1];
    if (code === undefined) continue;
    const kind = RESOLVER_KINDS[code] ?? networkKind({ phase, code, name: 'Error', message: text });
    if (kind !== 'other' && kind !== 'own-fault') return { outcome: `network/${kind}`, phase };
  }
  const status = Number(/\bstatus(?: code)?:? (\d{3})\b/i.exec(text)?.[1] ?? /^(\d{3})(?: - |$)/.exec(text)?.[1]);
  if (isHttpStatus(status)) return { outcome: statusOutcome(status, true), status };
  const found = WORDS.find(([pattern]) => pattern.test(text));
  if (found === undefined) return null;
  const [, outcome, phase] = found;
  return phase === undefined ? { outcome } : { outcome, phase };
}
