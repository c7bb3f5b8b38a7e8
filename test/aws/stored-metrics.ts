import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../functions/core/metrics.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import type { ClientOptions } from './emulator.ts';

/** The last half hour of one series by minutes, the oldest first, in the statistic that alarms and graphs use. */
export async function readMetric(
  options: ClientOptions,
  name: MetricName,
  dimensions: Readonly<Record<string, string>> = {},
): Promise<readonly number[]> {
  const Metric = {
    Namespace: METRIC_NAMESPACE,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  const { MetricDataResults: [result] = [] } = await new CloudWatchClient(options).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 30 * MINUTE_MS),
      EndTime: new Date(Date.now() + MINUTE_MS),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'series', MetricStat: { Metric, Period: 60, Stat: METRICS[name].statistic } }],
    }),
  );
  return result?.Values ?? [];
}
