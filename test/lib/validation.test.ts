import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';
import { lambdaSettings, SAMPLE_CONFIG } from '../support/template.ts';

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'cdk-test-'));
});
afterEach(() => {
  rmSync(outdir, { recursive: true });
});

/** An app with the flags of cdk.json that checks what it synthesises, by the CDK's own rules and by AwsSolutions of cdk-nag. */
function checkedApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ outdir, autoSynth: false, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** The rules that are violated, and not acknowledged: then synthesis fails and names them. */
function violatedIn(app: App): readonly string[] {
  try {
    app.synth();
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const named = [...error.message.matchAll(/Acknowledge with '([^']+)'/g)].map(([, rule]) => rule ?? '');
    if (named.length === 0) throw error;
    return named;
  }
}

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const TWO = { vantages: ['eu-central-1', 'us-east-1'] };
const CHANNEL = { slack: { workspaceId: 'T0123456789', channelId: 'C0123456789' } };
const WEBHOOK = { slack: { webhookParameter: '/apiv2-health/slack' } };

describe('nothing is to be said against', () => {
  test.each<{ name: string; config: MonitorConfig }>([
    { name: 'one region', config: {} },
    { name: 'two regions', config: TWO },
    { name: 'a webhook, and a dead-man service', config: { ...WEBHOOK, heartbeatUrl: { parameter: '/heartbeat' } } },
    { name: 'a key of its own', config: { ...WEBHOOK, customerKey: true } },
    { name: 'keys of its own in two regions', config: { ...TWO, ...WEBHOOK, customerKey: true } },
    { name: 'a key of yours in two regions', config: { ...TWO, ...WEBHOOK, customerKey: KEY } },
    { name: 'Amazon Q', config: CHANNEL },
    { name: 'Amazon Q in a region that is known', config: { ...CHANNEL, vantages: ['eu-central-1'] } },
    { name: 'protection and tags', config: { ...TWO, deletionProtection: true, tags: { team: 'ops' } } },
  ])('$name', { timeout: 30_000 }, ({ config }) => {
    const app = checkedApp();
    new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings({ ...SAMPLE_CONFIG, ...config }));
    expect(violatedIn(app)).toEqual([]);
  });
});

describe('synthesis fails', { timeout: 30_000 }, () => {
  test('on a queue without TLS', () => {
    const app = checkedApp();
    new Queue(new Stack(app, 'Stack'), 'Queue');
    expect(violatedIn(app)).toContain('AwsSolutions::AwsSolutions-SQS4');
  });

  test('on a property that CloudFormation does not know', () => {
    const app = checkedApp();
    new CfnResource(new Stack(app, 'Stack'), 'Topic', { type: 'AWS::SNS::Topic', properties: { Nonsense: 1 } });
    expect(violatedIn(app)).toEqual(['CloudFormation-Validate::F3002']);
  });
});
