import { HTML_HEADERS, HTML_PAGE, answered, errorBody, successBody } from '../../../support/observations.ts';
import type { Row } from './row.ts';

const EXPECT_AGENT = { expect: { type: 'Agent' } } as const;

/** Envelopes of a success status. */
export const SUCCESSES: readonly Row[] = [
  { name: 'healthy', observation: answered(200, successBody()), is: 'healthy' },
  {
    name: 'healthy with the expected type',
    observation: answered(200, successBody()),
    context: EXPECT_AGENT,
    is: 'healthy',
  },
  {
    name: 'letter case does not matter',
    observation: answered(200, successBody({ status: 'SUCCESS', type: 'aGENT' }), {
      headers: { 'content-type': 'Application/JSON; charset=utf-8' },
    }),
    context: EXPECT_AGENT,
    is: 'healthy',
  },
  { name: 'data may be null', observation: answered(200, successBody({ data: null })), is: 'healthy' },
  {
    name: 'another type',
    observation: answered(200, successBody({ type: 'Portal' })),
    context: EXPECT_AGENT,
    is: 'server/contract-violation',
    detail: 'the envelope\'s type is "portal", expected "agent"',
  },
  {
    name: 'an error envelope',
    observation: answered(200, errorBody({ message: 'Bad' })),
    is: 'server/contract-violation',
    detail: 'status 200, but the envelope\'s status is "error"',
  },
  {
    name: 'no data',
    observation: answered(200, successBody({ data: undefined })),
    is: 'server/contract-violation',
    detail: 'the envelope has no data',
  },
  {
    name: 'wrong content-type',
    observation: answered(200, successBody(), { headers: { 'content-type': 'text/plain' } }),
    is: 'server/contract-violation',
    detail: 'content-type is text/plain, not JSON',
  },
  {
    name: 'no content-type',
    observation: answered(200, successBody(), { headers: {} }),
    is: 'server/contract-violation',
    detail: 'content-type is none, not JSON',
  },
  { name: 'at the limit', observation: answered(200, successBody(), {}, { durationMs: 60_000 }), is: 'healthy' },
  {
    name: 'over the limit',
    observation: answered(200, successBody(), {}, { durationMs: 60_001 }),
    is: 'server/too-slow',
    detail: 'the answer took 60.0 s',
  },
];

/** Answers that APIv2 did not write. */
export const FOREIGN: readonly Row[] = [
  {
    name: '200 in HTML',
    observation: answered(200, HTML_PAGE, { headers: HTML_HEADERS }),
    is: 'intercepted/foreign-body',
    detail: 'status 200, content-type text/html, server nginx',
  },
  {
    name: '200 without a content-type',
    observation: answered(200, HTML_PAGE, { headers: {} }),
    is: 'intercepted/foreign-body',
    detail: 'status 200, no content-type',
  },
  {
    name: '200 empty',
    observation: answered(200, '', { headers: {} }),
    is: 'intercepted/empty-body',
    detail: 'status 200',
  },
  { name: '200 with other JSON', observation: answered(200, '{"ok":true}'), is: 'intercepted/foreign-body' },
  { name: '200 with a list', observation: answered(200, `[${successBody()}]`), is: 'intercepted/foreign-body' },
  { name: '200 with a string', observation: answered(200, '"success"'), is: 'intercepted/foreign-body' },
  { name: '200 with null', observation: answered(200, 'null'), is: 'intercepted/foreign-body' },
  { name: 'no type', observation: answered(200, '{"status":"success","data":[]}'), is: 'intercepted/foreign-body' },
  {
    name: 'a status that is a number',
    observation: answered(200, successBody({ status: 200 })),
    is: 'intercepted/foreign-body',
  },
  { name: '404 with other JSON', observation: answered(404, '{"message":"no"}'), is: 'intercepted/foreign-body' },
  {
    name: '401 in HTML',
    observation: answered(401, HTML_PAGE, { headers: HTML_HEADERS }),
    is: 'intercepted/foreign-body',
  },
  {
    name: '403 empty',
    observation: answered(403, '', { headers: { via: 'gate' } }),
    is: 'intercepted/empty-body',
    detail: 'status 403, via gate',
  },
  {
    name: '200 larger than is read',
    observation: answered(200, successBody(), { bodyEnd: 'over-limit' }),
    is: 'inconclusive/own-fault',
    detail: 'the answer is larger than 64 KiB: ask for less with fields= and page-size=',
  },
  {
    name: '404 larger than is read',
    observation: answered(404, HTML_PAGE, { headers: HTML_HEADERS, bodyEnd: 'over-limit' }),
    is: 'intercepted/foreign-body',
  },
];
