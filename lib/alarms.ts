import { Duration, Stack } from 'aws-cdk-lib/core';
import { Alarm, type AlarmProps, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS, METRIC_NAMESPACE, type MetricName } from '../functions/core/metrics.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

export interface AlarmsProps {
  readonly topic: ITopic;
  readonly probe: ScheduledFunction;
  readonly detect: ScheduledFunction;
  /** The `Vantage` of the probe function's metrics. */
  readonly vantage: string;
  /** Vantages in other regions: all that can be seen of them here is whether their runs come in. */
  readonly furtherVantages: readonly string[];
  /** Where the README's headings are. */
  readonly runbookUrl: string;
}

/** Every pass tries what waits: a notice that is older than this has been turned away a dozen times. */
const LATE_MINUTES = 15;

/** What people read: the name, what it means, what to do. The README heading is the name. */
interface Wording {
  readonly name: string;
  /** The vantage that it is about, where there is an alarm for each. */
  readonly vantage?: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** Alarms about the monitor itself; what it watches is reported by the detect function. */
export class Alarms extends Construct {
  private readonly action: SnsAction;
  private readonly runbookUrl: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { topic, probe, detect, vantage, furtherVantages, runbookUrl } = props;
    this.action = new SnsAction(topic);
    this.runbookUrl = runbookUrl;

    this.alarmWhenSilent('ProbesStopped', ownMetric('ProbeRun', { Vantage: vantage }, probe.every), {
      name: 'probes-stopped',
      meaning: 'No probe run has finished lately: nobody is watching APIv2.',
      remedy: 'Look whether the probe function still runs, and at the newest errors in its log.',
    });
    for (const further of furtherVantages) {
      this.alarmWhenSilent(`ProbesStopped-${further}`, ownMetric('ProbeRun', { Vantage: further }, probe.every), {
        name: 'probes-stopped',
        vantage: further,
        meaning: `No probe run from ${further} has come in lately: nobody is watching APIv2 from there.`,
        remedy: `Look in ${further} whether the probe function still runs, and at the newest errors in its log; it must reach this region.`,
      });
    }
    this.alarmWhenSilent('DetectionStopped', ownMetric('DetectRun', {}, detect.every), {
      name: 'detection-stopped',
      meaning: 'No detect run has finished lately: problems are neither noticed nor told.',
      remedy: 'Look whether the detect function still runs, and at the newest errors in its log.',
    });
    this.alarmWhenFailing('ProbeFails', probe, {
      name: 'probe-fails',
      meaning: 'Three of the last five probe runs failed: a fault of the monitor or its settings, not of APIv2.',
      remedy: 'The newest error in the log of the probe function names its remedy.',
    });
    this.alarmWhenFailing('DetectFails', detect, {
      name: 'detect-fails',
      meaning: 'Three of the last five detect runs failed: problems may be noticed and told late, or not at all.',
      remedy: 'The newest error in the log of the detect function names its remedy.',
    });
    this.alarmWhenUndelivered('ProbeTicksLost', probe, {
      name: 'probe-ticks-lost',
      meaning: 'EventBridge Scheduler could not start the probe function: nothing was probed at some ticks.',
      remedy: 'The message in the dead-letter queue of the probe schedule says why. Purge the queue when done.',
    });
    this.alarmWhenUndelivered('DetectTicksLost', detect, {
      name: 'detect-ticks-lost',
      meaning: 'EventBridge Scheduler could not start the detect function: notices may be late.',
      remedy: 'The message in the dead-letter queue of the detect schedule says why. Purge the queue when done.',
    });
    this.alarmWhenUntold('NoticesLate', 'OldestUnsentMinutes', detect, LATE_MINUTES, {
      name: 'notices-late',
      meaning: `A notice has waited for ${LATE_MINUTES} minutes, because the topic does not take it. This alarm goes to the same topic, so it may reach nobody while the topic is gone.`,
      remedy:
        'The newest run-fault in the log of the detect function says why. Nothing is lost: what waits goes out once it is mended.',
    });
    this.alarmWhenUntold('NoticesDead', 'DeadNotices', detect, 1, {
      name: 'notices-dead',
      meaning:
        'The topic refused a notice for a day, though it is there and we may publish: people were not told of something. This alarm goes to the same topic.',
      remedy:
        'The fault in the log of the detect function says why. The notice is kept: npm run problems -- revive NOTICE_ID once that is mended.',
    });
  }

  /**
   * Three ticks and five minutes at least, because a run may take two minutes and its metric comes at its end: less would
   * ring for a slow API. CloudWatch looks back a little further than that when points are missing.
   */
  private alarmWhenSilent(id: string, metric: Metric, wording: Wording): void {
    this.alarm(id, wording, {
      metric,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: Math.max(3, Math.ceil(5 / metric.period.toMinutes())),
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /**
   * Three of five, because one failed run is made good by the next, and what is wrong for long fails every time. A sum is
   * right here: Lambda counts its errors once, and no failed run is tried again.
   */
  private alarmWhenFailing(id: string, target: ScheduledFunction, wording: Wording): void {
    this.alarm(id, wording, {
      metric: target.function.metricErrors({ period: target.every, statistic: 'Sum' }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // No runs, no errors: that is for the dead man to tell.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private alarmWhenUndelivered(id: string, target: ScheduledFunction, wording: Wording): void {
    this.alarm(id, wording, {
      metric: target.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
      // SQS stops reporting a queue that has been idle for some hours.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * Three passes in a row, since the first one after a pause may fail to send what is old already. While no pass counts,
   * the alarm stays as it is: silence is no recovery.
   */
  private alarmWhenUntold(
    id: string,
    metric: MetricName,
    detect: ScheduledFunction,
    threshold: number,
    wording: Wording,
  ): void {
    this.alarm(id, wording, {
      metric: ownMetric(metric, {}, detect.every),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  private alarm(id: string, { name, vantage, meaning, remedy }: Wording, props: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      ...props,
      alarmName: [Stack.of(this).stackName, name, vantage].filter((part) => part !== undefined).join('-'),
      // Mails of CloudWatch show it whatever the state.
      alarmDescription: `In ALARM: ${meaning} ${remedy} ${this.runbookUrl}#${name}`,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }
}

function ownMetric(name: MetricName, dimensionsMap: Record<string, string>, period: Duration): Metric {
  const { statistic } = METRICS[name];
  return new Metric({ namespace: METRIC_NAMESPACE, metricName: name, dimensionsMap, statistic, period });
}
