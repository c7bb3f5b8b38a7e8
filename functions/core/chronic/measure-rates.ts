import { DAY_MS, type EpochMs } from '../model/time.ts';
import type { BusyHours } from './busy-hours.ts';
import type { DetectorState } from './detector-state.ts';
import type { Measurement } from './explanation.ts';
import type { ChronicPolicy } from './finding.ts';
import { FEWEST_CHANGES, type Flapping } from './flapping.ts';
import { HOT_HOURS, LAYERS } from './layers.ts';
import { LOSS_ALTERNATIVES, TOLERATED_NOISE_RATIO } from './lossy.ts';
import type { BadAddress } from './one-bad-address.ts';
import { PERSISTENT_MS } from './persistent.ts';
import { STRENGTHS, TOLERATED_OUTAGES_A_WEEK } from './recurring.ts';
import { ANY } from './sorts.ts';
import { lnDaily } from './spending.ts';

/** Chance below which failures keep to an address: tested every hour with failures, so far below the tolerance for a year. */
export const LN_BAD_ADDRESS = Math.log(1e-7);

/** The hours of the day that hold most failures, as a measurement. */
export function measureBusyHours(hours: BusyHours, policy: ChronicPolicy, now: EpochMs): Measurement {
  const { startMs, lengthMs, weekdays, days, hitDays, lnChance } = hours;
  return {
    test: 'busy-hours',
    stream: ANY,
    variant: LAYERS[HOT_HOURS]?.name ?? null,
    statistic: 'lnChance',
    value: lnChance,
    threshold: lnDaily(policy.falseAlarmsPerTargetYear),
    at: now,
    evidence: {
      startMs,
      lengthMs,
      weekdays,
      zone: policy.zone,
      windows: days.length,
      hits: hitDays.length,
      chanceOfHitRatio: lengthMs / DAY_MS,
    },
  };
}

/** The time without success, as a measurement. */
export function measureDowntime({ downtime, coverage }: DetectorState, now: EpochMs): Measurement {
  const { since, failing } = downtime;
  return {
    test: 'persistent',
    stream: ANY,
    variant: null,
    statistic: 'downMs',
    value: since === null ? 0 : now - since,
    threshold: PERSISTENT_MS,
    at: coverage.lastAt === null ? null : now,
    evidence: { sinceAt: since, failing },
  };
}

/** Changes between working and failing, as a measurement. */
export function measureFlapping(
  { from, changes, failing, probes, lnChance }: Omit<Flapping, 'lnChance'> & { readonly lnChance: number | null },
  to: EpochMs,
): Measurement {
  return {
    test: 'flapping',
    stream: ANY,
    variant: null,
    statistic: 'changes',
    value: changes,
    threshold: FEWEST_CHANGES,
    at: to,
    evidence: { fromAt: from, spanMs: to - from, changes, failing, probes, lnChance },
  };
}

/** The sum for one alternative to tolerated noise, as a measurement. */
export function measureLoss(state: DetectorState, alternative: number, hourEnd: EpochMs, caution: number): Measurement {
  const { sum = 0, since = null } = state.loss[alternative] ?? {};
  const { ratio = 0, limit = 0 } = LOSS_ALTERNATIVES[alternative] ?? {};
  return {
    test: 'lossy',
    stream: ANY,
    variant: `${ratio * 100} % against ${TOLERATED_NOISE_RATIO * 100} %`,
    statistic: 'sum',
    value: sum,
    threshold: limit + caution,
    at: hourEnd,
    evidence: { alternativeRatio: ratio, toleratedRatio: TOLERATED_NOISE_RATIO, raisedSinceAt: since },
  };
}

/** The sum for outages of one strength, as it stood at the newest of them, as a measurement. */
export function measureOutages({ outages, coverage }: DetectorState, strength: number, caution: number): Measurement {
  const { sum = 0, foldedAt = null, outages: starts = [] } = outages[strength] ?? {};
  const { probes, alternative = 0, limit = 0 } = STRENGTHS[strength] ?? {};
  const fewestProbes = probes?.(coverage.intervalMs) ?? 0;
  return {
    test: 'recurring',
    stream: ANY,
    variant: `${alternative} a week of ${fewestProbes} or more failing probes`,
    statistic: 'sum',
    value: sum,
    threshold: limit + caution,
    at: foldedAt,
    evidence: { alternative, tolerated: TOLERATED_OUTAGES_A_WEEK, fewestProbes, outages: starts.length },
  };
}

/** The address that failures keep to, as a measurement. */
export function measureAddress(worst: BadAddress, now: EpochMs): Measurement {
  const { address, from, failures, attempts, others, lnChance } = worst;
  return {
    test: 'one-bad-address',
    stream: ANY,
    variant: null,
    statistic: 'lnChance',
    value: lnChance,
    threshold: LN_BAD_ADDRESS,
    at: now,
    evidence: {
      address,
      fromAt: from,
      failures: Math.round(failures),
      attempts: Math.round(attempts),
      otherFailures: Math.round(others.failures),
      otherAttempts: Math.round(others.attempts),
    },
  };
}
