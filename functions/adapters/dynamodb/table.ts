import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The one table behind every store: on-demand, string keys `pk` and `sk`, TTL attribute `expiresAt` in epoch seconds.
 *
 * | item          | pk              | sk                           | other attributes |
 * | ---           | ---             | ---                          | --- |
 * | run, part 0   | `run#<vantage>` | `<tick ISO>#<shard>#000`     | `state` (claimed, finished), `claimedAt`, `claim` (random token of the claimer), `targets` (hash), `parts` (count), `text` or, if that is long, `packed` (Brotli), `expiresAt` |
 * | run, part n   | `run#<vantage>` | `<tick ISO>#<shard>#<part>`  | `text` or `packed`, `expiresAt` |
 * | target set    | `targets`       | hash of the set              | `ids` (JSON list) |
 * | problem       | `problem`       | stream                       | `version`, `problem` (JSON): the newest of the stream, open or not |
 * | recent problem | `open`         | stream                       | copy of the above, there while it is open and for two weeks after; `expiresAt` once closed |
 * | commits       | `commits`       | `problems`                   | `count` of the commits of problems |
 * | notice        | `notice`        | notice id                    | `notice` (JSON), `sentAt` once sent |
 * | outbox        | `outbox`        | notice id                    | `notice` (JSON), `version` of its problem, `owner` and `leaseUntil` while claimed, `refusedSince` and `refusals` once refused |
 * | dead letter   | `dead`          | notice id                    | `notice` (JSON), `version` of its problem, `refusedSince`, `refusals`, `buriedAt` |
 * | care          | `care`          | problem id                   | any of `acknowledgedBy` (text), `acknowledgedAt`, `snoozedUntil` (ISO 8601 text with a zone), `note` (text); `expiresAt` a year after the later of the two times |
 * | detect state  | `detect`        | vantage                      | `version`, `writer` (random token of the save), `packed` (JSON, Brotli; older: `state`, gzipped) |
 * | vantage memory | `memory`      | vantage; `<vantage>#<shard>` for further shards | like detect state |
 * | probing hints | `hints`         | vantage                      | like detect state |
 * | digest state  | `digest`        | `all`                        | like detect state |
 * | subscriptions | `subscriptions` | `all`                        | like detect state |
 * | chronic snapshot | `chronic#<vantage>` | subject              | like detect state |
 *
 * Runs, cares and the copies of closed problems expire. The rest stays: a target set is one small item per change of the settings and older runs point at it
 * (refreshing a TTL would cost a write a minute), and problems and notices are the history that people ask for.
 * A copy under `open` makes the open problems, and those that may come back, one query, however many streams failed before.
 * **Upgrades.** A release reads what the ones before it wrote, and rewrites an item in its own shape when it changes it; nothing is migrated
 * by hand. Each kind says what shape it has: a record by `v` in its text (`run-record-format.ts`), states and snapshots by
 * `schemaVersion` in their JSON, and whether an attribute `packed` or an older one stands there. Problems and notices have no number:
 * what they lack tells their age (`readProblem`, `readAnnouncement`), so a release adds fields and never changes what one means. A target
 * set never changes, since its hash is its name. Cares are text that people write; what cannot be read counts as not written.
 * A record or snapshot of a newer release, met after a roll-back, is refused and left as it is.
 *
 * A care is there while somebody acknowledged or snoozed the problem. It is the one item that people may write by hand, and
 * delete; one without `expiresAt` stays.
 */
export interface DynamoTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** A new random text of at most 36 characters, e.g. a UUID: it tells our own write from another's after a retry. */
  readonly newId: () => string;
}

/** The partitions that are there once; runs and chronic snapshots have one per vantage. */
export const PARTITIONS = {
  targets: 'targets',
  problem: 'problem',
  open: 'open',
  commits: 'commits',
  notice: 'notice',
  outbox: 'outbox',
  dead: 'dead',
  care: 'care',
  detect: 'detect',
  memory: 'memory',
  hints: 'hints',
  digest: 'digest',
  subscriptions: 'subscriptions',
} as const;
