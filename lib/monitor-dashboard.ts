import { Duration, Stack } from 'aws-cdk-lib/core';
import { CustomWidget, Dashboard, GraphWidget, LogQueryWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Settings } from '../functions/core/settings-model.ts';
import {
  endsOf,
  failuresByClass,
  fleetAvailability,
  maskedFailures,
  seriesOf,
  targetSeries,
  untoldSeries,
} from './dashboard-metrics.ts';
import type { ScheduledFunction } from './scheduled-function.ts';
import type { WidgetFunction } from './widget-function.ts';

export interface MonitorDashboardProps {
  readonly dashboardName: string;
  readonly settings: Pick<Settings, 'targets'>;
  /** The `Vantage` of the metrics, the home region first. */
  readonly vantages: readonly string[];
  /** Whether each target has series of its own; otherwise the graphs show all of them together. */
  readonly hasTargetSeries: boolean;
  readonly widget: WidgetFunction;
  /** Of the home region. */
  readonly probe: ScheduledFunction;
  readonly detect: ScheduledFunction;
}

/** Widths are in 24ths of the page. */
const WHOLE = 24;
const HALF = 12;
const THIRD = 8;
const GRAPH_HEIGHT = 7;
/** Longer content of the custom widget is scrolled in it. */
const WIDGET_HEIGHT = 20;

/** The name of a stack's dashboard. Dashboards belong to all regions of an account, so it names the region. */
export function dashboardNameOf(stack: Stack): string {
  return `${stack.stackName}-${stack.region}`;
}

/**
 * The one dashboard: what is wrong now, by the custom widget; availability, latency and failures over time; how the monitor itself
 * does; the newest failures as they were logged.
 */
export class MonitorDashboard extends Construct {
  readonly dashboard: Dashboard;
  private readonly region: string;

  constructor(scope: Construct, id: string, props: MonitorDashboardProps) {
    super(scope, id);
    this.region = Stack.of(this).region;
    const { dashboardName, widget } = props;
    this.dashboard = new Dashboard(this, 'Dashboard', { dashboardName, defaultInterval: Duration.days(1) });
    this.dashboard.addWidgets(
      new CustomWidget({
        title: 'State, outcomes, patterns',
        functionArn: widget.function.functionArn,
        width: WHOLE,
        height: WIDGET_HEIGHT,
        // What it answers fits any width.
        updateOnResize: false,
      }),
    );
    this.addOutcomes(props);
    this.addFailures(props);
    this.addOwnHealth(props);
    this.addLogs(props);
  }

  private addOutcomes({ settings, vantages, hasTargetSeries }: MonitorDashboardProps): void {
    const targets = settings.targets.map(({ id }) => id);
    const { region } = this;
    if (!hasTargetSeries) return;
    this.dashboard.addWidgets(
      this.share('Availability per target', targetSeries('Availability', targets, vantages, region), HALF),
      this.graph('Latency per target, median', targetSeries('Latency', targets, vantages, region), HALF, 'ms'),
    );
  }

  private addFailures({ vantages }: MonitorDashboardProps): void {
    const problems = [seriesOf('OpenProblems', {}, 'open'), seriesOf('OpenChronicProblems', {}, 'of them chronic')];
    this.dashboard.addWidgets(
      new GraphWidget({
        title: 'Failures by class',
        left: failuresByClass(vantages),
        stacked: true,
        width: THIRD,
        height: GRAPH_HEIGHT,
        region: this.region,
        leftYAxis: { min: 0, label: 'share of probes', showUnits: false },
      }),
      this.graph('Healthy only after a retry', maskedFailures(vantages), THIRD, 'share of probes'),
      this.graph('Open problems', problems, THIRD, 'problems'),
    );
    const ends = [
      ...endsOf('TokenDaysLeft', 'Account', this.region),
      ...endsOf('CertificateDaysLeft', 'Host', this.region),
    ];
    this.dashboard.addWidgets(
      this.share('Availability, all targets', fleetAvailability(vantages), HALF),
      this.graph('Tokens and certificates', ends, HALF, 'days left'),
    );
  }

  private addOwnHealth({ vantages, probe, detect, widget }: MonitorDashboardProps): void {
    const runs = [
      ...vantages.map((vantage) => seriesOf('ProbeRun', { Vantage: vantage }, `probe, ${vantage}`, 'SampleCount')),
      seriesOf('DetectRun', {}, 'detect', 'SampleCount'),
    ];
    const notices = [
      untoldSeries('OldestUnsentMinutes', 'age of the oldest that waits, min'),
      untoldSeries('DeadNotices', 'refused for good'),
    ];
    const errors = { period: Duration.minutes(1), statistic: 'Sum' };
    const faults = [
      probe.function.metricErrors({ ...errors, label: 'probe failed' }),
      detect.function.metricErrors({ ...errors, label: 'detect failed' }),
      widget.function.metricErrors({ ...errors, label: 'widget failed' }),
      probe.deadLetters.metricWaiting().with({ label: 'probe ticks lost' }),
      detect.deadLetters.metricWaiting().with({ label: 'detect ticks lost' }),
      probe.function.metricThrottles({ ...errors, label: 'probe throttled' }),
      detect.function.metricThrottles({ ...errors, label: 'detect throttled' }),
    ];
    this.dashboard.addWidgets(
      this.graph('The monitor: runs', runs, THIRD, 'runs a point'),
      this.graph('The monitor: notices', notices, THIRD, 'notices'),
      this.graph('The monitor: faults', faults, THIRD, 'faults'),
    );
  }

  private addLogs({ probe, detect, widget }: MonitorDashboardProps): void {
    const groupOf = ({ logGroup }: ScheduledFunction['function']) => logGroup.logGroupName;
    this.dashboard.addWidgets(
      this.logs(
        'Newest failed probes',
        [groupOf(probe.function)],
        [
          'fields @timestamp, message.vantage, message.target, message.outcome, message.detail',
          'filter message.event = "probe-failed"',
        ],
      ),
      this.logs('Newest faults of the monitor', [probe.function, detect.function, widget.function].map(groupOf), [
        'fields @timestamp, message.event, message.what, message.error, message.remedy, errorMessage',
        'filter level = "ERROR" or level = "FATAL"',
      ]),
    );
  }

  /** A graph of shares, from none to all. */
  private share(title: string, left: IMetric[], width: number): GraphWidget {
    return this.graph(title, left, width, 'share of healthy probes', 1);
  }

  private graph(title: string, left: IMetric[], width: number, label: string, max?: number): GraphWidget {
    return new GraphWidget({
      title,
      left,
      width,
      height: GRAPH_HEIGHT,
      region: this.region,
      leftYAxis: { min: 0, ...(max === undefined ? {} : { max }), label, showUnits: false },
    });
  }

  private logs(title: string, logGroupNames: string[], queryLines: readonly string[]): LogQueryWidget {
    return new LogQueryWidget({
      title,
      logGroupNames,
      queryLines: [...queryLines, 'sort @timestamp desc', 'limit 50'],
      width: HALF,
      height: GRAPH_HEIGHT,
      region: this.region,
    });
  }
}
