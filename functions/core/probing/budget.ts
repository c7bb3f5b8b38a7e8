import type { Target } from '../model/target.ts';
import { DAY_MS } from '../model/time.ts';
import type { Account } from '../settings-model.ts';

/** Requests that one company may make in 24 hours, all its users and integrations together (APIv2 docs, "API rate limits"). */
export const COMPANY_REQUESTS_PER_DAY = 100_000;

/** Kept free for retries, on top of what is scheduled. */
export const RETRY_RESERVE_RATIO = 0.1;

/** What the scheduled probes of one company add up to. */
export interface CompanyBudget {
  readonly origin: string;
  readonly company: string;
  readonly scheduledPerDay: number;
  readonly reservePerDay: number;
  readonly allowedPerDay: number;
  /** The sum in words, for the message that refuses it. */
  readonly sum: string;
}

/** Adds up the requests that carry `Api-Company`, per origin and company. */
export function companyBudgets(
  targets: readonly Target[],
  accounts: Readonly<Record<string, Account>>,
  vantageCount: number,
  dailyShareRatio: number,
): CompanyBudget[] {
  const groups = new Map<string, { account: Account & { company: string }; targets: Target[] }>();
  for (const target of targets) {
    const account = accounts[target.account];
    if (target.tier !== 'company' || account === undefined || account.company === null) continue;
    const key = `${account.origin} ${account.company}`;
    const group = groups.get(key) ?? { account: { ...account, company: account.company }, targets: [] };
    group.targets.push(target);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => budgetOf(group.account, group.targets, vantageCount, dailyShareRatio));
}

function budgetOf(
  account: Account & { company: string },
  targets: readonly Target[],
  vantageCount: number,
  dailyShareRatio: number,
): CompanyBudget {
  const scheduledPerDay = Math.round(targets.reduce((sum, target) => sum + DAY_MS / target.everyMs, 0) * vantageCount);
  const reservePerDay = Math.round(scheduledPerDay * RETRY_RESERVE_RATIO);
  const allowedPerDay = Math.floor(COMPANY_REQUESTS_PER_DAY * dailyShareRatio);
  const places = vantageCount === 1 ? '' : ` from ${vantageCount} vantages`;
  return {
    origin: account.origin,
    company: account.company,
    scheduledPerDay,
    reservePerDay,
    allowedPerDay,
    sum:
      `${targets.length} targets${places} make ${scheduledPerDay} requests a day, with ${reservePerDay} kept for retries ` +
      `${scheduledPerDay + reservePerDay}; allowed are ${allowedPerDay} ` +
      `(dailyShare ${dailyShareRatio} of the provider's ${COMPANY_REQUESTS_PER_DAY})`,
  };
}
