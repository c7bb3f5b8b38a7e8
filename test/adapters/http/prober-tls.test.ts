import { expect, test } from 'vitest';
import type { Phase } from '../../../functions/core/model/observation.ts';
import { certificates, type Certificates } from '../../support/certificates.ts';
import { listen, type Serve } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, answering, ending } from '../../support/listeners-http.ts';
import { SHORT_MS, attempt, finding, type Finding } from './observing.ts';

const FAILED_HANDSHAKE: Finding = {
  outcome: 'network/tls-handshake',
  error: null,
  reached: ['connect', 'tls'],
  delivery: 'not-sent',
  address: '127.0.0.1',
  answer: null,
  pathProven: null,
};

function inTls(code: string): readonly [Phase, string] {
  return ['tls', code];
}

test.for<{ name: string; certificate: Exclude<keyof Certificates, 'authority'>; kind: string; code: string }>([
  { name: 'expired', certificate: 'expired', kind: 'tls-certificate-expired', code: 'CERT_HAS_EXPIRED' },
  {
    name: 'not valid yet',
    certificate: 'notYetValid',
    kind: 'tls-certificate-not-yet-valid',
    code: 'CERT_NOT_YET_VALID',
  },
  {
    name: 'for another host',
    certificate: 'otherHost',
    kind: 'tls-hostname-mismatch',
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  { name: 'self-signed', certificate: 'selfSigned', kind: 'tls-self-signed', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  {
    name: 'from an unknown issuer',
    certificate: 'untrusted',
    kind: 'tls-untrusted-issuer',
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  {
    name: 'from an untrusted issuer that is sent along',
    certificate: 'untrustedChain',
    kind: 'tls-untrusted-issuer',
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
  },
])('a certificate $name', async ({ certificate, kind, code }) => {
  const made = await certificates();
  const server = await listen(answering(HEALTHY_ANSWER), { certificate: made[certificate] });
  const observation = await attempt(server.origin, { prober: { trustedCertificates: [made.authority] } });
  expect(finding(observation)).toEqual({ ...FAILED_HANDSHAKE, outcome: `network/${kind}`, error: inTls(code) });
  expect(server.received.join('')).toBe('');
});

test('a good certificate is not trusted without its authority', async () => {
  const { good } = await certificates();
  const server = await listen(answering(HEALTHY_ANSWER), { certificate: good });
  expect(finding(await attempt(server.origin)).outcome).toBe('network/tls-untrusted-issuer');
});

test.for(['127.0.0.1', 'localhost'])('a certificate names %s', async (host) => {
  const { authority, good } = await certificates();
  const server = await listen(answering(HEALTHY_ANSWER), { certificate: good });
  const url = `https://${host}:${server.port}/`;
  expect(finding(await attempt(url, { prober: { trustedCertificates: [authority] } })).outcome).toBe('healthy');
  // An address is no server name (RFC 6066, section 3).
  expect(server.handshakes[0]?.serverName).toBe(host === 'localhost' ? 'localhost' : null);
});

test.for<{ name: string; serve: Serve; outcome: string; code: string }>([
  {
    name: 'plain HTTP on the port',
    serve: answerAnything,
    outcome: 'network/tls-handshake',
    code: 'ERR_SSL_WRONG_VERSION_NUMBER',
  },
  { name: 'FIN', serve: afterHello('fin'), outcome: 'network/connection-closed', code: 'PEER_CLOSED' },
  { name: 'RST', serve: afterHello('rst'), outcome: 'network/connection-reset', code: 'ECONNRESET' },
  { name: 'FIN at once', serve: ending('fin'), outcome: 'network/connection-closed', code: 'PEER_CLOSED' },
  { name: 'silence', serve: ending('silence'), outcome: 'network/tls-handshake', code: 'TLS_DEADLINE' },
])('in the handshake: $name', async ({ serve, outcome, code }) => {
  const server = await listen(serve);
  const isSilent = code === 'TLS_DEADLINE';
  const observation = await attempt(
    `https://127.0.0.1:${server.port}/`,
    isSilent ? { deadlines: { tlsMs: SHORT_MS } } : {},
  );
  expect(finding(observation)).toEqual({ ...FAILED_HANDSHAKE, outcome, error: inTls(code) });
  if (isSilent) expect(observation.phasesMs.tls).toBeGreaterThanOrEqual(SHORT_MS - 5);
});

test('RST before the handshake', async () => {
  const server = await listen(ending('rst'));
  const observation = await attempt(`https://127.0.0.1:${server.port}/`);
  // The reset may reach us before the connection is known to be one.
  expect(['connect', 'tls']).toContain(observation.error?.phase);
  expect(finding(observation)).toMatchObject({ outcome: 'network/connection-reset', delivery: 'not-sent' });
});

function answerAnything(socket: Parameters<Serve>[0]): void {
  socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
}

function afterHello(how: 'fin' | 'rst'): Serve {
  return (socket) => {
    socket.once('data', () => {
      ending(how)(socket);
    });
  };
}
