import { describe, expect, test } from 'vitest';
import { allowedBy, asText, monitorTemplate, onlyResource } from '../support/template.ts';

const template = monitorTemplate();
const lambda = onlyResource(template, 'AWS::Lambda::Function', 'WidgetFunction').Properties;

test('runs on Node 24, arm64, with the memory that its processor time takes', () => {
  expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 512, Timeout: 20 });
});

test('is told the table and the vantages, and nothing else', () => {
  const { Variables } = lambda.Environment as { Variables: Record<string, unknown> };
  expect(asText(Variables.TABLE_NAME)).toBe('${Table}');
  expect(asText(Variables.VANTAGES)).toBe('${AWS::Region}');
});

describe('least privilege', () => {
  const allowed = allowedBy(onlyResource(template, 'AWS::IAM::Role', 'WidgetRole'));

  test('it reads, and only the partitions that it shows', () => {
    const onKeys =
      ' if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["run#*","targets","open","commits","outbox","dead","care","detect","subscriptions"]},' +
      '"Null":{"dynamodb:LeadingKeys":"false"}}';
    expect(allowed.toSorted()).toEqual([
      `dynamodb:GetItem on \${Table.Arn}${onKeys}`,
      `dynamodb:Query on \${Table.Arn}${onKeys}`,
      'logs:CreateLogStream on ${WidgetLog.Arn}',
      'logs:PutLogEvents on ${WidgetLog.Arn}',
    ]);
  });

  test('nobody else is let in: whoever looks at the dashboard calls it with rights of their own', () => {
    template.resourceCountIs('AWS::Lambda::Permission', 0);
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });
});

test('its log is kept for a month', () => {
  expect(onlyResource(template, 'AWS::Logs::LogGroup', 'WidgetLog').Properties).toMatchObject({ RetentionInDays: 30 });
});
