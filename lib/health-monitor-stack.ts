import { join } from 'node:path';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { MINUTE_MS } from '../functions/core/model/time.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import { AlertTopic } from './alert-topic.ts';
import { Alarms } from './alarms.ts';
import { detectGrants, probeGrants } from './grants.ts';
import { MonitorDashboard, dashboardNameOf } from './monitor-dashboard.ts';
import { MonitorTable } from './monitor-table.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { SlackChannel } from './slack-channel.ts';
import { SlackWebhook } from './slack-webhook.ts';
import { WidgetFunction } from './widget-function.ts';

const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/** The whole monitor in one account and region; that region is its vantage. */
export class HealthMonitorStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      description: 'APIv2 Health Monitor: probes IXON APIv2, remembers every attempt, tells people what is wrong',
      tags: { application: 'apiv2-health-monitor' },
    });
    const vantage = this.region;

    const table = new MonitorTable(this, 'Table');
    const topic = new AlertTopic(this, 'Alerts', settings.alerts.email);
    const probe = new ScheduledFunction(this, 'Probe', {
      description: 'Probes every APIv2 target that is due and records the run',
      entry: join(FUNCTIONS, 'probe', 'handler.ts'),
      settings,
      everyMs: settings.tickMs,
      timeout: Duration.seconds(120),
      environment: { TABLE_NAME: table.tableName, VANTAGE: vantage },
      grants: probeGrants(table, settings.accounts),
    });
    const detect = new ScheduledFunction(this, 'Detect', {
      description: 'Turns recorded runs into problems and sends notices of them',
      entry: join(FUNCTIONS, 'detect', 'handler.ts'),
      settings,
      // However seldom targets are probed: a notice that could not be sent is tried again at the next tick.
      everyMs: MINUTE_MS,
      timeout: Duration.seconds(60),
      environment: {
        TABLE_NAME: table.tableName,
        TOPIC_ARN: topic.topicArn,
        VANTAGE: vantage,
        // Messages link to what was logged of the probes that failed.
        LOG_GROUPS: probe.function.logGroup.logGroupName,
        DASHBOARD_NAME: dashboardNameOf(this),
      },
      grants: detectGrants(table, topic),
    });
    new Alarms(this, 'Alarms', { topic, probe, detect, vantage, runbookUrl: settings.runbookUrl });
    const widget = new WidgetFunction(this, 'Widget', { table, settings, vantages: [vantage] });
    const shown = { dashboardName: dashboardNameOf(this), settings, vantages: [vantage], hasTargetSeries: true };
    new MonitorDashboard(this, 'Dashboard', { ...shown, widget, probe, detect });

    tellSlack(this, topic, settings);

    new CfnOutput(this, 'TableName', {
      value: table.tableName,
      description: 'The history: npm run problems -- list --table NAME',
    });
    new CfnOutput(this, 'DashboardName', { value: dashboardNameOf(this), description: 'The dashboard in CloudWatch' });
    new CfnOutput(this, 'TopicArn', {
      value: topic.topicArn,
      description: 'Where notices and alarms are published: npm run notify -- --test --topic ARN',
    });
  }
}

function tellSlack(stack: Stack, topic: AlertTopic, settings: Settings): void {
  const { slack, runbookUrl } = settings;
  if (slack === null) return;
  if ('webhookParameter' in slack) {
    const entry = join(FUNCTIONS, 'slack', 'handler.ts');
    new SlackWebhook(stack, 'Slack', { topic, entry, settings, webhookParameter: slack.webhookParameter, runbookUrl });
  } else new SlackChannel(stack, 'SlackChannel', { topic, ...slack });
}
