import { DAY_MS, type EpochMs } from '../core/model/time.ts';
import type { Target } from '../core/model/target.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import { companyBudgets } from '../core/probing/budget.ts';
import type { Settings } from '../core/settings-model.ts';

/** Retries count against the company's daily limit as well; the reserve that synth kept for them is enforced here. */
export interface RetryBudget {
  /** Whether the day's reserve of the target's company has a retry left. Other tiers have no limit. */
  isLeft(target: Target): boolean;
  /** Takes one retry; false when none is left. */
  take(target: Target): boolean;
  /** Retries taken in this run, by origin and company. */
  taken(): ReadonlyMap<string, number>;
}

/**
 * The budget of the run of a tick, from what earlier runs of that day used. Each vantage has the reserve of its own probes, so
 * that all of them together keep to the whole.
 */
export function runRetryBudget(settings: Settings, remembered: VantageMemory['retries'], tickAt: EpochMs): RetryBudget {
  const { targets, accounts, dailyShareRatio } = settings;
  const day = Math.floor(tickAt / DAY_MS);
  const left = new Map(
    companyBudgets(targets, accounts, 1, dailyShareRatio).map(({ origin, company, reservePerDay }) => {
      const used = remembered[budgetKey(origin, company)];
      return [budgetKey(origin, company), reservePerDay - (used?.day === day ? used.count : 0)];
    }),
  );
  const taken = new Map<string, number>();
  /** `null` for a target whose retries count nowhere. */
  const keyOf = (target: Target): string | null => {
    const account = accounts[target.account];
    if (target.tier !== 'company' || account === undefined || account.company === null) return null;
    return budgetKey(account.origin, account.company);
  };
  const isLeft = (key: string | null) => key === null || (left.get(key) ?? 0) > 0;
  return {
    isLeft: (target) => isLeft(keyOf(target)),
    take: (target) => {
      const key = keyOf(target);
      if (!isLeft(key)) return false;
      if (key === null) return true;
      left.set(key, (left.get(key) ?? 0) - 1);
      taken.set(key, (taken.get(key) ?? 0) + 1);
      return true;
    },
    taken: () => taken,
  };
}

/** The day's retries with those of a run added. */
export function withRetries(
  retries: VantageMemory['retries'],
  taken: ReadonlyMap<string, number>,
  tickAt: EpochMs,
): VantageMemory['retries'] {
  if (taken.size === 0) return retries;
  const day = Math.floor(tickAt / DAY_MS);
  const next = { ...retries };
  for (const [key, count] of taken) {
    const before = next[key];
    // A run of yesterday's last tick may end after one of today: what today used is not forgotten for it.
    const isToday = before !== undefined && before.day >= day;
    next[key] = isToday ? { day: before.day, count: before.count + count } : { day, count };
  }
  return next;
}

function budgetKey(origin: string, company: string): string {
  return `${origin} ${company}`;
}
