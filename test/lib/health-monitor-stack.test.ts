import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { lambdaSettings, monitorTemplate, SAMPLE_CONFIG, withApp } from '../support/template.ts';

const template = monitorTemplate();
const text = JSON.stringify(template.toJSON());

test('the whole template', () => {
  // The name of an asset changes with the defaults of the settings; nothing else may change unseen.
  expect(JSON.parse(text.replace(/[0-9a-f]{64}\.zip/g, 'ASSET.zip'))).toMatchSnapshot();
});

test('needs no account, no region and no look-up', () => {
  const stack = withApp((app) => new HealthMonitorStack(app, 'Monitor', lambdaSettings()));
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
});

test('the stack is tagged and says what it is', () => {
  const stack = withApp((app) => new HealthMonitorStack(app, 'Monitor', lambdaSettings()));
  expect(stack.tags.tagValues()).toEqual({ application: 'apiv2-health-monitor' });
  expect(stack.templateOptions.description).toContain('APIv2 Health Monitor');
});

test('three functions and no other code: no custom resources', () => {
  template.resourceCountIs('AWS::Lambda::Function', 3);
  expect(text).not.toMatch(/"Type":"(Custom::|AWS::CloudFormation::CustomResource)/);
});

test('the topic is an output, for a test message', () => {
  template.hasOutput('TopicArn', { Value: { Ref: Match.stringLikeRegexp('^Alerts') } });
});

describe('nothing of an account is in the template', () => {
  const { main, other } = SAMPLE_CONFIG.accounts;
  test.each([
    ['application ID', main.application],
    ['application ID of the second account', other.application],
    ['company ID', main.company],
    ['origin', 'ixon.cloud'],
  ])('%s', (_name, value) => {
    expect(text).not.toContain(value);
  });

  test('and the token parameter only as the resource that may be read', () => {
    expect(text.split('apiv2-health/token')).toHaveLength(2);
    expect(text).toContain(':parameter/apiv2-health/token"');
  });
});
