import { Template } from 'aws-cdk-lib/assertions';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../functions/core/metrics.ts';
import { FAILURE_CLASSES } from '../../functions/core/model/outcome.ts';
import { MonitorDashboard, dashboardNameOf, type MonitorDashboardProps } from '../../lib/monitor-dashboard.ts';
import { MonitorTable } from '../../lib/monitor-table.ts';
import { ScheduledFunction } from '../../lib/scheduled-function.ts';
import { WidgetFunction } from '../../lib/widget-function.ts';
import { asText, lambdaSettings, monitorTemplate, onlyResource, withApp } from '../support/template.ts';
import { dashboardOf, linesOf, widgetOf } from './dashboard-body.ts';

const template = monitorTemplate();
const { start, widgets } = dashboardOf(template);

/** The dashboard of a monitor with so many targets and these vantages. */
function dashboardWith(count: number, vantages: readonly string[], props: Partial<MonitorDashboardProps> = {}) {
  const targets = Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    account: 'main',
    path: '/server-time',
  }));
  const settings = lambdaSettings({ accounts: { main: {} }, targets, dailyShare: 1 });
  return withApp((app) => {
    const stack = new Stack(app, 'Monitor', { env: { region: 'eu-west-1' } });
    const table = new MonitorTable(stack, 'Table', {
      removalPolicy: RemovalPolicy.DESTROY,
      deletionProtection: false,
      key: null,
    });
    const scheduled = {
      description: 'x',
      entry: 'functions/detect/handler.ts',
      settings,
      everyMs: 60_000,
      timeout: Duration.seconds(9),
      environment: {},
      grants: [],
      key: null,
    };
    const probe = new ScheduledFunction(stack, 'Probe', scheduled);
    const detect = new ScheduledFunction(stack, 'Detect', scheduled);
    const widget = new WidgetFunction(stack, 'Widget', { table, settings, vantages, key: null });
    const dashboardName = dashboardNameOf(stack);
    new MonitorDashboard(stack, 'Dashboard', {
      dashboardName,
      settings,
      vantages,
      hasTargetSeries: true,
      widget,
      probe,
      detect,
      ...props,
    });
    return dashboardOf(Template.fromStack(stack)).widgets;
  });
}

test('one dashboard, named after stack and region, of the last day', () => {
  const { DashboardName } = onlyResource(template, 'AWS::CloudWatch::Dashboard', 'Dashboard').Properties;
  expect(asText(DashboardName)).toBe('ApiV2HealthMonitor-${AWS::Region}');
  expect(start).toBe('-P1D');
  template.hasOutput('DashboardName', {});
});

test('messages of the detect function link to it', () => {
  const { Environment } = onlyResource(template, 'AWS::Lambda::Function', 'DetectFunction').Properties;
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  expect(asText(Variables.DASHBOARD_NAME)).toBe('ApiV2HealthMonitor-${AWS::Region}');
});

test('first comes the custom widget, over the whole width; it follows refreshes and the time range', () => {
  expect(widgets[0]).toMatchObject({ type: 'custom', x: 0, y: 0, width: 24 });
  expect(widgets[0]?.properties).toEqual({
    title: 'State, outcomes, patterns',
    endpoint: '${WidgetFunction.Arn}',
    updateOn: { refresh: true, resize: false, timeRange: true },
  });
});

test('every other widget names its region, and every graph what its axis shows', () => {
  for (const { type, properties } of widgets.slice(1)) {
    expect(properties.region, properties.title).toBe('${AWS::Region}');
    if (type === 'metric')
      expect(properties.yAxis?.left, properties.title).toMatchObject({ min: 0, label: /^\w/ as never });
  }
});

test('widgets stand in rows without holes', () => {
  const rows = Map.groupBy(widgets, ({ y }) => y);
  for (const row of rows.values()) {
    expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
    expect(new Set(row.map(({ height }) => height)).size).toBe(1);
  }
});

test('availability and latency of every target, with the statistic of the catalogue', () => {
  const targets = lambdaSettings().targets.map(({ id }) => id);
  for (const [title, name] of [
    ['Availability per target', 'Availability'],
    ['Latency per target, median', 'Latency'],
  ] as const) {
    const widget = widgetOf(widgets, title);
    expect(linesOf(widget)).toEqual(targets.map((id) => `${name} Target=${id} Vantage=\${AWS::Region}`));
    const stat = METRICS[name].statistic === 'Average' ? undefined : METRICS[name].statistic;
    for (const metric of widget.properties.metrics ?? []) expect((metric.at(-1) as { stat?: string }).stat).toBe(stat);
  }
});

