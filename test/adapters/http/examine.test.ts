import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { httpProber, type HttpProberOptions } from '../../../functions/adapters/http/prober.ts';
import type { PathExamination } from '../../../functions/core/ports.ts';
import { certificates } from '../../support/certificates.ts';
import { SHORT_MS } from '../../support/finding.ts';
import { listen, startDnsServer } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, answering, ending } from '../../support/listeners-http.ts';
import { freePort } from '../../support/open-listener.ts';
import { STARTED_AT, attempt, connectRequest, finding, noSocketMayStay, type AttemptOptions } from './observing.ts';

/** What was found, without the times. */
async function examine(url: string, options: AttemptOptions = {}) {
  noSocketMayStay();
  const found = await httpProber({ now: () => STARTED_AT, ...options.prober }).examine(connectRequest(url, options));
  for (const { durationMs } of found.addresses) expect(durationMs).toBeGreaterThanOrEqual(0);
  return { ...found, addresses: found.addresses.map(told) };
}

function told({ address, result, phase, errorCode }: PathExamination['addresses'][number]): string {
  return result === 'reached' ? `${address} reached` : `${address} ${phase ?? ''} ${errorCode ?? ''}`;
}

/** Accepts connections at this port of other loopback addresses too, until the test is over. */
async function alsoListen(port: number, host: string): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(port, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

async function proberWith(zone: Parameters<typeof startDnsServer>[0]): Promise<Partial<HttpProberOptions>> {
  return { nameServers: [(await startDnsServer(zone)).address] };
}

describe('every address of a name is tried, sorted', () => {
  test('some listening, some refusing, of both families', async () => {
    const { port, received } = await listen(ending('silence'));
    await alsoListen(port, '127.0.0.2');
    const prober = await proberWith({ 'api.test': ['127.0.0.3', '127.0.0.2', '127.0.0.1', '::1'] });
    expect(await examine(`http://api.test:${port}/server-time`, { prober })).toEqual({
      nameErrors: { a: null, aaaa: null },
      addresses: [
        '127.0.0.1 reached',
        '127.0.0.2 reached',
        '127.0.0.3 connect ECONNREFUSED',
        expect.stringMatching(/^::1 connect E/) as string,
      ],
    });
    // No request is sent.
    expect(received.join('')).toBe('');
  });

  test('eight at most', async () => {
    const port = await freePort();
    const many = Array.from({ length: 12 }, (_, n) => `127.0.1.${n + 1}`);
    const { addresses } = await examine(`http://api.test:${port}/`, { prober: await proberWith({ 'api.test': many }) });
    expect(addresses).toHaveLength(8);
  });

  test('for https, the handshake belongs to it, with the name and not the address', async () => {
    const { authority, good, otherHost } = await certificates();
    const sound = await listen(answering(HEALTHY_ANSWER), { certificate: good });
    const wrong = await listen(answering(HEALTHY_ANSWER), { certificate: otherHost });
    const prober = { ...(await proberWith({ 'api.test': ['127.0.0.1'] })), trustedCertificates: [authority] };
    expect((await examine(`https://api.test:${sound.port}/`, { prober })).addresses).toEqual(['127.0.0.1 reached']);
    expect((await examine(`https://api.test:${wrong.port}/`, { prober })).addresses).toEqual([
      '127.0.0.1 tls ERR_TLS_CERT_ALTNAME_INVALID',
    ]);
  });

  test('one that says nothing in the handshake is given up at its deadline, the others are not held up', async () => {
    const { port } = await listen(ending('silence'));
    const prober = await proberWith({ 'api.test': ['127.0.0.1', '127.0.0.2'] });
    const { addresses } = await examine(`https://api.test:${port}/`, { prober, deadlines: { tlsMs: SHORT_MS } });
    expect(addresses).toEqual(['127.0.0.1 tls TLS_DEADLINE', '127.0.0.2 connect ECONNREFUSED']);
  });
});

describe('the name server’s word on each kind of records', () => {
  test.each<{ name: string; entry: Parameters<typeof startDnsServer>[0][string] | null; a: string; aaaa: string }>([
    { name: 'no such name', entry: null, a: 'ENOTFOUND', aaaa: 'ENOTFOUND' },
    { name: 'no records', entry: [], a: 'ENODATA', aaaa: 'ENODATA' },
    { name: 'a failing server', entry: 'server-failure', a: 'ESERVFAIL', aaaa: 'ESERVFAIL' },
    { name: 'one that refuses', entry: 'refused', a: 'EREFUSED', aaaa: 'EREFUSED' },
    { name: 'a silent one', entry: 'silence', a: 'RESOLVE_DEADLINE', aaaa: 'RESOLVE_DEADLINE' },
  ])('$name', async ({ entry, a, aaaa }) => {
    const prober = await proberWith(entry === null ? {} : { 'api.test': entry });
    const deadlines = entry === 'silence' ? { resolveMs: SHORT_MS } : {};
    expect(await examine('http://api.test:9/', { prober, deadlines })).toEqual({
      nameErrors: { a, aaaa },
      addresses: [],
    });
  });

  test('one kind alone', async () => {
    const port = await freePort();
    const v4 = await examine(`http://api.test:${port}/`, { prober: await proberWith({ 'api.test': ['127.0.0.1'] }) });
    expect(v4).toEqual({ nameErrors: { a: null, aaaa: 'ENODATA' }, addresses: ['127.0.0.1 connect ECONNREFUSED'] });
    const v6 = await examine(`http://api.test:${port}/`, { prober: await proberWith({ 'api.test': ['::1'] }) });
    expect(v6.nameErrors).toEqual({ a: 'ENODATA', aaaa: null });
    expect(v6.addresses).toHaveLength(1);
  });
});

describe('without a name', () => {
  test.each(['127.0.0.1', 'localhost'])('%s is tried as it is, no server is asked', async (host) => {
    const dns = await startDnsServer({});
    const { port } = await listen(ending('silence'));
    expect(await examine(`http://${host}:${port}/`, { prober: { nameServers: [dns.address] } })).toEqual({
      nameErrors: { a: null, aaaa: null },
      addresses: ['127.0.0.1 reached'],
    });
    expect(dns.questions).toEqual([]);
  });
});

describe('when the run is over', () => {
  test('while a name is resolved', async () => {
    const dns = await startDnsServer({ 'api.test': 'silence' });
    const run = new AbortController();
    const examining = examine('http://api.test/', { prober: { nameServers: [dns.address] }, signal: run.signal });
    await dns.firstQuestion;
    run.abort();
    expect(await examining).toEqual({ nameErrors: { a: 'RUN_ABORTED', aaaa: 'RUN_ABORTED' }, addresses: [] });
  });

  test('before it began', async () => {
    const { port } = await listen(ending('silence'));
    const { addresses } = await examine(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort() });
    expect(addresses).toEqual(['127.0.0.1 connect RUN_ABORTED']);
  });
});

