import type { AccountConfig, Duration, LadderConfig, MonitorConfig, TargetConfig } from './config-model.ts';
import type { Target } from './model/target.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './model/time.ts';
import { companyBudgets } from './probing/budget.ts';
import { ladder, reachableTier } from './probing/ladder.ts';
import type { Account, Settings } from './settings-model.ts';
import { fault, type Fault } from './settings-fault.ts';
import { checkShape, isLoopback, parseDuration } from './settings-schema.ts';

/** Gives `monitor.config.ts` its types; returns what it was given. */
export function defineMonitor(config: MonitorConfig): MonitorConfig {
  return config;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Where the settings will be used: Lambda's schedule works in whole minutes. */
export type Host = 'lambda' | 'local';

/** The public API (OpenAPI document, `servers`). */
export const DEFAULT_ORIGIN = 'https://portal.ixon.cloud/api';

/** Checks a user's config in full and fills in every default. All faults are reported at once. */
export function resolveSettings(config: unknown, host: Host): SettingsResult {
  const shape = checkShape(config);
  const resolved = resolveTargets(shape.sound, host, shape.faults);
  const settings = assemble(shape.sound, resolved.accounts, resolved.targets, host);
  const faults = [...shape.faults, ...resolved.faults, ...crossFaults(settings)];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, settings, warnings: warningsOf(settings) };
}

/** One message that lists every fault. `source` is the file the config came from. */
export function renderFaults(faults: readonly Fault[], source: string): string {
  const lines = faults.map(
    ({ path, found, problem }) => `  ${path === '' ? '(whole config)' : path}: ${problem}; found ${found}`,
  );
  return [`${source} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:`, ...lines].join('\n');
}

function resolveTargets(config: MonitorConfig, host: Host, known: readonly Fault[]) {
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
    const everyMs = ms(entry.every, MINUTE_MS);
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

function assemble(
  config: MonitorConfig,
  accounts: Readonly<Record<string, Account>>,
  targets: readonly Target[],
  host: Host,
): Settings {
  return {
    accounts,
    targets,
    alerts: { email: config.alerts?.email ?? [] },
    timeZone: config.timeZone ?? 'UTC',
    runbookUrl: config.runbookUrl ?? 'README.md',
    tickMs: tickOf(targets, host),
    thresholds: {
      failingTicks: config.thresholds?.failingTicks ?? 3,
      healthyTicks: config.thresholds?.healthyTicks ?? 2,
    },
    retry: {
      attempts: config.retry?.attempts ?? 3,
      baseMs: ms(config.retry?.base, 500),
      capMs: ms(config.retry?.cap, 8 * SECOND_MS),
    },
    deadlines: {
      resolveMs: ms(config.deadlines?.resolve, 10 * SECOND_MS),
      connectMs: ms(config.deadlines?.connect, 10 * SECOND_MS),
      tlsMs: ms(config.deadlines?.tls, 10 * SECOND_MS),
      answerMs: ms(config.deadlines?.answer, 61 * SECOND_MS),
      longAttemptMs: 10 * SECOND_MS,
      probeMs: 75 * SECOND_MS,
      runMs: 110 * SECOND_MS,
    },
    controlHost: controlHostOf(config, targets),
    startsPerSecond: 10,
    dailyShareRatio: config.dailyShare ?? 0.25,
    falseAlarmsPerTargetYear: config.falseAlarmsPerTargetYear ?? 0.02,
    closerProbing: config.closerProbing ?? true,
    retentionMs: ms(config.retention, 35 * DAY_MS),
  };
}

/** Independent of IXON and of AWS, and made to be reached from anywhere. */
const DEFAULT_CONTROL_HOST = 'one.one.one.one:443';

function controlHostOf(config: MonitorConfig, targets: readonly Target[]): string | null {
  const isOnlyLoopback = targets.every(({ url }) => isLoopback(new URL(url).hostname));
  const chosen = config.controlHost ?? (isOnlyLoopback ? false : DEFAULT_CONTROL_HOST);
  return chosen === false ? null : `tcp://${chosen}`;
}

function ms(duration: Duration | undefined, otherwiseMs: number): number {
  return duration === undefined ? otherwiseMs : (parseDuration(duration) ?? otherwiseMs);
}

/** The longest tick that every interval is a multiple of; on Lambda whole minutes that divide an hour, as cron needs. */
function tickOf(targets: readonly Target[], host: Host): number {
  const common = targets.reduce((divisor, target) => gcd(divisor, target.everyMs), 0) || MINUTE_MS;
  return host === 'local' ? common : gcd(common, HOUR_MS);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

// --- faults and warnings over the whole -----------------------------------------------------------------------------

function crossFaults(settings: Settings): Fault[] {
  const faults: Fault[] = [];
  const ids = settings.targets.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) {
      faults.push(
        fault(['targets'], id, 'the id of an own target is also that of a rung of the ladder; choose another'),
      );
    }
  }
  for (const budget of companyBudgets(settings.targets, settings.accounts, 1, settings.dailyShareRatio)) {
    if (budget.scheduledPerDay + budget.reservePerDay > budget.allowedPerDay) {
      faults.push(
        fault(
          ['targets'],
          `company ${budget.company}`,
          `over the daily limit: ${budget.sum}; probe less often or fewer targets`,
        ),
      );
    }
  }
  return faults;
}

function warningsOf(settings: Settings): string[] {
  return settings.alerts.email.length === 0
    ? ['No alert address: nobody will be told of a problem. Add alerts.email to monitor.config.ts.']
    : [];
}
