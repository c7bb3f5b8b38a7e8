import { AUTHORIZATION_SAMPLES, CONTENT_SAMPLES } from '../fixtures/common-errors.ts';
import { HTML_PAGE, errorBody, type Entry } from '../support/observations.ts';
import { JSON_TYPE, afterRequest, answerBytes, answering } from '../support/listeners-http.ts';
import type { LabCase } from './case.ts';
import { answered } from './expected.ts';
import { overHttp } from './open.ts';

const SAMPLE_IDS = [
  'header-missing',
  'header-invalid',
  'token-invalid',
  'two-factor',
  'token-too-short',
  'token-too-long',
  'token-malformed',
  'token-malformed-otherwise',
  'token-format',
] as const;

/** The bodies of the API's "Common errors" page, word for word. The page names no status; 400 is what the API sends. */
const SAMPLE_CASES: readonly LabCase[] = [...CONTENT_SAMPLES, ...AUTHORIZATION_SAMPLES].map(
  ({ name, body, failure }, index) => ({
    id: `sample-${SAMPLE_IDS[index] ?? index}`,
    title: `400: ${name} (sample of the page "Common errors")`,
    open: overHttp(answering(answerBytes(400, [JSON_TYPE], body))),
    expect: answered(failure, 400),
  }),
);

const TOKEN_INVALID: Entry = { message: 'Invalid value', propertyName: 'Authorization' };

/** What the API answers to a request that it refuses. */
export const REFUSAL_CASES: readonly LabCase[] = [
  ...SAMPLE_CASES,
  refused('content-value', 'a property has an invalid value', 'content/invalid-value', 400, {
    message: 'Invalid value',
    propertyName: 'page-size',
  }),
  refused('content-not-found', 'no such endpoint', 'content/not-found', 404, { message: 'Not found' }),
  refused('content-method', 'the method is not allowed', 'content/method-not-allowed', 405, {
    message: 'Method not allowed',
  }),
  refused('content-other', 'a status of its own, without the name of a property', 'content/other', 409, {
    message: 'Conflict',
  }),
  refused(
    'content-several',
    'several entries: the header that is missing is not the first',
    'content/missing-header',
    400,
    { message: 'Invalid value', propertyName: 'filters', listIndex: 0 },
    { message: 'Required header', propertyName: 'Api-Company' },
  ),
  refused('token-missing', 'no token came', 'authorization/token-missing', 401, {
    message: 'Required header',
    propertyName: 'Authorization',
  }),
  {
    ...refused(
      'token-expired',
      'the token is not accepted, and its own date has passed',
      'authorization/token-expired',
      401,
      TOKEN_INVALID,
    ),
    context: { tokenExpiresAt: 1 },
  },
  refused('one-time-password', 'a one-time password is asked for', 'authorization/one-time-password', 401, {
    message: 'One-time password is required',
  }),
  refused('unauthorized', '401 in words that nobody knows', 'authorization/unauthorized', 401, { message: 'No' }),
  refused('forbidden', '403 in words that nobody knows', 'authorization/forbidden', 403, { message: 'No' }),
  refused(
    'authorization-several',
    'several entries: one of them concerns the token',
    'authorization/token-invalid',
    400,
    { message: 'Invalid value', propertyName: 'Api-Company' },
    TOKEN_INVALID,
  ),
  {
    id: 'token-echoed',
    title: 'the refusal repeats the token in its message',
    open: overHttp(
      afterRequest((socket, head) => {
        const message = `Invalid value "${authorizationIn(head)}"`;
        const body = errorBody({ message, propertyName: 'Authorization' });
        socket.write(answerBytes(401, [JSON_TYPE, `via: 1.1 proxy (${authorizationIn(head)})`], body));
      }),
    ),
    expect: answered('authorization/token-invalid', 401),
  },
  {
    id: 'token-echoed-by-page',
    title: 'a page repeats the whole request, token included',
    open: overHttp(
      afterRequest((socket, head) => {
        socket.write(
          answerBytes(403, ['content-type: text/html', `server: ${authorizationIn(head)}`], HTML_PAGE + head),
        );
      }),
    ),
    expect: answered('intercepted/foreign-body', 403),
  },
];

function refused(id: string, title: string, outcome: string, status: number, ...entries: readonly Entry[]): LabCase {
  const answer = answerBytes(status, [JSON_TYPE], errorBody(...entries));
  return { id, title: `${status}: ${title}`, open: overHttp(answering(answer)), expect: answered(outcome, status) };
}

function authorizationIn(head: string): string {
  return /^authorization: (.*)$/im.exec(head)?.[1]?.trim() ?? 'none';
}
