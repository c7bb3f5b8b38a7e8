import { DynamoDBClient, ListTablesCommand, paginateScan, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ClientOptions } from './emulator.ts';

/** A stored item; numbers as numbers. */
export type Item = Readonly<Record<string, string | number | undefined>>;

/**
 * Every item of the monitor's table, read without the code that wrote it, by partition.
 *
 * @throws {Error} unless the account has exactly one table
 */
export async function readItems(options: ClientOptions): Promise<ReadonlyMap<string, readonly Item[]>> {
  const client = new DynamoDBClient(options);
  const { TableNames: tables = [] } = await client.send(new ListTablesCommand());
  const [TableName, ...others] = tables;
  if (TableName === undefined || others.length > 0) throw new Error(`expected one table; found ${tables.join(', ')}`);
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName })) items.push(...(page.Items ?? []).map(plain));
  return Map.groupBy(items, ({ pk }) => String(pk));
}

function plain(item: Readonly<Record<string, AttributeValue>>): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, { S, N }]) => [name, S ?? (N === undefined ? undefined : Number(N))]),
  );
}
