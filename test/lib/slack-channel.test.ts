import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { asText, lambdaSettings, onlyResource, withApp } from '../support/template.ts';

const slack = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const template = withApp((app) =>
  Template.fromStack(new HealthMonitorStack(app, 'ApiV2HealthMonitor', { ...lambdaSettings(), slack })),
);
const READ_METRICS = 'arn:${AWS::Partition}:iam::aws:policy/CloudWatchReadOnlyAccess';

test('the channel gets what the topic says, and logs errors alone', () => {
  const { Properties } = onlyResource(template, 'AWS::Chatbot::SlackChannelConfiguration', 'SlackChannel');
  expect(Properties).toMatchObject({
    ConfigurationName: 'ApiV2HealthMonitor-alerts',
    SlackWorkspaceId: slack.workspaceId,
    SlackChannelId: slack.channelId,
    LoggingLevel: 'ERROR',
  });
  expect((Properties.SnsTopicArns as unknown[]).map(asText)).toEqual(['${Alerts}']);
});

test('people in the channel may read CloudWatch and nothing else, by role and by guardrail', () => {
  const { Properties } = onlyResource(template, 'AWS::Chatbot::SlackChannelConfiguration', 'SlackChannel');
  expect((Properties.GuardrailPolicies as unknown[]).map(asText)).toEqual([READ_METRICS]);
  expect(asText(Properties.IamRoleArn)).toBe('${SlackChannelRole.Arn}');

  const role = onlyResource(template, 'AWS::IAM::Role', 'SlackChannelRole').Properties;
  expect((role.ManagedPolicyArns as unknown[]).map(asText)).toEqual([READ_METRICS]);
  expect(role).not.toHaveProperty('Policies');
  expect(role.AssumeRolePolicyDocument).toMatchObject({
    Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'chatbot.amazonaws.com' } }],
  });
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

test('it needs neither a function nor a secret', () => {
  template.resourceCountIs('AWS::Lambda::Function', 3);
  expect(JSON.stringify(template.toJSON())).not.toContain('Custom::');
});
