import { Stack } from 'aws-cdk-lib/core';
import { Alarm, type AlarmProps, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { MetricName } from '../functions/core/metrics.ts';
import {
  failedDeliveries,
  failedRuns,
  failedRunsButUnsent,
  lostTicks,
  ownMetric,
  whileRunning,
  type Wrong,
} from './alarm-metrics.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

export interface AlarmsProps {
  readonly topic: ITopic;
  readonly probe: ScheduledFunction;
  readonly detect: ScheduledFunction;
  /** The `Vantage` of the probe function's metrics. */
  readonly vantage: string;
  /** Vantages in other regions: all that can be seen of them here is whether their runs come in. */
  readonly furtherVantages: readonly string[];
  /** Whether a function posts to Slack: what it does not get has a queue and an alarm of its own. */
  readonly hasSlackFunction: boolean;
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

/**
 * Alarms about the monitor itself; what it watches is reported by the detect function. Each cause rings one of them.
 *
 * That is why there is none on `TokenDaysLeft` and `CertificateDaysLeft`: two weeks before such an end people get a notice, which can be
 * acknowledged, and the weekly message names it two months ahead. None on ticks that detection lost, since the next one does its
 * work: what throttles an account rings by the probes, and detection that stops has its dead man. None on errors of the slack
 * function, which leave the message in its queue, and of the widget, which tells who looks.
 */
export class Alarms extends Construct {
  private readonly action: SnsAction;
  private readonly runbookUrl: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { topic, probe, detect, vantage, furtherVantages, hasSlackFunction, runbookUrl } = props;
    this.action = new SnsAction(topic);
    this.runbookUrl = runbookUrl;

    const probeRuns = ownMetric('ProbeRun', { Vantage: vantage }, probe.every);
    const detectRuns = ownMetric('DetectRun', {}, detect.every);
    this.alarmWhenSilent('ProbesStopped', probeRuns, {
      name: 'probes-stopped',
      meaning: 'No probe run has finished lately: nobody is watching APIv2.',
      remedy: 'Look whether the probe function still runs and is not throttled, and at the newest errors in its log.',
    });
    for (const further of furtherVantages) {
      this.alarmWhenSilent(`ProbesStopped-${further}`, ownMetric('ProbeRun', { Vantage: further }, probe.every), {
        name: 'probes-stopped',
        vantage: further,
        meaning: `No probe run from ${further} has come in lately: nobody is watching APIv2 from there.`,
        remedy: `Look in ${further} whether the probe function still runs, and at the newest errors in its log; it must reach this region.`,
      });
    }
    this.alarmWhenSilent('DetectionStopped', detectRuns, {
      name: 'detection-stopped',
      meaning: 'No detect run has finished lately: problems are neither noticed nor told.',
      remedy: 'Look whether the detect function still runs and is not throttled, and at the newest errors in its log.',
    });
    this.alarmWhileRunning('ProbeFails', failedRuns(probe), probeRuns, {
      name: 'probe-fails',
      meaning:
        'Probe runs fail again and again while others come in: a fault of the monitor or its settings, not of APIv2.',
      remedy: 'The newest error in the log of the probe function names its remedy.',
    });
    this.alarmWhileRunning('DetectFails', failedRunsButUnsent(detect), detectRuns, {
      name: 'detect-fails',
      meaning:
        'Detect runs fail again and again while others come in: problems may be noticed and told late, or not at all.',
      remedy: 'The newest error in the log of the detect function names its remedy.',
    });
    this.alarmWhileRunning('ProbeTicksLost', lostTicks(probe), probeRuns, {
      name: 'probe-ticks-lost',
      meaning:
        'Ticks do not get to the probe function again and again, while others do: nothing is probed at those, or late.',
      remedy:
        'Look whether the function is throttled: an account shares its concurrency. If not, the messages in the dead-letter queue of the probe schedule say why. Purge the queue when done.',
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
    this.alarmWhenUndelivered(topic, hasSlackFunction);
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
   * Something is wrong in each of three stretches of three ticks, and runs come in. One failed run is made good by the next; when
   * none comes in, that is for the dead man to tell: the one stretch in which they stop has both, three of them never have.
   */
  private alarmWhileRunning(id: string, wrong: Wrong, runs: Metric, wording: Wording): void {
    this.alarm(id, wording, {
      metric: whileRunning(wrong, runs, wording.name),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 3,
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

  /**
   * Between messages the alarm stays as it is: an address that takes nothing would refuse the notice of its recovery too, ring
   * again, and so on.
   */
  private alarmWhenUndelivered(topic: ITopic, hasSlackFunction: boolean): void {
    const wording = {
      name: 'notices-undelivered',
      meaning:
        'The topic took a message and could not hand it to somebody: an address bounces it, or a subscriber is gone.',
      remedy:
        'The dashboard names addresses that are not subscribed any more. Send a test, ask who got it, and take out who cannot.',
    };
    this.alarm('NoticesUndelivered', wording, {
      metric: failedDeliveries(topic, hasSlackFunction),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 1,
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
