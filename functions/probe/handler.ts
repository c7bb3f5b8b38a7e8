import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { cloudWatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoStates } from '../adapters/dynamodb/states.ts';
import { PARTITIONS } from '../adapters/dynamodb/table.ts';
import { dynamoRunHistory } from '../adapters/dynamodb/run-history.ts';
import { bundledSettings, requiredVariables } from '../adapters/environment.ts';
import { httpProber } from '../adapters/http/prober.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { ssmSecrets } from '../adapters/ssm-secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { RunFaultsError } from '../core/fault-report.ts';
import { shardsOf } from '../core/model/shards.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import { shardIn, tickOf } from '../core/schedule-event.ts';
import { nothingCarried } from './carried-over.ts';
import type { ProbePorts } from './run.ts';
import { runShard } from './run-shard.ts';

const variables = requiredVariables(process.env, ['TABLE_NAME', 'HOME_REGION', 'VANTAGE']);
const settings = bundledSettings(import.meta.dirname);
const shards = shardsOf(settings);
const now = () => systemClock.now();

/** Records and metrics go to the home region; tokens are read where the function runs. */
const atHome = { ...AWS_TIMEOUTS, region: variables.HOME_REGION };
const table = { client: new DynamoDBClient(atHome), tableName: variables.TABLE_NAME, newId: randomUUID };

const ports: ProbePorts = {
  prober: httpProber({ now }),
  history: dynamoRunHistory({ ...table, retentionMs: settings.retentionMs }),
  memory: dynamoStates(table, PARTITIONS.memory),
  hints: dynamoStates(table, PARTITIONS.hints),
  metrics: cloudWatchMetrics(new CloudWatchClient({ ...atHome, maxAttempts: 1 })),
  secrets: ssmSecrets({ client: new SSMClient(AWS_TIMEOUTS), now, keepMs: 5 * MINUTE_MS }),
  clock: systemClock,
  log: jsonLog(console),
  random: Math.random,
  carried: nothingCarried(),
};

/** Lambda entry point: one probe run per scheduled tick and shard. */
export async function handler(event: unknown): Promise<void> {
  const tickAt = tickOf(event, settings.tickMs, Date.parse);
  const key = { vantage: variables.VANTAGE, tickAt, shard: shardIn(event) };
  const { faults } = await runShard(key, settings, shards, ports);
  if (faults.length > 0) throw new RunFaultsError(faults);
}
