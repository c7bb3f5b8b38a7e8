import { describe, expect, test } from 'vitest';
import { httpProber } from '../../../functions/adapters/http/prober.ts';
import { certificates } from '../../support/certificates.ts';
import { SHORT_MS } from '../../support/finding.ts';
import { fullPort, listen, startDnsServer } from '../../support/listeners.ts';
import { HEALTHY_ANSWER, HEALTHY_JSON, afterRequest, answering, ending } from '../../support/listeners-http.ts';
import { freePort, type Serve } from '../../support/open-listener.ts';
import { STARTED_AT, attempt, connectRequest, finding, noSocketMayStay, type AttemptOptions } from './observing.ts';

/** When a silent server is first doubted, well before `SHORT_MS`. */
const DOUBT_MS = 20;

describe('while no answer comes', () => {
  test.for([true, false])('a second connection is tried once, and told of: %s', async (proven) => {
    let asked = 0;
    const server = await listen(answering(''));
    const observation = await attempt(`${server.origin}/`, {
      deadlines: { answerMs: SHORT_MS },
      onSilence: {
        afterMs: DOUBT_MS,
        isPathProven: () => Promise.resolve(((asked += 1), proven)),
        isHopeless: () => false,
      },
    });
    expect(finding(observation)).toMatchObject({ outcome: 'network/response-timeout', pathProven: proven });
    expect(asked).toBe(1);
  });

  test('an answer that comes after the doubt keeps what was found', async () => {
    let answer: () => void = () => undefined;
    const server = await listen(
      afterRequest((socket) => {
        answer = () => socket.write(HEALTHY_ANSWER);
      }),
    );
    const isPathProven = () => {
      answer();
      return Promise.resolve(true);
    };
    const observation = await attempt(`${server.origin}/`, {
      onSilence: { afterMs: DOUBT_MS, isPathProven, isHopeless: () => false },
    });
    expect(finding(observation)).toMatchObject({ outcome: 'healthy', pathProven: true });
  });

  test.for<{ name: string; bytes: string; outcome: string }>([
    { name: 'part of a body', bytes: HEALTHY_ANSWER.slice(0, -HEALTHY_JSON.length), outcome: 'network/body-timeout' },
    { name: '103 Early Hints', bytes: 'HTTP/1.1 103 Early Hints\r\n\r\n', outcome: 'network/response-timeout' },
  ])('$name is no silence: nothing is tried', async ({ bytes, outcome }) => {
    const server = await listen(answering(bytes));
    const observation = await attempt(`${server.origin}/`, {
      deadlines: { answerMs: SHORT_MS },
      onSilence: { afterMs: DOUBT_MS, isPathProven: () => Promise.reject(new Error('asked')), isHopeless: () => false },
    });
    expect(finding(observation)).toMatchObject({ outcome, pathProven: null });
  });

  test('a connection that is still being set up is no silent server', async () => {
    const server = await listen(ending('silence'));
    const observation = await attempt(`https://127.0.0.1:${server.port}/`, {
      deadlines: { tlsMs: SHORT_MS },
      onSilence: { afterMs: DOUBT_MS, isPathProven: () => Promise.reject(new Error('asked')), isHopeless: () => false },
    });
    expect(observation.pathProven).toBeNull();
  });
});

describe('the end of the run cuts an attempt off, for no fault of the network', () => {
  test('while a name is resolved', async () => {
    const dns = await startDnsServer({ 'api.test': 'silence' });
    const found = await cutOff('http://api.test/', { prober: { nameServers: [dns.address] } }, dns.firstQuestion);
    expect(found).toMatchObject({ error: ['resolve', 'RUN_ABORTED'], delivery: 'not-sent', address: null });
  });

  test('while connecting', async () => {
    const found = await cutOff(`http://127.0.0.1:${await fullPort()}/`, {}, Promise.resolve());
    expect(found).toMatchObject({ error: ['connect', 'RUN_ABORTED'], delivery: 'not-sent', reached: ['connect'] });
  });

  test('in the handshake', async () => {
    const { serve, came } = noticing();
    const server = await listen(serve);
    const found = await cutOff(`https://127.0.0.1:${server.port}/`, {}, came);
    expect(found).toMatchObject({ error: ['tls', 'RUN_ABORTED'], delivery: 'not-sent', reached: ['connect', 'tls'] });
  });

  test('before an answer', async () => {
    const { serve, came } = noticing();
    const server = await listen(serve);
    const found = await cutOff(`${server.origin}/`, {}, came);
    expect(found).toMatchObject({ error: ['processing', 'RUN_ABORTED'], delivery: 'unknown', answer: null });
  });

  test('before it began', async () => {
    const server = await listen(answering(HEALTHY_ANSWER));
    const found = finding(await attempt(`${server.origin}/`, { signal: AbortSignal.abort() }));
    expect(found).toMatchObject({ outcome: 'inconclusive/own-fault', error: ['connect', 'RUN_ABORTED'] });
    expect(server.received.join('')).toBe('');
  });

  async function cutOff(url: string, options: AttemptOptions, when: Promise<unknown>) {
    const run = new AbortController();
    const observing = attempt(url, { ...options, signal: run.signal });
    await when;
    run.abort();
    const found = finding(await observing);
    expect(found.outcome).toBe('inconclusive/own-fault');
    return found;
  }

  /** Says nothing, and tells when the first bytes have come. */
  function noticing(): { serve: Serve; came: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    return {
      serve: (socket) =>
        socket.once('data', () => {
          resolve(undefined);
        }),
      came: promise,
    };
  }
});

describe('canConnect', () => {
  const canConnect = (url: string, options: AttemptOptions = {}) => {
    noSocketMayStay();
    return httpProber({ now: () => STARTED_AT, ...options.prober }).canConnect(connectRequest(url, options));
  };

  test('sets up a connection, sends nothing and leaves', async () => {
    const server = await listen(ending('silence'));
    expect(await canConnect(`${server.origin}/server-time`)).toBe(true);
    expect(server.received.join('')).toBe('');
  });

  test('includes the handshake', async () => {
    const { authority, good, expired } = await certificates();
    const prober = { trustedCertificates: [authority] };
    const sound = await listen(answering(HEALTHY_ANSWER), { certificate: good });
    const broken = await listen(answering(HEALTHY_ANSWER), { certificate: expired });
    expect(await canConnect(sound.origin, { prober })).toBe(true);
    expect(await canConnect(broken.origin, { prober })).toBe(false);
  });

  test('is false when the connection is refused', async () => {
    expect(await canConnect(`http://127.0.0.1:${await freePort()}/`)).toBe(false);
  });

  test('is false when the handshake takes too long', async () => {
    const server = await listen(ending('silence'));
    const options = { deadlines: { tlsMs: SHORT_MS } };
    expect(await canConnect(`https://127.0.0.1:${server.port}/`, options)).toBe(false);
  });

  test('is false when the name is unknown', async () => {
    const dns = await startDnsServer({});
    expect(await canConnect('http://api.test/', { prober: { nameServers: [dns.address] } })).toBe(false);
  });

  test('is false when the run is over', async () => {
    const server = await listen(ending('silence'));
    expect(await canConnect(server.origin, { signal: AbortSignal.abort() })).toBe(false);
  });
});
