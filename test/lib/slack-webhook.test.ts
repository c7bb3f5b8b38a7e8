import { readFileSync } from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { SlackSettings } from '../../functions/core/settings-model.ts';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { allowedBy, asText, lambdaSettings, onlyResource, withApp } from '../support/template.ts';

function templateWith(slack: SlackSettings | null): Template {
  return withApp((app) =>
    Template.fromStack(new HealthMonitorStack(app, 'ApiV2HealthMonitor', { ...lambdaSettings(), slack })),
  );
}

const without = templateWith(null);
const template = templateWith({ webhookParameter: '/apiv2-health/slack' });
const queue = '${SlackDeadLetters.Arn}';

test('without Slack nothing of it is there', () => {
  const types = Object.values(without.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
  expect(types.filter((type) => /Chatbot|Lambda::Permission/.test(type))).toEqual([]);
  expect(JSON.stringify(without.toJSON())).not.toMatch(/slack/i);
});

test('the function is on the topic, and what SNS cannot hand over is kept', () => {
  const { Properties } = onlyResource(template, 'AWS::SNS::Subscription', 'SlackFunction');
  expect(Properties.Protocol).toBe('lambda');
  expect(asText(Properties.TopicArn)).toBe('${Alerts}');
  expect(asText(Properties.Endpoint)).toBe('${SlackFunction.Arn}');
  expect(asText((Properties.RedrivePolicy as { deadLetterTargetArn: unknown }).deadLetterTargetArn)).toBe(queue);
});

test('only the topic may call it', () => {
  template.resourceCountIs('AWS::Lambda::Permission', 1);
  const { Properties } = onlyResource(template, 'AWS::Lambda::Permission', 'SlackFunction');
  expect(Properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' });
  expect(asText(Properties.SourceArn)).toBe('${Alerts}');
});

test('what the function fails at three times is kept too', () => {
  const { Properties } = onlyResource(template, 'AWS::Lambda::EventInvokeConfig', 'SlackFunction');
  expect(Properties.MaximumRetryAttempts).toBe(2);
  const { OnFailure } = Properties.DestinationConfig as { OnFailure: { Destination: unknown } };
  expect(asText(OnFailure.Destination)).toBe(queue);
});

test('all that it may do: write its log, read that one parameter, keep what failed', () => {
  expect(allowedBy(onlyResource(template, 'AWS::IAM::Role', 'SlackRole'))).toEqual([
    'logs:CreateLogStream on ${SlackLog.Arn}',
    'logs:PutLogEvents on ${SlackLog.Arn}',
    'ssm:GetParameter on arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/apiv2-health/slack',
    `sqs:SendMessage on ${queue}`,
  ]);
  template.resourceCountIs('AWS::IAM::Role', 6);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('it runs as the other functions do', () => {
  const slack = onlyResource(template, 'AWS::Lambda::Function', 'SlackFunction').Properties;
  const detect = onlyResource(template, 'AWS::Lambda::Function', 'DetectFunction').Properties;
  for (const key of ['Runtime', 'Architectures', 'MemorySize', 'Handler']) expect(slack[key]).toEqual(detect[key]);
  expect(slack.Timeout).toBe(60);
  expect(slack.Environment).toBeUndefined();
  expect(asText((slack.LoggingConfig as { LogGroup: unknown }).LogGroup)).toBe('${SlackLog}');
});

describe('the queue', () => {
  test('is encrypted, keeps for two weeks, and takes messages over TLS from that topic', () => {
    const { Properties } = onlyResource(template, 'AWS::SQS::Queue', 'SlackDeadLetters');
    expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^SlackDeadLetters') }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('^Alerts') } } },
          }),
        ],
      },
    });
  });

  test('rings with one message, through the topic, and not again because it is idle', () => {
    const { Properties } = onlyResource(template, 'AWS::CloudWatch::Alarm', 'SlackUndelivered');
    expect(Properties).toMatchObject({
      AlarmName: 'ApiV2HealthMonitor-slack-undelivered',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'ignore',
    });
    const { AlarmActions, OKActions, Dimensions, AlarmDescription } = Properties as Record<string, unknown[]>;
    expect(AlarmActions?.map(asText)).toEqual(['${Alerts}']);
    expect(OKActions?.map(asText)).toEqual(['${Alerts}']);
    expect(asText((Dimensions?.[0] as { Value: unknown }).Value)).toBe('${SlackDeadLetters.QueueName}');
    expect(AlarmDescription).toMatch(/^In ALARM: [A-Z].+\. [A-Z].+\. README\.md#slack-undelivered$/);
  });
});

test('the README says what to do about that alarm', () => {
  expect(readFileSync('README.md', 'utf8')).toMatch(/^#+ slack-undelivered$/m);
});
