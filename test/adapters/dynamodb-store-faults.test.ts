import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoChronicStates } from '../../functions/adapters/dynamodb/chronic-states.ts';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { dynamoProblems } from '../../functions/adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import type { DynamoTable } from '../../functions/adapters/dynamodb/table.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { initialDetectState } from '../../functions/core/problems/streams.ts';
import { TICK_AT, aNotice, aProblem, aRunKey } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { aSnapshot } from './chronic-store-contract.ts';
import { openIn } from './open-problems.ts';
import type { Stores } from './store-contract.ts';

const NOTICE = aNotice();
const OPENING = { problem: NOTICE.problem, expectedVersion: 0, notice: NOTICE };

let endpoint: DynamoDbEndpoint;
let table: DynamoTable;
let stores: Stores;
beforeAll(async () => {
  endpoint = await startDynamoDb();
});
afterAll(async () => {
  await endpoint.close();
});
beforeEach(async () => {
  table = { client: endpoint.client, tableName: await endpoint.createTable(), newId: randomUUID };
  stores = {
    history: dynamoRunHistory({ ...table, retentionMs: 35 * DAY_MS }),
    problems: dynamoProblems(table),
    detectState: dynamoStates(table, PARTITIONS.detect),
    hints: dynamoStates(table, PARTITIONS.hints),
    memory: dynamoStates(table, PARTITIONS.memory),
    chronic: dynamoChronicStates(table),
  };
});

/** Loses the answer to the next such request and tells how often the SDK then asked. */
async function losingAnswerTo<T>(operation: string, work: () => Promise<T>): Promise<{ answer: T; asked: number }> {
  const before = endpoint.operations.length;
  endpoint.loseNextAnswerTo(operation);
  const answer = await work();
  return { answer, asked: endpoint.operations.slice(before).filter((name) => name === operation).length };
}

function partKey(part: number) {
  return { pk: { S: 'run#local' }, sk: { S: `2026-03-01T00:00:00.000Z#0000#00${part}` } };
}

describe('a write that got through although its answer was lost is told as done', () => {
  test('claim of a tick', async () => {
    await stores.history.claim(aRunKey({ shard: 1 }), TICK_AT, []);
    const claim = () => stores.history.claim(aRunKey(), TICK_AT, []);
    expect(await losingAnswerTo('PutItem', claim)).toEqual({ answer: 'claimed', asked: 2 });
    expect(await claim()).toBe('taken');
  });

  test('finish of a run', async () => {
    await stores.history.claim(aRunKey(), TICK_AT, []);
    const { asked } = await losingAnswerTo('UpdateItem', () => stores.history.finish(aRunKey(), ['a']));
    expect(asked).toBe(2);
    expect((await stores.history.read('local', TICK_AT, TICK_AT)).map((run) => run.parts)).toEqual([['a']]);
  });

  test('commit of a problem', async () => {
    const commit = () => stores.problems.commit(OPENING);
    expect(await losingAnswerTo('TransactWriteItems', commit)).toEqual({ answer: 'committed', asked: 2 });
    expect(await commit()).toBe('known');
  });

  test('claim of a notice', async () => {
    await stores.problems.commit(OPENING);
    const claim = () => stores.problems.claim(NOTICE.id, 'us', TICK_AT, MINUTE_MS);
    expect(await losingAnswerTo('UpdateItem', claim)).toEqual({ answer: true, asked: 2 });
  });

  test('save of a detect state', async () => {
    const save = () => stores.detectState.save('local', initialDetectState(TICK_AT), 0);
    expect(await losingAnswerTo('PutItem', save)).toEqual({ answer: true, asked: 2 });
    expect(await save()).toBe(false);
  });

  test('save of a chronic snapshot', async () => {
    const snapshot = aSnapshot();
    const save = () => stores.chronic.save('local', 'server-time', snapshot, 0);
    expect(await losingAnswerTo('PutItem', save)).toEqual({ answer: true, asked: 2 });
    expect(await save()).toBe(false);
    expect(await stores.chronic.load('local')).toEqual(new Map([['server-time', { state: snapshot, version: 1 }]]));
  });
});

