import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unpackRun } from '../../functions/core/run-record.ts';
import { isFailure, failureName, type Outcome } from '../../functions/core/model/outcome.ts';
import { DEMO_CREDENTIALS } from '../../functions/local/simulator/world.ts';
import { bundleHandler } from '../../lib/handler-code.ts';
import { loadOnce } from '../bench/bundle-load.ts';
import { publishesOf, queryError } from '../support/aws-endpoints-services.ts';
import { BUNDLE_AIMS } from '../support/bundle-aims.ts';
import { freePort } from '../support/open-listener.ts';
import { lambdaSettings } from '../support/template.ts';
import { SECRET_PATH, startWebhook, TAKEN } from '../support/webhook-server.ts';
import { startMonitor, TOKEN_PARAMETER, valuesOf, type BundledMonitor } from './bundled-monitor.ts';

const TARGETS = ['server-time', 'platform-servers', 'access-token', 'company', 'agents'];

/** What subscribers were told, e.g. `opened agents`, in the order of the alphabet. */
function told({ sns }: BundledMonitor): string[] {
  return publishesOf(sns)
    .map((call) => `${attributeOf(call, 'reason')} ${subjectPlace(call.Subject)}`)
    .toSorted();
}

function attributeOf(call: Readonly<Record<string, string>>, name: string): string {
  const [key = ''] = Object.entries(call).find(([at, value]) => at.endsWith('.Name') && value === name) ?? [];
  return call[key.replace(/Name$/, 'Value.StringValue')] ?? '';
}

function subjectPlace(subject: string | undefined): string {
  return /^\w+ ([^:]+):/.exec(subject ?? '')?.[1] ?? `(${String(subject)})`;
}

function nameOf(outcome: Outcome): string {
  return isFailure(outcome) ? failureName(outcome) : outcome.class;
}

/** The outcomes of every stored run, by target. */
async function recorded(monitor: BundledMonitor): Promise<Record<string, string>[]> {
  return (await monitor.runs()).map((run) => {
    const { probes } = unpackRun(run.key, run.targetIds, run.parts);
    return Object.fromEntries(probes.map(({ targetId, outcome }) => [targetId, nameOf(outcome)]));
  });
}

/** The simulator’s clock is moved by hand, so it differs from that of the function: an early warning. */
const WARNED = ['opened the clock, against 127.0.0.1'];

const eachTarget = (value: string) => Object.fromEntries(TARGETS.map((target) => [target, value]));

test('from a healthy tick to an outage and back, with the token seen by the API alone', async () => {
  const monitor = await startMonitor();
  const { probe, detect, cloudWatch } = monitor;

  expect(await probe.invoke(monitor.tick(0))).toBeNull();
  expect(await detect.invoke(monitor.tick(0))).toBeNull();
  expect(await recorded(monitor)).toEqual([eachTarget('healthy')]);
  expect(valuesOf(cloudWatch, 'ProbeRun')).toEqual([1]);
  expect(valuesOf(cloudWatch, 'Availability')).toEqual([1, 1, 1, 1, 1]);
  expect(valuesOf(cloudWatch, 'DetectRun')).toEqual([1]);

  for (const number of [1, 2, 3]) {
    expect(told(monitor), `before tick ${number}`).toEqual(WARNED);
    expect(await probe.invoke(monitor.tick(number))).toBeNull();
    expect(await detect.invoke(monitor.tick(number))).toBeNull();
  }
  const opened = ['opened server-time and 4 more', ...WARNED];
  expect(told(monitor)).toEqual(opened);
  const messages = publishesOf(monitor.sns)
    .map(({ Message }) => Message)
    .join('\n');
  expect(messages).toMatch(/npm run problems -- ack \S+ --table \S+ --region eu-west-1\b/);
  expect((await recorded(monitor)).slice(1)).toEqual(Array(3).fill(eachTarget('server/internal-error')));
  expect(valuesOf(cloudWatch, 'OpenProblems')).toEqual([1, 1, 1, 2]);

  const before = { requests: monitor.api.requestCount, puts: valuesOf(cloudWatch, 'ProbeRun').length };
  for (const number of [1, 2, 3]) {
    expect(await probe.invoke(monitor.tick(number))).toBeNull();
    expect(await detect.invoke(monitor.tick(number))).toBeNull();
  }
  expect({ requests: monitor.api.requestCount, puts: valuesOf(cloudWatch, 'ProbeRun').length }).toEqual(before);
  expect(told(monitor)).toEqual(opened);

  for (const number of [4, 5]) {
    expect(told(monitor), `before tick ${number}`).toEqual(opened);
    expect(await probe.invoke(monitor.tick(number))).toBeNull();
    expect(await detect.invoke(monitor.tick(number))).toBeNull();
  }
  expect(told(monitor)).toEqual([...opened, 'resolved server-time and 4 more']);
  expect(valuesOf(cloudWatch, 'OpenProblems').at(-1)).toBe(WARNED.length);

  await expectTokenKept(monitor);
});

