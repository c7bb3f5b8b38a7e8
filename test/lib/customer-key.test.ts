import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import {
  allowedBy,
  asText,
  monitorTemplate,
  monitorTemplates,
  onlyResource,
  SAMPLE_CONFIG,
} from '../support/template.ts';

const MULTI_REGION_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const WEBHOOK = { slack: { webhookParameter: '/apiv2-health/slack' } };
const TWO = { vantages: ['eu-central-1', 'us-east-1'] };

/** The key of everything in a template that can have one, by logical id without its hash; `null` for none. */
function keys(template: Template): Record<string, string | null> {
  const { Resources } = template.toJSON() as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  const keyOf: Record<string, (properties: Record<string, unknown>) => unknown> = {
    'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
    'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
    'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
    'AWS::DynamoDB::Table': ({ SSESpecification }) =>
      (SSESpecification as { KMSMasterKeyId?: unknown } | undefined)?.KMSMasterKeyId,
  };
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const key = keyOf[Type]?.(Properties);
      if (keyOf[Type] === undefined) return [];
      return [[id.replace(/[0-9A-F]{8}$/, ''), key === undefined ? null : asText(key)]];
    }),
  );
}

const HOME = ['Alerts', 'DetectDeadLetters', 'DetectLog', 'ProbeDeadLetters', 'ProbeLog', 'Table', 'WidgetLog'];
const all = (names: readonly string[], key: string | null) => Object.fromEntries(names.map((name) => [name, key]));

test('without a customer key AWS has the keys', () => {
  expect(keys(monitorTemplate())).toEqual(all(HOME, null));
});

describe('a key of its own', () => {
  const template = monitorTemplate({ ...SAMPLE_CONFIG, ...WEBHOOK, customerKey: true });
  const key = '${Key.Arn}';

  test('encrypts all that is stored', () => {
    expect(keys(template)).toEqual(all([...HOME, 'SlackDeadLetters', 'SlackLog'], key));
  });

  test('is renewed each year, and can be had back for a month after it went with the stack', () => {
    const found = onlyResource(template, 'AWS::KMS::Key', 'Key');
    expect(found).toMatchObject({
      Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
      DeletionPolicy: 'Delete',
    });
  });

  test('lets in alarms, the topic and the logs of this account, and the account itself', () => {
    const { KeyPolicy } = onlyResource(template, 'AWS::KMS::Key', 'Key').Properties as {
      KeyPolicy: { Statement: { Principal: Record<string, unknown>; Action: unknown; Condition?: object }[] };
    };
    const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    const letIn = KeyPolicy.Statement.map(({ Principal, Action, Condition }) => ({
      who: asText(Object.values(Principal)[0]),
      may: Action,
      condition: Condition,
    }));
    expect(letIn).toMatchObject([
      { who: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root', may: 'kms:*' },
      { who: 'cloudwatch.amazonaws.com', may: ['kms:Decrypt', 'kms:GenerateDataKey*'], condition: account },
      { who: 'sns.amazonaws.com', may: ['kms:Decrypt', 'kms:GenerateDataKey*'], condition: account },
      { who: 'logs.${AWS::Region}.amazonaws.com', condition: { ArnLike: expect.anything() as unknown } },
    ]);
  });

  test.each([
    { role: 'ProbeRole', services: ['dynamodb'] },
    { role: 'DetectRole', services: ['dynamodb', 'sns'] },
    { role: 'WidgetRole', services: ['dynamodb'] },
    { role: 'SlackRole', services: ['sqs'] },
    { role: 'ProbeSchedulerRole', services: ['sqs'] },
    { role: 'DetectSchedulerRole', services: ['sqs'] },
  ])('$role uses it by way of $services', ({ role, services }) => {
    const uses = allowedBy(onlyResource(template, 'AWS::IAM::Role', role)).filter((line) => line.startsWith('kms:'));
    expect(uses.filter((line) => !line.includes(` on ${key} if `))).toEqual([]);
    const through = uses.map((line) => /"kms:ViaService":.*?"(\w+)\./.exec(line)?.[1]);
    expect([...new Set(through)]).toEqual(services);
  });

  test('nobody is granted it without a condition', () => {
    expect(JSON.stringify(template.findResources('AWS::IAM::Role'))).not.toMatch(/kms:\*/);
  });
});

test('a key of yours is taken as it is named', () => {
  const found = keys(monitorTemplate({ ...SAMPLE_CONFIG, customerKey: MULTI_REGION_KEY }));
  expect(found).toEqual(all(HOME, MULTI_REGION_KEY));
});

describe('in two regions', () => {
  test('each has a key of its own, and the probes of the further one may use that of the table', () => {
    const templates = monitorTemplates({ ...SAMPLE_CONFIG, ...TWO, customerKey: true });
    const further = templates.get('ApiV2HealthMonitor-probe-us-east-1');
    if (further === undefined) throw new Error('there must be a second stack');
    expect(keys(further)).toEqual(all(['ProbeDeadLetters', 'ProbeLog'], '${Key.Arn}'));
    const uses = allowedBy(onlyResource(further, 'AWS::IAM::Role', 'ProbeRole')).filter((line) =>
      line.startsWith('kms:Decrypt'),
    );
    expect(uses).toEqual([
      expect.stringMatching(
        /^kms:Decrypt on \$\{ApiV2HealthMonitor in eu-central-1: .*Key.*\} if .*dynamodb\.eu-central-1\./,
      ),
    ]);
  });

  test('a key of yours has a replica of the same id in each', () => {
    const templates = monitorTemplates({ ...SAMPLE_CONFIG, ...TWO, customerKey: MULTI_REGION_KEY });
    const found = [...templates.values()].map((template) => new Set(Object.values(keys(template))));
    expect(found).toEqual([
      new Set([MULTI_REGION_KEY]),
      new Set([MULTI_REGION_KEY.replace('eu-central-1', 'us-east-1')]),
    ]);
    for (const template of templates.values()) template.resourceCountIs('AWS::KMS::Key', 0);
  });
});
