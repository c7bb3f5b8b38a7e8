import { HEALTHY_ANSWER, afterFirstBytes, answering, ending } from '../support/listeners-http.ts';
import { SHORT_MS } from '../support/finding.ts';
import type { CertificateName } from '../support/certificates.ts';
import type { LabCase } from './case.ts';
import { answered, behind, unanswered, unconnected, unsecured } from './expected.ts';
import { atAddress, insteadOfTls, overTls, withFullQueue, withoutListener } from './open.ts';

/** TCP. */
export const CONNECT_CASES: readonly LabCase[] = [
  {
    id: 'connect-refused',
    title: 'nothing listens on the port',
    open: withoutListener,
    expect: unconnected('network/connect-refused', 'ECONNREFUSED'),
  },
  {
    id: 'connect-timeout',
    title: 'the attempt to connect is not answered: the queue of the listener is full',
    open: withFullQueue,
    deadlines: { connectMs: SHORT_MS },
    expect: unconnected('network/connect-timeout', 'CONNECT_DEADLINE'),
  },
  {
    id: 'network-unreachable',
    title: 'there is no route to the address (Linux refuses TCP to a broadcast address with ENETUNREACH)',
    open: atAddress('255.255.255.255'),
    expect: unconnected('network/network-unreachable', 'ENETUNREACH'),
  },
];

/** Certificates, then everything else that goes wrong in a handshake. */
export const TLS_CASES: readonly LabCase[] = [
  certificate('expired', 'it has expired', 'expired', 'tls-certificate-expired', 'CERT_HAS_EXPIRED'),
  certificate(
    'not-yet-valid',
    'it is not valid yet',
    'notYetValid',
    'tls-certificate-not-yet-valid',
    'CERT_NOT_YET_VALID',
  ),
  certificate(
    'wrong-host',
    'it is for another host',
    'otherHost',
    'tls-hostname-mismatch',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ),
  certificate('self-signed', 'it is signed by itself', 'selfSigned', 'tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  certificate(
    'untrusted-issuer',
    'its issuer is unknown',
    'untrusted',
    'tls-untrusted-issuer',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ),
  certificate(
    'untrusted-chain',
    'its issuer is sent along and not trusted',
    'untrustedChain',
    'tls-untrusted-issuer',
    'SELF_SIGNED_CERT_IN_CHAIN',
  ),
  certificate('wrong-purpose', 'it is made for clients, not for servers', 'forClients', 'other', 'INVALID_PURPOSE'),
  {
    id: 'tls-plain-http',
    title: 'the port speaks plain HTTP',
    open: insteadOfTls(afterFirstBytes((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    expect: unsecured('network/tls-handshake', 'ERR_SSL_WRONG_VERSION_NUMBER'),
  },
  {
    id: 'tls-old-version',
    title: 'the server speaks TLS 1.1 at most',
    open: overTls(ending('silence'), 'good', {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    expect: unsecured('network/tls-handshake', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
  },
  {
    id: 'tls-no-common-cipher',
    title: 'the server knows none of the offered ciphers',
    open: overTls(ending('silence'), 'good', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }),
    expect: unsecured('network/tls-handshake', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'),
  },
  {
    id: 'tls-client-certificate',
    title: 'the server demands a certificate of the client',
    open: overTls(answering(HEALTHY_ANSWER), 'good', { requestCert: true, rejectUnauthorized: true }),
    expect: behind(['tls'], unanswered('network/other', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')),
  },
  {
    id: 'tls-silence',
    title: 'the handshake is not answered',
    open: insteadOfTls(ending('silence')),
    deadlines: { tlsMs: SHORT_MS },
    expect: unsecured('network/tls-handshake', 'TLS_DEADLINE'),
  },
  {
    id: 'tls-reset',
    title: 'RST in the handshake: the connection is reset before the request',
    open: insteadOfTls(afterFirstBytes((socket) => socket.resetAndDestroy())),
    expect: unsecured('network/connection-reset', 'ECONNRESET'),
  },
  {
    id: 'tls-closed',
    title: 'FIN in the handshake',
    open: insteadOfTls(afterFirstBytes((socket) => socket.end())),
    expect: unsecured('network/connection-closed', 'PEER_CLOSED'),
  },
  {
    id: 'tls-closed-at-once',
    title: 'FIN before the handshake',
    open: insteadOfTls(ending('fin')),
    expect: unsecured('network/connection-closed', 'PEER_CLOSED'),
  },
  {
    id: 'tls-request-reset',
    title: 'RST instead of an answer, over TLS',
    open: overTls(answering('', 'rst')),
    expect: behind(['tls'], unanswered('network/connection-reset', 'ECONNRESET')),
  },
  {
    id: 'healthy-tls',
    title: 'HTTPS, a healthy answer',
    open: overTls(answering(HEALTHY_ANSWER)),
    expect: behind(['tls'], answered('healthy')),
  },
];

function certificate(id: string, fault: string, name: CertificateName, kind: string, code: string): LabCase {
  return {
    id: `tls-${id}`,
    title: `the server’s certificate: ${fault}`,
    open: overTls(answering(HEALTHY_ANSWER), name),
    expect: unsecured(`network/${kind}`, code, true),
  };
}
