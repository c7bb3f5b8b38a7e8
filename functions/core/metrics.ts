import type { FailureClass } from './model/outcome.ts';
import { FAILURE_CLASSES, isFailure, isOwnNetwork } from './model/outcome.ts';
import type { Run } from './model/run.ts';
import { MINUTE_MS } from './model/time.ts';

/** CloudWatch namespace of every metric below. */
export const METRIC_NAMESPACE = 'ApiV2Health';

/**
 * Every metric there is: emitter, alarms, dashboard and README read this table.
 *
 * At most two series per target, because CloudWatch bills each (metric × dimension values). A PutMetricData call that is
 * retried after it got through counts twice, so alarms use averages and missing data, never sums.
 */
export const METRICS = {
  Availability: {
    unit: 'None',
    dimensions: ['Vantage', 'Target'],
    statistic: 'Average',
    meaning: '1 for a healthy probe, 0 for a failing one; nothing when not probed or when our own network was down',
  },
  Latency: {
    unit: 'Milliseconds',
    dimensions: ['Vantage', 'Target'],
    statistic: 'p50',
    meaning: "duration of the healthy probe's last attempt",
  },
  FailingRatio: {
    unit: 'None',
    dimensions: ['Vantage', 'Class'],
    statistic: 'Average',
    meaning: 'share of the probes of a run that failed with this class',
  },
  MaskedRatio: {
    unit: 'None',
    dimensions: ['Vantage'],
    statistic: 'Average',
    meaning: 'share of the probes of a run that were healthy only after a retry',
  },
  ProbeRun: {
    unit: 'None',
    dimensions: ['Vantage'],
    statistic: 'Average',
    meaning: '1 for each finished probe run; its absence is the dead man of the probes',
  },
  DetectRun: {
    unit: 'None',
    dimensions: [],
    statistic: 'Average',
    meaning: '1 for each finished detect run; its absence is the dead man of detection',
  },
  OpenProblems: {
    unit: 'Count',
    dimensions: [],
    statistic: 'Maximum',
    meaning: 'problems open at the end of a detect run',
  },
  UnsentNotices: {
    unit: 'Count',
    dimensions: [],
    statistic: 'Maximum',
    meaning: 'notices that the channel has not accepted yet',
  },
  OldestUnsentMinutes: {
    unit: 'None',
    dimensions: [],
    statistic: 'Maximum',
    meaning: 'age in minutes of the oldest notice that the channel has not accepted yet; 0 for none',
  },
  DeadNotices: {
    unit: 'Count',
    dimensions: [],
    statistic: 'Maximum',
    meaning: 'notices that were refused for a day and are tried no more',
  },
} as const satisfies Record<string, MetricDefinition>;

interface MetricDefinition {
  readonly unit: 'None' | 'Count' | 'Milliseconds';
  readonly dimensions: readonly ('Vantage' | 'Target' | 'Class')[];
  /** The statistic that is meaningful, and that alarms and graphs use. */
  readonly statistic: 'Average' | 'Maximum' | 'p50';
  readonly meaning: string;
}

export type MetricName = keyof typeof METRICS;

/** One value of one series. */
export interface MetricValue {
  readonly name: MetricName;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The values of one probe run. */
export function probeMetrics(run: Run): MetricValue[] {
  const vantage = { Vantage: run.key.vantage };
  const probed = run.probes.filter((probe) => probe.outcome.class !== 'not-probed');
  const values: MetricValue[] = [{ name: 'ProbeRun', dimensions: vantage, value: 1 }];
  if (probed.length === 0) return values;

  for (const failureClass of FAILURE_CLASSES) {
    values.push({
      name: 'FailingRatio',
      dimensions: { ...vantage, Class: failureClass },
      value: countClass(probed, failureClass) / probed.length,
    });
  }
  values.push({
    name: 'MaskedRatio',
    dimensions: vantage,
    value: probed.filter((probe) => probe.masked).length / probed.length,
  });
  for (const probe of probed) {
    if (isOwnNetwork(probe.outcome)) continue;
    const dimensions = { ...vantage, Target: probe.targetId };
    values.push({ name: 'Availability', dimensions, value: isFailure(probe.outcome) ? 0 : 1 });
    const last = probe.attempts.at(-1);
    if (probe.outcome.class === 'healthy' && last !== undefined) {
      values.push({ name: 'Latency', dimensions, value: last.observation.durationMs });
    }
  }
  return values;
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

/** The values of one detect run; a count that could not be had (`null`) is not guessed. */
export function detectMetrics(openProblems: number | null, outbox: OutboxStanding | null): MetricValue[] {
  const of = (name: MetricName, value: number): MetricValue => ({ name, dimensions: {}, value });
  return [
    of('DetectRun', 1),
    ...(openProblems === null ? [] : [of('OpenProblems', openProblems)]),
    ...(outbox === null
      ? []
      : [
          of('UnsentNotices', outbox.unsentNotices),
          of('OldestUnsentMinutes', outbox.oldestUnsentMs / MINUTE_MS),
          of('DeadNotices', outbox.deadNotices),
        ]),
  ];
}

function countClass(probes: Run['probes'], failureClass: FailureClass): number {
  return probes.filter((probe) => probe.outcome.class === failureClass).length;
}
