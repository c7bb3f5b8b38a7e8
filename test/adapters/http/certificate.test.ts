import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Certificate } from '../../../functions/core/model/observation.ts';
import { certificates, type Certificates } from '../../support/certificates.ts';
import { SHORT_MS } from '../../support/finding.ts';
import { listen, startDnsServer } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, answering, ending } from '../../support/listeners-http.ts';
import { attempt, finding } from './observing.ts';

/** As OpenSSL reads it from the file itself. */
function readBack(pem: string, issuer: string): Certificate {
  const { fingerprint256, validToDate } = new X509Certificate(pem);
  const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
  return { issuer, fingerprint, validTo: validToDate.getTime() };
}

test.for<{ name: keyof Omit<Certificates, 'authority'>; outcome: string; issuer: string }>([
  { name: 'good', outcome: 'healthy', issuer: 'Test authority' },
  { name: 'expired', outcome: 'network/tls-certificate-expired', issuer: 'Test authority' },
  { name: 'notYetValid', outcome: 'network/tls-certificate-not-yet-valid', issuer: 'Test authority' },
  { name: 'otherHost', outcome: 'network/tls-hostname-mismatch', issuer: 'Test authority' },
  { name: 'selfSigned', outcome: 'network/tls-self-signed', issuer: 'api.test' },
  { name: 'untrusted', outcome: 'network/tls-untrusted-issuer', issuer: 'Strange authority' },
  { name: 'untrustedChain', outcome: 'network/tls-untrusted-issuer', issuer: 'Strange authority' },
])('what the server showed is kept, whether it is trusted or not: $name', async ({ name, outcome, issuer }) => {
  const made = await certificates();
  const pair = made[name];
  if (!('cert' in pair)) throw new Error('no certificate');
  const server = await listen(answering(HEALTHY_ANSWER), { certificate: pair });
  const dns = await startDnsServer({ 'api.test': ['127.0.0.1'] });
  const prober = { trustedCertificates: [made.authority], nameServers: [dns.address] };
  const observation = await attempt(`https://api.test:${server.port}/`, { prober });
  expect(finding(observation).outcome).toBe(outcome);
  expect(observation.certificate).toEqual(readBack(pair.cert, issuer));
  // Nothing is said to a server that is not trusted.
  expect(server.received.join('') === '').toBe(outcome !== 'healthy');
});

test('it is read at every handshake', async () => {
  const { authority, good, expired } = await certificates();
  const prober = { trustedCertificates: [authority] };
  const [before, after] = [
    await listen(answering(HEALTHY_ANSWER), { certificate: good }),
    await listen(answering(HEALTHY_ANSWER), { certificate: expired }),
  ];
  const fingerprints = [];
  for (const { origin } of [before, after, before])
    fingerprints.push((await attempt(origin, { prober })).certificate?.fingerprint);
  expect(new Set(fingerprints).size).toBe(2);
  expect(fingerprints[0]).toBe(fingerprints[2]);
  expect(before.handshakes.some(({ isResumed }) => isResumed)).toBe(false);
});

test('it is kept when what comes after it fails', async () => {
  const { authority, good } = await certificates();
  const server = await listen(ending('rst'), { certificate: good });
  const observation = await attempt(server.origin, { prober: { trustedCertificates: [authority] } });
  expect(observation.error?.phase).not.toBe('tls');
  expect(observation.certificate).toEqual(readBack(good.cert, 'Test authority'));
});

test('there is none on plain HTTP, nor where the handshake did not come so far', async () => {
  const plain = await listen(answering(HEALTHY_ANSWER));
  expect((await attempt(plain.origin)).certificate).toBeNull();
  const options = { deadlines: { tlsMs: SHORT_MS } };
  expect((await attempt(`https://127.0.0.1:${plain.port}/`, options)).certificate).toBeNull();
});
