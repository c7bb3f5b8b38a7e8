import { Stack } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../functions/core/metrics.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import { throughService } from './customer-key.ts';
import type { TablePlace } from './monitor-table.ts';

/**
 * What the probe function of a vantage may do: claim and finish its runs, store the target set that they speak of, keep what it
 * learned, read what to probe closer, read the accounts' tokens in the region of `scope`, publish metrics. Runs of other
 * vantages, problems and notices are out of its reach.
 */
export function probeGrants(
  scope: Construct,
  table: TablePlace,
  vantage: string,
  homeRegion: string,
  accounts: Settings['accounts'],
): PolicyStatement[] {
  const tokens = Object.values(accounts).flatMap(({ tokenParameter }) => tokenParameter ?? []);
  const runs = `run#${vantage}`;
  return [
    onPartitions(table, ['dynamodb:PutItem'], [runs, 'targets', 'memory']),
    onPartitions(table, ['dynamodb:UpdateItem'], [runs]),
    onPartitions(table, ['dynamodb:GetItem'], ['memory', 'hints']),
    ...throughService(table.keyArn, 'dynamodb', homeRegion),
    publishMetrics(),
    ...(tokens.length === 0 ? [] : [readParameters(Stack.of(scope), tokens)]),
  ];
}

/**
 * Items of these partitions only (functions/adapters/dynamodb/table.ts says what they hold). `ForAllValues` is true of a request
 * that names no key at all, which `Null` rules out (IAM User Guide, "Conditions with multiple context keys or values").
 */
function onPartitions(table: TablePlace, actions: string[], partitions: string[]): PolicyStatement {
  return new PolicyStatement({
    actions,
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/**
 * What the detect function may do: read runs, keep problems and outbox (by transactions), publish notices and metrics, look who gets
 * them, read where it reports that it is alive.
 */
export function detectGrants(table: Table, topic: ITopic, heartbeatUrl: Settings['heartbeatUrl']): PolicyStatement[] {
  const { region } = Stack.of(table);
  const keyArn = table.encryptionKey?.keyArn;
  const parameters = heartbeatUrl === null || typeof heartbeatUrl === 'string' ? [] : [heartbeatUrl.parameter];
  return [
    new PolicyStatement({
      actions: [
        'dynamodb:Query',
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      resources: [table.tableArn],
    }),
    new PolicyStatement({ actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic'], resources: [topic.topicArn] }),
    ...throughService(keyArn, 'dynamodb', region),
    ...throughService(keyArn, 'sns', region),
    publishMetrics(),
    ...(parameters.length === 0 ? [] : [readParameters(Stack.of(table), parameters)]),
  ];
}

/** The partitions of the table that the widget reads (functions/adapters/dynamodb/table.ts says what they hold). */
const WIDGET_PARTITIONS = ['run#*', 'targets', 'open', 'commits', 'outbox', 'dead', 'care', 'detect', 'subscriptions'];

/**
 * What the widget function may do: read runs, problems and how the monitor does. Detector snapshots, sent notices and
 * what probes learned are out of its reach, and so is every change. `ForAllValues` is true of a request that names no key at
 * all, which `Null` rules out (IAM User Guide, "Conditions with multiple context keys or values").
 */
export function widgetGrants(table: Table): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['dynamodb:Query', 'dynamodb:GetItem'],
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': WIDGET_PARTITIONS },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
    ...throughService(table.encryptionKey?.keyArn, 'dynamodb', Stack.of(table).region),
  ];
}

/** What the slack function may do: read the webhook's URL, and, for Lambda, keep what it could not post. */
export function slackGrants(deadLetters: IQueue, webhookParameter: string): PolicyStatement[] {
  return [
    readParameters(Stack.of(deadLetters), [webhookParameter]),
    new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    ...throughService(deadLetters.encryptionMasterKey?.keyArn, 'sqs', Stack.of(deadLetters).region),
  ];
}

/** The namespace is the only thing that CloudWatch can limit here; PutMetricData knows no resources. */
function publishMetrics(): PolicyStatement {
  return new PolicyStatement({
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
  });
}

/**
 * No `kms:Decrypt`: the key policy of `alias/aws/ssm`, the default of a SecureString, lets every principal of the account
 * decrypt through SSM (Systems Manager User Guide, "Restricting access to Parameter Store parameters").
 */
function readParameters(stack: Stack, names: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: names.map((name) =>
      stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }),
    ),
  });
}