async function expectTokenKept(monitor: BundledMonitor): Promise<void> {
  const { token } = DEMO_CREDENTIALS;
  const withToken = monitor.sentToApi.flatMap((text) => text.split('\r\n')).filter((line) => line.includes(token));
  // Three rungs at six ticks.
  expect(withToken).toEqual(Array(18).fill(`authorization: Bearer ${token}`));
  const sentElsewhere = [monitor.cloudWatch, monitor.sns, monitor.ssm].flatMap(({ requests }) => requests);
  expect(JSON.stringify(sentElsewhere)).not.toContain(token);
  expect(await monitor.table()).not.toContain(token);
  for (const { stdout, stderr } of [await monitor.probe.end(), await monitor.detect.end()]) {
    expect(stdout).toContain('"event":');
    expect(stdout).not.toContain(token);
    expect(stderr).toBe('');
  }
}

describe('something of our own is missing: the rest is done, and the handler fails', () => {
  test('the token', async () => {
    const monitor = await startMonitor({ parameters: new Map() });
    const error = await monitor.probe.invoke(monitor.tick(0));
    expect(error?.name).toBe('RunFaultsError');
    expect(error?.message).toMatch(
      /^The token parameter \/apiv2-health\/token could not be read: ParameterNotFound: .+Store the token: README/,
    );
    expect(error?.message.split('\n')).toHaveLength(1);
    const outcomes = {
      ...eachTarget('inconclusive/own-fault'),
      'server-time': 'healthy',
      'platform-servers': 'healthy',
    };
    expect(await recorded(monitor)).toEqual([outcomes]);
    expect(valuesOf(monitor.cloudWatch, 'Availability')).toEqual([1, 1, 0, 0, 0]);
  });

  test('the store', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const monitor = await startMonitor({ environment: { AWS_ENDPOINT_URL_DYNAMODB: nowhere } });
    const probing = await monitor.probe.invoke(monitor.tick(0));
    expect(probing).toMatchObject({ name: 'RunFaultsError' });
    expect(probing?.message).toMatch(/^The tick could not be claimed in the store: .*ECONNREFUSED.+Check the table/);
    expect(valuesOf(monitor.cloudWatch, 'Availability')).toEqual([1, 1, 1, 1, 1]);
    expect((await monitor.probe.end()).stdout).toContain('"event":"probe-run"');

    const detecting = await monitor.detect.invoke(monitor.tick(0));
    expect(detecting).toMatchObject({ name: 'RunFaultsError' });
    expect(detecting?.message).toMatch(/^The store failed, .+the history of eu-west-1.+ECONNREFUSED.+Check the table/);
    expect(valuesOf(monitor.cloudWatch, 'DetectRun')).toEqual([1]);
  });

  test('the metrics', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const monitor = await startMonitor({ environment: { AWS_ENDPOINT_URL_CLOUDWATCH: nowhere } });
    const error = await monitor.probe.invoke(monitor.tick(0));
    expect(error?.message).toMatch(/^The metrics could not be published: .*ECONNREFUSED.+cloudwatch:PutMetricData/);
    expect(await recorded(monitor)).toEqual([eachTarget('healthy')]);
  });

  test('the topic, until it is there again: then the notice is sent once', async () => {
    const monitor = await startMonitor({ account: {} });
    const accepting = monitor.sns.reply;
    monitor.sns.reply = () => queryError(403, 'AuthorizationError', 'no');
    for (const number of [1, 2, 3]) expect(await monitor.probe.invoke(monitor.tick(number))).toBeNull();
    const error = await monitor.detect.invoke(monitor.tick(3));
    expect(error?.message).toMatch(/^Notice .+ was not accepted \(unavailable\): .+sns:Publish/);
    expect(valuesOf(monitor.cloudWatch, 'DeadNotices')).toEqual([0]);

    monitor.sns.reply = accepting;
    for (const number of [3, 4]) expect(await monitor.detect.invoke(monitor.tick(number))).toBeNull();
    expect(valuesOf(monitor.cloudWatch, 'OldestUnsentMinutes').slice(1)).toEqual([0, 0]);
    expect(told(monitor)).toEqual(['opened server-time', 'opened server-time']);
  });
});