describe('transactions that meet another', () => {
  test('are tried again', async () => {
    endpoint.contendNextTransactions(2);
    expect(await stores.problems.commit(OPENING)).toBe('committed');
  });

  test('are a conflict in the end, and write nothing', async () => {
    endpoint.contendNextTransactions(3);
    expect(await stores.problems.commit(OPENING)).toBe('conflict');
    expect(await openIn(stores.problems)).toEqual([]);
  });

  test('reject when a notice was sent and could not be marked', async () => {
    await stores.problems.commit(OPENING);
    await stores.problems.claim(NOTICE.id, 'us', TICK_AT, MINUTE_MS);
    endpoint.contendNextTransactions(3);
    await expect(stores.problems.markSent(NOTICE.id, 'us', TICK_AT)).rejects.toThrow('could not be marked');
  });

  test('reject when cancelled for another reason', async () => {
    await stores.problems.commit(OPENING);
    const problem = aProblem({ detail: 'x'.repeat(400 * 1024) });
    const change = { problem, expectedVersion: 1, notice: NOTICE };
    await expect(stores.problems.commit(change)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(await openIn(stores.problems)).toEqual([{ problem: OPENING.problem, version: 1 }]);
  });
});

describe('a record with holes', () => {
  beforeEach(async () => {
    await stores.history.claim(aRunKey(), TICK_AT, []);
    await stores.history.finish(aRunKey(), ['a', 'b', 'c']);
  });
  const read = () => stores.history.read('local', TICK_AT, TICK_AT + MINUTE_MS);

  test.for([1, 2])('is refused when part %i is missing', async (part) => {
    await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key: partKey(part) }));
    await stores.history.claim(aRunKey({ shard: 1 }), TICK_AT, []);
    await expect(read()).rejects.toThrow(`is finished but lacks part ${part}`);
  });

  test('is skipped when part 0 has expired', async () => {
    await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key: partKey(0) }));
    expect(await read()).toEqual([]);
  });

  test('is a claimed run when its writer died before part 0, and can be finished after all', async () => {
    const key = aRunKey({ tickAt: TICK_AT + MINUTE_MS });
    await stores.history.claim(key, key.tickAt, []);
    const sk = { S: '2026-03-01T00:01:00.000Z#0000#001' };
    const Item = { pk: { S: 'run#local' }, sk, text: { S: 'y' }, expiresAt: { N: '2000000000' } };
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }));
    expect((await read()).map((run) => [run.state, run.parts.length])).toEqual([
      ['finished', 3],
      ['claimed', 0],
    ]);
    await stores.history.finish(key, ['x', 'y']);
    expect((await read()).at(-1)?.parts).toEqual(['x', 'y']);
  });

  test('names the item and the attribute that this release cannot read', async () => {
    const Item = { ...partKey(0), state: { S: 'finished' }, parts: { S: 'three' } };
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item }));
    await expect(read()).rejects.toThrow(
      'item run#local / 2026-03-01T00:00:00.000Z#0000#000: attribute parts must be a number, found {"S":"three"}',
    );
  });
});

test('a run whose target set is gone is refused', async () => {
  await stores.history.claim(aRunKey(), TICK_AT, ['server-time']);
  const ofTargets = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'targets' } } };
  const { Items } = await table.client.send(new QueryCommand({ TableName: table.tableName, ...ofTargets }));
  const sk = Items?.[0]?.sk ?? { S: '' };
  const Key = { pk: { S: 'targets' }, sk };
  await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key }));
  const afresh = dynamoRunHistory({ ...table, retentionMs: 35 * DAY_MS });
  await expect(afresh.read('local', TICK_AT, TICK_AT)).rejects.toThrow(/^target set [0-9a-f]{16} is not in the store/);
});

test('a run of more parts than the sort key can number is refused', async () => {
  await stores.history.claim(aRunKey(), TICK_AT, []);
  const parts = Array.from({ length: 1_001 }, () => 'a');
  await expect(stores.history.finish(aRunKey(), parts)).rejects.toThrow('a run has at most 1000 parts, found 1001');
});
