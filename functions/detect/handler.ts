import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { cloudWatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoCare } from '../adapters/dynamodb/care.ts';
import { dynamoChronicStates } from '../adapters/dynamodb/chronic-states.ts';
import { dynamoStates } from '../adapters/dynamodb/states.ts';
import { PARTITIONS } from '../adapters/dynamodb/table.ts';
import { dynamoProblems } from '../adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../adapters/dynamodb/run-history.ts';
import { bundledSettings, requiredVariables } from '../adapters/environment.ts';
import { httpHeartbeat } from '../adapters/heartbeat.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { snsNotifier } from '../adapters/sns-notifier.ts';
import { snsSubscriptions } from '../adapters/sns-subscriptions.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { RunFaultsError } from '../core/fault-report.ts';
import { maintenanceCalendar } from '../core/maintenance-calendar.ts';
import { consoleLinks } from '../core/messages/console-links.ts';
import type { MessageContext } from '../core/messages/message-context.ts';
import { snsMessage } from '../core/messages/sns-message.ts';
import { MINUTE_MS, SECOND_MS } from '../core/model/time.ts';
import type { Secrets } from '../core/ports.ts';
import { tickOf } from '../core/schedule-event.ts';
import { runDetect, type DetectPorts } from './run.ts';
import { nothingUntold } from './untold.ts';

const variables = requiredVariables(process.env, ['TABLE_NAME', 'TOPIC_ARN', 'VANTAGES', 'LOG_GROUPS']);
const settings = bundledSettings(import.meta.dirname);
const client = new DynamoDBClient(AWS_TIMEOUTS);
const table = { client, tableName: variables.TABLE_NAME, newId: randomUUID };
const sns = new SNSClient({ ...AWS_TIMEOUTS, maxAttempts: 1 });
const problems = dynamoProblems(table);
const log = jsonLog(console);

const { timeZone, runbookUrl } = settings;
const region = process.env.AWS_REGION ?? null;
/** The home region first; the log groups of their probe functions stand in the same order. */
const vantages = variables.VANTAGES.split(',');
const [homeLogGroup = '', ...furtherLogGroups] = variables.LOG_GROUPS.split(',');
const links = consoleLinks({
  region,
  dashboardName: process.env.DASHBOARD_NAME ?? null,
  logGroups: [homeLogGroup],
  logGroupsElsewhere: new Map(furtherLogGroups.map((group, index) => [vantages[index + 1] ?? '', group])),
});
const problemsOptions = `--table ${variables.TABLE_NAME}${region === null ? '' : ` --region ${region}`}`;
const maintenance = maintenanceCalendar(settings.maintenance);
const context: MessageContext = { timeZone, runbookUrl, ...links, problemsOptions, maintenance, isTest: false };

const ports: Omit<DetectPorts, 'heartbeat'> = {
  history: dynamoRunHistory({ ...table, retentionMs: settings.retentionMs }),
  states: dynamoStates(table, PARTITIONS.detect),
  chronic: dynamoChronicStates(table),
  hints: dynamoStates(table, PARTITIONS.hints),
  memory: dynamoStates(table, PARTITIONS.memory),
  problems,
  outbox: problems,
  cares: dynamoCare(table, (fault) => {
    log.warn('care-unreadable', { fault });
  }),
  digests: dynamoStates(table, PARTITIONS.digest),
  subscriptions: {
    list: snsSubscriptions({ client: sns, topicArn: variables.TOPIC_ARN }),
    states: dynamoStates(table, PARTITIONS.subscriptions),
  },
  notifier: snsNotifier({
    client: sns,
    topicArn: variables.TOPIC_ARN,
    render: (announcement, care) => snsMessage(announcement, context, care),
  }),
  metrics: cloudWatchMetrics(new CloudWatchClient({ ...AWS_TIMEOUTS, maxAttempts: 1 })),
  clock: systemClock,
  log,
  newOwner: randomUUID,
  untold: nothingUntold(),
};

/** A handler that reads the URL of the dead-man service, where that is a secret, by these means: its bundle has to hold them. */
export function detectHandler(secrets: Secrets): (event: unknown) => Promise<void> {
  const service = httpHeartbeat({ timeoutMs: 5 * SECOND_MS });
  const all: DetectPorts = { ...ports, heartbeat: { service, secrets } };
  return async (event) => {
    const tickAt = tickOf(event, MINUTE_MS, Date.parse);
    const { faults } = await runDetect({ tickAt, vantages }, settings, all);
    if (faults.length > 0) throw new RunFaultsError(faults);
  };
}

/** Lambda entry point: one detect run per scheduled tick. No secret is read here, see functions/detect-with-secret. */
export const handler = detectHandler({
  read: () => Promise.reject(new Error('this function was deployed without means to read parameters; deploy it again')),
});
