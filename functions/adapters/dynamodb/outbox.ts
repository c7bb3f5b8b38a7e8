import { UpdateItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Notice } from '../../core/model/problem.ts';
import type { Outbox } from '../../core/ports.ts';
import { readNotice } from '../../core/problems/read-problem.ts';
import { keyOf, numberIn, numeric, textIn, type Item } from './attributes.ts';
import { conditionally } from './conditions.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { transact } from './transactions.ts';

/** The item that keeps a notice until it is sent; `version` is that of its problem with this notice. */
export function outboxItem(notice: Notice, version: number): Item {
  return {
    ...keyOf(PARTITIONS.outbox, notice.id),
    notice: { S: JSON.stringify(notice) },
    version: numeric(version),
  };
}

/**
 * The outbox in DynamoDB; items in `table.ts`. An owner may claim again what it holds, which renews the lease. What
 * another owner has taken over in the meantime is left alone by `markSent` and `release`.
 */
export function dynamoOutbox(table: DynamoTable): Outbox {
  const { client, tableName } = table;
  return {
    async pending() {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: PARTITIONS.outbox } },
          ConsistentRead: true,
        },
      );
      const entries: Entry[] = [];
      for await (const page of pages) entries.push(...(page.Items ?? []).map(readEntry));
      return entries.sort(oldestFirst).map((entry) => entry.notice);
    },

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
        {
          Delete: {
            TableName: tableName,
            Key: keyOf(PARTITIONS.outbox, noticeId),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': { S: owner } },
          },
        },
        {
          Update: {
            TableName: tableName,
            Key: keyOf(PARTITIONS.notice, noticeId),
            UpdateExpression: 'SET sentAt = :at',
            ExpressionAttributeValues: { ':at': numeric(at) },
          },
        },
      ]);
      if ([...refusals.values()].includes('contended')) {
        throw new Error(`notice ${noticeId} was sent but could not be marked: other transactions held it`);
      }
    },

    async release(noticeId, owner) {
      await conditionally(
        client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(PARTITIONS.outbox, noticeId),
            UpdateExpression: 'REMOVE #owner, leaseUntil',
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': { S: owner } },
          }),
        ),
      );
    },
  };
}

interface Entry {
  readonly notice: Notice;
  readonly version: number;
}

function readEntry(item: Item): Entry {
  return { notice: readNotice(JSON.parse(textIn(item, 'notice'))), version: numberIn(item, 'version') };
}

/** By time; notices of the same moment by stream, and those of a stream by the version they belong to. */
function oldestFirst(a: Entry, b: Entry): number {
  if (a.notice.at !== b.notice.at) return a.notice.at - b.notice.at;
  if (a.notice.problem.stream !== b.notice.problem.stream) {
    return a.notice.problem.stream < b.notice.problem.stream ? -1 : 1;
  }
  return a.version - b.version;
}
