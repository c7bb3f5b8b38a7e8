import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { runPartition } from '../../functions/adapters/dynamodb/run-items.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import {
  SAMPLE_CONFIG,
  allowedBy,
  asText,
  lambdaSettings,
  monitorTemplates,
  onlyResource,
  withApp,
} from '../support/template.ts';

const HOME = 'ApiV2HealthMonitor';
const VANTAGES = ['eu-central-1', 'us-east-1', 'ap-southeast-2'];
const TABLE_NAME = '${ApiV2HealthMonitor in eu-central-1: PublishOutputRefTableCD117FA1}';
const TABLE_ARN = '${ApiV2HealthMonitor in eu-central-1: PublishOutputFnGetAttTableCD117FA1Arn}';

/** The stacks with the first so many regions. */
const stacks = [1, 2, 3].map((count) => monitorTemplates({ ...SAMPLE_CONFIG, vantages: VANTAGES.slice(0, count) }));
const unnamed = monitorTemplates();
const [one, , three] = stacks as [typeof unnamed, typeof unnamed, typeof unnamed];

function logicalIds(template: Template | undefined): string[] {
  return Object.keys((template?.toJSON() as { Resources: object }).Resources).toSorted();
}

function environment(template: Template | undefined, name: string): Record<string, string> {
  if (template === undefined) throw new Error('no such stack');
  const { Environment } = onlyResource(template, 'AWS::Lambda::Function', `${name}Function`).Properties;
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  return Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, asText(value)]));
}

function probeStack(vantage: string): Template {
  const template = three.get(`${HOME}-probe-${vantage}`);
  if (template === undefined) throw new Error(`no probe stack in ${vantage}`);
  return template;
}

test('one stack a region, of which the home stack keeps its name', () => {
  expect([...unnamed.keys()]).toEqual([HOME]);
  expect(stacks.map((templates) => [...templates.keys()].toSorted())).toEqual([
    [HOME],
    [HOME, `${HOME}-probe-us-east-1`],
    [HOME, `${HOME}-probe-ap-southeast-2`, `${HOME}-probe-us-east-1`],
  ]);
});

