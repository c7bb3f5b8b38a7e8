import {
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { DynamoTable } from './table.ts';

/** Why an action was refused: its condition did not hold, or another transaction held its item at every try. */
export type Refusal = 'condition-failed' | 'contended';

/** A transaction takes some milliseconds: who still meets one at the third try had better come back later. */
const TRIES = 3;

/**
 * Writes all or nothing. The answer maps the positions of refused actions to the reason; it is empty when everything was
 * written. Rejects when DynamoDB cancelled for any other reason.
 */
export async function transact(
  { client, newId }: DynamoTable,
  actions: TransactWriteItem[],
): Promise<ReadonlyMap<number, Refusal>> {
  let refusals: ReadonlyMap<number, Refusal> = new Map();
  for (let tried = 0; tried < TRIES; tried += 1) {
    // With a token of its own, a try that the SDK repeats after a lost answer is performed once.
    const command = new TransactWriteItemsCommand({ ClientRequestToken: newId(), TransactItems: actions });
    try {
      await client.send(command);
      return new Map();
    } catch (error) {
      refusals = readRefusals(error);
      if (![...refusals.values()].includes('contended')) return refusals;
    }
  }
  return refusals;
}

function readRefusals(error: unknown): ReadonlyMap<number, Refusal> {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const refusals = new Map<number, Refusal>();
  for (const [action, { Code: code }] of (error.CancellationReasons ?? []).entries()) {
    if (code === 'ConditionalCheckFailed') refusals.set(action, 'condition-failed');
    else if (code === 'TransactionConflict') refusals.set(action, 'contended');
    else if (code !== undefined && code !== 'None') throw error;
  }
  if (refusals.size === 0) throw error;
  return refusals;
}
