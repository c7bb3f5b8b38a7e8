import { BatchGetItemCommand, GetItemCommand, paginateQuery, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { newestTickOf, type Notice, type Problem } from '../../core/model/problem.ts';
import { DAY_MS, SECOND_MS } from '../../core/model/time.ts';
import type { ProblemBook, ProblemChange, ProblemWrite, VersionedProblem } from '../../core/ports.ts';
import { readProblem } from '../../core/problems/read-problem.ts';
import { keyOf, numberIn, numeric, textIn, type Item } from './attributes.ts';
import { onVersion } from './conditions.ts';
import { outboxItem } from './outbox.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { transact } from './transactions.ts';

/** Keys in one BatchGetItem (DynamoDB API reference). */
const BATCH_KEYS = 100;

/** As long as anybody asks back: a weekly message that is six days late. DynamoDB takes up to some days more. */
const KEPT_RECENT_MS = 14 * DAY_MS;

/** The item that counts commits. */
const COMMITS_KEY = 'problems';

/** Where the notice stands among the actions of a commit that has one. */
const NOTICE_ACTION = 0;

/** Recent problems as they were read, and how many commits there had been by then. */
interface KnownRecent {
  readonly problems: Map<string, VersionedProblem>;
  commits: number;
}

/**
 * The problems in DynamoDB; items in `table.ts`. Reads are consistent: a change must name the newest version. Recent problems are
 * kept from one reading to the next, and read again only when somebody else committed since: every commit is counted.
 */
export function dynamoProblemBook(table: DynamoTable): ProblemBook {
  const { client, tableName } = table;
  let known: KnownRecent | null = null;
  return {
    async newest(streams) {
      const keys = [...new Set(streams)].map((stream) => keyOf(PARTITIONS.problem, stream));
      const items: Item[] = [];
      for (let from = 0; from < keys.length; from += BATCH_KEYS) {
        items.push(...(await getAll(keys.slice(from, from + BATCH_KEYS))));
      }
      return new Map(items.map((item) => [textIn(item, 'sk'), versioned(item)]));
    },

    async recent(since) {
      // Counted first: what is committed meanwhile makes the next reading start anew.
      const commits = await commitCount();
      if (known?.commits !== commits) known = { problems: await readRecent(), commits };
      const isRecent = ({ problem }: VersionedProblem) => problem.closedAs === null || newestTickOf(problem) >= since;
      return [...known.problems.values()].filter(isRecent);
    },

    async commit(change) {
      const refusals = await transact(table, actions(change));
      if (refusals.size === 0) {
        if (known !== null) keep(known, change);
        return 'committed';
      }
      const isKnown = change.notice !== null && refusals.get(NOTICE_ACTION) === 'condition-failed';
      return isKnown ? 'known' : 'conflict';
    },
  };

  async function commitCount(): Promise<number> {
    const Key = keyOf(PARTITIONS.commits, COMMITS_KEY);
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }));
    return Item === undefined ? 0 : numberIn(Item, 'count');
  }

  async function readRecent(): Promise<Map<string, VersionedProblem>> {
    const pages = paginateQuery(
      { client },
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: PARTITIONS.open } },
        ConsistentRead: true,
      },
    );
    const problems = new Map<string, VersionedProblem>();
    for await (const page of pages) {
      for (const item of page.Items ?? []) problems.set(textIn(item, 'sk'), versioned(item));
    }
    return problems;
  }

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
      {
        Update: {
          TableName: tableName,
          Key: keyOf(PARTITIONS.commits, COMMITS_KEY),
          UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': numeric(1) },
        },
      },
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
      {
        Put: {
          TableName: tableName,
          Item: {
            ...keyOf(PARTITIONS.open, stream),
            ...content,
            ...(problem.closedAs === null ? {} : expiry(problem)),
          },
        },
      },
    ];
  }
}

/** Takes a commit of our own into what is known. */
function keep(known: KnownRecent, { problem, expectedVersion, replaces }: ProblemChange): void {
  const writes: readonly ProblemWrite[] = [{ problem, expectedVersion }, ...(replaces ? [replaces] : [])];
  for (const write of writes) {
    known.problems.set(write.problem.stream, { problem: write.problem, version: write.expectedVersion + 1 });
  }
  known.commits += 1;
}

/** Until when a closed problem stays among the recent ones. */
function expiry(problem: Problem): Item {
  return { expiresAt: numeric(Math.ceil((newestTickOf(problem) + KEPT_RECENT_MS) / SECOND_MS)) };
}

function versioned(item: Item): VersionedProblem {
  return { problem: readProblem(JSON.parse(textIn(item, 'problem'))), version: numberIn(item, 'version') };
}