test('failures by class are stacked, each class in a colour of its own', () => {
  const widget = widgetOf(widgets, 'Failures by class');
  expect(widget.properties.stacked).toBe(true);
  const lines = linesOf(widget);
  expect(lines).toEqual(
    expect.arrayContaining([
      'ProbeRun Vantage=${AWS::Region}',
      ...FAILURE_CLASSES.map((one) => `FailingRatio Class=${one} Vantage=\${AWS::Region}`),
    ]),
  );
  // What is not above 0 is not published: over a longer point only the number of runs tells the share.
  expect(lines.filter((line) => line.includes('/'))).toEqual(
    FAILURE_CLASSES.map((one) => `SUM([FILL(${one}0, 0)]) / SUM([runs0])`),
  );
  for (const metric of widget.properties.metrics ?? []) {
    const { stat, expression } = metric.at(-1) as { stat?: string; expression?: string };
    if (expression === undefined) expect(stat).toBe('Sum');
  }
  const colours = (widget.properties.metrics ?? []).map((metric) => (metric.at(-1) as { color?: string }).color);
  expect(new Set(colours.filter((colour) => colour !== undefined)).size).toBe(FAILURE_CLASSES.length);
});

test('every metric of the catalogue is shown', () => {
  const shown = new Set(widgets.flatMap(linesOf).map((line) => line.split(' ')[0]));
  const text = JSON.stringify(widgets);
  const isSearched = (name: string) => text.includes(`MetricName=\\"${name}\\"`);
  expect(Object.keys(METRICS).filter((name) => !shown.has(name) && !isSearched(name))).toEqual([]);
});

test('the errors of each function, and the ticks that were lost', () => {
  const text = JSON.stringify(widgetOf(widgets, 'The monitor: faults').properties.metrics);
  for (const name of ['ProbeFunction', 'DetectFunction', 'WidgetFunction']) expect(text).toContain(`"\${${name}}"`);
  for (const name of ['ProbeDeadLetters', 'DetectDeadLetters']) expect(text).toContain(`\${${name}.QueueName}`);
});

test('the newest failures as they were logged', () => {
  const query = widgetOf(widgets, 'Newest failed probes').properties.query ?? '';
  expect(query).toMatch(/^SOURCE '\$\{ProbeLog\}' \| fields .+\n\| filter message\.event = "probe-failed"/s);
  expect(widgetOf(widgets, 'Newest faults of the monitor').properties.query).toContain("SOURCE '${WidgetLog}'");
});

describe('several vantages', () => {
  const vantages = ['eu-west-1', 'us-east-1'];

  test('a line for each target and vantage, and the share of each class in the runs of all', () => {
    const many = dashboardWith(2, vantages);
    expect(linesOf(widgetOf(many, 'Availability per target'))).toHaveLength(4);
    expect(JSON.stringify(many)).toContain('"t1 from us-east-1"');
    expect(
      linesOf(widgetOf(many, 'Failures by class')).filter((line) => line.endsWith('SUM([runs0, runs1])')),
    ).toHaveLength(FAILURE_CLASSES.length);
    expect(linesOf(widgetOf(many, 'The monitor: runs'))).toContain('ProbeRun Vantage=us-east-1');
  });

  test('more than a hundred lines are one search', () => {
    const many = dashboardWith(60, vantages);
    expect(linesOf(widgetOf(many, 'Latency per target, median'))).toEqual([
      `SEARCH('{ApiV2Health,Target,Vantage} MetricName="Latency"', 'p50')`,
    ]);
    expect(JSON.stringify(many).length).toBeLessThan(20_000);
  });
});

test('without series of each target: what is healthy of all of them', () => {
  const fleet = dashboardWith(400, ['eu-west-1'], { hasTargetSeries: false });
  expect(fleet.map(({ properties }) => properties.title).filter((title) => title.includes('target'))).toEqual([
    'Availability, all targets',
  ]);
  expect(linesOf(widgetOf(fleet, 'Availability, all targets'))).toEqual(['FleetAvailability Vantage=eu-west-1']);
  expect(JSON.stringify(fleet)).not.toContain('Target');
});
