import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { SCHEMA_STEPS } from './schema.ts';

/** How long a statement waits for another process that is writing the same file. */
const BUSY_TIMEOUT_MS = 5_000;

/** Column values by name. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Statements inside a transaction. */
export interface Statements {
  /** All rows of a query. */
  all(sql: string, ...values: SQLInputValue[]): readonly Row[];
  /** Runs a statement; the answer is the number of rows that changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
}

/** An open database whose tables are those of this release. What `work` throws rolls back and rejects. */
export interface SqliteDatabase {
  /** Runs `work` at once, on one state of the database. */
  read<T>(work: (statements: Statements) => T): Promise<T>;
  /** Runs `work` at once, alone: all of its changes are kept or none. */
  write<T>(work: (statements: Statements) => T): Promise<T>;
  close(): void;
}

/** A file that cannot be used as the history, with the reason. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError';
}

/**
 * Opens the file at `path`, or a database in memory for `:memory:`. A new file is created (not its folder), one of an
 * older release is brought up to date.
 *
 * @throws {UnusableDatabaseError} when the file cannot be opened, is no database, or was written by a newer release.
 */
export function openDatabase(path: string): SqliteDatabase {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
    // In WAL mode a reader never waits for the writer; NORMAL cannot corrupt it, at most the last commits go with a power cut.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    bringUpToDate(connection);
    return wrap(connection);
  } catch (cause) {
    connection?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableDatabaseError(
      `${path} cannot be used as the history: ${reason}. Move the file away to start anew, or free it`,
      { cause },
    );
  }
}

function bringUpToDate(connection: DatabaseSync): void {
  inTransaction(connection, 'IMMEDIATE', () => {
    const version = Number(connection.prepare('PRAGMA user_version').get()?.user_version);
    const newest = SCHEMA_STEPS.length;
    if (version > newest) {
      throw new Error(`a newer release wrote it (schema version ${version}, this release knows up to ${newest})`);
    }
    for (const step of SCHEMA_STEPS.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${newest}`);
  });
}

/** IMMEDIATE takes the write lock before the first read: what was read still holds when it is written. */
function inTransaction<T>(connection: DatabaseSync, mode: 'DEFERRED' | 'IMMEDIATE', work: () => T): T {
  connection.exec(`BEGIN ${mode}`);
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    // Some errors (disk full) have rolled back already, and a second ROLLBACK would hide them.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function wrap(connection: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const statement = cache.get(sql) ?? connection.prepare(sql);
    cache.set(sql, statement);
    return statement;
  }

  const statements: Statements = {
    all: (sql, ...values) => prepared(sql).all(...values),
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
  };

  return {
    read: (work) => promised(() => inTransaction(connection, 'DEFERRED', () => work(statements))),
    write: (work) => promised(() => inTransaction(connection, 'IMMEDIATE', () => work(statements))),
    close: () => {
      connection.close();
    },
  };
}

/** What throws in the executor of a promise rejects it. */
function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
