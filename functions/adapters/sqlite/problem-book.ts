import { newestTickOf } from '../../core/model/problem.ts';
import type { ProblemBook, ProblemWrite, VersionedProblem } from '../../core/ports.ts';
import { readProblem } from '../../core/problems/read-problem.ts';
import type { Row, SqliteDatabase, Statements } from './database.ts';

/** The problems in SQLite. */
export function sqliteProblemBook(database: SqliteDatabase): ProblemBook {
  /** As they were read last: a version never changes. */
  let known: ReadonlyMap<string, VersionedProblem> = new Map();
  return {
    newest: (streams) =>
      database.read((statements) => {
        const rows = statements.all(
          'SELECT stream, version, problem FROM problem WHERE stream IN (SELECT value FROM json_each(?))',
          JSON.stringify(streams),
        );
        return new Map(rows.map((row) => [String(row.stream), versioned(row)]));
      }),

    recent: (since) =>
      database.read((statements) => {
        const rows = statements.all(
          'SELECT stream, version FROM problem WHERE is_open = 1 OR newest_tick >= ? ORDER BY stream',
          since,
        );
        const found = rows.map((row): [string, VersionedProblem] => {
          const stream = String(row.stream);
          const before = known.get(stream);
          return [stream, before?.version === Number(row.version) ? before : readOne(statements, stream)];
        });
        known = new Map(found);
        return [...known.values()];
      }),

    commit: ({ problem, expectedVersion, notice, replaces }) =>
      database.write((statements) => {
        if (replaces?.problem.stream === problem.stream) {
          throw new Error(`problem ${problem.id} cannot replace a problem of its own stream ${problem.stream}`);
        }
        const isKnown = notice !== null && statements.all('SELECT id FROM notice WHERE id = ?', notice.id).length > 0;
        if (isKnown) return 'known';
        const writes: readonly ProblemWrite[] = [{ problem, expectedVersion }, ...(replaces ? [replaces] : [])];
        if (!writes.every((write) => isNewest(statements, write))) return 'conflict';
        for (const write of writes) writeProblem(statements, write);
        if (notice === null) return 'committed';
        statements.run(
          'INSERT INTO notice (id, at, stream, problem_version, notice) VALUES (?, ?, ?, ?, ?)',
          ...[notice.id, notice.at, problem.stream, expectedVersion + 1, JSON.stringify(notice)],
        );
        return 'committed';
      }),
  };
}

function readOne(statements: Statements, stream: string): VersionedProblem {
  const [row] = statements.all('SELECT version, problem FROM problem WHERE stream = ?', stream);
  if (row === undefined) throw new Error(`problem ${stream} has gone from the history`);
  return versioned(row);
}

function isNewest(statements: Statements, { problem, expectedVersion }: ProblemWrite): boolean {
  const [stored] = statements.all('SELECT version FROM problem WHERE stream = ?', problem.stream);
  return Number(stored?.version ?? 0) === expectedVersion;
}

function writeProblem(statements: Statements, { problem, expectedVersion }: ProblemWrite): void {
  statements.run(
    'INSERT OR REPLACE INTO problem (stream, version, is_open, newest_tick, problem) VALUES (?, ?, ?, ?, ?)',
    ...[problem.stream, expectedVersion + 1, problem.closedAs === null ? 1 : 0, newestTickOf(problem)],
    JSON.stringify(problem),
  );
}

function versioned(row: Row): VersionedProblem {
  return { problem: readProblem(JSON.parse(String(row.problem))), version: Number(row.version) };
}
