import type { Announcement } from '../../core/model/problem.ts';
import type { EpochMs } from '../../core/model/time.ts';
import { readAnnouncement } from '../../core/problems/read-problem.ts';
import type { SqliteDatabase } from './database.ts';

/** A notice of the outbox with what became of it. */
export interface KeptNotice {
  readonly announcement: Announcement;
  readonly sentAt: EpochMs | null;
  /** When it was given up. */
  readonly buriedAt: EpochMs | null;
  readonly refusals: number;
}

/** Every notice stays in the outbox's table: the newest ones, and those since a moment, at most so many; the newest first. */
export function sqliteNotices(database: SqliteDatabase) {
  return {
    newest: (since: EpochMs, least: number, most: number): Promise<readonly KeptNotice[]> =>
      database.read((statements) =>
        statements
          .all(
            `SELECT notice, sent_at, buried_at, refusals FROM (
               SELECT *, row_number() OVER (ORDER BY at DESC, problem_version DESC, id) AS place FROM notice
             ) WHERE (place <= ? OR at >= ?) AND place <= ? ORDER BY place`,
            ...[least, since, most],
          )
          .map((row) => ({
            announcement: readAnnouncement(JSON.parse(String(row.notice))),
            sentAt: row.sent_at === null ? null : Number(row.sent_at),
            buriedAt: row.buried_at === null ? null : Number(row.buried_at),
            refusals: Number(row.refusals),
          })),
      ),
  };
}
