import { BatchGetItemCommand, paginateQuery, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Notice } from '../../core/model/problem.ts';
import type { ProblemBook, ProblemChange, ProblemWrite, VersionedProblem } from '../../core/ports.ts';
import { readProblem } from '../../core/problems/read-problem.ts';
import { keyOf, numberIn, numeric, textIn, type Item } from './attributes.ts';
import { onVersion } from './conditions.ts';
import { outboxItem } from './outbox.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { transact } from './transactions.ts';

/** Keys in one BatchGetItem (DynamoDB API reference). */
const BATCH_KEYS = 100;

/** Where the notice stands among the actions of a commit that has one. */
const NOTICE_ACTION = 0;

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
      return new Map(items.map((item) => [textIn(item, 'sk'), versioned(item)]));
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
      for await (const page of pages) problems.push(...(page.Items ?? []).map(versioned));
      return problems;
    },

    async commit(change) {
      const refusals = await transact(table, actions(change));
      if (refusals.size === 0) return 'committed';
      const isKnown = change.notice !== null && refusals.get(NOTICE_ACTION) === 'condition-failed';
      return isKnown ? 'known' : 'conflict';
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

  function actions({ problem, expectedVersion, notice, replaces }: ProblemChange): TransactWriteItem[] {
    return [
      ...(notice === null ? [] : noticeActions(notice, expectedVersion + 1)),
      ...writeActions({ problem, expectedVersion }),
      ...(replaces ? writeActions(replaces) : []),
    ];
  }

  /** The notice itself, on the condition that it is new, and its place in the outbox. */
  function noticeActions(notice: Notice, version: number): TransactWriteItem[] {
    return [
      {
        Put: {
          TableName: tableName,
          Item: { ...keyOf(PARTITIONS.notice, notice.id), notice: { S: JSON.stringify(notice) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      { Put: { TableName: tableName, Item: outboxItem(notice, version) } },
    ];
  }

  /** The problem itself, on its condition, and its place among the open ones. */
  function writeActions({ problem, expectedVersion }: ProblemWrite): TransactWriteItem[] {
    const { stream } = problem;
    const content = { version: numeric(expectedVersion + 1), problem: { S: JSON.stringify(problem) } };
    return [
      {
        Put: {
          TableName: tableName,
          Item: { ...keyOf(PARTITIONS.problem, stream), ...content },
          ...onVersion(expectedVersion),
        },
      },
      problem.closedAs === null
        ? { Put: { TableName: tableName, Item: { ...keyOf(PARTITIONS.open, stream), ...content } } }
        : { Delete: { TableName: tableName, Key: keyOf(PARTITIONS.open, stream) } },
    ];
  }
}

function versioned(item: Item): VersionedProblem {
  return { problem: readProblem(JSON.parse(textIn(item, 'problem'))), version: numberIn(item, 'version') };
}
