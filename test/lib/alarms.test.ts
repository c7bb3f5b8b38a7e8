import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../functions/core/metrics.ts';
import { asText, monitorTemplate } from '../support/template.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Statistic: string;
  readonly Dimensions?: readonly { Name: string; Value: unknown }[];
}

const template = monitorTemplate();
const slowTemplate = monitorTemplate({ targets: [{ ladder: 'main', every: '30m' }] });

function alarms(of: Template): Map<string, AlarmProperties> {
  const found = Object.values(of.findResources('AWS::CloudWatch::Alarm')) as { Properties: AlarmProperties }[];
  return new Map(found.map(({ Properties }) => [Properties.AlarmName.replace(/^ApiV2HealthMonitor-/, ''), Properties]));
}

function dimensions(alarm: AlarmProperties | undefined): string[] {
  return (alarm?.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${asText(Value)}`);
}

test('there is an alarm for each way in which the monitor itself can fail', () => {
  expect([...alarms(template).keys()].sort()).toEqual([
    'detect-fails',
    'detect-ticks-lost',
    'detection-stopped',
    'notices-dead',
    'notices-late',
    'probe-fails',
    'probe-ticks-lost',
    'probes-stopped',
  ]);
});

describe.each([...alarms(template)])('%s', (name, alarm) => {
  test('tells the topic when it rings and when it is over', () => {
    expect(alarm.AlarmActions.map(asText)).toEqual(['${Alerts}']);
    expect(alarm.OKActions.map(asText)).toEqual(['${Alerts}']);
  });

  test('says what it means, what to do and where that is written', () => {
    expect(alarm.AlarmDescription).toMatch(new RegExp(`^In ALARM: [A-Z].+\\. [A-Z].+\\. README\\.md#${name}$`));
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
  });
});

describe('a dead man rings on silence', () => {
  test.each([
    { name: 'probes-stopped', metric: 'ProbeRun', of: ['Vantage=${AWS::Region}'] },
    { name: 'detection-stopped', metric: 'DetectRun', of: [] },
  ])('$name: no $metric for five minutes', ({ name, metric, of }) => {
    const alarm = alarms(template).get(name);
    expect(alarm).toMatchObject({
      Namespace: METRIC_NAMESPACE,
      MetricName: metric,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 5,
      TreatMissingData: 'breaching',
    });
    expect(alarm).not.toHaveProperty('DatapointsToAlarm');
    expect(dimensions(alarm)).toEqual(of);
  });

  test('probes every half hour: three of them may be missing before it rings; detection is as before', () => {
    const slow = alarms(slowTemplate);
    expect(slow.get('probes-stopped')).toMatchObject({ Period: 1800, EvaluationPeriods: 3 });
    expect(slow.get('detection-stopped')).toMatchObject({ Period: 60, EvaluationPeriods: 5 });
  });
});

describe('three of the last five runs failed', () => {
  test.each([
    { name: 'probe-fails', of: 'FunctionName=${ProbeFunction}' },
    { name: 'detect-fails', of: 'FunctionName=${DetectFunction}' },
  ])('$name', ({ name, of }) => {
    const alarm = alarms(template).get(name);
    expect(alarm).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      TreatMissingData: 'notBreaching',
    });
    expect(dimensions(alarm)).toEqual([of]);
  });

  test('counted in runs, also when probes are half an hour apart', () => {
    expect(alarms(slowTemplate).get('probe-fails')).toMatchObject({ Period: 1800, EvaluationPeriods: 5 });
  });
});

test.each([
  { name: 'probe-ticks-lost', of: 'QueueName=${ProbeDeadLetters.QueueName}' },
  { name: 'detect-ticks-lost', of: 'QueueName=${DetectDeadLetters.QueueName}' },
])('$name: one message is enough', ({ name, of }) => {
  const alarm = alarms(template).get(name);
  expect(alarm).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  });
  expect(dimensions(alarm)).toEqual([of]);
});

test.each([
  { name: 'notices-late', metric: 'OldestUnsentMinutes', threshold: 15 },
  { name: 'notices-dead', metric: 'DeadNotices', threshold: 1 },
])('$name: $metric of $threshold in three passes; silence is no recovery', ({ name, metric, threshold }) => {
  const alarm = alarms(template).get(name);
  expect(alarm).toMatchObject({
    Namespace: METRIC_NAMESPACE,
    MetricName: metric,
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: threshold,
    Period: 60,
    EvaluationPeriods: 3,
    TreatMissingData: 'ignore',
  });
  expect(alarm).not.toHaveProperty('DatapointsToAlarm');
  expect(dimensions(alarm)).toEqual([]);
  // There is no other channel than the one it is about.
  expect(alarm?.AlarmDescription).toContain('This alarm goes to the same topic');
});

test('alarms on metrics of ours agree with the metric table, and use no sums', () => {
  const own = [...alarms(template).values()].filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
  expect(own).not.toHaveLength(0);
  for (const alarm of own) {
    const metric = METRICS[alarm.MetricName as MetricName];
    expect(Object.keys(METRICS)).toContain(alarm.MetricName);
    expect(alarm.Statistic).toBe(metric.statistic);
    expect((alarm.Dimensions ?? []).map(({ Name }) => Name)).toEqual(metric.dimensions);
  }
});
