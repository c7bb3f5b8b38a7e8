import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { METRICS, METRIC_NAMESPACE, type MetricValue } from '../core/metrics.ts';
import type { MetricSink } from '../core/ports.ts';

/** CloudWatch takes at most 1,000 metrics in one call (PutMetricData). */
const DATA_PER_CALL = 1_000;

/**
 * Publishes metrics with PutMetricData. Build the client with `maxAttempts: 1`: a call that is retried after it got through
 * counts twice, since CloudWatch adds up what has the same time.
 */
export function cloudWatchMetrics(client: CloudWatchClient): MetricSink {
  return {
    put: async (values, at) => {
      for (let from = 0; from < values.length; from += DATA_PER_CALL) {
        const data = values.slice(from, from + DATA_PER_CALL).map((value) => datum(value, at));
        await client.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData: data }));
      }
    },
  };
}

function datum({ name, dimensions, value, weight }: MetricValue, at: number): MetricDatum {
  return {
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(at),
    Unit: METRICS[name].unit,
    // As often as it weighs: CloudWatch averages over all values of a period, whoever sent them.
    ...(weight === undefined ? { Value: value } : { Values: [value], Counts: [weight] }),
  };
}
