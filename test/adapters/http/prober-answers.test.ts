import { describe, expect, test } from 'vitest';
import { httpProber } from '../../../functions/adapters/http/prober.ts';
import { BODY_LIMIT_BYTES } from '../../../functions/core/model/observation.ts';
import { certificates } from '../../support/certificates.ts';
import { listen } from '../../support/listeners.ts';
import {
  HEALTHY_ANSWER,
  HEALTHY_JSON,
  JSON_TYPE,
  answerBytes,
  answering,
  type Ending,
} from '../../support/listeners-http.ts';
import { PLANTED_TOKEN, attempt, connectRequest, finding, type Finding } from './observing.ts';

const HEALTHY: Finding = {
  outcome: 'healthy',
  error: null,
  reached: ['connect', 'request', 'processing', 'transfer'],
  delivery: 'received',
  address: '127.0.0.1',
  answer: [200, 'complete', HEALTHY_JSON.length],
  pathProven: null,
};

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

/** A success envelope of so many bytes. */
function envelopeOf(bytes: number): string {
  const empty = '{"type":"T","data":"","status":"success"}';
  return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
}

test.for<{ name: string; answer: string; ending?: Ending; found: Partial<Finding> }>([
  { name: 'an answer in one piece', answer: HEALTHY_ANSWER, found: {} },
  {
    name: 'a chunked answer',
    answer: answerBytes(
      200,
      [JSON_TYPE, 'transfer-encoding: chunked'],
      chunk(HEALTHY_JSON.slice(0, 7)) + chunk(HEALTHY_JSON.slice(7)) + chunk(''),
    ),
    found: {},
  },
  {
    name: 'an answer after 103 Early Hints',
    answer: `HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n${HEALTHY_ANSWER}`,
    found: {},
  },
  {
    name: 'an answer that ends with the connection',
    answer: `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n\r\n${HEALTHY_JSON}`,
    ending: 'fin',
    found: {},
  },
  {
    name: 'an answer without a body',
    answer: answerBytes(200, []),
    found: { outcome: 'intercepted/empty-body', answer: [200, 'complete', 0] },
  },
  {
    name: 'a body of exactly the limit',
    answer: answerBytes(200, [JSON_TYPE], envelopeOf(BODY_LIMIT_BYTES)),
    found: { answer: [200, 'complete', BODY_LIMIT_BYTES] },
  },
  {
    name: 'a body of one byte more than the limit',
    answer: answerBytes(200, [JSON_TYPE], envelopeOf(BODY_LIMIT_BYTES + 1)),
    found: { outcome: 'inconclusive/own-fault', answer: [200, 'over-limit', BODY_LIMIT_BYTES] },
  },
  {
    name: 'an error page over the limit: its status says enough',
    answer: answerBytes(502, ['content-type: text/html'], 'x'.repeat(2 * BODY_LIMIT_BYTES)),
    found: { outcome: 'server/bad-gateway', answer: [502, 'over-limit', BODY_LIMIT_BYTES] },
  },
])('$name', async ({ answer, ending, found }) => {
  const server = await listen(answering(answer, ending));
  expect(finding(await attempt(`${server.origin}/server-time`))).toEqual({ ...HEALTHY, ...found });
});

test('https adds the phase tls', async () => {
  const { authority, good } = await certificates();
  const server = await listen(answering(HEALTHY_ANSWER), { certificate: good });
  const observation = await attempt(`${server.origin}/server-time`, { prober: { trustedCertificates: [authority] } });
  expect(finding(observation)).toEqual({
    ...HEALTHY,
    reached: ['connect', 'tls', 'request', 'processing', 'transfer'],
  });
  expect(observation.answer?.body).toBe(HEALTHY_JSON);
});

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

const NEVER = { afterMs: 10_000, isPathProven: () => Promise.resolve(false) };

test('a redirect is not followed, so the token goes nowhere else', async () => {
  const elsewhere = await listen(answering(HEALTHY_ANSWER));
  const redirect = answerBytes(307, [`location: ${elsewhere.origin}/login`]);
  const server = await listen(answering(redirect));
  const found = finding(await attempt(`${server.origin}/server-time`));
  expect(found).toEqual({ ...HEALTHY, outcome: 'intercepted/redirect', answer: [307, 'complete', 0] });
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
