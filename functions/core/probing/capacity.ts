import { MOST_PER_SHARD } from '../model/shards.ts';
import { mostDue, ticksBetween, type Target } from '../model/target.ts';
import { MINUTE_MS, SECOND_MS } from '../model/time.ts';
import { shortDuration } from '../settings-duration.ts';
import { fault, type Fault } from '../settings-fault.ts';
import type { Settings } from '../settings-model.ts';
import { OWN_SLOTS_RATIO } from './pacing.ts';

/** The settings that decide how much one run can do. */
export type PacedSettings = Pick<Settings, 'targets' | 'tickMs' | 'startsPerSecond' | 'deadlines'>;

/** Where runs are made: only Lambda limits a process, see `MOST_PER_SHARD`. */
type Host = 'lambda' | 'local';

/**
 * How many targets of one origin a run can start in its time: at its pace for as long as its own tick lasts (slots of late
 * runs are spare time, for those that begin late), and no later than leaves the last of them a connection and ten seconds
 * for the answer before the run's deadline.
 */
export function startsPerRun({ tickMs, startsPerSecond, deadlines }: Omit<PacedSettings, 'targets'>): number {
  const ms = Math.min(tickMs, deadlines.runMs - deadlines.longAttemptMs - deadlines.connectMs);
  return Math.floor((startsPerSecond * OWN_SLOTS_RATIO * ms) / SECOND_MS + 1e-9);
}

/**
 * Makes room where all of an origin's targets at one tick would be more than a run can start: ticks each minute, and those that
 * are not probed at every tick spread evenly over them. So a longer `every` helps, though ticks are counted from the epoch.
 * All other settings stay as they are.
 */
export function spreadOver<S extends PacedSettings>(settings: S, host: Host): S {
  const isCrowded = (own: readonly Target[]) => mostDue(own, settings.tickMs) > mostPerOrigin(settings, host);
  const crowded = [...byOrigin(settings.targets).values()].filter(isCrowded);
  if (crowded.length === 0) return settings;
  const tickMs = settings.tickMs % MINUTE_MS === 0 ? MINUTE_MS : settings.tickMs;
  const phases = new Map<Target, number>();
  for (const own of crowded) {
    for (const [ticks, alike] of Map.groupBy(own, (target) => ticksBetween(target, tickMs))) {
      for (const [index, target] of alike.entries()) phases.set(target, index % ticks);
    }
  }
  const targets = settings.targets.map((target) => {
    const phase = phases.get(target) ?? 0;
    return phase === 0 ? target : { ...target, phase };
  });
  return { ...settings, tickMs, targets };
}

/** The faults of settings that ask for more of one origin than one function can do in its time. */
export function capacityFaults(settings: PacedSettings, host: Host): Fault[] {
  const { targets, tickMs, startsPerSecond } = settings;
  const most = mostPerOrigin(settings, host);
  return [...byOrigin(targets)].flatMap(([origin, own]) => {
    const due = mostDue(own, tickMs);
    if (due <= most) return [];
    const counts = [...Map.groupBy(own, ({ everyMs }) => everyMs)]
      .toSorted(([a], [b]) => a - b)
      .map(([everyMs, { length }]) => `${length} every ${shortDuration(everyMs)}`);
    const limit =
      most < startsPerRun(settings)
        ? `one function probes ${most} at a tick`
        : `a run starts ${startsPerSecond * OWN_SLOTS_RATIO} a second, leaving the rest of ${startsPerSecond} to runs that are late, so ${most} in its time`;
    const problem =
      `more than one run can probe in its time: ${counts.join(' and ')} make ${due} at one tick of ${shortDuration(tickMs)}; ` +
      `${limit}; probe fewer targets of this origin, or some of them less often: those with a longer every are spread over the ticks`;
    return [fault(['targets'], origin, problem)];
  });
}

function mostPerOrigin(settings: PacedSettings, host: Host): number {
  return Math.min(startsPerRun(settings), host === 'lambda' ? MOST_PER_SHARD : Number.POSITIVE_INFINITY);
}

function byOrigin(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  return Map.groupBy(targets, ({ url }) => new URL(url).origin);
}
