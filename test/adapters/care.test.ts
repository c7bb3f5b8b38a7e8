import { GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dynamoCare } from '../../functions/adapters/dynamodb/care.ts';
import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { sqliteCare } from '../../functions/adapters/sqlite/care.ts';
import { openDatabase, type SqliteDatabase } from '../../functions/adapters/sqlite/database.ts';
import { DAY_MS, HOUR_MS } from '../../functions/core/model/time.ts';
import { TICK_AT } from '../support/builders.ts';
import { startDynamoDb, type DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import { aCare, careStoreContract } from './care-store-contract.ts';

describe('memory', () => {
  careStoreContract(() => Promise.resolve(memoryCare()));

  test('a map that was handed out stays as it is', async () => {
    const store = memoryCare();
    const before = await store.all();
    await store.put(aCare());
    expect(before).toEqual(new Map());
  });
});

describe('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'care-'));
  const opened: SqliteDatabase[] = [];
  const at = (path: string) => {
    const database = openDatabase(path);
    opened.push(database);
    return sqliteCare(database);
  };
  afterEach(() => {
    for (const database of opened.splice(0)) database.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  careStoreContract(() => Promise.resolve(at(':memory:')));

  test('what one process puts, another reads', async () => {
    const path = join(folder, 'history.sqlite');
    const [command, monitor] = [at(path), at(path)];
    await command.put(aCare());
    expect([...(await monitor.all()).values()]).toEqual([aCare()]);
  });
});

describe('DynamoDB', () => {
  let endpoint: DynamoDbEndpoint;
  beforeAll(async () => {
    endpoint = await startDynamoDb();
  });
  afterAll(async () => {
    await endpoint.close();
  });

  const openTable = async () => ({
    client: endpoint.client,
    tableName: await endpoint.createTable(),
    newId: randomUUID,
  });
  const refuse = (fault: string) => {
    throw new Error(fault);
  };

  careStoreContract(async () => dynamoCare(await openTable(), refuse));

  test('the item is plain text, and expires a year after its newest time', async () => {
    const table = await openTable();
    await dynamoCare(table, refuse).put(aCare());
    const Key = { pk: { S: 'care' }, sk: { S: aCare().problemId } };
    const { Item } = await endpoint.client.send(new GetItemCommand({ TableName: table.tableName, Key }));
    expect(Item).toEqual({
      ...Key,
      acknowledgedBy: { S: 'Anna “<&' },
      acknowledgedAt: { S: '2026-03-01T00:00:00.000Z' },
      snoozedUntil: { S: '2026-03-01T04:00:00.000Z' },
      note: { S: 'The uplink is being replaced.' },
      expiresAt: { N: String((TICK_AT + 4 * HOUR_MS + 365 * DAY_MS) / 1000) },
    });
  });

  test('items that a person wrote are read; what is wrong in them is told, and hides no other', async () => {
    const table = await openTable();
    const write = (id: string, attributes: Record<string, AttributeValue>) =>
      endpoint.client.send(
        new PutItemCommand({ TableName: table.tableName, Item: { pk: { S: 'care' }, sk: { S: id }, ...attributes } }),
      );
    await write('a', { acknowledgedBy: { S: 'Anna' }, snoozedUntil: { S: 'tomorrow' } });
    await write('b', { snoozedUntil: { N: '1772355600' } });
    await write('c', { snoozedUntil: { S: '2026-03-01T09:00Z' }, colour: { S: 'red' } });
    const faults: string[] = [];
    const cares = await dynamoCare(table, (fault) => faults.push(fault)).all();
    const nothing = { acknowledgedAt: null, acknowledgedBy: null, snoozedUntil: null, note: null };
    expect([...cares.values()]).toEqual([
      { ...nothing, problemId: 'a', acknowledgedBy: 'Anna' },
      { ...nothing, problemId: 'b' },
      { ...nothing, problemId: 'c', snoozedUntil: Date.UTC(2026, 2, 1, 9) },
    ]);
    const rule = 'attribute snoozedUntil must be ISO 8601 text with a zone, like 2026-03-01T09:00:00Z; found';
    expect(faults).toEqual([
      `item care / a: ${rule} "tomorrow"; it counts as not written`,
      `item care / b: ${rule} {"N":"1772355600"}; it counts as not written`,
    ]);
  });

  test('more cares than one page of a query holds are all read', async () => {
    const table = await openTable();
    const store = dynamoCare(table, refuse);
    const note = 'x'.repeat(300_000);
    for (const problemId of ['a', 'b', 'c', 'd', 'e']) await store.put(aCare({ problemId, note }));
    expect([...(await store.all()).keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
