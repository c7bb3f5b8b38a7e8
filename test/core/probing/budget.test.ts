import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { companyBudgets } from '../../../functions/core/probing/budget.ts';
import { aTarget } from '../../support/builders.ts';
import { anAccount } from '../../support/builders-settings.ts';

const COMPANY_A = '1111-1111-1111-1111-1111';
const COMPANY_B = '2222-2222-2222-2222-2222';
const ACCOUNTS = {
  main: anAccount({ company: COMPANY_A }),
  twin: anAccount({ company: COMPANY_A }),
  other: anAccount({ company: COMPANY_B }),
  label: anAccount({ company: COMPANY_A, origin: 'https://label.example.test/api' }),
  alone: anAccount({ company: null }),
};
const ofCompany = (account: string, everyMs = MINUTE_MS) => aTarget({ tier: 'company', account, everyMs });

describe('what counts', () => {
  test.each([
    { name: 'every minute', targets: [ofCompany('main')], vantages: 1, perDay: 1440 },
    { name: 'every five minutes', targets: [ofCompany('main', 5 * MINUTE_MS)], vantages: 1, perDay: 288 },
    { name: 'every seven minutes, rounded', targets: [ofCompany('main', 7 * MINUTE_MS)], vantages: 1, perDay: 206 },
    { name: 'two targets', targets: [ofCompany('main'), ofCompany('main')], vantages: 1, perDay: 2880 },
    { name: 'two accounts of one company', targets: [ofCompany('main'), ofCompany('twin')], vantages: 1, perDay: 2880 },
    { name: 'from three vantages', targets: [ofCompany('main')], vantages: 3, perDay: 4320 },
  ])('$name: $perDay a day', ({ targets, vantages, perDay }) => {
    const budgets = companyBudgets(targets, ACCOUNTS, vantages, 0.25);
    expect(budgets).toHaveLength(1);
    expect(budgets[0]).toMatchObject({ company: COMPANY_A, scheduledPerDay: perDay, allowedPerDay: 25_000 });
    expect(budgets[0]?.reservePerDay).toBe(Math.round(perDay / 10));
  });

  test('each company and each origin by itself', () => {
    const targets = [ofCompany('main'), ofCompany('other'), ofCompany('label'), ofCompany('main')];
    const budgets = companyBudgets(targets, ACCOUNTS, 1, 1);
    expect(budgets.map(({ origin, company, scheduledPerDay }) => [origin, company, scheduledPerDay])).toEqual([
      [ACCOUNTS.main.origin, COMPANY_A, 2880],
      [ACCOUNTS.other.origin, COMPANY_B, 1440],
      [ACCOUNTS.label.origin, COMPANY_A, 1440],
    ]);
  });

  test.each([
    { name: 'no company header: open', target: aTarget({ tier: 'open' }) },
    { name: 'no company header: application', target: aTarget({ tier: 'application' }) },
    { name: 'no company header: token', target: aTarget({ tier: 'token' }) },
    { name: 'an account without a company', target: ofCompany('alone') },
    { name: 'an unknown account', target: ofCompany('nobody') },
  ])('not $name', ({ target }) => {
    expect(companyBudgets([target], ACCOUNTS, 1, 0.25)).toEqual([]);
  });
});

test('the sum in words', () => {
  const targets = [ofCompany('main'), ofCompany('main', 5 * MINUTE_MS)];
  expect(companyBudgets(targets, ACCOUNTS, 2, 0.25)[0]?.sum).toBe(
    '2 targets from 2 vantages make 3456 requests a day, with 346 kept for retries 3802; ' +
      "allowed are 25000 (dailyShare 0.25 of the provider's 100000)",
  );
  expect(companyBudgets(targets, ACCOUNTS, 1, 0.25)[0]?.sum).toMatch(/^2 targets make 1728 requests a day/);
});
