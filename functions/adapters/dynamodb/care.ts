import { DeleteItemCommand, PutItemCommand, paginateQuery, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { DAY_MS, SECOND_MS, isoTime, type EpochMs } from '../../core/model/time.ts';
import type { CareStore } from '../../core/ports.ts';
import { newestMomentOf, readCare, type Care, type WrittenCare } from '../../core/problems/care.ts';
import { keyOf, numeric, textIn, type Item } from './attributes.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';

/** Nobody asks after a year who was on a problem. */
const KEPT_MS = 365 * DAY_MS;

/**
 * What people said about problems, in DynamoDB; items in `table.ts`. They are plain text, since people write them by hand
 * too, in the console.
 *
 * @param report told of each value that cannot be read: which item and attribute, the value found, what is allowed
 */
export function dynamoCare({ client, tableName }: DynamoTable, report: (fault: string) => void): CareStore {
  return {
    async all() {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: PARTITIONS.care } },
          ConsistentRead: true,
        },
      );
      const cares = new Map<string, Care>();
      for await (const page of pages) {
        for (const item of page.Items ?? []) {
          const problemId = textIn(item, 'sk');
          const { care, faults } = readCare(problemId, writtenIn(item));
          for (const fault of faults) report(`item ${PARTITIONS.care} / ${problemId}: attribute ${fault}`);
          cares.set(problemId, care);
        }
      }
      return cares;
    },

    async put(care) {
      const { problemId, acknowledgedBy, note } = care;
      const newest = newestMomentOf(care);
      const item: Item = {
        ...keyOf(PARTITIONS.care, problemId),
        ...time('acknowledgedAt', care.acknowledgedAt),
        ...(acknowledgedBy === null ? {} : { acknowledgedBy: { S: acknowledgedBy } }),
        ...time('snoozedUntil', care.snoozedUntil),
        ...(note === null ? {} : { note: { S: note } }),
        ...(newest === null ? {} : { expiresAt: numeric(Math.ceil((newest + KEPT_MS) / SECOND_MS)) }),
      };
      await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
    },

    async remove(problemId) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: keyOf(PARTITIONS.care, problemId) }));
    },
  };
}

function time(name: 'acknowledgedAt' | 'snoozedUntil', at: EpochMs | null): Item {
  return at === null ? {} : { [name]: { S: isoTime(at) } };
}

function writtenIn({ acknowledgedAt, acknowledgedBy, snoozedUntil, note }: Item): WrittenCare {
  return {
    acknowledgedAt: valueOf(acknowledgedAt),
    acknowledgedBy: valueOf(acknowledgedBy),
    snoozedUntil: valueOf(snoozedUntil),
    note: valueOf(note),
  };
}

/** A text as text; anything else as it is stored, for the report. */
function valueOf(attribute: AttributeValue | undefined): unknown {
  return attribute?.S ?? attribute;
}
