import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { NestedStack, RemovalPolicy, Stack, Stage, Tags, type App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { BadConfigError, HealthMonitor } from '../../lib/health-monitor.ts';
import { onlyResource, withApp } from '../support/template.ts';

const CONFIG = { alerts: { email: ['ops@example.com'] } };
const MANY = { ...CONFIG, vantages: ['eu-central-1', 'us-east-1'] };
const AT_HOME = { env: { region: 'eu-central-1' } };

function refusalOf(place: (app: App) => unknown): string {
  try {
    withApp(place);
  } catch (error) {
    if (error instanceof BadConfigError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

describe('in a stack of somebody else', () => {
  test('a config is enough', () => {
    withApp((app) => {
      const stack = new Stack(app, 'Shop');
      const { table, topic, probeStacks } = new HealthMonitor(stack, 'Health', { config: CONFIG });
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::Lambda::Function', 3);
      expect([stack.getLogicalId(table.node.defaultChild as never), probeStacks]).toEqual([
        expect.stringMatching(/^HealthTable/),
        [],
      ]);
      expect(topic.node.path).toBe('Shop/Health/Alerts');
    });
  });

  test('further vantages are stacks beside it, in its account, named and tagged after it', () => {
    withApp((app) => {
      const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-central-1' } });
      const stack = new Stack(stage, 'Shop', { tags: { team: 'ops' }, terminationProtection: true });
      new HealthMonitor(stack, 'Health', { config: MANY });
      Tags.of(app).add('cost', '42');
      const artifacts = app.synth().getNestedAssembly('assembly-Prod').stacks;
      expect(artifacts.map(({ stackName }) => stackName)).toEqual(['Prod-Shop', 'Prod-Shop-probe-us-east-1']);
      const [, probes] = artifacts;
      expect(probes?.environment).toMatchObject({ account: '111122223333', region: 'us-east-1' });
      expect(probes?.tags).toEqual({ team: 'ops', vantage: 'us-east-1' });
      expect(probes?.terminationProtection).toBe(true);
    });
  });

  test('references are weak whatever the app says, so that there are no custom resources', () => {
    withApp((app) => {
      app.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'strong');
      new HealthMonitor(new Stack(app, 'Shop', AT_HOME), 'Health', { config: MANY });
      const text = JSON.stringify(app.synth().stacks.map(({ template }) => template as unknown));
      expect(text).toContain('Fn::GetStackOutput');
      expect(text).not.toContain('Custom::');
    });
  });

  test.each([
    { name: 'goes with its stack', removalPolicy: undefined, policy: 'Delete' },
    { name: 'stays when it is to be retained', removalPolicy: RemovalPolicy.RETAIN, policy: 'Retain' },
  ])('the table $name', ({ removalPolicy, policy }) => {
    withApp((app) => {
      const stack = new Stack(app, 'Shop');
      new HealthMonitor(stack, 'Health', {
        config: CONFIG,
        ...(removalPolicy === undefined ? {} : { removalPolicy }),
      });
      const table = onlyResource(Template.fromStack(stack), 'AWS::DynamoDB::Table', 'HealthTable');
      expect(table).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: 'Retain' });
    });
  });
});

test('protection and tags of the config hold in a stack of somebody else too', () => {
  withApp((app) => {
    const stack = new Stack(app, 'Shop');
    new HealthMonitor(stack, 'Health', { config: { ...CONFIG, deletionProtection: true, tags: { team: 'ops' } } });
    const { Properties } = onlyResource(Template.fromStack(stack), 'AWS::DynamoDB::Table', 'HealthTable');
    expect(Properties).toMatchObject({ DeletionProtectionEnabled: true, Tags: [{ Key: 'team', Value: 'ops' }] });
    expect(stack.terminationProtection).toBe(false);
  });
});

describe('warns of', () => {
  test.each([
    { name: 'a config that tells nobody', config: {}, warning: 'No alert address' },
    {
      name: 'a region that may be mistyped',
      config: { ...CONFIG, vantages: ['eu-central-1', 'us-eats-1'] },
      warning: 'the CDK knows no region us-eats-1',
    },
  ])('$name', ({ config, warning }) => {
    withApp((app) => {
      const stack = new Stack(app, 'Shop', AT_HOME);
      new HealthMonitor(stack, 'Health', { config });
      Annotations.fromStack(stack).hasWarning('/Shop/Health', Match.stringLikeRegexp(warning));
    });
  });

  test('nothing else', () => {
    withApp((app) => {
      const stack = new Stack(app, 'Shop', AT_HOME);
      new HealthMonitor(stack, 'Health', { config: MANY });
      expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
    });
  });
});

describe('refuses', () => {
  test('a config with faults, all at once', () => {
    const config = { dailyShare: 2, vantages: ['eu-central-1', 'mars-1'] };
    const message = refusalOf((app) => new HealthMonitor(new Stack(app, 'Shop'), 'Health', { config }));
    expect(message).toMatch(/^the config of Shop\/Health has 2 faults:\n.*vantages\.1: .*\n.*dailyShare: /);
  });

  test.each([
    {
      name: 'another region',
      env: { region: 'us-east-1' },
      found: /which has the region us-east-1; found "eu-central-1"/,
    },
    { name: 'no region', env: {}, found: /which has no region of its own; found "eu-central-1"; give the stack env/ },
  ])('a home stack in $name than the first vantage', ({ env, found }) => {
    const message = refusalOf((app) => new HealthMonitor(new Stack(app, 'Shop', { env }), 'Health', { config: MANY }));
    expect(message).toMatch(found);
  });

  test('several vantages in a nested stack', () => {
    const message = refusalOf((app) => {
      const nested = new NestedStack(new Stack(app, 'Shop', AT_HOME), 'Nested');
      return new HealthMonitor(nested, 'Health', { config: MANY });
    });
    expect(message).toContain('nested stack');
  });
});
