import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { DEMO_CREDENTIALS } from '../../functions/local/simulator/world.ts';
import { startApi, type Api } from './api.ts';
import { cdkOf, type Cdk } from './cdk.ts';
import { startEmulator, type ClientOptions, type Emulator } from './emulator.ts';
import { eventually } from './eventually.ts';
import { readMetric } from './stored-metrics.ts';
import { startSubscriber, type Subscriber } from './subscriber.ts';
import { METRICS, METRIC_NAMESPACE } from '../../functions/core/metrics.ts';
import { linesOf, widgetOf, type DashboardWidget } from '../lib/dashboard-body.ts';
import { readItems, type Item } from './table-items.ts';

const REGION = 'eu-west-1';
const FURTHER = 'us-east-1';
const VANTAGES = [REGION, FURTHER];
/** MiniStack has one. */
const ACCOUNT = '000000000000';
const TOKEN_PARAMETER = '/apiv2-health/token';
const TARGETS = ['server-time', 'platform-servers', 'access-token', 'company', 'agents'];

let emulator: Emulator;
let options: ClientOptions;
let api: Api;
let subscriber: Subscriber;
let cdk: Cdk;
let dashboardName: string;

beforeAll(async () => {
  const python = process.env.EMULATOR_PYTHON;
  if (python === undefined) throw new Error('start these tests with: npm run test:aws');
  emulator = await startEmulator(python);
  options = emulator.client(REGION);
  [api, subscriber] = await Promise.all([startApi(), startSubscriber()]);
  cdk = await cdkOf(emulator, REGION, configFor(api.baseUrl));
});

afterAll(async () => {
  // Whatever came up, also when the rest did not.
  await (subscriber as Subscriber | undefined)?.close();
  await (api as Api | undefined)?.close();
  await (emulator as Emulator | undefined)?.stop();
});

describe('the monitor in an emulated AWS', () => {
  test('the emulator checks who asks', async () => {
    const stranger = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'stranger' };

    const request = new DynamoDBClient(emulator.client(REGION, stranger)).send(new ListTablesCommand());

    await expect(request).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  test('one command deploys it into an empty account, and then nothing differs', async () => {
    const token = { Name: TOKEN_PARAMETER, Type: 'SecureString', Value: DEMO_CREDENTIALS.token } as const;
    for (const vantage of VANTAGES) {
      await new SSMClient(emulator.client(vantage)).send(new PutParameterCommand(token));
    }
    await api.setBroken(true);

    await cdk.run('bootstrap', ...VANTAGES.map((vantage) => `aws://${ACCOUNT}/${vantage}`));
    const outputs = await cdk.deploy();

    await subscriber.subscribeTo(new SNSClient(options), theOne('output TopicArn', outputs.get('TopicArn')));
    dashboardName = theOne('output DashboardName', outputs.get('DashboardName'));
    await cdk.run('diff', '--all', '--fail');
  });

  test('an outage is noticed by the functions on their schedule, and told', async () => {
    onTestFailed(showLog);

    const opened = await told('opened');

    expect(opened).toMatchObject({ nature: 'incident', class: 'server', severity: 'critical' });
    expect(opened.message).toContain('status 500: Internal server error');
  });

  test('its end is told too, and nothing else is', async () => {
    onTestFailed(showLog);
    await api.setBroken(false);

    await told('resolved');

    expect(notices().map(({ reason }) => reason)).toEqual(['opened', 'resolved']);
  });

  test('runs, problem and notices are stored', async () => {
    const items = await eventually('the run under way to be finished', MINUTE_MS, async () => {
      const found = await readItems(options);
      return [...found.values()].flat().some(({ state }) => state === 'claimed') ? undefined : found;
    });

    for (const vantage of VANTAGES) {
      const ticks = (items.get(`run#${vantage}`) ?? []).map(tickOf);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks).toEqual(ticks.map((_, index) => Number(ticks[0]) + index * MINUTE_MS));
    }
    expect(JSON.parse(String(theOne('target set', items.get('targets')).ids))).toEqual(TARGETS);
    expect(JSON.parse(String(theOne('problem', items.get('problem')).problem))).toMatchObject({
      nature: 'incident',
      scope: { targets: expect.arrayContaining(TARGETS) as unknown, vantages: VANTAGES },
      closedAs: 'resolved',
    });
    const sentAt = (items.get('notice') ?? []).map((notice) => notice.sentAt);
    expect(sentAt).toEqual([expect.any(Number), expect.any(Number)]);
    expect([items.get('outbox'), items.get('dead')]).toEqual([undefined, undefined]);
  });

  test('metrics are stored', async () => {
    await eventually('a count of open problems that went up and down', MINUTE_MS, async () => {
      const openProblems = await readMetric(options, 'OpenProblems');
      return openProblems.includes(1) && openProblems.at(-1) === 0 ? true : undefined;
    });
    expect(new Set(await readMetric(options, 'DetectRun'))).toEqual(new Set([1]));

    for (const vantage of VANTAGES) {
      const runs = await readMetric(options, 'ProbeRun', { Vantage: vantage });
      const failing = await readMetric(options, 'FailingRatio', { Vantage: vantage, Class: 'server' });
      expect(new Set(runs)).toEqual(new Set([1]));
      // Of the faulty minutes alone: what is 0 is not published.
      expect(failing.at(0)).toBe(1);
      expect(failing.length).toBeLessThan(runs.length);
      for (const target of TARGETS) {
        const availability = await readMetric(options, 'Availability', { Vantage: vantage, Target: target });
        expect(availability.length).toBeGreaterThanOrEqual(runs.length);
        expect([availability.at(0), availability.at(-1)]).toEqual([0, 1]);
      }
    }
  });

  test('the dashboard shows what is there', async () => {
    const { DashboardBody = '' } = await new CloudWatchClient(options).send(
      new GetDashboardCommand({ DashboardName: dashboardName }),
    );
    const { widgets } = JSON.parse(DashboardBody) as { readonly widgets: readonly DashboardWidget[] };

    const [custom] = widgets.filter(({ type }) => type === 'custom');
    expect(custom?.properties.endpoint).toMatch(new RegExp(`^arn:aws:lambda:${REGION}:${ACCOUNT}:function:[\\w-]+$`));
    expect(linesOf(widgetOf(widgets, 'Availability, all targets'))).toEqual(
      VANTAGES.map((vantage) => `FleetAvailability Vantage=${vantage}`),
    );
    const ours = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .flatMap(([namespace, name]) => (namespace === METRIC_NAMESPACE ? [String(name)] : []));
    expect(ours.filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
    // What CloudFormation was to fill in, it did.
    expect(DashboardBody).not.toMatch(/Fn::|\$\{|Token\[/);
  });

  test('no function failed', async () => {
    expect(await emulator.failedFunctions()).toEqual([]);
  });

  test('every alarm rings at the topic', async () => {
    const cloudWatch = new CloudWatchClient(options);
    const { MetricAlarms: alarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand());
    const names = alarms.map(({ AlarmName }) => AlarmName).sort();
    expect(names).not.toEqual([]);

    const StateReason = 'tried by npm run test:aws';
    for (const AlarmName of names) {
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason }));
    }

    await eventually('every alarm to be heard', 10_000, () =>
      alarmsHeard(StateReason).length === names.length ? true : undefined,
    );
    expect(alarmsHeard(StateReason).sort()).toEqual(names);
  });

  test('one command removes it', async () => {
    await cdk.run('destroy', '--all', '--force');

    const [{ TableNames }, { Topics = [] }, { MetricAlarms }] = await Promise.all([
      new DynamoDBClient(options).send(new ListTablesCommand()),
      new SNSClient(options).send(new ListTopicsCommand()),
      new CloudWatchClient(options).send(new DescribeAlarmsCommand()),
    ]);
    expect({ TableNames, Topics, MetricAlarms }).toEqual({ TableNames: [], Topics: [], MetricAlarms: [] });
  });
});

