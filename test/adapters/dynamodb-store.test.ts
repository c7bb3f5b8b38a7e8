import { GetItemCommand, PutItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dynamoChronicStates } from '../../functions/adapters/dynamodb/chronic-states.ts';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { dynamoProblems } from '../../functions/adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import type { DynamoTable } from '../../functions/adapters/dynamodb/table.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { TICK_AT, aNotice, aProblem, aRunKey } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { aSnapshot } from './chronic-store-contract.ts';
import { sharedBookContract } from './problem-store-contract.ts';
import { storeContract, type Stores } from './store-contract.ts';

/** DynamoDB's item limit (service quotas). */
const ITEM_LIMIT_BYTES = 400 * 1024;
const RETENTION_MS = 35 * DAY_MS;

let endpoint: DynamoDbEndpoint;
beforeAll(async () => {
  endpoint = await startDynamoDb();
});
afterAll(async () => {
  await endpoint.close();
});

async function openTable(): Promise<DynamoTable> {
  return { client: endpoint.client, tableName: await endpoint.createTable(), newId: randomUUID };
}

function storesOf(table: DynamoTable): Stores {
  return {
    history: dynamoRunHistory({ ...table, retentionMs: RETENTION_MS }),
    problems: dynamoProblems(table),
    detectState: dynamoStates(table, PARTITIONS.detect),
    hints: dynamoStates(table, PARTITIONS.hints),
    memory: dynamoStates(table, PARTITIONS.memory),
    chronic: dynamoChronicStates(table),
  };
}

async function itemOf(table: DynamoTable, pk: string, sk: string) {
  const key = { pk: { S: pk }, sk: { S: sk } };
  return (await table.client.send(new GetItemCommand({ TableName: table.tableName, Key: key }))).Item;
}

describe('every item is below the limit of DynamoDB', () => {
  afterEach(() => {
    expect(endpoint.largestItemBytes()).toBeLessThan(ITEM_LIMIT_BYTES);
  });
  storeContract('DynamoDB', async () => storesOf(await openTable()));
});

describe('two books over one table', () => {
  sharedBookContract(async () => {
    const table = await openTable();
    return [dynamoProblems(table), dynamoProblems(table)];
  });

  test('what nobody changed is not read again', async () => {
    const table = await openTable();
    const sent: string[] = [];
    table.client.middlewareStack.add(
      (next, context) => (args) => {
        if (JSON.stringify(args.input).includes(table.tableName)) sent.push(context.commandName ?? '');
        return next(args);
      },
      { step: 'initialize', name: 'note' },
    );
    const book = dynamoProblems(table);
    await book.recent(0);
    await book.commit({ problem: aProblem(), expectedVersion: 0, notice: null });
    await book.recent(0);
    await book.recent(0);
    table.client.middlewareStack.remove('note');
    expect(sent.filter((name) => name === 'QueryCommand')).toHaveLength(1);
  });
});

test('the endpoint refuses an item over the limit', async () => {
  const { client, tableName } = await openTable();
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, text: { S: 'x'.repeat(ITEM_LIMIT_BYTES) } };
  await expect(client.send(new PutItemCommand({ TableName: tableName, Item }))).rejects.toThrow('maximum allowed size');
});

test('a healthy tick is two writes and no read, once the target set is known', async () => {
  const { history } = storesOf(await openTable());
  await history.claim(aRunKey(), TICK_AT, ['server-time']);
  const before = endpoint.operations.length;
  const key = aRunKey({ tickAt: TICK_AT + MINUTE_MS });
  await history.claim(key, key.tickAt, ['server-time']);
  await history.finish(key, ['record']);
  expect(endpoint.operations.slice(before)).toEqual(['PutItem', 'UpdateItem']);
});

test('runs expire after the retention, further parts later than the first', async () => {
  const table = await openTable();
  const { history } = storesOf(table);
  await history.claim(aRunKey(), TICK_AT, ['server-time']);
  await history.finish(aRunKey(), ['a', 'b']);
  const [first, second] = await Promise.all(
    ['000', '001'].map((part) => itemOf(table, 'run#local', `2026-03-01T00:00:00.000Z#0000#${part}`)),
  );
  expect(Number(first?.expiresAt?.N)).toBe((TICK_AT + RETENTION_MS) / 1000);
  expect(Number(second?.expiresAt?.N)).toBe((TICK_AT + RETENTION_MS + 7 * DAY_MS) / 1000);
});

test('a process that has not met a target set finds it in the table', async () => {
  const table = await openTable();
  await storesOf(table).history.claim(aRunKey(), TICK_AT, ['server-time', 'agents']);
  const other = storesOf(table).history;
  expect(await other.claim(aRunKey({ shard: 1 }), TICK_AT, ['server-time', 'agents'])).toBe('claimed');
  const runs = await storesOf(table).history.read('local', TICK_AT, TICK_AT);
  expect(runs.map((run) => run.targetIds)).toEqual([
    ['server-time', 'agents'],
    ['server-time', 'agents'],
  ]);
});

test('a notice keeps the time at which it was sent', async () => {
  const table = await openTable();
  const { problems } = storesOf(table);
  const notice = aNotice();
  await problems.commit({ problem: aProblem(), expectedVersion: 0, notice });
  await problems.claim(notice.id, 'us', TICK_AT, MINUTE_MS);
  await problems.markSent(notice.id, 'us', TICK_AT + 7);
  expect((await itemOf(table, 'notice', notice.id))?.sentAt?.N).toBe(String(TICK_AT + 7));
});

