import { describe, expect, test } from 'vitest';
import { httpProber } from '../../../functions/adapters/http/prober.ts';
import { certificates } from '../../support/certificates.ts';
import { PLANTED_TOKEN } from '../../support/finding.ts';
import { listen } from '../../support/listeners.ts';
import {
  HALF_ANSWER,
  HEALTHY_ANSWER,
  HEALTHY_JSON,
  answerBytes,
  answering,
  ending,
} from '../../support/listeners-http.ts';
import { attempt, connectRequest, finding } from './observing.ts';

test('the request is a GET with the given headers, path and query, and nothing else that matters', async () => {
  const server = await listen(answering(HEALTHY_ANSWER));
  await attempt(`${server.origin}/api/agents?fields=publicId&page-size=1`);
  const [head, ...headers] = server.received.join('').trimEnd().split('\r\n');
  expect(head).toBe('GET /api/agents?fields=publicId&page-size=1 HTTP/1.1');
  expect(headers.toSorted()).toEqual([
    'accept: application/json',
    `authorization: Bearer ${PLANTED_TOKEN}`,
    'connection: close',
    `host: 127.0.0.1:${server.port}`,
  ]);
});

test('only the headers that matter are kept, repeated ones joined', async () => {
  const headers = ['Content-Type: application/json', 'Via: 1.1 one', 'via: 1.1 two', 'Set-Cookie: secret=1'];
  const server = await listen(answering(answerBytes(200, headers, HEALTHY_JSON)));
  const { answer } = await attempt(`${server.origin}/server-time`);
  expect(answer?.headers).toEqual({ 'content-type': 'application/json', via: '1.1 one, 1.1 two' });
});

describe('every attempt is a new connection', () => {
  test('over http, although the server would keep it', async () => {
    const server = await listen(answering(HEALTHY_ANSWER));
    const prober = httpProber({ now: () => 0 });
    for (let turn = 0; turn < 3; turn += 1) {
      await prober.attempt({ ...connectRequest(server.origin), headers: {}, onSilence: NEVER });
    }
    expect(server.connectionCount).toBe(3);
  });

  test('over https, with a full handshake', async () => {
    const { authority, good } = await certificates();
    const server = await listen(answering(HEALTHY_ANSWER), { certificate: good });
    const prober = httpProber({ now: () => 0, trustedCertificates: [authority] });
    for (let turn = 0; turn < 3; turn += 1) {
      const { error } = await prober.attempt({ ...connectRequest(server.origin), headers: {}, onSilence: NEVER });
      expect(error).toBeNull();
    }
    expect(server.connectionCount).toBe(3);
    expect(server.handshakes.map(({ isResumed }) => isResumed)).toEqual([false, false, false]);
  });
});

const NEVER = { afterMs: 10_000, isPathProven: () => Promise.resolve(false), isHopeless: () => false };

test('a redirect is not followed, so the token goes nowhere else', async () => {
  const elsewhere = await listen(answering(HEALTHY_ANSWER));
  const redirect = answerBytes(307, [`location: ${elsewhere.origin}/login`]);
  const server = await listen(answering(redirect));
  expect(finding(await attempt(`${server.origin}/server-time`)).outcome).toBe('intercepted/redirect');
  expect(elsewhere.connectionCount).toBe(0);
});

test.for([
  { name: 'a line break', value: `Bearer ${PLANTED_TOKEN}\r\nx-evil: 1` },
  { name: 'a character outside Latin-1', value: `Bearer ${PLANTED_TOKEN}\u2026` },
])('$name in a header is a bug: it rejects without telling the value, and sends nothing', async ({ value }) => {
  const server = await listen(answering(HEALTHY_ANSWER));
  const refused: unknown = await attempt(`${server.origin}/`, { headers: { authorization: value } }).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
  expect(String(refused)).not.toContain(PLANTED_TOKEN);
  expect(server.received.join('')).toBe('');
});

test('what had arrived of a body that broke off is kept', async () => {
  const server = await listen(answering(HALF_ANSWER, 'fin'));
  const { answer } = await attempt(`${server.origin}/server-time`);
  expect(answer).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: HEALTHY_JSON.slice(0, -40),
    bodyBytes: HEALTHY_JSON.length - 40,
    bodyEnd: 'cut-off',
  });
});

test('RST before the request was read', async () => {
  const server = await listen(ending('rst'));
  const observation = await attempt(`${server.origin}/server-time`);
  // It strikes before, during or after our request, as the system has it: too many answers for the laboratory.
  expect(['connect', 'request', 'processing']).toContain(observation.error?.phase);
  expect(['ECONNRESET', 'EPIPE']).toContain(observation.error?.code);
  const delivery = observation.error?.phase === 'connect' ? 'not-sent' : 'unknown';
  expect(finding(observation)).toMatchObject({ outcome: 'network/connection-reset', delivery, answer: null });
});
