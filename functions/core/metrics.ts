import type { Expiry } from './model/digest.ts';
import type { FailureClass } from './model/outcome.ts';
import { FAILURE_CLASSES, isFailure, isOwnNetwork } from './model/outcome.ts';
import type { Problem } from './model/problem.ts';
import type { Probe, Run } from './model/run.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from './model/time.ts';

/** CloudWatch namespace of every metric below. */
export const METRIC_NAMESPACE = 'ApiV2Health';

/** Whether each target has series of its own, or the fleet alone has. */
export type MetricsMode = 'fleet' | 'per-target';

/**
 * Every metric there is: emitter, alarms, dashboard, bill and README read this table. Those with the dimension `Target` are
 * published in the mode `per-target` alone.
 *
 * At most two series per target, because CloudWatch bills each (metric × dimension values), for the hours in which it has a
 * value; what is nearly always 0 is published when it is not. A PutMetricData call that is retried after it got through counts
 * twice, so alarms use averages and missing data, never sums.
 */
export const METRICS = {
  Availability: {
    unit: 'None',
    dimensions: ['Vantage', 'Target'],
    published: 'always',
    statistic: 'Average',
    meaning: '1 for a healthy probe, 0 for a failing one; nothing when not probed or when our own network was down',
  },
  Latency: {
    unit: 'Milliseconds',
    dimensions: ['Vantage', 'Target'],
    published: 'always',
    statistic: 'p50',
    meaning: "duration of the healthy probe's last attempt",
  },
  FleetAvailability: {
    unit: 'None',
    dimensions: ['Vantage'],
    published: 'always',
    statistic: 'Average',
    meaning: 'share of the probes of a run that were healthy, those left out that our own network kept from the API',
  },
  FailingRatio: {
    unit: 'None',
    dimensions: ['Vantage', 'Class'],
    published: 'above-0',
    statistic: 'Sum',
    meaning:
      'share of the probes of a run that failed with this class; its sum, by that of `ProbeRun`, is the share over time',
  },
  MaskedRatio: {
    unit: 'None',
    dimensions: ['Vantage'],
    published: 'above-0',
    statistic: 'Sum',
    meaning: 'share of the probes of a run that were healthy only after a retry; over time as above',
  },
  ProbeRun: {
    unit: 'None',
    dimensions: ['Vantage'],
    published: 'always',
    statistic: 'Average',
    meaning: '1 for each finished probe run; its absence is the dead man of the probes',
  },
  DetectRun: {
    unit: 'None',
    dimensions: [],
    published: 'always',
    statistic: 'Average',
    meaning: '1 for each finished detect run; its absence is the dead man of detection',
  },
  OpenProblems: {
    unit: 'Count',
    dimensions: [],
    published: 'always',
    statistic: 'Maximum',
    meaning: 'problems open at the end of a detect run',
  },
  OpenChronicProblems: {
    unit: 'Count',
    dimensions: [],
    published: 'always',
    statistic: 'Maximum',
    meaning: 'those of them that are chronic',
  },
  TokenDaysLeft: {
    unit: 'None',
    dimensions: ['Account'],
    published: 'hour-in-six',
    statistic: 'Minimum',
    meaning: 'days until the token of an account ends, below 0 after that; of the ten that end first',
  },
  CertificateDaysLeft: {
    unit: 'None',
    dimensions: ['Host'],
    published: 'hour-in-six',
    statistic: 'Minimum',
    meaning: 'days until the certificate of a host ends, below 0 after that; of the ten that end first',
  },
  OldestUnsentMinutes: {
    unit: 'None',
    dimensions: [],
    published: 'untold',
    statistic: 'Maximum',
    meaning: 'age in minutes of the oldest notice that the channel has not accepted yet; 0 for none',
  },
  DeadNotices: {
    unit: 'Count',
    dimensions: [],
    published: 'untold',
    statistic: 'Maximum',
    meaning: 'notices that were refused for a day and are tried no more',
  },
} as const satisfies Record<string, MetricDefinition>;

/** What tells the series of a metric apart. `Account` and `Host` are of a token and a certificate. */
export type MetricDimension = 'Vantage' | 'Target' | 'Class' | 'Account' | 'Host';

/**
 * When a metric has a value. `hour-in-six`: in the first of every six hours, for what changes by the day. `untold`: while a
 * notice waits or is dead, for a while afterwards, so that its alarm sees that it is over, and in those hours too.
 */
export type MetricPresence = 'always' | 'above-0' | 'hour-in-six' | 'untold';

/** A line of the catalogue. */
export interface MetricDefinition {
  readonly unit: 'None' | 'Count' | 'Milliseconds';
  readonly dimensions: readonly MetricDimension[];
  readonly published: MetricPresence;
  /** The statistic that is meaningful, and that alarms and graphs use. */
  readonly statistic: 'Average' | 'Minimum' | 'Maximum' | 'Sum' | 'p50';
  readonly meaning: string;
}

export type MetricName = keyof typeof METRICS;

/** One value of one series. */
export interface MetricValue {
  readonly name: MetricName;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** How many probes a share is of, where other shards publish theirs in the same series; absent for 1. Averages go by it. */
  readonly weight?: number;
}

/** Each is a series that is paid for, and what ends later can wait. */
export const MOST_ENDS = 10;

