import { GetItemCommand, UpdateItemCommand, paginateQuery, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Announcement } from '../../core/model/problem.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { Outbox } from '../../core/ports.ts';
import { keyOf, numeric, type Item } from './attributes.ts';
import { conditionally } from './conditions.ts';
import { REFUSED, WAITING, oldestFirst, only, readEntry, type OrderedEntry } from './outbox-entry.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { transact } from './transactions.ts';

/** The item that keeps an announcement until it is sent; `version` is that of its problem with it, 0 without one. */
export function outboxItem(announcement: Announcement, version: number): Item {
  return {
    ...keyOf(PARTITIONS.outbox, announcement.id),
    notice: { S: JSON.stringify(announcement) },
    version: numeric(version),
  };
}

/**
 * The outbox in DynamoDB; items in `table.ts`. An owner may claim again what it holds, which renews the lease. What
 * another owner has taken over in the meantime is left alone by `markSent`, `release` and `bury`.
 */
export function dynamoOutbox(table: DynamoTable): Outbox {
  const { client, tableName } = table;
  return {
    async add(announcement) {
      const refusals = await transact(table, [
        {
          Put: {
            TableName: tableName,
            Item: { ...keyOf(PARTITIONS.notice, announcement.id), notice: { S: JSON.stringify(announcement) } },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        { Put: { TableName: tableName, Item: outboxItem(announcement, 0) } },
      ]);
      if ([...refusals.values()].includes('contended')) throw heldUp(announcement.id, 'could not be put in the outbox');
      return refusals.size === 0 ? 'added' : 'known';
    },

    pending: async () =>
      (await entriesIn(PARTITIONS.outbox)).map(({ announcement, refusedSince, refusals }) => ({
        announcement,
        refusedSince,
        refusals,
      })),

    async claim(noticeId, owner, now, leaseMs) {
      const result = await conditionally(
        client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(PARTITIONS.outbox, noticeId),
            UpdateExpression: 'SET #owner = :owner, leaseUntil = :until',
            // A repeated request after a lost answer meets its own lease, so the holder is let through.
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(#owner) OR #owner = :owner OR leaseUntil <= :now)',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: {
              ':owner': { S: owner },
              ':now': numeric(now),
              ':until': numeric(now + leaseMs),
            },
          }),
        ),
      );
      return result.written;
    },

    async markSent(noticeId, owner, at) {
      const refusals = await transact(table, [
        takeOut(noticeId, owner),
        {
          Update: {
            TableName: tableName,
            Key: keyOf(PARTITIONS.notice, noticeId),
            UpdateExpression: 'SET sentAt = :at',
            ExpressionAttributeValues: { ':at': numeric(at) },
          },
        },
      ]);
      if ([...refusals.values()].includes('contended')) throw heldUp(noticeId, 'was sent but could not be marked');
    },

    async release(noticeId, owner, refusedAt) {
      await conditionally(
        client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(PARTITIONS.outbox, noticeId),
            ...releaseUpdate(owner, refusedAt),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
          }),
        ),
      );
    },

    async bury(noticeId, owner, at) {
      const item = await itemAt(PARTITIONS.outbox, noticeId);
      if (item?.owner?.S !== owner) return;
      const refusals = await transact(table, [
        takeOut(noticeId, owner),
        {
          Put: {
            TableName: tableName,
            Item: {
              ...only(item, [...WAITING, ...REFUSED]),
              ...keyOf(PARTITIONS.dead, noticeId),
              buriedAt: numeric(at),
            },
          },
        },
      ]);
      if ([...refusals.values()].includes('contended')) throw heldUp(noticeId, 'could not be buried');
    },

    buried: async () => (await entriesIn(PARTITIONS.dead)).map(({ announcement }) => announcement),

    async revive(noticeId) {
      const item = await itemAt(PARTITIONS.dead, noticeId);
      if (item === null) return false;
      const refusals = await transact(table, [
        {
          Delete: {
            TableName: tableName,
            Key: keyOf(PARTITIONS.dead, noticeId),
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
        { Put: { TableName: tableName, Item: { ...only(item, WAITING), ...keyOf(PARTITIONS.outbox, noticeId) } } },
      ]);
      if ([...refusals.values()].includes('contended')) throw heldUp(noticeId, 'could not be revived');
      return refusals.size === 0;
    },
  };

  async function entriesIn(partition: string): Promise<OrderedEntry[]> {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: partition } },
        ConsistentRead: true,
      },
    );
    const entries: OrderedEntry[] = [];
    for await (const page of pages) entries.push(...(page.Items ?? []).map(readEntry));
    return entries.sort(oldestFirst);
  }

  async function itemAt(partition: string, noticeId: string): Promise<Item | null> {
    const answer = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(partition, noticeId), ConsistentRead: true }),
    );
    return answer.Item ?? null;
  }

  /** Takes an item out of the outbox, on the condition that this owner holds it. */
  function takeOut(noticeId: string, owner: string): TransactWriteItem {
    return {
      Delete: {
        TableName: tableName,
        Key: keyOf(PARTITIONS.outbox, noticeId),
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':owner': { S: owner } },
      },
    };
  }
}

function releaseUpdate(owner: string, refusedAt: EpochMs | null) {
  if (refusedAt === null) {
    return { UpdateExpression: 'REMOVE #owner, leaseUntil', ExpressionAttributeValues: { ':owner': { S: owner } } };
  }
  return {
    UpdateExpression: 'SET refusedSince = if_not_exists(refusedSince, :at) ADD refusals :one REMOVE #owner, leaseUntil',
    ExpressionAttributeValues: { ':owner': { S: owner }, ':at': numeric(refusedAt), ':one': numeric(1) },
  };
}

function heldUp(noticeId: string, what: string): Error {
  return new Error(`notice ${noticeId} ${what}: other transactions held it`);
}
