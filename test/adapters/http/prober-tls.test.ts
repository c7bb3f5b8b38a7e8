import { expect, test } from 'vitest';
import { certificates } from '../../support/certificates.ts';
import { listen } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, answering, ending } from '../../support/listeners-http.ts';
import { attempt, finding } from './observing.ts';

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

test('RST before the handshake', async () => {
  const server = await listen(ending('rst'));
  const observation = await attempt(`https://127.0.0.1:${server.port}/`);
  // The reset may reach us before the connection is known to be one.
  expect(['connect', 'tls']).toContain(observation.error?.phase);
  expect(finding(observation)).toMatchObject({ outcome: 'network/connection-reset', delivery: 'not-sent' });
});
