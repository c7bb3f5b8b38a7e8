import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { asText, monitorTemplate, onlyResource } from '../support/template.ts';

const template = monitorTemplate();

describe.each([
  { name: 'Probe', timeoutSeconds: 120 },
  { name: 'Detect', timeoutSeconds: 60 },
])('$name', ({ name, timeoutSeconds }) => {
  const lambda = onlyResource(template, 'AWS::Lambda::Function', `${name}Function`).Properties;
  const schedule = onlyResource(template, 'AWS::Scheduler::Schedule', `${name}Schedule`).Properties;
  const target = schedule.Target as Record<string, unknown>;

  test('runs on Node 24, arm64', () => {
    expect(lambda).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: timeoutSeconds,
      Handler: 'index.handler',
    });
  });

  test('has no concurrency of its own reserved', () => {
    expect(lambda).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('is called every minute, aligned to the wall clock', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(* * * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
    });
    expect(asText(target.Arn)).toBe(`\${${name}Function.Arn}`);
  });

  test('is told its tick by the schedule', () => {
    expect(target.Input).toBe('{"tickAt":"<aws.scheduler.scheduled-time>"}');
  });

  test('a tick that cannot be delivered is given up within a minute', () => {
    expect(target.RetryPolicy).toEqual({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 });
  });

  test('… and is kept for two weeks in an encrypted queue that only TLS reaches', () => {
    const queue = onlyResource(template, 'AWS::SQS::Queue', `${name}DeadLetters`).Properties;
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
    expect(asText((target.DeadLetterConfig as { Arn: unknown }).Arn)).toBe(`\${${name}DeadLetters.Arn}`);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp(`^${name}DeadLetters`) }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
  });

  test('a failed run is not tried again by Lambda', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp(`^${name}Function`) },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test('logs JSON to its own group, kept for a month and removed with the stack', () => {
    const group = onlyResource(template, 'AWS::Logs::LogGroup', `${name}Log`);
    expect(group).toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' });
    expect(lambda.LoggingConfig).toMatchObject({ LogFormat: 'JSON' });
    expect(asText((lambda.LoggingConfig as { LogGroup: unknown }).LogGroup)).toBe(`\${${name}Log}`);
  });
});

test.each([
  {
    name: 'Probe',
    expected: { TABLE_NAME: '${Table}', HOME_REGION: '${AWS::Region}', VANTAGE: '${AWS::Region}' },
  },
  {
    name: 'Detect',
    expected: {
      DASHBOARD_NAME: 'ApiV2HealthMonitor-${AWS::Region}',
      LOG_GROUPS: '${ProbeLog}',
      TABLE_NAME: '${Table}',
      TOPIC_ARN: '${Alerts}',
      VANTAGES: '${AWS::Region}',
    },
  },
])('the environment of $name holds names and ARNs only', ({ name, expected }) => {
  const { Environment } = onlyResource(template, 'AWS::Lambda::Function', `${name}Function`).Properties;
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  const found = Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, asText(value)]));
  expect(found).toEqual(expected);
});

test('targets probed every ten minutes: probes tick as seldom, detection stays at a minute', () => {
  const slow = monitorTemplate({ targets: [{ ladder: 'main', every: '10m' }] });
  const probe = onlyResource(slow, 'AWS::Scheduler::Schedule', 'ProbeSchedule').Properties;
  const detect = onlyResource(slow, 'AWS::Scheduler::Schedule', 'DetectSchedule').Properties;
  expect(probe.ScheduleExpression).toBe('cron(0/10 * * * ? *)');
  expect(detect.ScheduleExpression).toBe('cron(* * * * ? *)');
});
