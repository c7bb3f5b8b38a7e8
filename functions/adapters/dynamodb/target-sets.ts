import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { keyOf, textIn } from './attributes.ts';
import { conditionally } from './conditions.ts';
import { PARTITIONS, type DynamoTable } from './table.ts';

/** The ordered target lists that runs speak of, each stored once under its hash and remembered by the process. */
export interface TargetSets {
  /** The hash of a set, after it is stored. Costs nothing when this process has met the set before. */
  store(targetIds: readonly string[]): Promise<string>;
  /** The set of a hash. Rejects when there is none: a run is never stored before its set. */
  find(hash: string): Promise<readonly string[]>;
}

/** Target sets in the partition `targets`. */
export function dynamoTargetSets({ client, tableName }: DynamoTable): TargetSets {
  const known = new Map<string, readonly string[]>();
  return {
    async store(targetIds) {
      const ids = JSON.stringify(targetIds);
      const hash = createHash('sha256').update(ids).digest('hex').slice(0, 16);
      if (known.has(hash)) return hash;
      await conditionally(
        client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: { ...keyOf(PARTITIONS.targets, hash), ids: { S: ids } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      known.set(hash, targetIds);
      return hash;
    },

    async find(hash) {
      const remembered = known.get(hash);
      if (remembered !== undefined) return remembered;
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(PARTITIONS.targets, hash), ConsistentRead: true }),
      );
      if (item === undefined) throw new Error(`target set ${hash} is not in the store, although a run speaks of it`);
      const targetIds = JSON.parse(textIn(item, 'ids')) as readonly string[];
      known.set(hash, targetIds);
      return targetIds;
    },
  };
}
