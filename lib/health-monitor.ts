import { join } from 'node:path';
import { Annotations, CfnOutput, Duration, RemovalPolicy, Stack, Tags, Token } from 'aws-cdk-lib/core';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import type { MonitorConfig } from '../functions/core/config-model.ts';
import { detectMemoryMb } from '../functions/core/model/function-memory.ts';
import { MINUTE_MS } from '../functions/core/model/time.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import { renderFaults, resolveSettings } from '../functions/core/settings.ts';
import { AlertTopic } from './alert-topic.ts';
import { Alarms } from './alarms.ts';
import { customerKey } from './customer-key.ts';
import { detectGrants } from './grants.ts';
import { MonitorDashboard, dashboardNameOf } from './monitor-dashboard.ts';
import { MonitorTable } from './monitor-table.ts';
import { ProbeStack, probeLogGroup } from './probe-stack.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { SlackChannel } from './slack-channel.ts';
import { SlackWebhook } from './slack-webhook.ts';
import { VantageProbe } from './vantage-probe.ts';
import { WidgetFunction } from './widget-function.ts';

const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/** A config as a user writes it, or what `resolveSettings` made of one. */
export type HealthMonitorSource = { readonly config: MonitorConfig } | { readonly settings: Settings };

export type HealthMonitorProps = HealthMonitorSource & {
  /** What becomes of the table with its stack. Default `DESTROY`: see `MonitorTable` for why nothing is lost by that. */
  readonly removalPolicy?: RemovalPolicy;
};

/** A config that cannot be used; the message lists every fault. */
export class BadConfigError extends Error {
  override readonly name = 'BadConfigError';
}

/**
 * The whole monitor. Its stack becomes the home: there are the table, the topic, detection, alarms, and a probe function. Each
 * further vantage gets a stack of its own beside it, so an app with several is deployed by `cdk deploy --all`.
 *
 * An account holds one monitor in a region: two would publish the same metrics.
 *
 * @throws {BadConfigError} for faults in the config, and when the stack is not in the first of its `vantages`
 */
export class HealthMonitor extends Construct {
  readonly table: MonitorTable;
  /** Where people are told; more subscriptions may be added. */
  readonly topic: AlertTopic;
  /** One for each vantage after the first. */
  readonly probeStacks: readonly ProbeStack[];

  constructor(scope: Construct, id: string, props: HealthMonitorProps) {
    super(scope, id);
    const settings = this.settingsOf(props);
    const home = Stack.of(this);
    const [homeRegion, ...further] = vantagesIn(home, settings);
    const { alerts, slack, runbookUrl } = settings;
    this.warnOfUnknown(settings.vantages);

    for (const [name, value] of Object.entries(settings.tags)) Tags.of(this).add(name, value);
    const key = customerKey(this, settings);
    const { removalPolicy = RemovalPolicy.DESTROY } = props;
    this.table = new MonitorTable(this, 'Table', {
      removalPolicy,
      deletionProtection: settings.deletionProtection,
      key,
    });
    this.topic = new AlertTopic(this, 'Alerts', alerts.email, key);
    const { table, topic } = this;
    const { place } = table;
    const probe = new VantageProbe(this, 'Probe', { settings, table: place, vantage: homeRegion, homeRegion, key });
    const detect = new ScheduledFunction(this, 'Detect', {
      description: 'Turns recorded runs into problems and sends notices of them',
      entry: join(FUNCTIONS, hasSecretHeartbeat(settings) ? 'detect-with-secret' : 'detect', 'handler.ts'),
      settings,
      // However seldom targets are probed: a notice that could not be sent is tried again at the next tick.
      everyMs: MINUTE_MS,
      timeout: Duration.seconds(60),
      memoryMb: detectMemoryMb(settings.targets.length * (1 + further.length)),
      environment: {
        TABLE_NAME: table.tableName,
        TOPIC_ARN: topic.topicArn,
        VANTAGES: [homeRegion, ...further].join(','),
        // Messages link to what was logged of the probes that failed.
        LOG_GROUPS: [
          probe.function.logGroup.logGroupName,
          ...further.map((vantage) => probeLogGroup(home, vantage)),
        ].join(','),
        DASHBOARD_NAME: dashboardNameOf(home),
      },
      grants: detectGrants(table, topic, settings.heartbeatUrl),
      key,
    });
    const hasSlackFunction = slack !== null && 'webhookParameter' in slack;
    const watched = { topic, probe, detect, vantage: homeRegion, furtherVantages: further };
    new Alarms(this, 'Alarms', { ...watched, hasSlackFunction, runbookUrl });
    const vantages = [homeRegion, ...further];
    const widget = new WidgetFunction(this, 'Widget', { table, settings, vantages, key });
    const shown = { dashboardName: dashboardNameOf(home), settings, vantages };
    const hasTargetSeries = settings.metrics === 'per-target';
    new MonitorDashboard(this, 'Dashboard', { ...shown, hasTargetSeries, widget, probe, detect });
    this.tellSlack(settings, key);
    this.probeStacks = further.map((vantage) => new ProbeStack({ settings, home, table: place, vantage }));

    new CfnOutput(this, 'TableName', {
      value: table.tableName,
      description: 'The history: npm run problems -- list --table NAME',
    });
    new CfnOutput(this, 'DashboardName', {
      value: dashboardNameOf(home),
      description: 'The dashboard in CloudWatch',
    });
    new CfnOutput(this, 'TopicArn', {
      value: topic.topicArn,
      description: 'Where notices and alarms are published: npm run notify -- --test --topic ARN',
    });
  }