test('a problem that meets another transaction in the table is written at a later try, and told once', async () => {
  const monitor = await startMonitor({ account: {} });
  for (const number of [1, 2, 3]) expect(await monitor.probe.invoke(monitor.tick(number))).toBeNull();
  monitor.contendNextTransactions(2);
  expect(await monitor.detect.invoke(monitor.tick(3))).toBeNull();
  expect(told(monitor).filter((line) => line.includes('server-time'))).toEqual(['opened server-time']);
});

test('a token that was rotated is read again, and nobody hears of it', async () => {
  const parameters = new Map([[TOKEN_PARAMETER, 'x'.repeat(32)]]);
  const monitor = await startMonitor({ parameters });
  await monitor.probe.invoke(monitor.tick(0));
  parameters.set(TOKEN_PARAMETER, DEMO_CREDENTIALS.token);
  expect(await monitor.probe.invoke(monitor.tick(5))).toBeNull();
  expect((await recorded(monitor)).map((outcomes) => outcomes.agents)).toEqual([
    'authorization/token-invalid',
    'healthy',
  ]);
});

describe('a dead-man service is called after a sound detect run', () => {
  test('by a URL in the settings', async () => {
    const service = await startWebhook(TAKEN);
    const monitor = await startMonitor({ account: {}, config: { heartbeatUrl: service.url.href } });
    await monitor.probe.invoke(monitor.tick(0));
    expect(await monitor.detect.invoke(monitor.tick(0))).toBeNull();
    expect(service.requests).toMatchObject([{ method: 'GET', path: SECRET_PATH }]);
  });

  test('by a URL in a parameter; a service that is away is no fault of the run', async () => {
    const service = await startWebhook(TAKEN, 'cut-off');
    const heartbeatUrl = { parameter: '/apiv2-health/heartbeat' };
    const parameters = new Map([[heartbeatUrl.parameter, service.url.href]]);
    const monitor = await startMonitor({ account: {}, config: { heartbeatUrl }, parameters });
    const detect = monitor.start('detect-with-secret', {});
    for (const number of [0, 1]) {
      await monitor.probe.invoke(monitor.tick(number));
      expect(await detect.invoke(monitor.tick(number))).toBeNull();
    }
    expect(service.requests).toHaveLength(2);
    expect(monitor.ssm.requests).toHaveLength(1);
    const { stdout } = await detect.end();
    expect(stdout).toMatch(/"event":"heartbeat-failed".*ECONNRESET/);
    expect(stdout).not.toContain('Planted');
  });
});

test.for(BUNDLE_AIMS)('the bundle of $name is small enough to start fast, and loads', ({ name, limitBytes }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const settings = { ...lambdaSettings(), slack: { webhookParameter: '/apiv2-health/slack' } };
  const { inputs } = bundleHandler(`functions/${name}/handler.ts`, folder, settings);
  expect(Object.keys(inputs).filter((file) => file.includes('node_modules/zod/'))).toEqual([]);
  expect(statSync(join(folder, 'index.js')).size).toBeLessThanOrEqual(limitBytes);
  // With what the bench takes for the environment of all of them.
  expect(loadOnce(join(folder, 'index.js')).elapsedMs).toBeGreaterThan(0);
});
