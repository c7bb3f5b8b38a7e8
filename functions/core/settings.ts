import type { MonitorConfig } from './config-model.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { Target } from './model/target.ts';
import { ceilingFaults } from './cost/ceiling.ts';
import { isLoopback } from './loopback.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './model/time.ts';
import { companyBudgets } from './probing/budget.ts';
import { customerKeyFaults } from './settings-customer-key.ts';
import { capacityFaults, spreadOver } from './probing/capacity.ts';
import { durationOr } from './settings-duration.ts';
import { fault, type Fault } from './settings-fault.ts';
import { isEndless, resolveMaintenance } from './settings-maintenance.ts';
import type { Settings } from './settings-model.ts';
import { checkShape } from './settings-schema.ts';
import { resolveTargets, type ResolvedTargets } from './settings-targets.ts';
import { digestTime, reminderPolicy } from './settings-telling.ts';

/** Gives `monitor.config.ts` its types; returns what it was given. */
export function defineMonitor(config: MonitorConfig): MonitorConfig {
  return config;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Where the settings will be used: Lambda's schedule works in whole minutes. */
export type Host = 'lambda' | 'local';

/** Checks a user's config in full and fills in every default. All faults are reported at once. */
export function resolveSettings(config: unknown, host: Host): SettingsResult {
  const shape = checkShape(config);
  const resolved = resolveTargets(shape.sound, host, shape.faults);
  const maintenance = resolveMaintenance(shape.sound, resolved, shape.faults);
  const settings = spreadOver(assemble(shape.sound, resolved, maintenance.windows, host), host);
  const faults = [...shape.faults, ...resolved.faults, ...maintenance.faults, ...crossFaults(settings, host)];
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

function assemble(
  config: MonitorConfig,
  { accounts, targets }: ResolvedTargets,
  maintenance: readonly MaintenanceWindow[],
  host: Host,
): Settings {
  return {
    accounts,
    targets,
    vantages: config.vantages ?? [],
    alerts: { email: config.alerts?.email ?? [] },
    slack: config.slack ?? null,
    maintenance,
    reminders: reminderPolicy(config.reminders),
    digest: digestTime(config.digest),
    heartbeatUrl: config.heartbeatUrl ?? null,
    timeZone: config.timeZone ?? 'UTC',
    runbookUrl: config.runbookUrl ?? 'README.md',
    tickMs: tickOf(targets, host),
    thresholds: {
      failingTicks: config.thresholds?.failingTicks ?? 3,
      healthyTicks: config.thresholds?.healthyTicks ?? 2,
    },
    retry: {
      attempts: config.retry?.attempts ?? 3,
      baseMs: durationOr(config.retry?.base, 500),
      capMs: durationOr(config.retry?.cap, 8 * SECOND_MS),
    },
    deadlines: {
      resolveMs: durationOr(config.deadlines?.resolve, 10 * SECOND_MS),
      connectMs: durationOr(config.deadlines?.connect, 10 * SECOND_MS),
      tlsMs: durationOr(config.deadlines?.tls, 10 * SECOND_MS),
      answerMs: durationOr(config.deadlines?.answer, 61 * SECOND_MS),
      longAttemptMs: 10 * SECOND_MS,
      probeMs: 75 * SECOND_MS,
      runMs: 110 * SECOND_MS,
    },
    controlHost: controlHostOf(config, targets),
    startsPerSecond: 10,
    dailyShareRatio: config.dailyShare ?? 0.25,
    falseAlarmsPerTargetYear: config.falseAlarmsPerTargetYear ?? 0.02,
    closerProbing: config.closerProbing ?? true,
    metrics: config.metrics ?? 'per-target',
    costCeilingUsd: config.costCeiling ?? null,
    customerKey: config.customerKey ?? false,
    deletionProtection: config.deletionProtection ?? false,
    tags: config.tags ?? {},
    retentionMs: durationOr(config.retention, 35 * DAY_MS),
  };
}

/** Independent of IXON and of AWS, and made to be reached from anywhere. */
const DEFAULT_CONTROL_HOST = 'one.one.one.one:443';

function controlHostOf(config: MonitorConfig, targets: readonly Target[]): string | null {
  const isOnlyLoopback = targets.every(({ url }) => isLoopback(new URL(url).hostname));
  const chosen = config.controlHost ?? (isOnlyLoopback ? false : DEFAULT_CONTROL_HOST);
  return chosen === false ? null : `tcp://${chosen}`;
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

function crossFaults(settings: Settings, host: Host): Fault[] {
  // The region of the stack, where none is named.
  const vantageCount = Math.max(1, settings.vantages.length);
  const faults: Fault[] =
    host === 'lambda' ? [...ceilingFaults(settings, vantageCount), ...customerKeyFaults(settings)] : [];
  faults.push(...capacityFaults(settings, host));
  const ids = settings.targets.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) {
      faults.push(
        fault(['targets'], id, 'the id of an own target is also that of a rung of the ladder; choose another'),
      );
    }
  }
  for (const budget of companyBudgets(settings.targets, settings.accounts, vantageCount, settings.dailyShareRatio)) {
    if (budget.scheduledPerDay + budget.reservePerDay > budget.allowedPerDay) {
      faults.push(
        fault(
          ['targets'],
          `company ${budget.company}`,
          `over the daily limit: ${budget.sum}; probe less often${vantageCount === 1 ? '' : ', from fewer vantages'} or fewer targets`,
        ),
      );
    }
  }
  return faults;
}

function warningsOf({ alerts, slack, maintenance }: Settings): string[] {
  const isNobodyTold = alerts.email.length === 0 && slack === null;
  return [
    ...(isNobodyTold
      ? ['No alert address: nobody will be told of a problem. Add alerts.email or slack to monitor.config.ts.']
      : []),
    ...(maintenance.some(isEndless)
      ? [
          'A maintenance window for everything never closes: nobody will be told of an incident. Shorten it or name its targets.',
        ]
      : []),
  ];
}
