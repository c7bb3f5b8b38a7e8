import { describe, expect, test } from 'vitest';
import { freePort, listen, type Serve } from '../../support/listeners.ts';
import { fullPort } from '../../support/listeners-full.ts';
import {
  HEALTHY_ANSWER,
  HEALTHY_JSON,
  JSON_TYPE,
  afterRequest,
  answerBytes,
  answering,
  ending,
} from '../../support/listeners-http.ts';
import { SHORT_MS, attempt, finding, type Finding } from './observing.ts';

const HALF = HEALTHY_ANSWER.slice(0, -40);
const HALF_BODY_BYTES = HEALTHY_JSON.length - 40;
/** What servers say to a request that carries `connection: close`, as ours do. */
const CLOSE = 'connection: close';
const HALF_CHUNKED = answerBytes(200, [JSON_TYPE, 'transfer-encoding: chunked'], `ff\r\n${HEALTHY_JSON}`);

const NO_ANSWER: Finding = {
  outcome: 'network/connection-closed',
  error: ['processing', 'PEER_CLOSED'],
  reached: ['connect', 'request', 'processing'],
  delivery: 'unknown',
  address: '127.0.0.1',
  answer: null,
  pathProven: null,
};

const HALF_ANSWER: Finding = {
  ...NO_ANSWER,
  outcome: 'network/truncated-body',
  error: ['transfer', 'PEER_CLOSED'],
  reached: ['connect', 'request', 'processing', 'transfer'],
  delivery: 'received',
  answer: [200, 'cut-off', HALF_BODY_BYTES],
};

describe('on the wire', () => {
  test.for<{ name: string; serve: Serve; found: Finding }>([
    {
      name: 'RST instead of an answer',
      serve: answering('', 'rst'),
      found: { ...NO_ANSWER, outcome: 'network/connection-reset', error: ['processing', 'ECONNRESET'] },
    },
    { name: 'FIN instead of an answer', serve: answering('', 'fin'), found: NO_ANSWER },
    {
      name: 'FIN in the middle of the head',
      serve: answering('HTTP/1.1 200 OK\r\ncontent-ty', 'fin'),
      found: { ...NO_ANSWER, delivery: 'received' },
    },
    {
      name: 'RST in the middle of the body',
      serve: answering(HALF, 'rst'),
      found: { ...HALF_ANSWER, outcome: 'network/connection-reset', error: ['transfer', 'ECONNRESET'] },
    },
    { name: 'FIN in the middle of the body', serve: answering(HALF, 'fin'), found: HALF_ANSWER },
    {
      name: 'FIN in the middle of a chunk',
      serve: answering(HALF_CHUNKED, 'fin'),
      found: { ...HALF_ANSWER, answer: [200, 'cut-off', HEALTHY_JSON.length] },
    },
    {
      name: 'RST in the middle of a body after which the server closes',
      serve: answering(HALF.replace(JSON_TYPE, `${JSON_TYPE}\r\n${CLOSE}`), 'rst'),
      found: { ...HALF_ANSWER, outcome: 'network/connection-reset', error: ['transfer', 'ECONNRESET'] },
    },
    {
      name: 'FIN in the middle of a body after which the server closes',
      serve: answering(HALF.replace(JSON_TYPE, `${JSON_TYPE}\r\n${CLOSE}`), 'fin'),
      found: HALF_ANSWER,
    },
    {
      name: 'FIN in the middle of a chunk after which the server closes',
      serve: answering(HALF_CHUNKED.replace(JSON_TYPE, `${JSON_TYPE}\r\n${CLOSE}`), 'fin'),
      found: { ...HALF_ANSWER, answer: [200, 'cut-off', HEALTHY_JSON.length] },
    },
    {
      name: 'RST in a body that only the end of the connection ends',
      serve: answering(`HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n\r\n${HEALTHY_JSON}`, 'rst'),
      found: {
        ...HALF_ANSWER,
        outcome: 'network/connection-reset',
        error: ['transfer', 'ECONNRESET'],
        answer: [200, 'cut-off', HEALTHY_JSON.length],
      },
    },
    {
      name: 'FIN in the middle of an error page: its status says enough',
      serve: answering(HALF.replace('200', '503'), 'fin'),
      found: { ...HALF_ANSWER, outcome: 'server/unavailable', answer: [503, 'cut-off', HALF_BODY_BYTES] },
    },
    {
      name: 'silence',
      serve: answering(''),
      found: { ...NO_ANSWER, outcome: 'network/response-timeout', error: ['processing', 'RESPONSE_DEADLINE'] },
    },
    {
      name: 'silence after 103 Early Hints',
      serve: answering('HTTP/1.1 103 Early Hints\r\n\r\n'),
      found: {
        ...NO_ANSWER,
        outcome: 'network/response-timeout',
        error: ['processing', 'RESPONSE_DEADLINE'],
        delivery: 'received',
      },
    },
    {
      name: 'silence in the middle of the body',
      serve: answering(HALF),
      found: { ...HALF_ANSWER, outcome: 'network/body-timeout', error: ['transfer', 'BODY_DEADLINE'] },
    },
    {
      name: 'bytes that are not HTTP',
      serve: answering('\u0000\u0001 this is not HTTP\r\n\r\n', 'fin'),
      found: {
        ...NO_ANSWER,
        outcome: 'network/malformed-response',
        error: ['processing', 'HTTPParserError'],
        delivery: 'received',
      },
    },
    {
      name: 'a head of more than 16 KiB',
      serve: answering(answerBytes(200, [JSON_TYPE, `x-long: ${'x'.repeat(17 * 1024)}`], HEALTHY_JSON)),
      found: {
        ...NO_ANSWER,
        outcome: 'network/headers-overflow',
        error: ['processing', 'UND_ERR_HEADERS_OVERFLOW'],
        delivery: 'received',
      },
    },
  ])('$name', async ({ serve, found }) => {
    const server = await listen(serve);
    const isSilent = found.error?.[1].endsWith('_DEADLINE') ?? false;
    const deadlines = isSilent ? { deadlines: { answerMs: SHORT_MS } } : {};
    const observation = await attempt(`${server.origin}/server-time`, deadlines);
    expect(finding(observation)).toEqual(found);
    if (isSilent) expect(observation.durationMs).toBeGreaterThanOrEqual(SHORT_MS - 5);
    expect(server.connectionCount).toBe(1);
  });

  test('what had arrived of a body that broke off is kept', async () => {
    const server = await listen(answering(HALF, 'fin'));
    const { answer } = await attempt(`${server.origin}/server-time`);
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: HEALTHY_JSON.slice(0, -40),
      bodyBytes: HALF_BODY_BYTES,
      bodyEnd: 'cut-off',
    });
  });

  test('FIN before the request was read', async () => {
    const server = await listen(ending('fin'));
    expect(finding(await attempt(`${server.origin}/server-time`))).toEqual(NO_ANSWER);
  });

  test('RST before the request was read', async () => {
    const server = await listen(ending('rst'));
    const observation = await attempt(`${server.origin}/server-time`);
    // It strikes before, during or after our request, as the system has it.
    expect(['connect', 'request', 'processing']).toContain(observation.error?.phase);
    expect(['ECONNRESET', 'EPIPE']).toContain(observation.error?.code);
    const delivery = observation.error?.phase === 'connect' ? 'not-sent' : 'unknown';
    expect(finding(observation)).toMatchObject({ outcome: 'network/connection-reset', delivery, answer: null });
  });
});

