import {
  ConditionalCheckFailedException,
  TransactionConflictException,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { numeric, type Item } from './attributes.ts';

/** How a conditional write ended; `found` is the item that stood in the way, where it was asked for. */
export type ConditionalResult = { readonly written: true } | { readonly written: false; readonly found: Item | null };

/**
 * Awaits a conditional write of one item. A transaction under way on the same item counts as a failed condition.
 * Every other error is passed on.
 */
export async function conditionally(write: Promise<unknown>): Promise<ConditionalResult> {
  try {
    await write;
    return { written: true };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { written: false, found: error.Item ?? null };
    if (error instanceof TransactionConflictException) return { written: false, found: null };
    throw error;
  }
}

/** The condition of a put in place of the item with this `version`; 0 when there is none yet. */
export function onVersion(
  expectedVersion: number,
): Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> {
  if (expectedVersion === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'version = :expected',
    ExpressionAttributeValues: { ':expected': numeric(expectedVersion) },
  };
}
