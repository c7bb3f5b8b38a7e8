import type { ProblemBook, ProblemWrite, VersionedProblem } from '../../core/ports.ts';
import { readProblem } from '../../core/problems/read-problem.ts';
import type { Row, SqliteDatabase, Statements } from './database.ts';

/** The problems in SQLite. */
export function sqliteProblemBook(database: SqliteDatabase): ProblemBook {
  return {
    newest: (streams) =>
      database.read((statements) => {
        const rows = statements.all(
          'SELECT stream, version, problem FROM problem WHERE stream IN (SELECT value FROM json_each(?))',
          JSON.stringify(streams),
        );
        return new Map(rows.map((row) => [String(row.stream), versioned(row)]));
      }),

    open: () =>
      database.read((statements) =>
        statements.all('SELECT version, problem FROM problem WHERE is_open = 1 ORDER BY stream').map(versioned),
      ),

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

function isNewest(statements: Statements, { problem, expectedVersion }: ProblemWrite): boolean {
  const [stored] = statements.all('SELECT version FROM problem WHERE stream = ?', problem.stream);
  return Number(stored?.version ?? 0) === expectedVersion;
}

function writeProblem(statements: Statements, { problem, expectedVersion }: ProblemWrite): void {
  statements.run(
    'INSERT OR REPLACE INTO problem (stream, version, is_open, problem) VALUES (?, ?, ?, ?)',
    ...[problem.stream, expectedVersion + 1, problem.closedAs === null ? 1 : 0, JSON.stringify(problem)],
  );
}

function versioned(row: Row): VersionedProblem {
  return { problem: readProblem(JSON.parse(String(row.problem))), version: Number(row.version) };
}
