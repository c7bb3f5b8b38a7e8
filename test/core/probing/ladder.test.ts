import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { ladder, reachableTier } from '../../../functions/core/probing/ladder.ts';
import { anAccount } from '../../support/builders-settings.ts';

const NONE = { application: null, company: null, tokenParameter: null };

describe('credentials decide how far the ladder goes', () => {
  test.each([
    { name: 'nothing', account: NONE, tier: 'open', rungs: ['server-time'] },
    {
      name: 'an application ID',
      account: { ...NONE, application: 'abcdefABCDEF' },
      tier: 'application',
      rungs: ['server-time', 'platform-servers'],
    },
    {
      name: 'an application ID and a token',
      account: { company: null },
      tier: 'token',
      rungs: ['server-time', 'platform-servers', 'access-token'],
    },
    {
      name: 'everything',
      account: {},
      tier: 'company',
      rungs: ['server-time', 'platform-servers', 'access-token', 'company', 'agents'],
    },
    { name: 'a token without its application', account: { application: null }, tier: 'open', rungs: ['server-time'] },
    {
      name: 'a company without a token',
      account: { tokenParameter: null },
      tier: 'application',
      rungs: ['server-time', 'platform-servers'],
    },
  ])('$name', ({ account, tier, rungs }) => {
    expect(reachableTier(anAccount(account))).toBe(tier);
    expect(ladder('main', anAccount(account), MINUTE_MS).map(({ id }) => id)).toEqual(rungs);
  });
});

test('the rungs, lowest first', () => {
  const targets = ladder('main', anAccount(), 5 * MINUTE_MS);
  expect(targets.map(({ url, tier }) => `${tier} ${url}`)).toEqual([
    'open https://api.example.test/server-time',
    'application https://api.example.test/platform-servers?fields=publicId&page-size=1',
    'token https://api.example.test/access-tokens/me?fields=publicId,expiresOn',
    'company https://api.example.test/companies/me?fields=publicId',
    'company https://api.example.test/agents?fields=publicId&page-size=1',
  ]);
  for (const target of targets) expect(target).toMatchObject({ account: 'main', everyMs: 5 * MINUTE_MS });
});

test('the rungs of any account but main carry its name', () => {
  const ids = ladder('plant-2', anAccount({ company: null }), MINUTE_MS).map(({ id }) => id);
  expect(ids).toEqual(['plant-2-server-time', 'plant-2-platform-servers', 'plant-2-access-token']);
});
