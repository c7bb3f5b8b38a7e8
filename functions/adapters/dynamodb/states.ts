import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { StateStore } from '../../core/ports.ts';
import { keyOf } from './attributes.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';
import { putState, stateIn } from './versioned-states.ts';

/** The partitions that hold one state per vantage, or a single one. */
type StatePartition = (typeof PARTITIONS)['detect' | 'memory' | 'hints' | 'digest' | 'subscriptions'];

/**
 * One kind of states in DynamoDB; items in `table.ts`. A detector's state grows with every failing target, up to 1 KB each:
 * packed it costs a tenth to write, and a total outage stays below the limit of 400 KB an item.
 */
export function dynamoStates<S>(table: DynamoTable, partition: StatePartition): StateStore<S> {
  return {
    async load(vantage) {
      const { Item: item } = await table.client.send(
        new GetItemCommand({ TableName: table.tableName, Key: keyOf(partition, vantage), ConsistentRead: true }),
      );
      if (item === undefined) return null;
      const { state, version } = stateIn(item);
      return { state: state as S, version };
    },

    save: (vantage, state, expectedVersion) => putState(table, keyOf(partition, vantage), state, expectedVersion),
  };
}
