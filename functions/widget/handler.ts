import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { dynamoCare } from '../adapters/dynamodb/care.ts';
import { dynamoProblems } from '../adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../adapters/dynamodb/run-history.ts';
import { dynamoStates } from '../adapters/dynamodb/states.ts';
import { PARTITIONS } from '../adapters/dynamodb/table.ts';
import { bundledSettings, requiredVariables } from '../adapters/environment.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { rememberedRuns } from './remembered-runs.ts';
import { runWidget, type WidgetPorts } from './run.ts';

const variables = requiredVariables(process.env, ['TABLE_NAME', 'VANTAGES']);
const settings = bundledSettings(import.meta.dirname);
const table = { client: new DynamoDBClient(AWS_TIMEOUTS), tableName: variables.TABLE_NAME, newId: randomUUID };
const problems = dynamoProblems(table);
const log = jsonLog(console);

const ports: WidgetPorts = {
  // Nobody sees whether the newest second is in the picture.
  history: rememberedRuns(dynamoRunHistory({ ...table, retentionMs: settings.retentionMs, isReadLate: true }), () =>
    systemClock.now(),
  ),
  states: dynamoStates(table, PARTITIONS.detect),
  problems,
  outbox: problems,
  subscribed: dynamoStates(table, PARTITIONS.subscriptions),
  cares: dynamoCare(table, (fault) => {
    log.warn('care-unreadable', { fault });
  }),
  clock: systemClock,
  log,
};

/** Lambda entry point: one view of the widget on a dashboard. */
export function handler(event: unknown): Promise<string> {
  return runWidget(event, variables.VANTAGES.split(','), settings, ports);
}
