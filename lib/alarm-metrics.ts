import { Duration } from 'aws-cdk-lib/core';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { METRICS, METRIC_NAMESPACE, type MetricName } from '../functions/core/metrics.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

type Dimensions = Readonly<Record<string, string>>;

/** A series of the catalogue, with its own statistic. */
export function ownMetric(name: MetricName, dimensions: Dimensions, period: Duration): Metric {
  const { statistic } = METRICS[name];
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: { ...dimensions },
    statistic,
    period,
  });
}

/** Something that should be 0, in stretches of three ticks: an expression over metrics. */
export interface Wrong {
  readonly expression: string;
  readonly metrics: Readonly<Record<string, IMetric>>;
}

/** Failed runs. AWS counts them once, and no failed run is tried again, so a sum is right. */
export function failedRuns({ function: lambda, every }: ScheduledFunction): Wrong {
  return { expression: 'errors', metrics: { errors: lambda.metricErrors(sumIn(every)) } };
}

/**
 * Failed detect runs, unless a notice waits: a topic that takes nothing is a fault of each run, and has an alarm of its own. Where the
 * outbox could not be read there is no count of what waits, which is no reason to be silent.
 */
export function failedRunsButUnsent(detect: ScheduledFunction): Wrong {
  const unsent = ownMetric('OldestUnsentMinutes', {}, stretchOf(detect.every));
  return {
    expression: 'IF(MAX([unsent, 0 * runs]) > 0, 0, errors)',
    metrics: { ...failedRuns(detect).metrics, unsent },
  };
}

/** Ticks that EventBridge Scheduler could not hand over, and those that Lambda held back. Either may have no data at all, which `lost + held` would not bear. */
export function lostTicks({ function: lambda, deadLetters, every }: ScheduledFunction): Wrong {
  const lost = deadLetters.metricNumberOfMessagesSent(sumIn(every));
  return { expression: 'SUM([lost, held])', metrics: { lost, held: lambda.metricThrottles(sumIn(every)) } };
}

/** What is wrong while runs come in; a stretch without any has no value. */
export function whileRunning({ expression, metrics }: Wrong, runs: Metric, label: string): IMetric {
  const period = stretchOf(runs.period);
  return new MathExpression({
    expression: `IF(runs > 0, ${expression}, 0)`,
    usingMetrics: { runs: runs.with({ statistic: Stats.SAMPLE_COUNT, period }), ...metrics },
    period,
    label,
  });
}

function stretchOf(every: Duration): Duration {
  return Duration.minutes(3 * every.toMinutes());
}

function sumIn(every: Duration) {
  return { statistic: Stats.SUM, period: stretchOf(every) };
}

/** Messages that the topic took and somebody did not get; without those that a dead-letter queue kept. */
export function failedDeliveries(topic: ITopic, hasDeadLetters: boolean): IMetric {
  const options = { period: Duration.minutes(5), statistic: Stats.SUM };
  const failed = topic.metricNumberOfNotificationsFailed(options);
  if (!hasDeadLetters) return failed;
  return new MathExpression({
    expression: 'SUM([failed, -1 * kept])',
    usingMetrics: { failed, kept: topic.metric('NumberOfNotificationsRedrivenToDlq', options) },
    period: options.period,
    label: 'not delivered',
  });
}
