import { threadOf, type Announcement } from '../../core/model/problem.ts';
import type { Outbox } from '../../core/ports.ts';
import { readAnnouncement } from '../../core/problems/read-problem.ts';
import type { Row, SqliteDatabase } from './database.ts';

/**
 * The outbox in SQLite: the notices that were neither sent nor buried. An owner may claim again what it holds, which renews
 * the lease. What another owner has taken over in the meantime is left alone by `markSent`, `release` and `bury`.
 */
export function sqliteOutbox(database: SqliteDatabase): Outbox {
  return {
    add: (announcement) =>
      database.write((statements) => {
        const added = statements.run(
          `INSERT INTO notice (id, at, stream, problem_version, notice) VALUES (?, ?, ?, 0, ?)
           ON CONFLICT (id) DO NOTHING`,
          ...[announcement.id, announcement.at, threadOf(announcement), JSON.stringify(announcement)],
        );
        return added === 1 ? 'added' : 'known';
      }),

    pending: () =>
      database.read((statements) =>
        statements
          .all(
            `SELECT notice, refused_since, refusals FROM notice WHERE sent_at IS NULL AND buried_at IS NULL
             ORDER BY at, stream, problem_version`,
          )
          .map((row) => ({
            announcement: announcementIn(row),
            refusedSince: row.refused_since === null ? null : Number(row.refused_since),
            refusals: Number(row.refusals),
          })),
      ),

    claim: (noticeId, owner, now, leaseMs) =>
      database.write((statements) => {
        const taken = statements.run(
          `UPDATE notice SET owner = ?, lease_until = ?
           WHERE id = ? AND sent_at IS NULL AND buried_at IS NULL
             AND (owner IS NULL OR owner = ? OR lease_until <= ?)`,
          ...[owner, now + leaseMs, noticeId, owner, now],
        );
        return taken === 1;
      }),

    markSent: (noticeId, owner, at) =>
      database.write((statements) => {
        statements.run(
          'UPDATE notice SET sent_at = ?, owner = NULL, lease_until = NULL WHERE id = ? AND owner = ?',
          ...[at, noticeId, owner],
        );
      }),

    release: (noticeId, owner, refusedAt) =>
      database.write((statements) => {
        statements.run(
          `UPDATE notice SET owner = NULL, lease_until = NULL,
             refused_since = coalesce(refused_since, ?), refusals = refusals + ?
           WHERE id = ? AND owner = ?`,
          ...[refusedAt, refusedAt === null ? 0 : 1, noticeId, owner],
        );
      }),

    bury: (noticeId, owner, at) =>
      database.write((statements) => {
        statements.run(
          'UPDATE notice SET buried_at = ?, owner = NULL, lease_until = NULL WHERE id = ? AND owner = ?',
          ...[at, noticeId, owner],
        );
      }),

    buried: () =>
      database.read((statements) =>
        statements.all('SELECT notice FROM notice WHERE buried_at IS NOT NULL ORDER BY at, id').map(announcementIn),
      ),

    revive: (noticeId) =>
      database.write((statements) => {
        const revived = statements.run(
          `UPDATE notice SET buried_at = NULL, refused_since = NULL, refusals = 0
           WHERE id = ? AND buried_at IS NOT NULL`,
          noticeId,
        );
        return revived === 1;
      }),
  };
}

function announcementIn(row: Row): Announcement {
  return readAnnouncement(JSON.parse(String(row.notice)));
}