  private settingsOf(source: HealthMonitorSource): Settings {
    if ('settings' in source) return source.settings;
    const result = resolveSettings(source.config, 'lambda');
    if (!result.ok) throw new BadConfigError(renderFaults(result.faults, `the config of ${this.node.path}`));
    result.warnings.forEach((warning, index) => {
      Annotations.of(this).addWarningV2(`apiv2-health-monitor:settings-${index + 1}`, warning);
    });
    return result.settings;
  }

  /** A new region is none that the CDK of a while ago knows, so this is no error. */
  private warnOfUnknown(vantages: readonly string[]): void {
    const known = RegionInfo.regions.map(({ name }) => name);
    for (const vantage of vantages.filter((region) => !known.includes(region))) {
      const warning = `vantages: the CDK knows no region ${vantage}; is it a mistype?`;
      Annotations.of(this).addWarningV2(`apiv2-health-monitor:unknown-region-${vantage}`, warning);
    }
  }

  private tellSlack(settings: Settings, key: IKey | null): void {
    const { topic } = this;
    const { slack, runbookUrl } = settings;
    if (slack === null) return;
    if ('webhookParameter' in slack) {
      const entry = join(FUNCTIONS, 'slack', 'handler.ts');
      const { webhookParameter } = slack;
      new SlackWebhook(this, 'Slack', { topic, entry, settings, webhookParameter, key, runbookUrl });
    } else new SlackChannel(this, 'SlackChannel', { topic, ...slack });
  }
}

function hasSecretHeartbeat({ heartbeatUrl }: Settings): boolean {
  return heartbeatUrl !== null && typeof heartbeatUrl !== 'string';
}

/** The regions to probe from, that of the home stack first. */
function vantagesIn(home: Stack, { vantages }: Settings): readonly [string, ...string[]] {
  const [first, ...further] = vantages;
  if (first === undefined) return [home.region];
  if (home.nested && further.length > 0) {
    throw new BadConfigError('vantages: several need a stack each, and stacks of a nested stack are in one region');
  }
  if (first === home.region) return [first, ...further];
  const found = Token.isUnresolved(home.region) ? 'no region of its own' : `the region ${home.region}`;
  throw new BadConfigError(
    `vantages.0: the first vantage is the home region, so it must be that of the stack ${home.stackName}, which has ${found}; ` +
      `found "${first}"; give the stack env: { region: '${first}' }, or name its region first`,
  );
}
