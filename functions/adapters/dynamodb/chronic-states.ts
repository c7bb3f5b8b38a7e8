import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { readSnapshot, type ChronicSnapshot } from '../../core/chronic/snapshot.ts';
import type { ChronicStore, VersionedState } from '../../core/ports.ts';
import { keyOf, textIn } from './attributes.ts';
import type { DynamoTable } from './table.ts';
import { putState, stateIn } from './versioned-states.ts';

/**
 * The chronic snapshots in DynamoDB; items in `table.ts`. One item per subject, so that a failing target costs its own write
 * and no other's: a chronic one is some 60 KB of JSON, far below the limit of 400 KB an item even before gzip.
 */
export function dynamoChronicStates(table: DynamoTable): ChronicStore {
  return {
    async load(vantage) {
      const pages = paginateQuery(
        { client: table.client },
        {
          TableName: table.tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partitionOf(vantage) } },
          ConsistentRead: true,
        },
      );
      const snapshots = new Map<string, VersionedState<ChronicSnapshot>>();
      for await (const page of pages) {
        for (const item of page.Items ?? []) {
          const subject = textIn(item, 'sk');
          const { state, version } = stateIn(item);
          snapshots.set(subject, { state: readSnapshot(state, `${vantage} / ${subject}`), version });
        }
      }
      return snapshots;
    },

    save: (vantage, subject, snapshot, expectedVersion) =>
      putState(table, keyOf(partitionOf(vantage), subject), snapshot, expectedVersion),
  };
}

function partitionOf(vantage: string): string {
  return `chronic#${vantage}`;
}
