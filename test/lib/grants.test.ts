import { describe, expect, test } from 'vitest';
import { runPartition } from '../../functions/adapters/dynamodb/run-items.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { allowedBy, monitorTemplate, onlyResource } from '../support/template.ts';

const template = monitorTemplate();

function allowed(role: string): string[] {
  return allowedBy(onlyResource(template, 'AWS::IAM::Role', role)).sort();
}

const METRICS_ONLY_OURS = 'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"ApiV2Health"}}';
const PARAMETER = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter';

/** As it stands in a template: the partitions are those of the stores, a vantage's own runs among them. */
function onlyPartitions(...partitions: unknown[]): string {
  const condition = {
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
  return ` if ${JSON.stringify(condition)}`;
}

const { memory, hints, targets } = PARTITIONS;
const RUNS = { 'Fn::Join': ['', [runPartition(''), { Ref: 'AWS::Region' }]] };

describe('all that each role may do', () => {
  test('probe', () => {
    expect(allowed('ProbeRole')).toEqual(
      [
        `dynamodb:GetItem on \${Table.Arn}${onlyPartitions(memory, hints)}`,
        `dynamodb:PutItem on \${Table.Arn}${onlyPartitions(RUNS, targets, memory)}`,
        `dynamodb:UpdateItem on \${Table.Arn}${onlyPartitions(RUNS)}`,
        'logs:CreateLogStream on ${ProbeLog.Arn}',
        'logs:PutLogEvents on ${ProbeLog.Arn}',
        `ssm:GetParameter on ${PARAMETER}/apiv2-health/token`,
        `ssm:GetParameter on ${PARAMETER}/plain-token`,
        METRICS_ONLY_OURS,
      ].sort(),
    );
  });

  test('detect', () => {
    expect(allowed('DetectRole')).toEqual(
      [
        'dynamodb:BatchGetItem on ${Table.Arn}',
        'dynamodb:DeleteItem on ${Table.Arn}',
        'dynamodb:GetItem on ${Table.Arn}',
        'dynamodb:PutItem on ${Table.Arn}',
        'dynamodb:Query on ${Table.Arn}',
        'dynamodb:UpdateItem on ${Table.Arn}',
        'logs:CreateLogStream on ${DetectLog.Arn}',
        'logs:PutLogEvents on ${DetectLog.Arn}',
        'sns:ListSubscriptionsByTopic on ${Alerts}',
        'sns:Publish on ${Alerts}',
        METRICS_ONLY_OURS,
      ].sort(),
    );
  });

  test.each(['Probe', 'Detect'])('schedule of %s', (name) => {
    expect(allowed(`${name}SchedulerRole`)).toEqual([
      `lambda:InvokeFunction on \${${name}Function.Arn}`,
      `sqs:SendMessage on \${${name}DeadLetters.Arn}`,
    ]);
  });
});

test('nothing is granted beside the five roles', () => {
  template.resourceCountIs('AWS::IAM::Role', 5);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  template.resourceCountIs('AWS::Lambda::Permission', 0);
});

test('without tokens no parameter may be read', () => {
  const open = monitorTemplate({ alerts: { email: ['ops@example.com'] } });
  const role = onlyResource(open, 'AWS::IAM::Role', 'ProbeRole');
  expect(allowedBy(role).filter((line) => line.startsWith('ssm:'))).toEqual([]);
});

test('a token that two accounts share is granted once', () => {
  const account = { application: 'abcdefABCDEF', tokenParameter: '/shared' };
  const shared = monitorTemplate({ accounts: { one: account, two: account } });
  const role = onlyResource(shared, 'AWS::IAM::Role', 'ProbeRole');
  expect(allowedBy(role).filter((line) => line.startsWith('ssm:'))).toEqual([
    `ssm:GetParameter on ${PARAMETER}/shared`,
  ]);
});

test.each(['Probe', 'Detect'])('the scheduler role of %s serves schedules of this account only', (name) => {
  const { AssumeRolePolicyDocument } = onlyResource(template, 'AWS::IAM::Role', `${name}SchedulerRole`).Properties;
  expect(AssumeRolePolicyDocument).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ],
  });
});

test.each([
  { name: 'no dead-man service', heartbeatUrl: undefined, granted: [] },
  { name: 'its URL in the settings', heartbeatUrl: 'https://ping.example.test/x', granted: [] },
  {
    name: 'its URL in a parameter',
    heartbeatUrl: { parameter: '/apiv2-health/heartbeat' },
    granted: [`ssm:GetParameter on ${PARAMETER}/apiv2-health/heartbeat`],
  },
])('detect reads one parameter at most: $name', ({ heartbeatUrl, granted }) => {
  const config = heartbeatUrl === undefined ? {} : { heartbeatUrl };
  const role = onlyResource(monitorTemplate(config), 'AWS::IAM::Role', 'DetectRole');
  expect(allowedBy(role).filter((line) => line.startsWith('ssm:'))).toEqual(granted);
});
