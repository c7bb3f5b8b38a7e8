import { HTML_HEADERS, HTML_PAGE, answered, brokenOff, errorBody, successBody } from '../../../support/observations.ts';
import type { Row } from './row.ts';

/** What the API says of a token that it does not accept. */
const INVALID_TOKEN = { message: 'Invalid value', propertyName: 'Authorization' } as const;

/** Statuses that name their class, whatever the body is. */
export const BY_STATUS: readonly Row[] = [
  {
    name: '429',
    observation: answered(429, errorBody({ message: 'Too many' })),
    is: 'throttled/too-many-requests',
    detail: null,
  },
  {
    name: '429 with Retry-After',
    observation: answered(429, '', { headers: { 'retry-after': '600' } }),
    is: 'throttled/too-many-requests',
    detail: 'Retry-After: 600',
  },
  {
    name: '429 whose body broke off',
    observation: brokenOff(429, 'ECONNRESET'),
    is: 'throttled/too-many-requests',
  },
  {
    name: '429 that speaks of the token',
    observation: answered(429, errorBody(INVALID_TOKEN)),
    is: 'throttled/too-many-requests',
  },
  {
    name: '429 in HTML',
    observation: answered(429, HTML_PAGE, { headers: HTML_HEADERS }),
    is: 'throttled/too-many-requests',
  },
  {
    name: '407',
    observation: answered(407, HTML_PAGE, { headers: HTML_HEADERS }),
    is: 'intercepted/proxy-authentication',
    detail: 'content-type text/html, server nginx',
  },
  {
    name: '407 with an envelope',
    observation: answered(407, errorBody(INVALID_TOKEN)),
    is: 'intercepted/proxy-authentication',
  },
  {
    name: '407 whose body broke off',
    observation: brokenOff(407, 'ECONNRESET'),
    is: 'intercepted/proxy-authentication',
  },
  {
    name: '300, the first redirect',
    observation: answered(300, '', { headers: {} }),
    is: 'intercepted/redirect',
    detail: 'status 300',
  },
  {
    name: '302 by a portal',
    observation: answered(302, '', { headers: { server: 'portal', via: '1.1 gate' } }),
    is: 'intercepted/redirect',
    detail: 'status 302, server portal, via 1.1 gate',
  },
  { name: '304', observation: answered(304, '', { headers: {} }), is: 'intercepted/redirect' },
  { name: '399, the last redirect', observation: answered(399, successBody()), is: 'intercepted/redirect' },
  { name: '299 is no redirect', observation: answered(299, successBody()), is: 'healthy' },
  {
    name: '500',
    observation: answered(500, errorBody({ message: 'Oops', propertyName: null })),
    is: 'server/internal-error',
    detail: 'status 500: Oops',
  },
  { name: '501', observation: answered(501, errorBody()), is: 'server/not-implemented', detail: 'status 501' },
  {
    name: '502 in HTML',
    observation: answered(502, HTML_PAGE, { headers: HTML_HEADERS }),
    is: 'server/bad-gateway',
    detail: 'status 502: content-type text/html, server nginx',
  },
  {
    name: '503 empty',
    observation: answered(503, '', { headers: {} }),
    is: 'server/unavailable',
    detail: 'status 503',
  },
  {
    name: '504 early',
    observation: answered(504, '', { headers: {} }, { durationMs: 59_999 }),
    is: 'server/gateway-timeout',
    detail: 'status 504',
  },
  {
    name: '504 at the limit',
    observation: answered(504, '', { headers: {} }, { durationMs: 60_000 }),
    is: 'server/gateway-timeout',
    detail: 'status 504, after 60.0 s',
  },
  { name: '505', observation: answered(505, ''), is: 'server/other' },
  { name: '599', observation: answered(599, ''), is: 'server/other' },
  { name: '500 whose body broke off', observation: brokenOff(500, 'ECONNRESET'), is: 'server/internal-error' },
  {
    name: '500 that speaks of the token',
    observation: answered(500, errorBody(INVALID_TOKEN)),
    is: 'server/internal-error',
  },
  {
    name: '500 that is too large',
    observation: answered(500, HTML_PAGE, { bodyEnd: 'over-limit' }),
    is: 'server/internal-error',
  },
];
