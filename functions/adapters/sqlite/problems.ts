import type { Outbox, ProblemBook } from '../../core/ports.ts';
import type { SqliteDatabase } from './database.ts';
import { sqliteOutbox } from './outbox.ts';
import { sqliteProblemBook } from './problem-book.ts';

/** Problems and the outbox of their notices, which change together in one transaction. */
export function sqliteProblems(database: SqliteDatabase): ProblemBook & Outbox {
  return { ...sqliteProblemBook(database), ...sqliteOutbox(database) };
}
