import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../functions/core/metrics.ts';
import { asText, monitorTemplate } from '../support/template.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Statistic?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly EvaluationPeriods: number;
  readonly Metrics?: readonly AlarmMetric[];
}

interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

/** A metric of an alarm on several, or the expression over them, which is what it watches. */
interface AlarmMetric {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly Dimension[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
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
    'detection-stopped',
    'notices-dead',
    'notices-late',
    'notices-undelivered',
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

/** The metrics that an alarm on several looks at: `id: Name of Dimension=value, statistic in seconds`. */
function looksAt(alarm: AlarmProperties | undefined): string[] {
  return (alarm?.Metrics ?? []).flatMap(({ Id, MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Metric, Period, Stat } = MetricStat;
    const of = (Metric.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${asText(Value)}`);
    return [`${Id}: ${Metric.Namespace} ${Metric.MetricName} of ${of.join()}, ${Stat} in ${Period}`];
  });
}

function expressionOf(alarm: AlarmProperties | undefined): string | undefined {
  return alarm?.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
}

describe('something is wrong in each of three stretches of three ticks, while runs come in', () => {
  const probeRuns = 'runs: ApiV2Health ProbeRun of Vantage=${AWS::Region}, SampleCount in 180';
  test.each([
    {
      name: 'probe-fails',
      expression: 'IF(runs > 0, errors, 0)',
      metrics: [probeRuns, 'errors: AWS/Lambda Errors of FunctionName=${ProbeFunction}, Sum in 180'],
    },
    {
      name: 'detect-fails',
      expression: 'IF(runs > 0, IF(MAX([unsent, 0 * runs]) > 0, 0, errors), 0)',
      metrics: [
        'runs: ApiV2Health DetectRun of , SampleCount in 180',
        'errors: AWS/Lambda Errors of FunctionName=${DetectFunction}, Sum in 180',
        'unsent: ApiV2Health OldestUnsentMinutes of , Maximum in 180',
      ],
    },
    {
      name: 'probe-ticks-lost',
      expression: 'IF(runs > 0, SUM([lost, held]), 0)',
      metrics: [
        probeRuns,
        'lost: AWS/SQS NumberOfMessagesSent of QueueName=${ProbeDeadLetters.QueueName}, Sum in 180',
        'held: AWS/Lambda Throttles of FunctionName=${ProbeFunction}, Sum in 180',
      ],
    },
  ])('$name', ({ name, expression, metrics }) => {
    const alarm = alarms(template).get(name);
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
    });
    expect(alarm).not.toHaveProperty('DatapointsToAlarm');
    expect(expressionOf(alarm)).toBe(expression);
    expect(looksAt(alarm)).toEqual(metrics);
  });

  test('counted in runs, also when probes are half an hour apart', () => {
    expect(looksAt(alarms(slowTemplate).get('probe-fails')).map((line) => line.replace(/^.* in /, ''))).toEqual([
      '5400',
      '5400',
    ]);
  });
});

describe('one cause rings once', () => {
  /** A minute of a monitor: whether a run of the function finished, whether one failed, and whether a notice waits. */
  interface Minute {
    readonly run: boolean;
    readonly error: boolean;
    readonly unsent?: number | null;
  }
  const stopped = alarms(template).get('detection-stopped');
  const fails = alarms(template).get('detect-fails');
  const silence = stopped?.EvaluationPeriods ?? 0;
  const stretches = fails?.EvaluationPeriods ?? 0;
  const stretch = (fails?.Metrics?.find(({ Id }) => Id === 'errors')?.MetricStat?.Period ?? 0) / 60;

  /** Which alarms ring at some time: their expressions, worked out over stretches that end at every minute. */
  function ring(minutes: readonly Minute[]): string[] {
    const runsIn = (part: readonly Minute[]) => part.filter(({ run }) => run);
    const isSilentAt = (end: number) => runsIn(minutes.slice(end - silence, end)).length === 0;
    const valueOf = (part: readonly Minute[]) => {
      const unsent = Math.max(0, ...runsIn(part).map((one) => one.unsent ?? 0));
      return runsIn(part).length > 0 && unsent === 0 ? part.filter(({ error }) => error).length : 0;
    };
    const isFailingAt = (end: number) =>
      Array.from({ length: stretches }, (_, back) => end - (back + 1) * stretch).every(
        (from) => from >= 0 && valueOf(minutes.slice(from, from + stretch)) > 0,
      );
    const ends = Array.from({ length: minutes.length + 1 - silence }, (_, index) => index + silence);
    return [...(ends.some(isSilentAt) ? ['stopped'] : []), ...(ends.some(isFailingAt) ? ['fails'] : [])];
  }
  const times = (count: number, one: Minute): Minute[] => Array.from({ length: count }, () => one);
  const well = { run: true, error: false };
  const crashed = { run: false, error: true };
  const faulty = { run: true, error: true };

  test.each([
    { name: 'all well', minutes: times(30, well), expected: [] },
    { name: 'one failed run', minutes: [...times(10, well), faulty, ...times(10, well)], expected: [] },
    { name: 'every run dies', minutes: [...times(10, well), ...times(30, crashed)], expected: ['stopped'] },
    {
      name: 'every run dies for a quarter of an hour',
      minutes: [...times(10, well), ...times(15, crashed), ...times(10, well)],
      expected: ['stopped'],
    },
    { name: 'every run has a fault', minutes: [...times(10, well), ...times(20, faulty)], expected: ['fails'] },
    {
      name: 'every other run dies',
      minutes: Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? well : crashed)),
      expected: ['fails'],
    },
    {
      name: 'the topic takes nothing, for which notices-late rings',
      minutes: times(30, { ...faulty, unsent: 1 }),
      expected: [],
    },
    { name: 'the outbox cannot be read', minutes: times(30, { ...faulty, unsent: null }), expected: ['fails'] },
  ])('$name: $expected', ({ minutes, expected }) => {
    expect(ring(minutes)).toEqual(expected);
  });
});

describe('notices-undelivered: the topic could not hand a message to somebody', () => {
  test('one is enough; between messages it stays as it is', () => {
    const alarm = alarms(template).get('notices-undelivered');
    expect(alarm).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: 'NumberOfNotificationsFailed',
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'ignore',
    });
    expect(dimensions(alarm)).toEqual(['TopicName=${Alerts.TopicName}']);
  });

  test('what a queue kept for Slack has an alarm of its own, and is left out', () => {
    const webhook = monitorTemplate({ slack: { webhookParameter: '/apiv2-health/slack' } });
    const alarm = alarms(webhook).get('notices-undelivered');
    expect(expressionOf(alarm)).toBe('SUM([failed, -1 * kept])');
    expect(looksAt(alarm)).toEqual([
      'failed: AWS/SNS NumberOfNotificationsFailed of TopicName=${Alerts.TopicName}, Sum in 300',
      'kept: AWS/SNS NumberOfNotificationsRedrivenToDlq of TopicName=${Alerts.TopicName}, Sum in 300',
    ]);
  });
});

test('there is no alarm on what ends: a notice tells that, two weeks before', () => {
  const watched = JSON.stringify([...alarms(template).values()]);
  expect(watched).not.toMatch(/DaysLeft/);
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
