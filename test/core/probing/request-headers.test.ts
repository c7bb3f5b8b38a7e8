import { describe, expect, test } from 'vitest';
import type { Tier } from '../../../functions/core/model/target.ts';
import { isHeaderSafe, needsToken, requestHeaders } from '../../../functions/core/probing/request-headers.ts';
import { aTarget } from '../../support/builders.ts';
import { anAccount } from '../../support/builders-settings.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz012345';
const ALWAYS = { accept: 'application/json', 'user-agent': 'apiv2-health-monitor/0.1', 'api-version': '2' };
const APPLICATION = { 'api-application': 'abcdefABCDEF' };
const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };
const COMPANY = { 'api-company': '1111-2222-3333-4444-5555' };

describe('a tier gets the headers it needs and no other', () => {
  const rows: readonly { tier: Tier; headers: Record<string, string>; token: boolean }[] = [
    { tier: 'open', headers: ALWAYS, token: false },
    { tier: 'application', headers: { ...ALWAYS, ...APPLICATION }, token: false },
    { tier: 'token', headers: { ...ALWAYS, ...APPLICATION, ...AUTHORIZATION }, token: true },
    { tier: 'company', headers: { ...ALWAYS, ...APPLICATION, ...AUTHORIZATION, ...COMPANY }, token: true },
  ];

  test.each(rows)('$tier', ({ tier, headers, token }) => {
    const target = aTarget({ tier });
    expect(requestHeaders(target, anAccount(), TOKEN)).toEqual(headers);
    expect(needsToken(target)).toBe(token);
  });

  test('what the account lacks is left out, not sent empty', () => {
    const bare = anAccount({ application: null, company: null });
    expect(requestHeaders(aTarget({ tier: 'company' }), bare, null)).toEqual(ALWAYS);
  });
});

describe('a token that can stand in a header', () => {
  test.each([TOKEN, 'a', 'a+/=._~-'])('%j can', (token) => {
    expect(isHeaderSafe(token)).toBe(true);
  });

  test.each(['', ' ', 'a b', `${TOKEN}\n`, '\r\nx: y', 'é', 'a\u0000', 'a\u007f'])('%j cannot', (token) => {
    expect(isHeaderSafe(token)).toBe(false);
  });
});
