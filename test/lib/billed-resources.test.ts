import { expect, test } from 'vitest';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import { stackResources } from '../../functions/core/cost/resources.ts';
import { workloadOf } from '../../functions/core/cost/workload.ts';
import { SAMPLE_CONFIG, lambdaSettings, monitorTemplate } from '../support/template.ts';

const configs: readonly { readonly name: string; readonly config: MonitorConfig }[] = [
  { name: 'mail alone', config: SAMPLE_CONFIG },
  { name: 'Amazon Q', config: { ...SAMPLE_CONFIG, slack: { workspaceId: 'T0123456789', channelId: 'C0123456789' } } },
  { name: 'a key of its own', config: { ...SAMPLE_CONFIG, customerKey: true } },
  { name: 'a webhook', config: { ...SAMPLE_CONFIG, slack: { webhookParameter: '/apiv2-health/slack' } } },
];

test.each(configs)('the bill counts what the stack sets up: $name', ({ config }) => {
  const template = monitorTemplate(config);
  const found = (type: string) =>
    Object.values(template.findResources(type)) as {
      Properties: { MemorySize?: number; Metrics?: readonly { MetricStat?: unknown }[] };
    }[];
  // AWS bills an alarm by the metrics that it reads (CloudWatch pricing, "alarm metrics"); an expression is none.
  const metricsOf = ({ Properties: { Metrics } }: ReturnType<typeof found>[number]) =>
    Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
  expect(stackResources(lambdaSettings(config), 1)).toEqual({
    alarmMetrics: found('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: found('AWS::CloudWatch::Dashboard').length,
    keys: found('AWS::KMS::Key').length,
  });
  expect(found('AWS::CloudWatch::CompositeAlarm')).toEqual([]);
  expect(found('AWS::Scheduler::Schedule')).toHaveLength(2);
  const { probeGb, detectGb } = workloadOf(lambdaSettings(config), 1);
  const scheduled = found('AWS::Lambda::Function').filter(({ Properties }) =>
    [1_024 * probeGb, 1_024 * detectGb].includes(Properties.MemorySize ?? 0),
  );
  // The widget runs when somebody looks at it, the one for Slack when there is something to tell.
  expect(scheduled.length).toBeGreaterThanOrEqual(2);
});
