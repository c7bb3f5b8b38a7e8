import { BatchGetItemCommand, paginateQuery, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Problem } from '../../core/model/problem.ts';
import type { ProblemBook, ProblemChange, VersionedProblem } from '../../core/ports.ts';
import { keyOf, numberIn, numeric, textIn, type Item } from './attributes.ts';
import { outboxItem } from './outbox.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { transact } from './transactions.ts';

/** Keys in one BatchGetItem (DynamoDB API reference). */
const BATCH_KEYS = 100;

/** Positions of the actions of a commit. */
const NOTICE_ACTION = 1;

/** The problems in DynamoDB; items in `table.ts`. Reads are consistent: a change must name the newest version. */
export function dynamoProblemBook(table: DynamoTable): ProblemBook {
  const { client, tableName } = table;
  return {
    async newest(streams) {
      const keys = [...new Set(streams)].map((stream) => keyOf(PARTITIONS.problem, stream));
      const items: Item[] = [];
      for (let from = 0; from < keys.length; from += BATCH_KEYS) {
        items.push(...(await getAll(keys.slice(from, from + BATCH_KEYS))));
      }
      return new Map(items.map((item) => [textIn(item, 'sk'), readProblem(item)]));
    },

    async open() {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: PARTITIONS.open } },
          ConsistentRead: true,
        },
      );
      const problems: VersionedProblem[] = [];
      for await (const page of pages) problems.push(...(page.Items ?? []).map(readProblem));
      return problems;
    },

    async commit(change) {
      const refusals = await transact(table, actions(change));
      if (refusals.size === 0) return 'committed';
      return refusals.get(NOTICE_ACTION) === 'condition-failed' ? 'known' : 'conflict';
    },
  };

  /** DynamoDB may serve any part of a batch and hand the rest back; it always serves at least one key, or rejects. */
  async function getAll(keys: Item[]): Promise<Item[]> {
    const items: Item[] = [];
    let left = keys;
    while (left.length > 0) {
      const answer = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
      );
      items.push(...(answer.Responses?.[tableName] ?? []));
      left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
    return items;
  }

  function actions({ problem, expectedVersion, notice }: ProblemChange): TransactWriteItem[] {
    const { stream } = problem;
    const version = expectedVersion + 1;
    const content = { version: numeric(version), problem: { S: JSON.stringify(problem) } };
    return [
      {
        Put: {
          TableName: tableName,
          Item: { ...keyOf(PARTITIONS.problem, stream), ...content },
          ...(expectedVersion === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'version = :expected',
                ExpressionAttributeValues: { ':expected': numeric(expectedVersion) },
              }),
        },
      },
      {
        Put: {
          TableName: tableName,
          Item: { ...keyOf(PARTITIONS.notice, notice.id), notice: { S: JSON.stringify(notice) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      { Put: { TableName: tableName, Item: outboxItem(notice, version) } },
      problem.closedAs === null
        ? { Put: { TableName: tableName, Item: { ...keyOf(PARTITIONS.open, stream), ...content } } }
        : { Delete: { TableName: tableName, Key: keyOf(PARTITIONS.open, stream) } },
    ];
  }
}

function readProblem(item: Item): VersionedProblem {
  return { problem: JSON.parse(textIn(item, 'problem')) as Problem, version: numberIn(item, 'version') };
}
