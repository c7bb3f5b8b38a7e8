import {
  HALF_ANSWER,
  HEALTHY_JSON,
  JSON_TYPE,
  afterFirstBytes,
  answerBytes,
  answering,
  ending,
} from '../support/listeners-http.ts';
import { SHORT_MS } from '../support/finding.ts';
import type { LabCase } from './case.ts';
import { brokenOff, unanswered } from './expected.ts';
import { overHttp } from './open.ts';

const HALF_CHUNKED = answerBytes(200, [JSON_TYPE, 'transfer-encoding: chunked'], `ff\r\n${HEALTHY_JSON}`);
const UNTIL_CLOSED = `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n\r\n${HEALTHY_JSON}`;

/** With the header that servers send to a request that carries `connection: close`, as ours do. */
function closing(answer: string): string {
  return answer.replace(JSON_TYPE, `${JSON_TYPE}\r\nconnection: close`);
}

/** The request was under way, and no head of an answer came. */
export const UNANSWERED_CASES: readonly LabCase[] = [
  {
    id: 'reset-during-request',
    title: 'RST at the first byte of the request',
    open: overHttp(afterFirstBytes((socket) => socket.resetAndDestroy())),
    expect: unanswered('network/connection-reset', 'ECONNRESET'),
  },
  {
    id: 'reset-after-request',
    title: 'RST instead of an answer',
    open: overHttp(answering('', 'rst')),
    expect: unanswered('network/connection-reset', 'ECONNRESET'),
  },
  {
    id: 'closed-before-request',
    title: 'FIN as soon as the connection is there',
    open: overHttp(ending('fin')),
    expect: unanswered('network/connection-closed', 'PEER_CLOSED'),
  },
  {
    id: 'closed-after-request',
    title: 'FIN instead of an answer',
    open: overHttp(answering('', 'fin')),
    expect: unanswered('network/connection-closed', 'PEER_CLOSED'),
  },
  {
    id: 'closed-in-head',
    title: 'FIN in the middle of the head',
    open: overHttp(answering('HTTP/1.1 200 OK\r\ncontent-ty', 'fin')),
    expect: unanswered('network/connection-closed', 'PEER_CLOSED', 'received'),
  },
  {
    id: 'reset-in-head',
    title: 'RST in the middle of the head',
    open: overHttp(answering('HTTP/1.1 200 OK\r\ncontent-ty', 'rst')),
    expect: unanswered('network/connection-reset', 'ECONNRESET', 'received'),
  },
  {
    id: 'response-timeout',
    title: 'no answer at all',
    open: overHttp(answering('')),
    deadlines: { answerMs: SHORT_MS },
    expect: unanswered('network/response-timeout', 'RESPONSE_DEADLINE'),
  },
  {
    id: 'response-timeout-after-hints',
    title: 'no answer after 103 Early Hints',
    open: overHttp(answering('HTTP/1.1 103 Early Hints\r\n\r\n')),
    deadlines: { answerMs: SHORT_MS },
    expect: unanswered('network/response-timeout', 'RESPONSE_DEADLINE', 'received'),
  },
  {
    id: 'response-timeout-in-head',
    title: 'no more than half a head',
    open: overHttp(answering('HTTP/1.1 200 OK\r\ncontent-ty')),
    deadlines: { answerMs: SHORT_MS },
    expect: unanswered('network/response-timeout', 'RESPONSE_DEADLINE', 'received'),
  },
  {
    id: 'malformed-response',
    title: 'bytes that are not HTTP',
    open: overHttp(answering('\u0000\u0001 this is not HTTP\r\n\r\n', 'fin')),
    expect: unanswered('network/malformed-response', 'HTTPParserError', 'received'),
  },
  {
    id: 'malformed-header',
    title: 'a header line without a colon',
    open: overHttp(answering('HTTP/1.1 200 OK\r\nno colon here\r\n\r\n')),
    expect: unanswered('network/malformed-response', 'HTTPParserError', 'received'),
  },
  {
    id: 'malformed-upgrade',
    title: '101 Switching Protocols, which nobody asked for',
    open: overHttp(answering('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')),
    expect: unanswered('network/malformed-response', 'UND_ERR_SOCKET', 'received'),
  },
  {
    id: 'headers-overflow',
    title: 'a head of more than 16 KiB',
    open: overHttp(answering(answerBytes(200, [JSON_TYPE, `x-long: ${'x'.repeat(17 * 1024)}`], HEALTHY_JSON))),
    expect: unanswered('network/headers-overflow', 'UND_ERR_HEADERS_OVERFLOW', 'received'),
  },
];

/** The answer began and broke off. */
export const BROKEN_OFF_CASES: readonly LabCase[] = [
  broken('reset-in-body', 'RST in the middle of the body', HALF_ANSWER, 'rst'),
  broken(
    'reset-in-closing-body',
    'the same, the head announcing the end of the connection',
    closing(HALF_ANSWER),
    'rst',
  ),
  broken('reset-in-open-body', 'RST in a body that only the end of the connection ends', UNTIL_CLOSED, 'rst'),
  broken('truncated-body', 'FIN in the middle of the body', HALF_ANSWER, 'fin'),
  broken(
    'truncated-closing-body',
    'the same, the head announcing the end of the connection',
    closing(HALF_ANSWER),
    'fin',
  ),
  broken('truncated-chunk', 'FIN in the middle of a chunk', HALF_CHUNKED, 'fin'),
  broken(
    'truncated-closing-chunk',
    'the same, the head announcing the end of the connection',
    closing(HALF_CHUNKED),
    'fin',
  ),
  {
    id: 'truncated-error-page',
    title: 'FIN in the middle of an answer of status 503: its status says enough',
    open: overHttp(answering(HALF_ANSWER.replace('200', '503'), 'fin')),
    expect: brokenOff('server/unavailable', 'PEER_CLOSED', 503),
  },
  {
    id: 'malformed-chunk',
    title: 'a chunk whose length is no number',
    open: overHttp(answering(HALF_CHUNKED.replace('ff\r\n', 'xyz\r\n'))),
    expect: brokenOff('network/malformed-response', 'HTTPParserError'),
  },
  {
    id: 'body-timeout',
    title: 'silence in the middle of the body',
    open: overHttp(answering(HALF_ANSWER)),
    deadlines: { answerMs: SHORT_MS },
    expect: brokenOff('network/body-timeout', 'BODY_DEADLINE'),
  },
];

function broken(id: string, title: string, bytes: string, how: 'fin' | 'rst'): LabCase {
  const expect =
    how === 'rst'
      ? brokenOff('network/connection-reset', 'ECONNRESET')
      : brokenOff('network/truncated-body', 'PEER_CLOSED');
  return { id, title, open: overHttp(answering(bytes, how)), expect };
}
