/** What an alarm of ours publishes: the shape of a single metric (CloudWatch User Guide, "Notifying users on alarm changes"). */
export const SINGLE_METRIC = {
  AlarmName: 'ApiV2HealthMonitor-probes-stopped',
  AlarmDescription:
    'In ALARM: No probe run has finished lately: nobody is watching APIv2. Look whether the probe function still runs, and at the newest errors in its log. https://example.com/runbook.md#probes-stopped',
  AWSAccountId: '123456789012',
  AlarmConfigurationUpdatedTimestamp: '2026-03-01T00:00:02.761+0000',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: no datapoints were received for 5 periods and 5 missing datapoints were treated as [Breaching].',
  StateChangeTime: '2026-03-01T02:06:01.853+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:ApiV2HealthMonitor-probes-stopped',
  OldStateValue: 'OK',
  OKActions: ['arn:aws:sns:eu-west-1:123456789012:alerts'],
  AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:alerts'],
  InsufficientDataActions: [],
  Trigger: {
    MetricName: 'ProbeRun',
    Namespace: 'ApiV2Health',
    StatisticType: 'Statistic',
    Statistic: 'AVERAGE',
    Unit: null,
    Dimensions: [{ value: 'eu-west-1', name: 'Vantage' }],
    Period: 60,
    EvaluationPeriods: 5,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
    EvaluateLowSampleCountPercentile: '',
  },
};

/** The same shape with metric maths: a `Trigger` without a metric, but with a list of them, and no description. */
export const METRIC_MATHS = {
  ...SINGLE_METRIC,
  AlarmName: 'Error share',
  AlarmDescription: null,
  AlarmArn: 'arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:Error share',
  NewStateReason:
    'Threshold Crossed: 1 out of the last 1 datapoints [0.2 (04/12/20 03:56:00)] was greater than or equal to the threshold (0.1) (minimum 1 datapoint for OK -> ALARM transition).',
  Trigger: {
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 0.1,
    TreatMissingData: '- TreatMissingData:                    missing',
    EvaluateLowSampleCountPercentile: '',
    Metrics: [
      { Expression: 'FILL(m1, 0)', Id: 'e1', Label: 'Expression1', ReturnData: true },
      {
        Id: 'm1',
        MetricStat: {
          Metric: {
            Dimensions: [
              { value: 'API', name: 'Type' },
              { value: 'CloudWatch', name: 'Service' },
            ],
            MetricName: 'CallCount',
            Namespace: 'AWS/Usage',
          },
          Period: 60,
          Stat: 'Average',
        },
        ReturnData: false,
      },
    ],
  },
};

/** The event that EventBridge hands on (CloudWatch User Guide, "Alarm events and EventBridge"). */
export const STATE_CHANGE_EVENT = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2019-10-02T17:04:40Z',
  region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:ServerCpuTooHigh'],
  detail: {
    alarmName: 'ServerCpuTooHigh',
    configuration: {
      description: 'Goes into alarm when server CPU utilization is too high!',
      metrics: [
        {
          id: '30b6c6b2-a864-43a2-4877-c09a1afc3b87',
          metricStat: {
            metric: {
              dimensions: { InstanceId: 'i-12345678901234567' },
              name: 'CPUUtilization',
              namespace: 'AWS/EC2',
            },
            period: 300,
            stat: 'Average',
          },
          returnData: true,
        },
      ],
    },
    previousState: {
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [0.0666851903306472 (01/10/19 13:46:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
      reasonData: '{"version":"1.0"}',
      timestamp: '2019-10-01T13:56:40.987+0000',
      value: 'OK',
    },
    state: {
      reason:
        'Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:59:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
      reasonData: '{"version":"1.0"}',
      timestamp: '2019-10-02T17:04:40.985+0000',
      value: 'ALARM',
    },
  },
};
