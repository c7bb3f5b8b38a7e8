import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as the low-level client speaks of it. */
export type Item = Record<string, AttributeValue>;

/** The key of an item. */
export function keyOf(pk: string, sk: string): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** A number as an attribute. */
export function numeric(value: number): AttributeValue.NMember {
  return { N: String(value) };
}

/** An item of our own that lacks what every release has written into it. */
export class MalformedItemError extends Error {
  override readonly name = 'MalformedItemError';
}

/**
 * A text attribute.
 *
 * @throws {MalformedItemError} when the item has no such text.
 */
export function textIn(item: Item, attribute: string): string {
  const value = item[attribute]?.S;
  if (value === undefined) throw malformed(item, attribute, 'a text');
  return value;
}

/**
 * A number attribute.
 *
 * @throws {MalformedItemError} when the item has no such number.
 */
export function numberIn(item: Item, attribute: string): number {
  const value = Number(item[attribute]?.N);
  if (!Number.isFinite(value)) throw malformed(item, attribute, 'a number');
  return value;
}

/**
 * A binary attribute.
 *
 * @throws {MalformedItemError} when the item has no such bytes.
 */
export function bytesIn(item: Item, attribute: string): Uint8Array {
  const value = item[attribute]?.B;
  if (value === undefined) throw malformed(item, attribute, 'binary');
  return value;
}

function malformed(item: Item, attribute: string, expected: string): MalformedItemError {
  const found = JSON.stringify(item[attribute] ?? 'nothing');
  return new MalformedItemError(
    `item ${item.pk?.S ?? '?'} / ${item.sk?.S ?? '?'}: attribute ${attribute} must be ${expected}, found ${found.slice(0, 100)}`,
  );
}
