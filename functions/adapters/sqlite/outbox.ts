import type { Outbox } from '../../core/ports.ts';
import { readNotice } from '../../core/problems/read-problem.ts';
import type { SqliteDatabase } from './database.ts';

/**
 * The outbox in SQLite: the notices that were not sent. An owner may claim again what it holds, which renews the lease.
 * What another owner has taken over in the meantime is left alone by `markSent` and `release`.
 */
export function sqliteOutbox(database: SqliteDatabase): Outbox {
  return {
    pending: () =>
      database.read((statements) =>
        statements
          .all('SELECT notice FROM notice WHERE sent_at IS NULL ORDER BY at, stream, problem_version')
          .map((row) => readNotice(JSON.parse(String(row.notice)))),
      ),

    claim: (noticeId, owner, now, leaseMs) =>
      database.write((statements) => {
        const taken = statements.run(
          `UPDATE notice SET owner = ?, lease_until = ?
           WHERE id = ? AND sent_at IS NULL AND (owner IS NULL OR owner = ? OR lease_until <= ?)`,
          ...[owner, now + leaseMs, noticeId, owner, now],
        );
        return taken === 1;
      }),

    markSent: (noticeId, owner, at) =>
      database.write((statements) => {
        statements.run(
          `UPDATE notice SET sent_at = ?, owner = NULL, lease_until = NULL
           WHERE id = ? AND sent_at IS NULL AND owner = ?`,
          ...[at, noticeId, owner],
        );
      }),

    release: (noticeId, owner) =>
      database.write((statements) => {
        statements.run(
          'UPDATE notice SET owner = NULL, lease_until = NULL WHERE id = ? AND owner = ?',
          ...[noticeId, owner],
        );
      }),
  };
}
