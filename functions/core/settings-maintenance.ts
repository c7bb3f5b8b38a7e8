import type { MaintenanceConfig, MonitorConfig, OnceMaintenanceConfig } from './config-model.ts';
import type { MaintenanceTime, MaintenanceWindow } from './maintenance.ts';
import { localMoments } from './maintenance-local-time.ts';
import { WEEKDAYS } from './model/pattern.ts';
import { DAY_MS, parseTime } from './model/time.ts';
import { durationOr, shortDuration } from './settings-duration.ts';
import { fault, type Fault } from './settings-fault.ts';
import { LONGEST_WINDOW_MS } from './settings-schema-maintenance.ts';
import type { ResolvedTargets } from './settings-targets.ts';

/** What a config's maintenance windows come to. */
export interface ResolvedMaintenance {
  readonly windows: readonly MaintenanceWindow[];
  readonly faults: readonly Fault[];
}

/**
 * Resolves maintenance windows: local times become moments, and every target must be there.
 *
 * @param known the faults found so far: while there are some in the targets, an unknown target may be due to those
 */
export function resolveMaintenance(
  config: MonitorConfig,
  { targets, faults: ofTargets }: ResolvedTargets,
  known: readonly Fault[],
): ResolvedMaintenance {
  const isTargetsKnown = ofTargets.length === 0 && !known.some(({ path }) => /^(accounts|targets)(\.|$)/.test(path));
  const ids = isTargetsKnown ? targets.map(({ id }) => id) : null;
  const windows: MaintenanceWindow[] = [];
  const faults: Fault[] = [];
  // Not by position in another list: members with a fault are gaps here.
  config.maintenance?.forEach((window, index) => {
    const path = ['maintenance', String(index)];
    const zone = window.zone ?? config.timeZone ?? 'UTC';
    if ('from' in window) faults.push(...onceFaults(window, zone, path));
    if (ids !== null) faults.push(...unknownTargets(window, ids, path));
    windows.push({
      when: timeOf(window, zone),
      targets: window.targets ?? null,
      isEvidence: window.countAsEvidence ?? false,
    });
  });
  return { windows, faults };
}

/** Whether a weekly window for everything opens again before it closes, so that it never does. */
export function isEndless({ when, targets }: MaintenanceWindow): boolean {
  if ('from' in when || targets !== null) return false;
  const days = WEEKDAYS.flatMap((day, index) => (when.weekdays.includes(day) ? [index] : []));
  const gaps = days.map((day, index) => (days[index + 1] ?? (days[0] ?? 0) + WEEKDAYS.length) - day);
  return Math.max(...gaps) * DAY_MS <= when.durationMs;
}

function timeOf(window: MaintenanceConfig, zone: string): MaintenanceTime {
  if ('from' in window) {
    // Both readings of a time that comes twice lie in the window.
    return { from: momentsOf(window.from, zone).first, to: momentsOf(window.to, zone).last };
  }
  const durationMs = durationOr(window.for, 0);
  return { zone, weekdays: window.weekdays ?? WEEKDAYS, timeOfDay: window.at, durationMs };
}

function onceFaults({ from, to }: OnceMaintenanceConfig, zone: string, path: readonly string[]): Fault[] {
  const faults = Object.entries({ from, to }).flatMap(([key, text]) =>
    momentsOf(text, zone).exists
      ? []
      : [fault([...path, key], text, `does not exist in ${zone}: the clock is put forward over it`)],
  );
  if (faults.length > 0) return faults;
  if (momentsOf(from, zone).first >= momentsOf(to, zone).last) {
    return [fault([...path, 'to'], to, `must be after from, which is ${from}`)];
  }
  if (wallMsOf(to) - wallMsOf(from) <= LONGEST_WINDOW_MS) return [];
  const rule = `must be at most ${shortDuration(LONGEST_WINDOW_MS)} after from, which is ${from}; write two windows if more is meant`;
  return [fault([...path, 'to'], to, rule)];
}

/** Ids that a message names at most. */
const MOST_IDS = 20;

function unknownTargets({ targets }: MaintenanceConfig, ids: readonly string[], path: readonly string[]): Fault[] {
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '';
  const rule = `must be the id of a target; there are ${ids.slice(0, MOST_IDS).join(', ')}${more}`;
  return (targets ?? []).flatMap((id, index) =>
    ids.includes(id) ? [] : [fault([...path, 'targets', String(index)], id, rule)],
  );
}

function momentsOf(text: string, zone: string) {
  return localMoments(wallMsOf(text), zone);
}

/** @param text as the schema demands: `2026-12-24T22:00`. */
function wallMsOf(text: string): number {
  return parseTime(`${text}Z`) ?? NaN;
}
