import { randomUUID } from 'node:crypto';
import { dynamoCare } from '../../functions/adapters/dynamodb/care.ts';
import { dynamoChronicStates } from '../../functions/adapters/dynamodb/chronic-states.ts';
import { dynamoProblems } from '../../functions/adapters/dynamodb/problems.ts';
import { dynamoRunHistory } from '../../functions/adapters/dynamodb/run-history.ts';
import { dynamoStates } from '../../functions/adapters/dynamodb/states.ts';
import { PARTITIONS } from '../../functions/adapters/dynamodb/table.ts';
import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { sqliteCare } from '../../functions/adapters/sqlite/care.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import type { ChronicSnapshot } from '../../functions/core/chronic/snapshot.ts';
import { DAY_MS } from '../../functions/core/model/time.ts';
import type { ChronicStore, VersionedState } from '../../functions/core/ports.ts';
import type { DynamoDbEndpoint } from '../support/dynamodb-endpoint.ts';
import type { LostStores } from './never-lost-world.ts';

const RETENTION_MS = 35 * DAY_MS;

/** Stores in memory. */
export function memoryStores(): LostStores {
  return {
    history: memoryRunHistory(),
    problems: memoryProblems(),
    states: memoryStates(),
    chronic: memoryChronicStates(),
    hints: memoryStates(),
    memory: memoryStates(),
    cares: memoryCare(),
    digests: memoryStates(),
  };
}

/** Stores in a new SQLite database. */
export function sqliteStores(): LostStores {
  const database = openDatabase(':memory:');
  return {
    history: sqliteRunHistory({ database, retentionMs: RETENTION_MS }),
    problems: sqliteProblems(database),
    states: sqliteStates(database, 'detect_state'),
    chronic: sqliteChronicStates(database),
    hints: sqliteStates(database, 'probing_hints'),
    memory: sqliteStates(database, 'vantage_memory'),
    cares: sqliteCare(database),
    digests: sqliteStates(database, 'digest_state'),
  };
}

/** Stores in a new table of DynamoDB. */
export async function dynamoStores(endpoint: DynamoDbEndpoint): Promise<LostStores> {
  const table = { client: endpoint.client, tableName: await endpoint.createTable(), newId: randomUUID };
  return {
    history: dynamoRunHistory({ ...table, retentionMs: RETENTION_MS }),
    problems: dynamoProblems(table),
    states: dynamoStates(table, PARTITIONS.detect),
    chronic: dynamoChronicStates(table),
    hints: dynamoStates(table, PARTITIONS.hints),
    memory: dynamoStates(table, PARTITIONS.memory),
    cares: dynamoCare(table, () => undefined),
    digests: dynamoStates(table, PARTITIONS.digest),
  };
}

/** Snapshots as text, so that what a pass that died did to its detectors changes nothing here. */
function memoryChronicStates(): ChronicStore {
  const vantages = new Map<string, Map<string, { readonly json: string; readonly version: number }>>();
  return {
    load: (vantage) => {
      const stored = [...(vantages.get(vantage) ?? [])];
      return Promise.resolve(
        new Map(
          stored.map(([subject, { json, version }]): [string, VersionedState<ChronicSnapshot>] => [
            subject,
            { state: JSON.parse(json) as ChronicSnapshot, version },
          ]),
        ),
      );
    },
    save: (vantage, subject, snapshot, expectedVersion) => {
      const subjects = vantages.get(vantage) ?? new Map<string, { json: string; version: number }>();
      vantages.set(vantage, subjects);
      if ((subjects.get(subject)?.version ?? 0) !== expectedVersion) return Promise.resolve(false);
      subjects.set(subject, { json: JSON.stringify(snapshot), version: expectedVersion + 1 });
      return Promise.resolve(true);
    },
  };
}