describe('timing', () => {
  test('the wait for the first byte is the phase processing', async () => {
    const server = await listen(afterRequest((socket) => setTimeout(() => socket.write(HEALTHY_ANSWER), SHORT_MS)));
    const observation = await attempt(`${server.origin}/server-time`);
    expect(observation.phasesMs.processing).toBeGreaterThanOrEqual(SHORT_MS - 5);
    expect(observation.durationMs).toBeGreaterThanOrEqual(observation.phasesMs.processing ?? Infinity);
  });

  test('the wait for the rest of the body is the phase transfer', async () => {
    const server = await listen(
      afterRequest((socket) => {
        socket.write(HALF);
        setTimeout(() => socket.write(HEALTHY_ANSWER.slice(-40)), SHORT_MS);
      }),
    );
    const observation = await attempt(`${server.origin}/server-time`);
    expect(observation.phasesMs.transfer).toBeGreaterThanOrEqual(SHORT_MS - 5);
  });
});

describe('no connection', () => {
  const NOT_SENT: Finding = { ...NO_ANSWER, reached: ['connect'], delivery: 'not-sent' };

  test('refused', async () => {
    const found = finding(await attempt(`http://127.0.0.1:${await freePort()}/`));
    expect(found).toEqual({ ...NOT_SENT, outcome: 'network/connect-refused', error: ['connect', 'ECONNREFUSED'] });
  });

  test('not accepted in time', async () => {
    const port = await fullPort();
    const observation = await attempt(`http://127.0.0.1:${port}/`, { deadlines: { connectMs: SHORT_MS } });
    const error = ['connect', 'CONNECT_DEADLINE'] as const;
    expect(finding(observation)).toEqual({ ...NOT_SENT, outcome: 'network/connect-timeout', error });
    expect(observation.durationMs).toBeGreaterThanOrEqual(SHORT_MS - 5);
  });
});
