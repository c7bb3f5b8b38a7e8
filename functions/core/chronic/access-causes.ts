import { HOUR_MS } from '../model/time.ts';
import type { CauseRule } from './cause-rule.ts';
import type { Traits } from './cause-traits.ts';

const RATE_LIMITS = 'developer.ixon.cloud/docs/api-rate-limits';

/** For requests that were answered, but not served: credentials, limits, and answers that the API did not write. */
export const ACCESS_CAUSES: readonly CauseRule[] = [
  {
    id: 'token-life',
    consistentWith:
      'Consistent with the life of the token in use: it ends as often as these failures strike, and is renewed too late.',
    test: 'Read `expiresOn` of GET /access-tokens/me before the next strike: it names the moment if this is it.',
    source: 'RFC 6749, section 5.1 (expires_in); APIv2 POST /access-tokens (expiresIn)',
    fits: ({ tokenLifeMs, hasPeriod, ...traits }) =>
      tokenLifeMs !== null && isRejected(traits) && hasPeriod(tokenLifeMs, 0.02),
  },
  {
    id: 'hourly-token',
    consistentWith:
      'Consistent with a token that lives for one hour, as many do, and is renewed a little too late each time.',
    test: 'Read `expiresOn` of GET /access-tokens/me: is it an hour after the token was issued, and the moment of the next strike?',
    source: 'RFC 6749, section 5.1: 3600 s is its example of expires_in',
    fits: ({ hasPeriod, ...traits }) => isRejected(traits) && hasPeriod(HOUR_MS, 0.02),
  },
  {
    id: 'credential-rotation',
    consistentWith:
      'Consistent with a job that replaces the credential at a fixed time, while users of the old one have not read the new one yet.',
    test: 'Compare the time with the history of the secret: `aws ssm get-parameter-history --name NAME`.',
    source: 'docs.aws.amazon.com/cli/latest/reference/ssm/get-parameter-history.html',
    fits: (traits) => isRejected(traits) && (traits.isDaily || traits.isWeekly || traits.isOfficeHours),
  },
  {
    id: 'token-ended',
    consistentWith:
      'Consistent with a token that expired, was withdrawn, or is used with another application ID than its own.',
    test: 'Request GET /access-tokens/me with the same token and application ID: 401 there too means the pair is not valid any more.',
    source: 'developer.ixon.cloud/docs/ixon-api-authentication-headers',
    fits: (traits) => isRejected(traits) && traits.kind === 'persistent',
  },
  {
    id: 'daily-quota',
    consistentWith:
      'Consistent with the daily quota of the company used up by all its users together: 100,000 requests in 24 hours.',
    test: 'Count the requests of every integration of the company in the 24 hours before the first 429 of a day.',
    source: RATE_LIMITS,
    fits: ({ isDaily, isBrief, ...traits }) => traits.class === 'throttled' && isDaily && !isBrief,
  },
  {
    id: 'shared-quota-job',
    consistentWith:
      'Consistent with a scheduled job of somebody who shares our address or the company’s quota: limits count all of them together.',
    test: 'Ask who runs an integration of the same company, or from the same public address, at that time; move that job and see whether the 429 moves along.',
    source: RATE_LIMITS,
    fits: ({ isTimed, ...traits }) => traits.class === 'throttled' && isTimed,
  },
  {
    id: 'shared-address',
    consistentWith:
      'Consistent with somebody who shares our public address or the company’s quota: the rate limit counts by address and locks for ten minutes.',
    test: 'Send the same request from another public address while 429 is answered here: if it is served there, the address is what is shared.',
    source: RATE_LIMITS,
    fits: (traits) => traits.class === 'throttled',
  },
  {
    id: 'portal-session',
    consistentWith:
      'Consistent with a captive portal or proxy whose sessions end after a set time, or that is restarted then: it answers in place of the API until it lets us pass again.',
    test: 'In the next window, run `curl -sv https://HOST/api/` and read who issued the certificate and what `server`, `via` and `location` say.',
    source: 'RFC 8908 (seconds-remaining of a captive portal session)',
    fits: ({ isTimed, ...traits }) => traits.class === 'intercepted' && isTimed,
  },
  {
    id: 'intercepting-device',
    consistentWith:
      'Consistent with a proxy, filter or captive portal on the way that answers in place of the API, or with an origin that is not the API.',
    test: 'Run `curl -sv https://HOST/api/` from here and from another network, and compare the issuer of the certificate and the headers `server` and `via`.',
    source: 'RFC 8952 (captive portal architecture)',
    fits: (traits) => traits.class === 'intercepted',
  },
];

function isRejected({ class: failureClass, isMostlyStatus }: Pick<Traits, 'class' | 'isMostlyStatus'>): boolean {
  return failureClass === 'authorization' && isMostlyStatus(401);
}
