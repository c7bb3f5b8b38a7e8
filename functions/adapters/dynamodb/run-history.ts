import { PutItemCommand, UpdateItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { RunKey } from '../../core/model/run.ts';
import type { RunHistory } from '../../core/ports.ts';
import { keyOf, numeric, type Item } from './attributes.ts';
import { conditionally } from './conditions.ts';
import {
  MOST_PARTS,
  assembleRuns,
  expiresAt,
  partSortKey,
  recordAttribute,
  runPartition,
  sortKeysBetween,
} from './run-items.ts';
import type { DynamoTable } from './table.ts';
import { dynamoTargetSets } from './target-sets.ts';

/** Claims without an answer that are remembered: more than anybody makes again. */
const MOST_UNANSWERED = 1_000;

/** Where the history is kept, and for how long. */
export interface RunHistoryOptions extends DynamoTable {
  readonly retentionMs: number;
  /** Whether what was written a moment ago may be missing in what is read, for half the price. Default: nothing is. */
  readonly isReadLate?: boolean;
}

/**
 * The run history in DynamoDB; items in `table.ts`. A healthy tick is two writes (claim, finish) and no read.
 * Runs are kept for `retentionMs` after their tick.
 *
 * A claim whose answer was lost may have got through: made again by this store, it is the same claim.
 *
 * `finish` rejects for a run that was never claimed, one that was finished with another record, and for more than
 * `MOST_PARTS` parts; `read` rejects when a finished run lacks a part. All of these are bugs.
 */
export function dynamoRunHistory(options: RunHistoryOptions): RunHistory {
  const { client, tableName, newId, retentionMs, isReadLate = false } = options;
  const targetSets = dynamoTargetSets(options);
  /** The tokens of claims without an answer, by key. */
  const unanswered = new Map<string, string>();

  return {
    async claim(key, at, targetIds) {
      const name = describe(key);
      const claim = unanswered.get(name) ?? newId();
      const item: Item = {
        ...partKey(key, 0),
        state: { S: 'claimed' },
        claimedAt: numeric(at),
        claim: { S: claim },
        targets: { S: await targetSets.store(targetIds) },
        expiresAt: numeric(expiresAt(key, 0, retentionMs)),
      };
      const result = await conditionally(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      ).catch((cause: unknown) => {
        remember(name, claim);
        throw cause;
      });
      unanswered.delete(name);
      // The SDK repeats a write whose answer was lost: then the item in the way is our own.
      return result.written || result.found?.claim?.S === claim ? 'claimed' : 'taken';
    },

    async finish(key, parts) {
      if (parts.length > MOST_PARTS)
        throw new RangeError(`a run has at most ${MOST_PARTS} parts, found ${parts.length}`);
      // Part 0 comes last: it is what makes the run finished, and it names the number of parts.
      for (const [part, text] of [...parts.entries()].slice(1)) await putPart(key, part, text);
      await finishPartZero(key, parts);
    },

    async read(vantage, fromTick, toTick) {
      const [first, last] = sortKeysBetween(fromTick, toTick);
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':pk': { S: runPartition(vantage) },
            ':first': { S: first },
            ':last': { S: last },
          },
          ConsistentRead: !isReadLate,
        },
      );
      const items: Item[] = [];
      for await (const page of pages) items.push(...(page.Items ?? []));
      const runs = [];
      for (const { run, targetSet } of assembleRuns(vantage, items)) {
        runs.push({ ...run, targetIds: await targetSets.find(targetSet) });
      }
      return runs;
    },
  };

  function remember(name: string, claim: string): void {
    unanswered.set(name, claim);
    const [oldest] = unanswered.keys();
    if (unanswered.size > MOST_UNANSWERED && oldest !== undefined) unanswered.delete(oldest);
  }

  async function putPart(key: RunKey, part: number, text: string): Promise<void> {
    const { name, value } = recordAttribute(text);
    const result = await conditionally(
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: partKey(key, part),
          UpdateExpression: 'SET #text = :text, expiresAt = :expiresAt',
          ConditionExpression: 'attribute_not_exists(pk) OR #text = :text',
          ExpressionAttributeNames: { '#text': name },
          ExpressionAttributeValues: {
            ':text': value,
            ':expiresAt': numeric(expiresAt(key, part, retentionMs)),
          },
        }),
      ),
    );
    if (!result.written) throw new Error(`${describe(key)} already has another part ${part}`);
  }

  async function finishPartZero(key: RunKey, parts: readonly string[]): Promise<void> {
    const { name, value } = recordAttribute(parts[0] ?? '');
    const result = await conditionally(
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: partKey(key, 0),
          UpdateExpression: 'SET #state = :finished, #parts = :parts, #text = :text',
          ConditionExpression: '#state = :claimed OR (#parts = :parts AND #text = :text)',
          ExpressionAttributeNames: { '#state': 'state', '#parts': 'parts', '#text': name },
          ExpressionAttributeValues: {
            ':claimed': { S: 'claimed' },
            ':finished': { S: 'finished' },
            ':parts': numeric(parts.length),
            ':text': value,
          },
        }),
      ),
    );
    if (!result.written) throw new Error(`${describe(key)} was never claimed, or was finished with another record`);
  }
}

function partKey(key: RunKey, part: number): Item {
  return keyOf(runPartition(key.vantage), partSortKey(key, part));
}

function describe(key: RunKey): string {
  return `run ${runPartition(key.vantage)} / ${partSortKey(key, 0)}`;
}
