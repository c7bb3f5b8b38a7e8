import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { gunzipSync } from 'node:zlib';
import { bytesIn, numberIn, numeric, type Item } from './attributes.ts';
import { conditionally, onVersion } from './conditions.ts';
import { packText, unpackText } from './packed-text.ts';
import type { DynamoTable } from './table.ts';

/**
 * Puts a state, packed JSON, in place of the one with `expectedVersion` (0: none yet); false when somebody else put one
 * since.
 */
export async function putState(
  { client, tableName, newId }: DynamoTable,
  key: Item,
  state: unknown,
  expectedVersion: number,
): Promise<boolean> {
  const writer = newId();
  const item: Item = {
    ...key,
    version: numeric(expectedVersion + 1),
    writer: { S: writer },
    packed: { B: packText(JSON.stringify(state)) },
  };
  const result = await conditionally(
    client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: item,
        ...onVersion(expectedVersion),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  // The SDK repeats a write whose answer was lost: then the item in the way is our own.
  return result.written || result.found?.writer?.S === writer;
}

/** The state in an item of `putState`, with its version. Older ones are gzipped, in `state`. */
export function stateIn(item: Item): { readonly state: unknown; readonly version: number } {
  const json =
    item.state === undefined
      ? unpackText(bytesIn(item, 'packed'))
      : gunzipSync(bytesIn(item, 'state')).toString('utf8');
  return { state: JSON.parse(json), version: numberIn(item, 'version') };
}