describe('the addresses of an attempt', () => {
  test('all that the name resolved to, sorted, though one was used', async () => {
    const { port } = await listen(answering(HEALTHY_ANSWER));
    const prober = await proberWith({ 'api.test': ['127.0.0.9', '127.0.0.10', '127.0.0.1'] });
    const observation = await attempt(`http://api.test:${port}/`, { prober });
    expect(observation).toMatchObject({ addresses: ['127.0.0.1', '127.0.0.10', '127.0.0.9'], address: '127.0.0.1' });
  });

  test('take turns in that order', async () => {
    const port = await freePort();
    const prober = await proberWith({ 'api.test': ['127.0.0.3', '127.0.0.1', '127.0.0.2'] });
    const used = [];
    for (const turn of [0, 1, 2, 3]) used.push((await attempt(`http://api.test:${port}/`, { prober, turn })).address);
    expect(used).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.1']);
  });

  test('none for an address, nor for a name that was not found', async () => {
    const { origin } = await listen(answering(HEALTHY_ANSWER));
    expect((await attempt(origin)).addresses).toEqual([]);
    expect((await attempt('http://api.test/', { prober: await proberWith({}) })).addresses).toEqual([]);
  });
});

describe('silence that many share', () => {
  test('is given up at the long wait, when there is no hope', async () => {
    const server = await listen(ending('silence'));
    const observation = await attempt(`${server.origin}/`, {
      onSilence: { afterMs: SHORT_MS, isPathProven: () => Promise.resolve(true), isHopeless: () => true },
    });
    expect(observation).toMatchObject({
      error: { phase: 'processing', code: 'SHARED_SILENCE' },
      delivery: 'unknown',
      answer: null,
      pathProven: true,
    });
    expect(observation.durationMs).toBeGreaterThanOrEqual(SHORT_MS - 1);
    expect(observation.durationMs).toBeLessThan(10 * SHORT_MS);
  });

  test('over TLS as well', async () => {
    const { authority, good } = await certificates();
    const server = await listen(ending('silence'), { certificate: good });
    const observation = await attempt(`${server.origin}/`, {
      prober: { trustedCertificates: [authority] },
      onSilence: { afterMs: SHORT_MS, isPathProven: () => Promise.resolve(false), isHopeless: () => true },
    });
    expect(observation).toMatchObject({ error: { phase: 'processing', code: 'SHARED_SILENCE' }, pathProven: false });
  });

  test('a deadline as long as the long wait: the second connection is tried all the same', async () => {
    const server = await listen(ending('silence'));
    let asked = 0;
    const observation = await attempt(`${server.origin}/`, {
      deadlines: { answerMs: SHORT_MS },
      onSilence: {
        afterMs: SHORT_MS,
        isPathProven: () => Promise.resolve(((asked += 1), true)),
        isHopeless: () => true,
      },
    });
    // Which of the two ends it is left to chance; what was found is not.
    expect(finding(observation)).toMatchObject({ outcome: 'network/response-timeout', pathProven: true });
    expect(asked).toBe(1);
  });
});