describe('the home stack', () => {
  test('that names its region has the same logical ids as one that does not', () => {
    expect(logicalIds(one.get(HOME))).toEqual(logicalIds(unnamed.get(HOME)));
    expect(environment(one.get(HOME), 'Probe')).toEqual({
      ...environment(unnamed.get(HOME), 'Probe'),
      HOME_REGION: 'eu-central-1',
      VANTAGE: 'eu-central-1',
    });
  });

  test('gets an alarm for each further vantage, and keeps all that it had', () => {
    const ids = stacks.map((templates) => logicalIds(templates.get(HOME)));
    expect(ids.map(({ length }) => length - (ids[0]?.length ?? 0))).toEqual([0, 1, 2]);
    for (const more of ids) expect(more).toEqual(expect.arrayContaining(ids[0] ?? []));
  });

  test('detects over all of them, and knows where each is logged', () => {
    expect(stacks.map((templates) => environment(templates.get(HOME), 'Detect').VANTAGES)).toEqual([
      'eu-central-1',
      'eu-central-1,us-east-1',
      'eu-central-1,us-east-1,ap-southeast-2',
    ]);
    const groups = environment(three.get(HOME), 'Detect').LOG_GROUPS?.split(',').slice(1);
    const named = VANTAGES.slice(1).map(
      (vantage) => onlyResource(probeStack(vantage), 'AWS::Logs::LogGroup', 'ProbeLog').Properties.LogGroupName,
    );
    expect(groups).toEqual(named);
  });

  test('has a dead man for each further vantage, named after it, with the same runbook', () => {
    const alarms = Object.values(three.get(HOME)?.findResources('AWS::CloudWatch::Alarm') ?? {}) as {
      Properties: Record<string, unknown>;
    }[];
    const deadMen = alarms.map(({ Properties }) => Properties).filter(({ MetricName }) => MetricName === 'ProbeRun');
    expect(deadMen.map(({ AlarmName, Dimensions }) => [AlarmName, Dimensions])).toEqual(
      [
        ['probes-stopped', 'eu-central-1'],
        ['probes-stopped-us-east-1', 'us-east-1'],
        ['probes-stopped-ap-southeast-2', 'ap-southeast-2'],
      ].map(([name, Value]) => [`${HOME}-${name}`, [{ Name: 'Vantage', Value }]]),
    );
    for (const { TreatMissingData, AlarmDescription, AlarmActions, OKActions } of deadMen) {
      expect(TreatMissingData).toBe('breaching');
      expect(AlarmDescription).toMatch(/README\.md#probes-stopped$/);
      expect([AlarmActions, OKActions].flat().map(asText)).toEqual(['${Alerts}', '${Alerts}']);
    }
  });
});

describe.each(VANTAGES.slice(1))('the probe stack in %s', (vantage) => {
  const template = probeStack(vantage);

  test('is in that region, is deployed after the home stack, and says what it is', () => {
    withApp((app) => {
      const { monitor } = new HealthMonitorStack(app, HOME, lambdaSettings({ ...SAMPLE_CONFIG, vantages: VANTAGES }));
      const artifact = app.synth().getStackByName(`${HOME}-probe-${vantage}`);
      expect(artifact.environment).toMatchObject({ account: 'unknown-account', region: vantage });
      expect(artifact.dependencies.map(({ id }) => id)).toContain(HOME);
      expect(artifact.tags).toEqual({ application: 'apiv2-health-monitor', vantage });
      expect(monitor.probeStacks.map(({ region }) => region)).toEqual(VANTAGES.slice(1));
    });
    expect(template.toJSON()).toMatchObject({
      Description: `APIv2 Health Monitor: probes IXON APIv2 from ${vantage} and records that in eu-central-1, see the stack ApiV2HealthMonitor`,
    });
  });

  test('holds a probe function, its schedule and log, and no custom resource, table, topic or alarm', () => {
    const types = Object.values((template.toJSON() as { Resources: Record<string, { Type: string }> }).Resources);
    expect(types.map(({ Type }) => Type).toSorted()).toEqual([
      'AWS::IAM::Role',
      'AWS::IAM::Role',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Scheduler::Schedule',
    ]);
  });

  test('ticks with the home region, by the same clock', () => {
    const of = (one: Template | undefined) =>
      one === undefined ? null : onlyResource(one, 'AWS::Scheduler::Schedule', 'ProbeSchedule').Properties;
    const { ScheduleExpression, ScheduleExpressionTimezone } = of(three.get(HOME)) ?? {};
    expect(of(template)).toMatchObject({ ScheduleExpression, ScheduleExpressionTimezone });
  });

  test('writes into the table of the home region', () => {
    expect(environment(template, 'Probe')).toEqual({
      TABLE_NAME,
      HOME_REGION: 'eu-central-1',
      VANTAGE: vantage,
    });
    // What is read from there is there.
    const { Outputs } = three.get(HOME)?.toJSON() as { Outputs: Record<string, { Value: unknown }> };
    const published = Object.entries(Outputs).filter(([name]) => name.startsWith('Publish'));
    expect(published.map(([, { Value }]) => asText(Value)).toSorted()).toEqual(['${Table.Arn}', '${Table}']);
    expect(JSON.stringify(template.toJSON())).toContain(`"OutputName":"${published[0]?.[0] ?? ''}"`);
  });

  test('may write its own runs and memory there, and nothing else; tokens it reads where it runs', () => {
    const { memory, hints, targets } = PARTITIONS;
    const only = (...partitions: string[]) =>
      ` if ${JSON.stringify({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      })}`;
    const parameters = `arn:aws:ssm:${vantage}:\${AWS::AccountId}:parameter`;
    expect(allowedBy(onlyResource(template, 'AWS::IAM::Role', 'ProbeRole')).toSorted()).toEqual(
      [
        'cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"ApiV2Health"}}',
        `dynamodb:GetItem on ${TABLE_ARN}${only(memory, hints)}`,
        `dynamodb:PutItem on ${TABLE_ARN}${only(runPartition(vantage), targets, memory)}`,
        `dynamodb:UpdateItem on ${TABLE_ARN}${only(runPartition(vantage))}`,
        'logs:CreateLogStream on ${ProbeLog.Arn}',
        'logs:PutLogEvents on ${ProbeLog.Arn}',
        `ssm:GetParameter on ${parameters}/apiv2-health/token`,
        `ssm:GetParameter on ${parameters}/plain-token`,
      ].toSorted(),
    );
  });
});
