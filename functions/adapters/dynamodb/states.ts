import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StateStore } from '../../core/ports.ts';
import { bytesIn, keyOf, numberIn, numeric, type Item } from './attributes.ts';
import { conditionally } from './conditions.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';

/** The partitions that hold one state per vantage. */
type StatePartition = typeof PARTITIONS.detect | typeof PARTITIONS.memory;

/**
 * One kind of states in DynamoDB; items in `table.ts`. A detector's state grows with every failing target, up to 1 KB each:
 * gzipped it costs a tenth to write, and a total outage stays below the limit of 400 KB an item.
 */
export function dynamoStates<S>({ client, tableName, newId }: DynamoTable, partition: StatePartition): StateStore<S> {
  return {
    async load(vantage) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(partition, vantage), ConsistentRead: true }),
      );
      if (item === undefined) return null;
      const json = gunzipSync(bytesIn(item, 'state')).toString('utf8');
      return { state: JSON.parse(json) as S, version: numberIn(item, 'version') };
    },

    async save(vantage, state, expectedVersion) {
      const writer = newId();
      const item: Item = {
        ...keyOf(partition, vantage),
        version: numeric(expectedVersion + 1),
        writer: { S: writer },
        state: { B: gzipSync(JSON.stringify(state)) },
      };
      const result = await conditionally(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: item,
            ...(expectedVersion === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'version = :expected',
                  ExpressionAttributeValues: { ':expected': numeric(expectedVersion) },
                }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        ),
      );
      // The SDK repeats a write whose answer was lost: then the item in the way is our own.
      return result.written || result.found?.writer?.S === writer;
    },
  };
}
