import { readSnapshot } from '../../core/chronic/snapshot.ts';
import type { ChronicStore } from '../../core/ports.ts';
import type { SqliteDatabase } from './database.ts';

/** The chronic snapshots in SQLite. */
export function sqliteChronicStates(database: SqliteDatabase): ChronicStore {
  return {
    load: (vantage) =>
      database.read((statements) => {
        const rows = statements.all('SELECT subject, version, state FROM chronic_state WHERE vantage = ?', vantage);
        return new Map(
          rows.map((row) => {
            const subject = String(row.subject);
            const state = readSnapshot(JSON.parse(String(row.state)), `${vantage} / ${subject}`);
            return [subject, { state, version: Number(row.version) }];
          }),
        );
      }),

    save: (vantage, subject, snapshot, expectedVersion) =>
      database.write((statements) => {
        const json = JSON.stringify(snapshot);
        const changed =
          expectedVersion === 0
            ? statements.run(
                'INSERT INTO chronic_state (vantage, subject, version, state) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING',
                ...[vantage, subject, json],
              )
            : statements.run(
                'UPDATE chronic_state SET version = version + 1, state = ? WHERE vantage = ? AND subject = ? AND version = ?',
                ...[json, vantage, subject, expectedVersion],
              );
        return changed === 1;
      }),
  };
}