/**
 * The values of one probe run. Shards of a vantage share its series: CloudWatch averages their shares by how many probes each is
 * of, so that the average is that of all probes. A shard that did not run is in none of them.
 */
export function probeMetrics(run: Run, mode: MetricsMode): MetricValue[] {
  const vantage = { Vantage: run.key.vantage };
  const probed = run.probes.filter((probe) => probe.outcome.class !== 'not-probed');
  const values: MetricValue[] = [{ name: 'ProbeRun', dimensions: vantage, value: 1 }];
  if (probed.length === 0) return values;
  const weightOf = (probes: number) => ((run.shards ?? 1) > 1 ? { weight: probes } : {});

  const ratio = (name: MetricName, dimensions: MetricValue['dimensions'], count: number) => {
    if (count > 0) values.push({ name, dimensions, value: count / probed.length });
  };
  for (const failureClass of FAILURE_CLASSES) {
    ratio('FailingRatio', { ...vantage, Class: failureClass }, countClass(probed, failureClass));
  }
  ratio('MaskedRatio', vantage, probed.filter((probe) => probe.masked).length);
  const telling = probed.filter(({ outcome }) => !isOwnNetwork(outcome));
  if (telling.length > 0) {
    const healthy = telling.filter(({ outcome }) => !isFailure(outcome)).length;
    const value = healthy / telling.length;
    values.push({ name: 'FleetAvailability', dimensions: vantage, value, ...weightOf(telling.length) });
  }
  if (mode === 'fleet') return values;
  return [...values, ...telling.flatMap((probe) => targetMetrics(probe, vantage))];
}

function targetMetrics({ targetId, outcome, attempts }: Probe, vantage: { readonly Vantage: string }): MetricValue[] {
  const dimensions = { ...vantage, Target: targetId };
  const availability: MetricValue = { name: 'Availability', dimensions, value: isFailure(outcome) ? 0 : 1 };
  const last = attempts.at(-1);
  if (outcome.class !== 'healthy' || last === undefined) return [availability];
  return [availability, { name: 'Latency', dimensions, value: last.observation.durationMs }];
}

/** How the outbox stands at the end of a detect run. */
export interface OutboxStanding {
  /** Announcements that wait. */
  readonly unsentNotices: number;
  /** Time since the tick of the oldest of them; 0 for none. */
  readonly oldestUnsentMs: number;
  /** Dead letters. */
  readonly deadNotices: number;
}

/** What a detect run knows at its end. */
export interface DetectStanding {
  /** The tick of the run. */
  readonly tickAt: EpochMs;
  /** The open problems; `null` when they could not be read. */
  readonly open: readonly Pick<Problem, 'nature'>[] | null;
  /** `null` when it could not be read. */
  readonly outbox: OutboxStanding | null;
  /** When tokens and certificates end, as far as that is known, the soonest first. */
  readonly ends: readonly Expiry[];
  /** The tick of the newest run before it at which something was untold, as far as this process knows; `null` for none. */
  readonly untoldAt: EpochMs | null;
}

/** What changes by the day, and that nothing is untold, is published for an hour in so many. */
export const PERIOD_OF_ENDS_MS = 6 * HOUR_MS;

/** An alarm over three passes needs one value to see that it is over; a call or two may fail. */
const RECOVERY_MS = 15 * MINUTE_MS;

/** Whether people were not told of something yet. */
export function isUntold({ unsentNotices, deadNotices }: OutboxStanding): boolean {
  return unsentNotices > 0 || deadNotices > 0;
}

/** The values of one detect run; a count that could not be had is not guessed. */
export function detectMetrics({ tickAt, open, outbox, ends, untoldAt }: DetectStanding): MetricValue[] {
  const of = (name: MetricName, value: number): MetricValue => ({ name, dimensions: {}, value });
  const daysLeft = (what: Expiry['what'], name: MetricName, dimension: MetricDimension): MetricValue[] =>
    ends
      .filter((end) => end.what === what)
      .slice(0, MOST_ENDS)
      .map((end) => ({ name, dimensions: { [dimension]: end.name }, value: (end.at - tickAt) / DAY_MS }));
  const isHourOfEnds = tickAt % PERIOD_OF_ENDS_MS < HOUR_MS;
  const values = [of('DetectRun', 1)];
  if (open !== null) {
    values.push(
      of('OpenProblems', open.length),
      of('OpenChronicProblems', open.filter(({ nature }) => nature === 'chronic').length),
    );
  }
  if (isHourOfEnds) {
    values.push(
      ...daysLeft('token', 'TokenDaysLeft', 'Account'),
      ...daysLeft('certificate', 'CertificateDaysLeft', 'Host'),
    );
  }
  const isRecovering = untoldAt !== null && tickAt - untoldAt <= RECOVERY_MS;
  if (outbox !== null && (isUntold(outbox) || isRecovering || isHourOfEnds)) {
    values.push(of('OldestUnsentMinutes', outbox.oldestUnsentMs / MINUTE_MS), of('DeadNotices', outbox.deadNotices));
  }
  return values;
}

function countClass(probes: Run['probes'], failureClass: FailureClass): number {
  return probes.filter((probe) => probe.outcome.class === failureClass).length;
}
