import { HEALTHY_JSON, JSON_TYPE, answerBytes } from '../support/listeners-http.ts';
import { HTML_PAGE, errorBody, successBody } from '../support/observations.ts';
import type { LabCase } from './case.ts';
import { HTML_TYPE, told } from './told.ts';

const SERVER_STATUS: readonly (readonly [status: number, kind: string])[] = [
  [500, 'internal-error'],
  [501, 'not-implemented'],
  [502, 'bad-gateway'],
  [503, 'unavailable'],
  [504, 'gateway-timeout'],
  [520, 'other'],
];

/** The server's own failures, with an envelope of the API's and with a page of its gateway's. */
export const SERVER_CASES: readonly LabCase[] = SERVER_STATUS.flatMap(([status, kind]) => [
  told(
    `server-${status}`,
    `${status} with an envelope`,
    `server/${kind}`,
    status,
    answerBytes(status, [JSON_TYPE], errorBody({ message: 'Something failed' })),
  ),
  told(
    `server-${status}-page`,
    `${status} with a page of a gateway`,
    `server/${kind}`,
    status,
    answerBytes(status, [HTML_TYPE, 'server: gateway'], HTML_PAGE),
  ),
]);

/** Success by its status, and yet against the API's own rules. */
export const CONTRACT_CASES: readonly LabCase[] = [
  contract('contract-status', 'whose envelope says "error"', [JSON_TYPE], errorBody({ message: 'Partly' })),
  contract('contract-no-data', 'without data', [JSON_TYPE], successBody({ data: undefined })),
  contract('contract-content-type', 'that calls itself HTML', [HTML_TYPE], HEALTHY_JSON),
  contract('contract-no-content-type', 'that does not say what it is', [], HEALTHY_JSON),
  {
    ...contract('contract-type', 'of another type than expected', [JSON_TYPE], successBody({ type: 'Agent' })),
    context: { expect: { type: 'Company' } },
  },
];

/** Too many requests. */
export const THROTTLED_CASES: readonly LabCase[] = [
  throttled('throttled', 'without Retry-After', []),
  throttled('throttled-seconds', 'with Retry-After in seconds', ['retry-after: 120']),
  throttled('throttled-date', 'with Retry-After as a date', ['retry-after: Sun, 01 Mar 2026 00:10:00 GMT']),
  told(
    'throttled-page',
    '429 with a page of a gateway',
    'throttled/too-many-requests',
    429,
    answerBytes(429, [HTML_TYPE], HTML_PAGE),
  ),
];

function contract(id: string, title: string, headers: readonly string[], body: string): LabCase {
  return told(id, `200 ${title}`, 'server/contract-violation', 200, answerBytes(200, headers, body));
}

function throttled(id: string, title: string, headers: readonly string[]): LabCase {
  const answer = answerBytes(429, [JSON_TYPE, ...headers], errorBody({ message: 'Too many requests' }));
  return told(id, `429 ${title}`, 'throttled/too-many-requests', 429, answer);
}
