import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloudWatchMetrics } from '../../functions/adapters/cloudwatch-metrics.ts';
import { METRICS, METRIC_NAMESPACE, type MetricName, type MetricValue } from '../../functions/core/metrics.ts';
import type { MetricSink } from '../../functions/core/ports.ts';
import { TICK_AT } from '../support/builders.ts';
import type { AwsEndpoint } from '../support/aws-endpoints.ts';
import { jsonReply, putOf, startCloudWatch } from '../support/aws-endpoints-services.ts';

let cloudWatch: AwsEndpoint;
let client: CloudWatchClient;
let metrics: MetricSink;
beforeEach(async () => {
  cloudWatch = await startCloudWatch();
  client = new CloudWatchClient({ ...cloudWatch.clientConfig, maxAttempts: 1 });
  metrics = cloudWatchMetrics(client);
});
afterEach(async () => {
  client.destroy();
  await cloudWatch.close();
});

function latencies(count: number): MetricValue[] {
  return Array.from({ length: count }, (_, n) => ({
    name: 'Latency',
    dimensions: { Vantage: 'local', Target: `target-${n}` },
    value: n,
  }));
}

test('a value is put into the namespace with its dimensions, unit and the tick as its time', async () => {
  await metrics.put(
    [
      { name: 'Latency', dimensions: { Vantage: 'local', Target: 'server-time' }, value: 42.5 },
      { name: 'DetectRun', dimensions: {}, value: 1 },
    ],
    TICK_AT,
  );
  expect(cloudWatch.requests.map(putOf)).toEqual([
    {
      Namespace: METRIC_NAMESPACE,
      MetricData: [
        {
          MetricName: 'Latency',
          Dimensions: [
            { Name: 'Vantage', Value: 'local' },
            { Name: 'Target', Value: 'server-time' },
          ],
          Timestamp: TICK_AT / 1_000,
          Unit: 'Milliseconds',
          Value: 42.5,
        },
        { MetricName: 'DetectRun', Dimensions: [], Timestamp: TICK_AT / 1_000, Unit: 'None', Value: 1 },
      ],
    },
  ]);
});

test('a value that weighs is put as often, so that CloudWatch averages by weight', async () => {
  const share = { name: 'FleetAvailability', dimensions: { Vantage: 'local' }, value: 0.75, weight: 240 } as const;
  await metrics.put([share], TICK_AT);
  const [data] = cloudWatch.requests.map((request) => putOf(request).MetricData[0]);
  expect(data).toMatchObject({ Values: [0.75], Counts: [240] });
  expect(data).not.toHaveProperty('Value');
});

test('every metric has the unit that the table gives it', async () => {
  const names = Object.keys(METRICS) as MetricName[];
  await metrics.put(
    names.map((name) => ({ name, dimensions: {}, value: 1 })),
    TICK_AT,
  );
  const units = cloudWatch.requests
    .flatMap((request) => putOf(request).MetricData)
    .map(({ MetricName, Unit }) => [MetricName, Unit]);
  expect(units).toEqual(names.map((name) => [name, METRICS[name].unit]));
});

test.for<{ count: number; calls: readonly number[] }>([
  { count: 0, calls: [] },
  { count: 1_000, calls: [1_000] },
  { count: 1_001, calls: [1_000, 1] },
  { count: 2_345, calls: [1_000, 1_000, 345] },
])('$count values take calls of at most 1,000', async ({ count, calls }) => {
  const values = latencies(count);
  await metrics.put(values, TICK_AT);
  const puts = cloudWatch.requests.map((request) => putOf(request).MetricData);
  expect(puts.map(({ length }) => length)).toEqual(calls);
  expect(puts.flat().map(({ Value }) => Value)).toEqual(values.map(({ value }) => value));
});

test('a large call is compressed, far below the limit of 1 MB', async () => {
  await metrics.put(latencies(1_000), TICK_AT);
  const [request] = cloudWatch.requests;
  expect(request?.headers['content-encoding']).toBe('gzip');
  expect(request?.bytesOnWire).toBeLessThan(100_000);
});

test.for([
  { name: 'an error of the service', status: 500, type: 'InternalServiceFault' },
  { name: 'a missing grant', status: 403, type: 'AccessDeniedException' },
])('$name rejects after one attempt, and no further call is made', async ({ status, type }) => {
  cloudWatch.reply = () => jsonReply('1.0', status, { __type: type, message: 'no' });
  await expect(metrics.put(latencies(1_500), TICK_AT)).rejects.toMatchObject({ name: type });
  expect(cloudWatch.requests).toHaveLength(1);
});

test('a connection that is cut rejects after one attempt', async () => {
  cloudWatch.reply = () => 'cut-off';
  await expect(metrics.put(latencies(1), TICK_AT)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(cloudWatch.requests).toHaveLength(1);
});