test('all chronic snapshots of a vantage are one query a page, read consistently', async () => {
  const table = await openTable();
  const { chronic } = storesOf(table);
  for (const subject of ['server-time', 'agents', '@own-network']) await chronic.save('local', subject, aSnapshot(), 0);
  const queries: QueryCommandInput[] = [];
  table.client.middlewareStack.add(
    (next) => (request) => {
      queries.push(request.input as QueryCommandInput);
      return next(request);
    },
    { step: 'initialize', name: 'seeQueries' },
  );
  try {
    expect([...(await chronic.load('local')).keys()]).toHaveLength(3);
  } finally {
    table.client.middlewareStack.remove('seeQueries');
  }
  expect(queries.map((query) => query.ConsistentRead)).toEqual([true]);
});

/** How often the table is queried meanwhile. */
async function queriesOf(table: DynamoTable, work: () => Promise<unknown>): Promise<number> {
  const before = endpoint.operations.length;
  await work();
  return endpoint.operations.slice(before).filter((name) => name === 'Query').length;
}

describe('chronic snapshots are remembered', () => {
  const [old, newer] = [aSnapshot(TICK_AT), aSnapshot(TICK_AT + MINUTE_MS)];

  test('and not read again while they reach as far as is known to be saved', async () => {
    const table = await openTable();
    const { chronic } = storesOf(table);
    await chronic.save('local', 'agents', old, 0);
    expect(await queriesOf(table, () => chronic.load('local', TICK_AT))).toBe(1);
    expect(await queriesOf(table, () => chronic.load('local', TICK_AT))).toBe(0);
    expect(await chronic.save('local', 'agents', newer, 1)).toBe(true);
    expect(await queriesOf(table, () => chronic.load('local', TICK_AT + MINUTE_MS))).toBe(0);
    expect(await chronic.load('local', TICK_AT)).toEqual(new Map([['agents', { state: newer, version: 2 }]]));
    expect(await queriesOf(table, () => chronic.load('local', TICK_AT + 2 * MINUTE_MS))).toBe(1);
    expect(await queriesOf(table, () => chronic.load('local'))).toBe(1);
  });

  test('what another process saved is read: once it is known, or after a save that is refused', async () => {
    const table = await openTable();
    const [ours, theirs] = [storesOf(table).chronic, storesOf(table).chronic];
    await ours.save('local', 'agents', old, 0);
    await ours.load('local', TICK_AT);
    await theirs.save('local', 'agents', newer, 1);
    expect((await ours.load('local', TICK_AT)).get('agents')?.version).toBe(1);
    expect((await ours.load('local', TICK_AT + MINUTE_MS)).get('agents')?.version).toBe(2);

    await theirs.save('local', 'agents', aSnapshot(TICK_AT + MINUTE_MS, { failures: [7] }), 2);
    expect(await ours.save('local', 'agents', newer, 2)).toBe(false);
    expect((await ours.load('local', TICK_AT)).get('agents')?.version).toBe(3);
  });

  test('a detector that goes on does not change what is remembered', async () => {
    const { chronic } = storesOf(await openTable());
    await chronic.save('local', 'agents', old, 0);
    await chronic.load('local');
    const { detector } = (await chronic.load('local', TICK_AT)).get('agents')?.state ?? {};
    (detector as unknown as { failures: number[] }).failures.push(1);
    expect(await chronic.load('local', TICK_AT)).toEqual(new Map([['agents', { state: old, version: 1 }]]));
  });
});

test('a state of an older release, gzipped, is read, and replaced by one of this', async () => {
  const table = await openTable();
  const { chronic } = storesOf(table);
  const state = { B: gzipSync(JSON.stringify(aSnapshot())) };
  const Item = { pk: { S: 'chronic#local' }, sk: { S: 'agents' }, version: { N: '4' }, writer: { S: 'old' }, state };
  await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }));
  expect(await chronic.load('local')).toEqual(new Map([['agents', { state: aSnapshot(), version: 4 }]]));
  expect(await chronic.save('local', 'agents', aSnapshot(TICK_AT + 1), 4)).toBe(true);
  expect((await storesOf(table).chronic.load('local')).get('agents')).toEqual({
    state: aSnapshot(TICK_AT + 1),
    version: 5,
  });
});

test.each([
  { name: 'short: as text, for people to read', text: '{"v":1}', held: 'text' },
  { name: 'long: packed', text: JSON.stringify({ v: 'x'.repeat(3_000) }), held: 'packed' },
])('a record is kept $name; finishing it again changes nothing', async ({ text, held }) => {
  const table = await openTable();
  const { history } = storesOf(table);
  await history.claim(aRunKey(), TICK_AT, ['agents']);
  await history.finish(aRunKey(), [text, text]);
  await history.finish(aRunKey(), [text, text]);
  await expect(history.finish(aRunKey(), [`${text} `])).rejects.toThrow('another record');
  for (const part of ['000', '001']) {
    const item = await itemOf(table, 'run#local', `2026-03-01T00:00:00.000Z#0000#${part}`);
    expect(Object.keys(item ?? {}).filter((name) => name === 'text' || name === 'packed')).toEqual([held]);
  }
  const [run] = await history.read('local', TICK_AT, TICK_AT);
  expect(run?.parts).toEqual([text, text]);
});
