import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { cloudWatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoChronicStates } from '../adapters/dynamodb/chronic-states.ts';
import { dynamoStates } from '../adapters/dynamodb/states.ts';
import { PARTITIONS } from '../adapters/dynamodb/table.ts';
import { dynamoProblems } from '../adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../adapters/dynamodb/run-history.ts';
import { bundledSettings, requiredVariables } from '../adapters/environment.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { snsNotifier } from '../adapters/sns-notifier.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { RunFaultsError } from '../core/fault-report.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import { renderNotice } from '../core/problems/message.ts';
import { tickOf } from '../core/schedule-event.ts';
import { runDetect, type DetectPorts } from './run.ts';

const variables = requiredVariables(process.env, ['TABLE_NAME', 'TOPIC_ARN', 'VANTAGE']);
const settings = bundledSettings(import.meta.dirname);
const client = new DynamoDBClient(AWS_TIMEOUTS);
const table = { client, tableName: variables.TABLE_NAME, newId: randomUUID };
const problems = dynamoProblems(table);

const ports: DetectPorts = {
  history: dynamoRunHistory({ ...table, retentionMs: settings.retentionMs }),
  states: dynamoStates(table, PARTITIONS.detect),
  chronic: dynamoChronicStates(table),
  hints: dynamoStates(table, PARTITIONS.hints),
  memory: dynamoStates(table, PARTITIONS.memory),
  problems,
  outbox: problems,
  notifier: snsNotifier({
    client: new SNSClient({ ...AWS_TIMEOUTS, maxAttempts: 1 }),
    topicArn: variables.TOPIC_ARN,
    render: (notice) => renderNotice(notice, settings),
  }),
  metrics: cloudWatchMetrics(new CloudWatchClient({ ...AWS_TIMEOUTS, maxAttempts: 1 })),
  clock: systemClock,
  log: jsonLog(console),
  newOwner: randomUUID,
};

/** Lambda entry point: one detect run per scheduled tick. */
export async function handler(event: unknown): Promise<void> {
  const tickAt = tickOf(event, MINUTE_MS, Date.parse);
  const { faults } = await runDetect({ tickAt, vantages: [variables.VANTAGE] }, settings, ports);
  if (faults.length > 0) throw new RunFaultsError(faults);
}
