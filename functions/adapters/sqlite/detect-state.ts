import type { DetectStateStore } from '../../core/ports.ts';
import type { DetectState } from '../../core/problems/streams.ts';
import type { SqliteDatabase } from './database.ts';

/** Detector states in SQLite. */
export function sqliteDetectState(database: SqliteDatabase): DetectStateStore {
  return {
    load: (vantage) =>
      database.read((statements) => {
        const [row] = statements.all('SELECT version, state FROM detect_state WHERE vantage = ?', vantage);
        if (row === undefined) return null;
        return { state: JSON.parse(String(row.state)) as DetectState, version: Number(row.version) };
      }),

    save: (vantage, state, expectedVersion) =>
      database.write((statements) => {
        const json = JSON.stringify(state);
        const changed =
          expectedVersion === 0
            ? statements.run(
                'INSERT INTO detect_state (vantage, version, state) VALUES (?, 1, ?) ON CONFLICT DO NOTHING',
                ...[vantage, json],
              )
            : statements.run(
                'UPDATE detect_state SET version = version + 1, state = ? WHERE vantage = ? AND version = ?',
                ...[json, vantage, expectedVersion],
              );
        return changed === 1;
      }),
  };
}
