import { BODY_LIMIT_BYTES } from '../../functions/core/model/observation.ts';
import {
  HEALTHY_ANSWER,
  HEALTHY_JSON,
  JSON_TYPE,
  answerBytes,
  answering,
  type Ending,
} from '../support/listeners-http.ts';
import { successBody } from '../support/observations.ts';
import type { LabCase } from './case.ts';
import { answered } from './expected.ts';
import { overHttp } from './open.ts';
import { HTML_TYPE, told } from './told.ts';

/** Answers that are fine, and one that is too much for us. */
export const HEALTHY_CASES: readonly LabCase[] = [
  healthy('healthy', 'an answer in one piece', HEALTHY_ANSWER),
  healthy('healthy-chunked', 'an answer in chunks', chunked(HEALTHY_JSON.slice(0, 7), HEALTHY_JSON.slice(7), '')),
  healthy(
    'healthy-after-hints',
    'an answer after 103 Early Hints',
    `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${HEALTHY_ANSWER}`,
  ),
  healthy(
    'healthy-until-closed',
    'an answer that ends with the connection',
    `HTTP/1.1 200 OK\r\n${JSON_TYPE}\r\n\r\n${HEALTHY_JSON}`,
    'fin',
  ),
  healthy(
    'healthy-at-limit',
    'a body of exactly the limit',
    answerBytes(200, [JSON_TYPE], envelopeOf(BODY_LIMIT_BYTES)),
  ),
  {
    id: 'own-fault-over-limit',
    title: 'a body of one byte more than the limit',
    open: overHttp(answering(answerBytes(200, [JSON_TYPE], envelopeOf(BODY_LIMIT_BYTES + 1)))),
    expect: answered('inconclusive/own-fault', 200, 'over-limit'),
  },
  {
    id: 'server-page-over-limit',
    title: '502 with a page over the limit: its status says enough',
    open: overHttp(answering(answerBytes(502, [HTML_TYPE], 'x'.repeat(2 * BODY_LIMIT_BYTES)))),
    expect: answered('server/bad-gateway', 502, 'over-limit'),
  },
];

function healthy(id: string, title: string, answer: string, how?: Ending): LabCase {
  return told(id, title, 'healthy', 200, answer, how);
}

function chunked(...pieces: readonly string[]): string {
  const body = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
  return answerBytes(200, [JSON_TYPE, 'transfer-encoding: chunked'], body);
}

/** A success envelope of so many bytes. */
function envelopeOf(bytes: number): string {
  const empty = successBody({ data: '' });
  return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
}
