import type { StateStore } from '../../core/ports.ts';
import type { SqliteDatabase } from './database.ts';

/** One kind of states in SQLite, by the table that holds it. */
export function sqliteStates<S>(
  database: SqliteDatabase,
  table: 'detect_state' | 'vantage_memory' | 'probing_hints' | 'digest_state',
): StateStore<S> {
  return {
    load: (vantage) =>
      database.read((statements) => {
        const [row] = statements.all(`SELECT version, state FROM ${table} WHERE vantage = ?`, vantage);
        if (row === undefined) return null;
        return { state: JSON.parse(String(row.state)) as S, version: Number(row.version) };
      }),

    save: (vantage, state, expectedVersion) =>
      database.write((statements) => {
        const json = JSON.stringify(state);
        const changed =
          expectedVersion === 0
            ? statements.run(
                `INSERT INTO ${table} (vantage, version, state) VALUES (?, 1, ?) ON CONFLICT DO NOTHING`,
                ...[vantage, json],
              )
            : statements.run(
                `UPDATE ${table} SET version = version + 1, state = ? WHERE vantage = ? AND version = ?`,
                ...[json, vantage, expectedVersion],
              );
        return changed === 1;
      }),
  };
}
