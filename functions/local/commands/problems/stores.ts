import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dynamoCare } from '../../../adapters/dynamodb/care.ts';
import { dynamoOutbox } from '../../../adapters/dynamodb/outbox.ts';
import { dynamoProblemBook } from '../../../adapters/dynamodb/problem-book.ts';
import { sqliteCare } from '../../../adapters/sqlite/care.ts';
import { openDatabase } from '../../../adapters/sqlite/database.ts';
import { sqliteOutbox } from '../../../adapters/sqlite/outbox.ts';
import { sqliteProblemBook } from '../../../adapters/sqlite/problem-book.ts';
import type { CareStore, Outbox, ProblemBook } from '../../../core/ports.ts';
import type { CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** What the commands on problems work on. */
export interface ProblemStores {
  /** What it is, as it stands in a sentence. */
  readonly place: string;
  readonly problems: Pick<ProblemBook, 'recent'>;
  readonly care: CareStore;
  readonly outbox: Pick<Outbox, 'buried' | 'revive'>;
  close(): void;
}

/** Which stores: those of a deployment, or of this machine. */
export interface StoreChoice {
  readonly table: string | undefined;
  readonly region: string | undefined;
  /** Whether the local history is that of a user's settings; else it is that of the demonstration. */
  readonly hasConfig: boolean;
}

/**
 * Opens the stores.
 *
 * @param report told of each care that cannot be read
 * @throws {UsageError} when there is no local history
 * @throws {UnusableDatabaseError} when that cannot be used
 */
export function openStores(choice: StoreChoice, world: CommandWorld, report: (fault: string) => void): ProblemStores {
  const { table: tableName, region } = choice;
  if (tableName === undefined) return localStores(choice.hasConfig, world.folder);
  const client = world.dynamo(region ?? null);
  const table = { client, tableName, newId: randomUUID };
  return {
    place: `table ${tableName}${region === undefined ? '' : ` in ${region}`}`,
    problems: dynamoProblemBook(table),
    care: dynamoCare(table, report),
    outbox: dynamoOutbox(table),
    close: () => {
      client.destroy();
    },
  };
}

function localStores(hasConfig: boolean, folder: string): ProblemStores {
  const path = hasConfig ? join(folder, 'history.sqlite') : join(folder, 'demo', 'history.sqlite');
  if (!existsSync(path)) {
    const first = hasConfig
      ? 'npm start -- --config FILE makes it'
      : 'give --config FILE for the history of your own settings (npm start makes that of the demonstration)';
    throw new UsageError(`there is no history at ${path}: ${first}, or give --table NAME for that of a deployment`);
  }
  const database = openDatabase(path);
  return {
    place: hasConfig ? path : `${path}, the demonstration`,
    problems: sqliteProblemBook(database),
    care: sqliteCare(database),
    outbox: sqliteOutbox(database),
    close: () => {
      database.close();
    },
  };
}
