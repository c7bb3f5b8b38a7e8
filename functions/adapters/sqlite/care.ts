import type { CareStore } from '../../core/ports.ts';
import type { SqliteDatabase } from './database.ts';

/** What people said about problems, in SQLite. */
export function sqliteCare(database: SqliteDatabase): CareStore {
  return {
    all: () =>
      database.read((statements) => {
        const rows = statements.all('SELECT * FROM care');
        return new Map(
          rows.map((row) => {
            const problemId = String(row.problem_id);
            const care = {
              problemId,
              acknowledgedAt: row.acknowledged_at === null ? null : Number(row.acknowledged_at),
              acknowledgedBy: row.acknowledged_by === null ? null : String(row.acknowledged_by),
              snoozedUntil: row.snoozed_until === null ? null : Number(row.snoozed_until),
              note: row.note === null ? null : String(row.note),
            };
            return [problemId, care];
          }),
        );
      }),

    put: ({ problemId, acknowledgedAt, acknowledgedBy, snoozedUntil, note }) =>
      database.write((statements) => {
        statements.run(
          `INSERT OR REPLACE INTO care (problem_id, acknowledged_at, acknowledged_by, snoozed_until, note)
           VALUES (?, ?, ?, ?, ?)`,
          ...[problemId, acknowledgedAt, acknowledgedBy, snoozedUntil, note],
        );
      }),

    remove: (problemId) =>
      database.write((statements) => {
        statements.run('DELETE FROM care WHERE problem_id = ?', problemId);
      }),
  };
}
