import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import type { AccountConfig, MonitorConfig } from '../../functions/core/config-model.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { StoredRun } from '../../functions/core/ports.ts';
import type { Fault } from '../../functions/local/simulator/fault-script.ts';
import { startSimulator, type Simulator } from '../../functions/local/simulator/simulator.ts';
import { DEMO_CREDENTIALS, DEMO_WORLD } from '../../functions/local/simulator/world.ts';
import type { AwsEndpoint } from '../support/aws-endpoints.ts';
import { putOf, startCloudWatch, startSns, startSsm, type WireDatum } from '../support/aws-endpoints-services.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { relayTo } from '../support/listeners-relay.ts';
import type { Listener } from '../support/open-listener.ts';
import { lambdaSettings } from '../support/template.ts';
import { startFunction, type BundledFunction } from './bundled-function.ts';

/** The first tick. */
export const START: EpochMs = Date.UTC(2026, 2, 1, 12);
export const TOKEN_PARAMETER = '/apiv2-health/token';
export const VANTAGE = 'eu-west-1';

/** What fails from tick 1 to tick 3: every request, with an answer that is not worth a retry. */
const OUTAGE: Fault = {
  kind: 'status',
  status: 500,
  body: { kind: 'envelope', errors: [{ message: 'Internal server error' }] },
};

/** Both functions as they are deployed, and everything they speak to, on this machine. */
export interface BundledMonitor {
  readonly probe: BundledFunction;
  readonly detect: BundledFunction;
  readonly api: Simulator;
  /** What the API was sent, a text per connection. */
  readonly sentToApi: Listener['received'];
  readonly cloudWatch: AwsEndpoint;
  readonly sns: AwsEndpoint;
  readonly ssm: AwsEndpoint;
  /** Moves the API's clock to the tick with this number. The answer is the tick. */
  tick(number: number): EpochMs;
  /** One of the functions once more, with another environment. */
  start(
    name: 'probe' | 'detect' | 'detect-with-secret',
    environment: Readonly<Record<string, string>>,
  ): BundledFunction;
  /** The regions that the table was asked in. */
  readonly tableRegions: ReadonlySet<string>;
  /** Cancels the next transactions in the table as if another one held their first item. */
  contendNextTransactions(times: number): void;
  /** Every run of a vantage in the table; of the home region's unless told otherwise. */
  runs(vantage?: string): Promise<readonly StoredRun[]>;
  /** Everything in the table, as text. */
  table(): Promise<string>;
}

/** How a monitor differs from one with all credentials and everything in place. */
export interface MonitorOptions {
  readonly account?: Omit<AccountConfig, 'origin'>;
  /** Added to the config. */
  readonly config?: MonitorConfig;
  readonly parameters?: ReadonlyMap<string, string>;
  /** Added to the functions' environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a monitor until the test is over. */
export async function startMonitor(options: MonitorOptions = {}): Promise<BundledMonitor> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const { api, relay, tick } = await startApi();
  const dynamoDb = await closing(startDynamoDb());
  const cloudWatch = await closing(startCloudWatch());
  const sns = await closing(startSns());
  const ssm = await closing(startSsm(options.parameters ?? new Map([[TOKEN_PARAMETER, DEMO_CREDENTIALS.token]])));
  const tableName = await dynamoDb.createTable();

  const { application, company } = DEMO_CREDENTIALS;
  const account = options.account ?? { application, company, tokenParameter: TOKEN_PARAMETER };
  const settings = lambdaSettings({
    accounts: { main: { origin: `${relay.origin}/api`, ...account } },
    alerts: { email: ['ops@example.com'] },
    ...options.config,
  });
  const environment = {
    AWS_REGION: VANTAGE,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // Whatever has no endpoint of its own must not get out.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url,
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_ENDPOINT_URL_SSM: ssm.url,
    TABLE_NAME: tableName,
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    LOG_GROUPS: 'ProbeLog',
    HOME_REGION: VANTAGE,
    VANTAGE,
    VANTAGES: VANTAGE,
    ...options.environment,
  };
  return {
    probe: startFunction('probe', folder, settings, environment),
    detect: startFunction('detect', folder, settings, environment),
    api,
    sentToApi: relay.received,
    cloudWatch,
    sns,
    ssm,
    tick,
    start: (name, more) =>
      startFunction(name, mkdtempSync(join(folder, 'more-')), settings, { ...environment, ...more }),
    tableRegions: dynamoDb.regions,
    contendNextTransactions: (times) => {
      dynamoDb.contendNextTransactions(times);
    },
    runs: (vantage = VANTAGE) => storedRuns(dynamoDb, tableName, vantage),
    table: async () => JSON.stringify(await dynamoDb.client.send(new ScanCommand({ TableName: tableName }))),
  };
}

/** The values of one metric that were put so far, of all calls. */
export function valuesOf(cloudWatch: AwsEndpoint, name: WireDatum['MetricName']): number[] {
  return cloudWatch.requests
    .flatMap((request) => putOf(request).MetricData)
    .filter(({ MetricName }) => MetricName === name)
    .map(({ Value }) => Value);
}

async function startApi() {
  let now = START;
  const script = { loopMs: null, windows: [{ fromMs: MINUTE_MS, toMs: 4 * MINUTE_MS, fault: OUTAGE }] };
  const api = await closing(startSimulator({ world: DEMO_WORLD, script, now: () => now }));
  const relay = await relayTo(Number(new URL(api.baseUrl).port));
  const tick = (number: number): EpochMs => {
    now = START + number * MINUTE_MS;
    return now;
  };
  return { api, relay, tick };
}

function storedRuns({ client }: DynamoDbEndpoint, tableName: string, vantage: string): Promise<readonly StoredRun[]> {
  const history = dynamoRunHistory({ client, tableName, newId: randomUUID, retentionMs: DAY_MS });
  return history.read(vantage, START - DAY_MS, START + DAY_MS);
}

async function closing<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  onTestFinished(() => started.close());
  return started;
}
