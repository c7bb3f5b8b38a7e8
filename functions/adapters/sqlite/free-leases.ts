import type { SqliteDatabase } from './database.ts';

/**
 * Gives back what a process that is gone held: it died in mid-delivery, and the one that starts now is the only one. What it may have
 * told is told again at once, and not when the lease ends.
 */
export function freeLeases(database: SqliteDatabase): Promise<number> {
  return database.write((statements) =>
    statements.run(
      `UPDATE notice SET owner = NULL, lease_until = NULL
       WHERE owner IS NOT NULL AND sent_at IS NULL AND buried_at IS NULL`,
    ),
  );
}
