import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoCare } from '../../functions/adapters/dynamodb/care.ts';
import { dynamoProblems } from '../../functions/adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../functions/core/model/time.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import { initialDetectState } from '../../functions/core/problems/streams.ts';
import { runWidget } from '../../functions/widget/run.ts';
import { expectSafePage, wordsOf } from '../core/page/safe-page.ts';
import { TICK_AT, aFailedAttempt, aNotice, aProbe, aProblem, anAttempt } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { memoryLog } from '../support/memory-log.ts';
import { freePort } from '../support/open-listener.ts';
import { lambdaSettings, monitorTemplate, onlyResource } from '../support/template.ts';
import { startWidget } from './widget-function.ts';

const VANTAGES = ['eu-west-1', 'us-east-1'];
const NOW = TICK_AT + 2 * HOUR_MS + 20 * SECOND_MS;
const VIEW = { widgetContext: { theme: 'dark', timeRange: { start: NOW - 2 * HOUR_MS, end: NOW } } };
const settings = lambdaSettings({ targets: [{ ladder: 'main' }], accounts: { main: {} } });
const CREDENTIALS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let dynamoDb: DynamoDbEndpoint;
let tableName: string;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  tableName = await dynamoDb.createTable();
  const table = { client: dynamoDb.client, tableName, newId: randomUUID };
  const history = dynamoRunHistory({ ...table, retentionMs: DAY_MS });
  for (const vantage of VANTAGES) {
    for (let tickAt = TICK_AT; tickAt < NOW; tickAt += 5 * MINUTE_MS) {
      const key = { vantage, tickAt, shard: 0 };
      const attempts = [tickAt > NOW - 15 * MINUTE_MS ? aFailedAttempt() : anAttempt()];
      await history.claim(key, tickAt, ['server-time']);
      await history.finish(key, packRun({ key, diagnoses: [], probes: [aProbe({ attempts })] }));
    }
    await dynamoStates(table, PARTITIONS.detect).save(vantage, initialDetectState(NOW - 5 * MINUTE_MS), 0);
  }
  const problem = aProblem({
    failingSince: NOW - 15 * MINUTE_MS,
    subject: '<script>alert(1)</script>',
    scope: { targets: ['<script>'], vantages: VANTAGES, addresses: [] },
  });
  const book = dynamoProblems(table);
  await book.commit({ problem, expectedVersion: 0, notice: aNotice({ problem, at: NOW - 14 * MINUTE_MS }) });
  await dynamoCare(table, () => undefined).put({
    problemId: problem.id,
    acknowledgedAt: NOW,
    acknowledgedBy: 'Anna',
    snoozedUntil: null,
    note: null,
  });
});
afterAll(() => dynamoDb.close());

describe('the bundle as it is deployed', () => {
  test('a view, with what is in the table', { timeout: 20_000 }, async () => {
    const environment = {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      TABLE_NAME: tableName,
      VANTAGES: VANTAGES.join(','),
    };
    const widget = startWidget(settings, NOW, environment);
    expect(await widget.answer({ describe: true })).toMatch(/^## APIv2 Health Monitor\n/);
    const html = String(await widget.answer(VIEW));
    expectSafePage(html);
    const words = wordsOf(html);
    expect(words).toContain('1 open problem critical');
    expect(words).toContain('from eu-west-1 and us-east-1 · acknowledged by Anna');
    expect(words).toContain('server-time from us-east-1 88 % healthy');
    expect(words).toContain('eu-west-1 : newest run 1 Mar 02:00, 20 s ago; examined up to 1 Mar 01:55');
    expect(words).toContain('1 notice not sent yet, the oldest since 1 Mar 01:46');
    expect(await widget.end()).toBe('');
  });

  test('a table that cannot be reached is told in the widget, and in the log', { timeout: 60_000 }, async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const widget = startWidget(settings, NOW, {
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_DYNAMODB: nowhere,
      TABLE_NAME: tableName,
      VANTAGES: 'eu-west-1',
    });
    const html = String(await widget.answer(VIEW));
    expectSafePage(html);
    expect(wordsOf(html)).toMatch(/The problems could not be read\. .+ the log of the widget function says more/);
    expect(html).not.toMatch(/127\.0\.0\.1|at .+\.ts:|All well/);
    expect(await widget.end()).toContain('ECONNREFUSED');
  });
});

test('asks for no item that its role may not read', async () => {
  const keys = new Set<string>();
  const client: DynamoDBClient = dynamoDb.client;
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { Key, ExpressionAttributeValues: values } = args.input as Record<
          string,
          Record<string, { S: string }> | undefined
        >;
        keys.add(`${String(commandName).replace('Command', '')} ${String((Key?.pk ?? values?.[':pk'])?.S)}`);
        return next(args);
      },
    { step: 'initialize', name: 'keys-asked-for' },
  );
  const table = { client, tableName, newId: randomUUID };
  const problems = dynamoProblems(table);
  const log = memoryLog();
  await runWidget(VIEW, VANTAGES, settings, {
    history: dynamoRunHistory({ ...table, retentionMs: DAY_MS }),
    states: dynamoStates(table, PARTITIONS.detect),
    problems,
    outbox: problems,
    subscribed: dynamoStates(table, PARTITIONS.subscriptions),
    cares: dynamoCare(table, () => undefined),
    clock: { now: () => NOW },
    log,
  });
  client.middlewareStack.remove('keys-asked-for');
  expect(log.lines).toEqual([]);

  const { Policies } = onlyResource(monitorTemplate(), 'AWS::IAM::Role', 'WidgetRole').Properties;
  const text = JSON.stringify(Policies);
  const [, granted = ''] = /"dynamodb:LeadingKeys":\[(.+?)\]/.exec(text) ?? [];
  const patterns = (JSON.parse(`[${granted}]`) as string[]).map((one) => one.replace('*', ''));
  const allowed = (key: string) =>
    /^(?:Query|GetItem) /.test(key) && patterns.some((one) => key.split(' ')[1]?.startsWith(one));
  expect([...keys].filter((key) => !allowed(key))).toEqual([]);
  // And none is granted that it does not need.
  expect(patterns.filter((one) => ![...keys].some((key) => key.split(' ')[1]?.startsWith(one)))).toEqual([]);
});
