import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { lambdaSettings, monitorTemplates, onlyResource, SAMPLE_CONFIG, withApp } from '../support/template.ts';

const TWO = { ...SAMPLE_CONFIG, vantages: ['eu-central-1', 'us-east-1'] };

/** The stacks as the CLI gets them. */
function stacksOf(config: MonitorConfig) {
  return withApp((app) => {
    new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings(config));
    return app.synth().stacks;
  });
}

test('the same config gives the same templates and the same code, so that a diff after a deployment is quiet', () => {
  const config: MonitorConfig = {
    ...TWO,
    slack: { webhookParameter: '/apiv2-health/slack' },
    customerKey: true,
    heartbeatUrl: { parameter: '/apiv2-health/heartbeat' },
  };
  const synth = () => {
    const outdir = mkdtempSync(join(tmpdir(), 'cdk-test-'));
    onTestFinished(() => {
      rmSync(outdir, { recursive: true });
    });
    // With its bundles: their hashes are in the templates.
    const app = new App({ outdir, autoSynth: false, builtinCloudFormationValidation: false });
    new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings(config));
    return app.synth().stacks.map(({ stackName, template }) => ({ stackName, template: template as unknown }));
  };
  expect(synth()).toEqual(synth());
}, 30_000);

describe('deletion protection', () => {
  test.each([
    { name: 'is off by default', config: TWO, isProtected: false },
    { name: 'is of the table and of every stack', config: { ...TWO, deletionProtection: true }, isProtected: true },
  ])('$name', ({ config, isProtected }) => {
    const stacks = stacksOf(config);
    expect(stacks.map(({ terminationProtection }) => terminationProtection ?? false)).toEqual([
      isProtected,
      isProtected,
    ]);
    const home = monitorTemplates(config).get('ApiV2HealthMonitor');
    if (home === undefined) throw new Error('there must be a home stack');
    const { DeletionProtectionEnabled = false } = onlyResource(home, 'AWS::DynamoDB::Table', 'Table').Properties;
    expect(DeletionProtectionEnabled).toBe(isProtected);
  });
});

describe('tags', () => {
  test('the stacks have those of the config beside their own, and CloudFormation gives them to what is in them', () => {
    expect(stacksOf({ ...TWO, tags: { team: 'ops', 'cost-center': '42' } }).map(({ tags }) => tags)).toEqual([
      { application: 'apiv2-health-monitor', team: 'ops', 'cost-center': '42' },
      { application: 'apiv2-health-monitor', team: 'ops', 'cost-center': '42', vantage: 'us-east-1' },
    ]);
  });
});

test('what people find in the console says what it is for', () => {
  for (const template of monitorTemplates({ ...TWO, customerKey: true }).values()) {
    const { Description, Resources } = template.toJSON() as {
      Description: string;
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    expect(Description).toMatch(/^APIv2 Health Monitor: /);
    const described: Record<string, string> = {
      'AWS::Lambda::Function': 'Description',
      'AWS::IAM::Role': 'Description',
      'AWS::Scheduler::Schedule': 'Description',
      'AWS::KMS::Key': 'Description',
      'AWS::CloudWatch::Alarm': 'AlarmDescription',
      'AWS::SNS::Topic': 'DisplayName',
    };
    const silent = Object.entries(Resources).filter(([, { Type, Properties }]) => {
      const property = described[Type];
      return property !== undefined && Properties[property] === undefined;
    });
    expect(silent.map(([id]) => id)).toEqual([]);
  }
});
