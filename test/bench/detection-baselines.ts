import type { PatternKind } from '../../functions/core/model/pattern.ts';
import { DAY_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { SUCCESS } from '../support/scenarios/scenario.ts';
import type { Method } from './detection-alarm.ts';

/** What another monitor does with each probe: whether its alarm is on. It sees how a probe ended, not a masked failure. */
type Rule = () => (at: EpochMs, isFailing: boolean) => boolean;

/** A rule as a method: an alarm each time that it comes on. */
function ruleMethod(kind: PatternKind, rule: Rule): Method {
  return ({ at: times, variant, variants }) => {
    const isOnAfter = rule();
    const alarms = [];
    let wasOn = false;
    for (let index = 0; index < times.length; index++) {
      const at = times[index] ?? 0;
      const { succeeded } = variants[variant[index] ?? 0] ?? SUCCESS;
      const isOn = isOnAfter(at, !succeeded);
      if (isOn && !wasOn) {
        const id = `${kind} ${at}`;
        alarms.push({
          at,
          type: 'confirmed',
          id,
          kind,
          periodMs: null,
          aliasesMs: [],
          nextExpected: null,
          basis: kind,
        } as const);
      }
      wasOn = isOn;
    }
    return alarms;
  };
}

/** So many failing probes one after the other: what most monitors ask for. */
function inARow(count: number): Rule {
  return () => {
    let run = 0;
    return (_at, isFailing) => {
      run = isFailing ? run + 1 : 0;
      return run >= count;
    };
  };
}

/** So many failing ones among the latest, as "M out of N datapoints to alarm" of Amazon CloudWatch alarms. */
function mOfN(count: number, among: number): Rule {
  return () => {
    const latest: boolean[] = [];
    return (_at, isFailing) => {
      latest.push(isFailing);
      if (latest.length > among) latest.shift();
      return latest.filter(Boolean).length >= count;
    };
  };
}

interface WeightedChanges {
  /** Weight of the oldest and the newest change. */
  readonly weights: readonly [number, number];
  /** On at or above, off below, in per cent of all changes possible. */
  readonly onPercent: number;
  readonly offPercent: number;
}

/** Share of state changes among the last 21 checks, newer ones weighted more. */
function weightedChanges({ weights: [oldest, newest], onPercent, offPercent }: WeightedChanges): Rule {
  const CHANGES = 20;
  return () => {
    const latest: boolean[] = [];
    let isOn = false;
    return (_at, isFailing) => {
      latest.push(isFailing);
      if (latest.length > CHANGES + 1) latest.shift();
      if (latest.length <= CHANGES) return false;
      let weight = 0;
      for (let index = 0; index < CHANGES; index++) {
        if (latest[index] !== latest[index + 1]) weight += oldest + ((newest - oldest) * index) / (CHANGES - 1);
      }
      const percent = (100 * weight) / CHANGES;
      isOn = isOn ? percent >= offPercent : percent >= onPercent;
      return isOn;
    };
  };
}

/** So many changes between failing and not among the latest runs. */
function changesAmong(threshold: number, runs: number): Rule {
  return () => {
    const latest: boolean[] = [];
    let before = false;
    return (_at, isFailing) => {
      latest.push(isFailing !== before);
      before = isFailing;
      if (latest.length > runs) latest.shift();
      return latest.filter(Boolean).length >= threshold;
    };
  };
}

/** So many outages, of two failing probes or more, within a time; quiet for a week after it came on. */
function outagesWithin(count: number, withinMs: number): Rule {
  const QUIET_MS = 7 * DAY_MS;
  return () => {
    let outages: EpochMs[] = [];
    let run = 0;
    let quietUntil = Number.NEGATIVE_INFINITY;
    return (at, isFailing) => {
      run = isFailing ? run + 1 : 0;
      if (run !== 2) return at < quietUntil;
      outages = [...outages.filter((outage) => at - outage <= withinMs), at];
      if (outages.length >= count && at >= quietUntil) quietUntil = at + QUIET_MS;
      return at < quietUntil;
    };
  };
}

/**
 * What else there is, each with the kind that its alarm comes closest to.
 *
 * Nagios Core, `base/flapping.c` and its sample configuration (20 % on, 5 % off); Icinga 2, `checkable-flapping.cpp` with the
 * defaults of `flapping_threshold_high` and `_low` (30 % and 25 %); Kibana, alerting's flapping settings (look-back 20 runs,
 * 4 changes).
 */
export const BASELINES: Readonly<Record<string, Method>> = {
  '3 in a row': ruleMethod('persistent', inARow(3)),
  '3 of 5': ruleMethod('lossy', mOfN(3, 5)),
  'Nagios flapping 20/5 %': ruleMethod(
    'flapping',
    weightedChanges({ weights: [0.75, 1.25], onPercent: 20, offPercent: 5 }),
  ),
  'Icinga 2 flapping 30/25 %': ruleMethod(
    'flapping',
    weightedChanges({ weights: [0.8, 1.18], onPercent: 30, offPercent: 25 }),
  ),
  'Kibana flapping 4 of 20': ruleMethod('flapping', changesAmong(4, 20)),
  '3 outages in 24 h': ruleMethod('recurring', outagesWithin(3, DAY_MS)),
};
