/**
 * The tables, one step per version of the schema: `user_version` of a file says how many steps it has taken. Released
 * steps never change; a new release appends one.
 *
 * Times are epoch milliseconds: INTEGER for ticks, REAL where a clock may give fractions. `sent_at` and
 * `buried_at` of a notice are NULL while it waits in the outbox.
 */
export const SCHEMA_STEPS: readonly string[] = [
  `
  CREATE TABLE target_set (
    id INTEGER PRIMARY KEY,
    target_ids TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE run (
    vantage TEXT NOT NULL,
    tick_at INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('claimed', 'finished')),
    claimed_at REAL NOT NULL,
    target_set INTEGER NOT NULL REFERENCES target_set (id),
    parts TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (vantage, tick_at, shard)
  ) STRICT;

  CREATE TABLE problem (
    stream TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    problem TEXT NOT NULL
  ) STRICT;
  CREATE INDEX open_problem ON problem (stream) WHERE is_open = 1;

  CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    stream TEXT NOT NULL,
    problem_version INTEGER NOT NULL,
    notice TEXT NOT NULL,
    owner TEXT,
    lease_until REAL,
    sent_at REAL
  ) STRICT;
  CREATE INDEX outbox ON notice (at, stream, problem_version) WHERE sent_at IS NULL;

  CREATE TABLE detect_state (
    vantage TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE vantage_memory (
    vantage TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE chronic_state (
    vantage TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (vantage, subject)
  ) STRICT;
  `,
  `
  CREATE TABLE probing_hints (
    vantage TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE care (
    problem_id TEXT PRIMARY KEY,
    acknowledged_at REAL,
    acknowledged_by TEXT,
    snoozed_until REAL,
    note TEXT
  ) STRICT;
  `,
  `
  ALTER TABLE notice ADD COLUMN refused_since REAL;
  ALTER TABLE notice ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE notice ADD COLUMN buried_at REAL;
  DROP INDEX outbox;
  CREATE INDEX outbox ON notice (at, stream, problem_version) WHERE sent_at IS NULL AND buried_at IS NULL;
  CREATE INDEX dead_letter ON notice (at) WHERE buried_at IS NOT NULL;
  `,
  `
  ALTER TABLE problem ADD COLUMN newest_tick REAL NOT NULL DEFAULT 0;
  CREATE INDEX recent_problem ON problem (newest_tick);
  `,
  `
  CREATE TABLE digest_state (
    vantage TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  `,
];
