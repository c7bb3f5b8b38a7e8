import { answering, type Ending } from '../support/listeners-http.ts';
import type { LabCase } from './case.ts';
import { answered } from './expected.ts';
import { overHttp } from './open.ts';

/** The head line of a web page. */
export const HTML_TYPE = 'content-type: text/html';

/** A case in which a complete answer comes over plain HTTP. */
export function told(
  id: string,
  title: string,
  outcome: string,
  status: number,
  answer: string,
  how?: Ending,
): LabCase {
  return { id, title, open: overHttp(answering(answer, how)), expect: answered(outcome, status) };
}
