import type { Notice, Problem } from '../../core/model/problem.ts';
import type { ProblemBook, VersionedProblem } from '../../core/ports.ts';
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
        return new Map(rows.map((row) => [String(row.stream), readProblem(row)]));
      }),

    open: () =>
      database.read((statements) =>
        statements.all('SELECT version, problem FROM problem WHERE is_open = 1 ORDER BY stream').map(readProblem),
      ),

    commit: ({ problem, expectedVersion, notice }) =>
      database.write((statements) => {
        if (statements.all('SELECT id FROM notice WHERE id = ?', notice.id).length > 0) return 'known';
        const [stored] = statements.all('SELECT version FROM problem WHERE stream = ?', problem.stream);
        if (Number(stored?.version ?? 0) !== expectedVersion) return 'conflict';
        write(statements, problem, notice, expectedVersion + 1);
        return 'committed';
      }),
  };
}

function write(statements: Statements, problem: Problem, notice: Notice, version: number): void {
  const { stream } = problem;
  statements.run(
    'INSERT OR REPLACE INTO problem (stream, version, is_open, problem) VALUES (?, ?, ?, ?)',
    ...[stream, version, problem.closedAs === null ? 1 : 0, JSON.stringify(problem)],
  );
  statements.run(
    'INSERT INTO notice (id, at, stream, problem_version, notice) VALUES (?, ?, ?, ?, ?)',
    ...[notice.id, notice.at, stream, version, JSON.stringify(notice)],
  );
}

function readProblem(row: Row): VersionedProblem {
  return { problem: JSON.parse(String(row.problem)) as Problem, version: Number(row.version) };
}
