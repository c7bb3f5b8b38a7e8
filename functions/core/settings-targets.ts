import type { AccountConfig, LadderConfig, MonitorConfig, TargetConfig } from './config-model.ts';
import type { Target } from './model/target.ts';
import { MINUTE_MS } from './model/time.ts';
import { ladder, reachableTier } from './probing/ladder.ts';
import { durationOr } from './settings-duration.ts';
import { fault, type Fault } from './settings-fault.ts';
import type { Account } from './settings-model.ts';
import type { Host } from './settings.ts';

/** The public API (OpenAPI document, `servers`). */
const DEFAULT_ORIGIN = 'https://portal.ixon.cloud/api';

/** What a config's accounts and targets come to. */
export interface ResolvedTargets {
  readonly accounts: Readonly<Record<string, Account>>;
  readonly targets: readonly Target[];
  readonly faults: readonly Fault[];
}

/**
 * Resolves accounts, and targets against them.
 *
 * @param known the faults found so far: what follows from those is not said again
 */
export function resolveTargets(config: MonitorConfig, host: Host, known: readonly Fault[]): ResolvedTargets {
  const repeated = repeatedEntries(config);
  const faults: Fault[] = [...repeated.values()];
  const accounts: Record<string, Account> = {};
  const isAtFault = (place: string) => known.some(({ path }) => path === place || path.startsWith(`${place}.`));
  for (const [name, account] of Object.entries(config.accounts ?? { main: {} })) {
    if (name === '__proto__') {
      // Hidden from the schema, which leaves this key out of every record.
      faults.push(fault(['accounts', name], name, 'cannot be the name of an account'));
      continue;
    }
    accounts[name] = resolveAccount(account);
    if (!isAtFault(`accounts.${name}`)) faults.push(...accountFaults(name, account));
  }
  const entries: readonly (LadderConfig | TargetConfig)[] =
    config.targets ?? Object.keys(accounts).map((name) => ({ ladder: name }));
  const targets = entries.flatMap((entry, index) => {
    const name = 'ladder' in entry ? entry.ladder : entry.account;
    const account = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
    const everyMs = durationOr(entry.every, MINUTE_MS);
    if (host === 'lambda' && everyMs % MINUTE_MS !== 0) {
      const rule = 'must be whole minutes: the schedule in AWS knows no shorter step';
      faults.push(fault(['targets', String(index), 'every'], entry.every, rule));
    }
    if (account === undefined) {
      const place = 'ladder' in entry ? 'ladder' : 'account';
      const allowed = `must be the name of an account; there are ${Object.keys(accounts).join(', ')}`;
      const isKnown = known.some(({ path }) => path === 'accounts' || path === `accounts.${name}`);
      if (!isKnown) faults.push(fault(['targets', String(index), place], name, allowed));
      return [];
    }
    if (repeated.has(index)) return [];
    return 'ladder' in entry ? ladder(name, account, everyMs) : [ownTarget(entry, account, everyMs)];
  });
  return { accounts, targets: withoutSharedOpenRungs(targets, config.targets === undefined), faults };
}

function resolveAccount(account: AccountConfig): Account {
  return {
    origin: (account.origin ?? DEFAULT_ORIGIN).replace(/\/+$/, ''),
    application: account.application ?? null,
    company: account.company ?? null,
    tokenParameter: account.tokenParameter ?? null,
  };
}

/** Credentials that could not be used: APIv2 wants the application with the token, and the token with the company. */
function accountFaults(name: string, account: AccountConfig): Fault[] {
  const faults: Fault[] = [];
  if (account.tokenParameter !== undefined && account.application === undefined) {
    faults.push(fault(['accounts', name, 'application'], undefined, 'is required beside tokenParameter'));
  }
  if (account.company !== undefined && account.tokenParameter === undefined) {
    faults.push(fault(['accounts', name, 'tokenParameter'], undefined, 'is required beside company'));
  }
  return faults;
}

/** The fault of each entry that stands twice, by position. */
function repeatedEntries(config: MonitorConfig): Map<number, Fault> {
  const seen = new Set<string>();
  const repeated = new Map<number, Fault>();
  config.targets?.forEach((entry, index) => {
    const [place, name] = 'ladder' in entry ? (['ladder', entry.ladder] as const) : (['id', entry.id] as const);
    if (seen.has(`${place} ${name}`)) {
      const rule = 'stands twice; ids must be unique and a ladder stands once';
      repeated.set(index, fault(['targets', String(index), place], name, rule));
    }
    seen.add(`${place} ${name}`);
  });
  return repeated;
}

function ownTarget(entry: TargetConfig, account: Account, everyMs: number): Target {
  return {
    id: entry.id,
    account: entry.account,
    url: account.origin + entry.path,
    tier: reachableTier(account),
    everyMs,
    expect: { type: entry.expect?.type ?? null },
  };
}

/** Several accounts of one origin share its open rung, which carries no credentials. */
function withoutSharedOpenRungs(targets: readonly Target[], byDefault: boolean): Target[] {
  const seen = new Set<string>();
  return targets.filter((target) => {
    if (!byDefault || target.tier !== 'open') return true;
    const first = !seen.has(target.url);
    seen.add(target.url);
    return first;
  });
}
