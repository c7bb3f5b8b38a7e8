import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The one table behind every store: on-demand, string keys `pk` and `sk`, TTL attribute `expiresAt` in epoch seconds.
 *
 * | item          | pk              | sk                           | other attributes |
 * | ---           | ---             | ---                          | --- |
 * | run, part 0   | `run#<vantage>` | `<tick ISO>#<shard>#000`     | `state` (claimed, finished), `claimedAt`, `claim` (random token of the claimer), `targets` (hash), `parts` (count), `text`, `expiresAt` |
 * | run, part n   | `run#<vantage>` | `<tick ISO>#<shard>#<part>`  | `text`, `expiresAt` |
 * | target set    | `targets`       | hash of the set              | `ids` (JSON list) |
 * | problem       | `problem`       | stream                       | `version`, `problem` (JSON): the newest of the stream, open or not |
 * | open problem  | `open`          | stream                       | copy of the above, there while it is open |
 * | notice        | `notice`        | notice id                    | `notice` (JSON), `sentAt` once sent |
 * | outbox        | `outbox`        | notice id                    | `notice` (JSON), `version` of its problem, `owner` and `leaseUntil` while claimed |
 * | detect state  | `detect`        | vantage                      | `version`, `writer` (random token of the save), `state` (gzipped JSON) |
 * | vantage memory | `memory`      | vantage                      | like detect state |
 * | probing hints | `hints`         | vantage                      | like detect state |
 * | chronic snapshot | `chronic#<vantage>` | subject              | like detect state |
 *
 * Runs expire. The rest stays: a target set is one small item per change of the settings and older runs point at it
 * (refreshing a TTL would cost a write a minute), and problems and notices are the history that people ask for.
 * A copy under `open` makes the open problems one query, however many streams failed before.
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
  notice: 'notice',
  outbox: 'outbox',
  detect: 'detect',
  memory: 'memory',
  hints: 'hints',
} as const;
