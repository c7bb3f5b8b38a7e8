import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { certificates } from '../../support/certificates.ts';
import type { DnsEntry } from '../../support/dns-server.ts';
import { SHORT_MS } from '../../support/finding.ts';
import { listen, startDnsServer } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, answering } from '../../support/listeners-http.ts';
import { attempt, finding } from './observing.ts';

const HAS_IPV6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

test.for<{ name: string; entry?: DnsEntry; asked: readonly string[] }>([
  { name: 'does not exist', asked: ['A api.test'] },
  { name: 'has no address', entry: [], asked: ['A api.test', 'AAAA api.test'] },
  { name: 'meets a failing server', entry: 'server-failure', asked: ['A api.test'] },
])('AAAA records are asked for where there are no A records, not where the name $name', async ({ entry, asked }) => {
  const dns = await startDnsServer(entry === undefined ? {} : { 'api.test': entry });
  await attempt('https://api.test/server-time', { prober: { nameServers: [dns.address] } });
  expect([...new Set(dns.questions)]).toEqual(asked);
});

describe('a name that leads to addresses', () => {
  test('is resolved anew for every attempt, and is what the server is asked for', async () => {
    const { authority, good } = await certificates();
    const dns = await startDnsServer({ 'api.test': ['127.0.0.1'] });
    const server = await listen(answering(HEALTHY_ANSWER), { certificate: good });
    const prober = { nameServers: [dns.address], trustedCertificates: [authority] };
    for (let turn = 0; turn < 2; turn += 1) {
      const found = finding(await attempt(`https://api.test:${server.port}/`, { prober }));
      expect(found).toMatchObject({
        outcome: 'healthy',
        reached: ['resolve', 'connect', 'tls', 'request', 'processing', 'transfer'],
        address: '127.0.0.1',
      });
    }
    expect(dns.questions).toEqual(['A api.test', 'A api.test']);
    expect(server.received[1]).toContain(`host: api.test:${server.port}\r\n`);
  });

  test('takes turns over them, in an order that does not depend on the answer', async () => {
    const server = await listen(answering(HEALTHY_ANSWER));
    const addresses = ['127.0.0.3', '127.0.0.1', '127.0.0.2'];
    const used: (string | null)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      // Name servers rotate what they answer.
      const dns = await startDnsServer({ 'api.test': [...addresses.slice(turn % 3), ...addresses.slice(0, turn % 3)] });
      const options = { turn, prober: { nameServers: [dns.address] }, deadlines: { connectMs: SHORT_MS } };
      used.push((await attempt(`http://api.test:${server.port}/`, options)).address);
    }
    expect(used).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.1']);
    expect(server.connectionCount).toBe(2);
  });

  test.skipIf(!HAS_IPV6)('may have IPv6 addresses alone', async () => {
    const dns = await startDnsServer({ 'api.test': ['::1'] });
    const server = await listen(answering(HEALTHY_ANSWER), { host: '::1' });
    const options = { prober: { nameServers: [dns.address] } };
    const found = finding(await attempt(`http://api.test:${server.port}/`, options));
    expect(found).toMatchObject({ outcome: 'healthy', address: '::1' });
    expect(dns.questions).toEqual(['A api.test', 'AAAA api.test']);
  });
});

describe('no name server is asked for', () => {
  test.for([
    { host: '127.0.0.1', address: '127.0.0.1' },
    { host: 'localhost', address: '127.0.0.1' },
    ...(HAS_IPV6 ? [{ host: '[::1]', address: '::1' }] : []),
  ])('$host', async ({ host, address }) => {
    const dns = await startDnsServer({});
    const server = await listen(answering(HEALTHY_ANSWER), { host: address });
    const options = { prober: { nameServers: [dns.address] } };
    const found = finding(await attempt(`http://${host}:${server.port}/`, options));
    expect(found).toMatchObject({
      outcome: 'healthy',
      reached: ['connect', 'request', 'processing', 'transfer'],
      address,
    });
    expect(dns.questions).toEqual([]);
  });
});
