import { isoTime } from '../../core/model/time.ts';
import type { RunHistory, StoredRun } from '../../core/ports.ts';
import type { Row, SqliteDatabase } from './database.ts';

/** What a run history in SQLite is made of. */
export interface SqliteRunHistoryOptions {
  readonly database: SqliteDatabase;
  /** Runs of a vantage whose tick is older than this are deleted when its next run is claimed. */
  readonly retentionMs: number;
}

/**
 * The run history in SQLite. `finish` rejects for a run that was never claimed, or was finished with another record:
 * both are bugs.
 */
export function sqliteRunHistory({ database, retentionMs }: SqliteRunHistoryOptions): RunHistory {
  return {
    claim: ({ vantage, tickAt, shard }, at, targetIds) =>
      database.write((statements) => {
        const ids = JSON.stringify(targetIds);
        statements.run('INSERT INTO target_set (target_ids) VALUES (?) ON CONFLICT DO NOTHING', ids);
        statements.run('DELETE FROM run WHERE vantage = ? AND tick_at < ?', vantage, tickAt - retentionMs);
        const inserted = statements.run(
          `INSERT INTO run (vantage, tick_at, shard, state, claimed_at, target_set)
           VALUES (?, ?, ?, 'claimed', ?, (SELECT id FROM target_set WHERE target_ids = ?))
           ON CONFLICT DO NOTHING`,
          ...[vantage, tickAt, shard, at, ids],
        );
        return inserted === 1 ? 'claimed' : 'taken';
      }),

    finish: ({ vantage, tickAt, shard }, parts) =>
      database.write((statements) => {
        const record = JSON.stringify(parts);
        const updated = statements.run(
          `UPDATE run SET state = 'finished', parts = ?
           WHERE vantage = ? AND tick_at = ? AND shard = ? AND (state = 'claimed' OR parts = ?)`,
          ...[record, vantage, tickAt, shard, record],
        );
        if (updated === 1) return;
        const name = `run ${vantage} / ${isoTime(tickAt)} / ${shard}`;
        throw new Error(`${name} was never claimed, or was finished with another record`);
      }),

    read: (vantage, fromTick, toTick) =>
      database.read((statements) =>
        statements
          .all(
            `SELECT vantage, tick_at, shard, state, claimed_at, target_ids, parts
             FROM run JOIN target_set ON target_set.id = run.target_set
             WHERE vantage = ? AND tick_at BETWEEN ? AND ? ORDER BY tick_at, shard`,
            ...[vantage, fromTick, toTick],
          )
          .map(readRun),
      ),
  };
}

function readRun(row: Row): StoredRun {
  return {
    key: { vantage: String(row.vantage), tickAt: Number(row.tick_at), shard: Number(row.shard) },
    state: row.state === 'finished' ? 'finished' : 'claimed',
    claimedAt: Number(row.claimed_at),
    targetIds: JSON.parse(String(row.target_ids)) as readonly string[],
    parts: JSON.parse(String(row.parts)) as readonly string[],
  };
}