function configFor(origin: string): MonitorConfig {
  const { application, company } = DEMO_CREDENTIALS;
  return {
    accounts: { main: { origin, application, company, tokenParameter: TOKEN_PARAMETER } },
    vantages: VANTAGES,
    alerts: { email: ['ops@example.com'] },
    // As quick as it goes: a tick is a real minute here.
    thresholds: { failingTicks: 1, healthyTicks: 1 },
  };
}

function theOne<T>(what: string, found: readonly T[] = []): T {
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw new Error(`expected one ${what}; found ${JSON.stringify(found)}`);
  return first;
}

interface ReceivedNotice {
  /** One of the message's attributes, like all other properties but `message`. */
  readonly reason: string;
  readonly message: string;
}

/** What the monitor told, which all has a reason; alarms of CloudWatch have none. */
function notices(): ReceivedNotice[] {
  return subscriber.notifications.flatMap(({ Message, MessageAttributes = {} }) => {
    const { reason, ...others } = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]),
    );
    return reason === undefined ? [] : [{ ...others, reason, message: Message }];
  });
}

/** Waits for a notice, but not once a function has failed. */
function told(wanted: string): Promise<ReceivedNotice> {
  return eventually(`a notice "${wanted}"`, 4 * MINUTE_MS, async () => {
    expect(await emulator.failedFunctions()).toEqual([]);
    return notices().find(({ reason }) => reason === wanted);
  });
}

function tickOf({ sk }: Item): number {
  return Date.parse(String(sk).split('#')[0] ?? '');
}

/** Names of the alarms that rang for this reason. */
function alarmsHeard(reason: string): string[] {
  return subscriber.notifications
    .map(({ Message }) => Message)
    .filter((message) => message.includes(JSON.stringify(reason)))
    .map((message) => (JSON.parse(message) as { readonly AlarmName: string }).AlarmName);
}

async function showLog(): Promise<void> {
  process.stderr.write(await emulator.log());
}
