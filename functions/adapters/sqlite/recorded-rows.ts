import { DatabaseSync } from 'node:sqlite';

/** What a database of recorded probes holds, and its rows as text, a line each; closed when all are read or nobody wants more. */
export interface RecordedRows {
  /** `run`: our own history, each line as it would be logged; `heartbeat`: the table of Uptime Kuma as CSV, with `monitor_name`. */
  readonly table: 'run' | 'heartbeat';
  readonly lines: Iterable<string>;
}

/** How every file of SQLite begins (SQLite, "Database File Format", section 1.3). */
export const SQLITE_MAGIC = 'SQLite format 3\u0000';

/** Our own, by tick. What was claimed and never finished has no record. */
const RUNS = `
  SELECT vantage, tick_at, shard, target_ids, parts FROM run JOIN target_set ON target_set.id = run.target_set
  WHERE state = 'finished' ORDER BY tick_at, vantage, shard`;
const HEARTBEATS = `
  SELECT monitor_id, name AS monitor_name, status, time, msg, ping FROM heartbeat
  LEFT JOIN monitor ON monitor.id = heartbeat.monitor_id ORDER BY time`;

/**
 * Opens a database of recorded probes; nothing is written to it. `null` for one that is neither our own history nor of Uptime Kuma.
 *
 * @throws Error when the file cannot be read as a database
 */
export function recordedRows(path: string): RecordedRows | null {
  const connection = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const has = (...names: string[]) => names.every((name) => tables.some((table) => table.name === name));
    if (has('run', 'target_set')) return { table: 'run', lines: runLines(connection) };
    if (has('heartbeat', 'monitor')) return { table: 'heartbeat', lines: heartbeatLines(connection) };
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.close();
  return null;
}

function* runLines(connection: DatabaseSync): Generator<string> {
  try {
    for (const row of connection.prepare(RUNS).iterate()) {
      const { vantage, tick_at: tickAt, shard, target_ids: targetIds, parts } = row;
      const key = JSON.stringify({ event: 'probe-run', vantage, tickAt, shard }).slice(0, -1);
      yield `${key},"targetIds":${String(targetIds)},"parts":${String(parts)}}\n`;
    }
  } finally {
    connection.close();
  }
}

function* heartbeatLines(connection: DatabaseSync): Generator<string> {
  try {
    let hasHeader = false;
    for (const row of connection.prepare(HEARTBEATS).iterate()) {
      if (!hasHeader) yield `${Object.keys(row).join(',')}\n`;
      hasHeader = true;
      yield `${Object.values(row)
        .map((value) => `"${String(value ?? '').replaceAll('"', '""')}"`)
        .join(',')}\n`;
    }
  } finally {
    connection.close();
  }
}
