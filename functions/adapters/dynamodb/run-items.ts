import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RunKey } from '../../core/model/run.ts';
import { DAY_MS, isoTime, type EpochMs } from '../../core/model/time.ts';
import type { StoredRun } from '../../core/ports.ts';
import { bytesIn, numberIn, textIn, type Item } from './attributes.ts';
import { packText, unpackText } from './packed-text.ts';

/** Three digits of part number in the sort key; at 300 KB each that is 300 MB of one run. */
export const MOST_PARTS = 1_000;

/** Further parts outlive part 0 by this much: TTL deletes in no order, and a run must not be found without them. */
const PART_GRACE_MS = 7 * DAY_MS;

/** A finished run whose stored parts do not add up. */
export class IncompleteRunError extends Error {
  override readonly name = 'IncompleteRunError';
}

/** The partition of a vantage's runs. */
export function runPartition(vantage: string): string {
  return `run#${vantage}`;
}

/** The sort key of a part of a run: by tick, shard and part. */
export function partSortKey(key: RunKey, part: number): string {
  return `${isoTime(key.tickAt)}#${String(key.shard).padStart(4, '0')}#${String(part).padStart(3, '0')}`;
}

/** The sort keys between which all parts of all runs of these ticks stand, both included. */
export function sortKeysBetween(fromTick: EpochMs, toTick: EpochMs): readonly [string, string] {
  return [isoTime(fromTick), `${isoTime(toTick)}#~`];
}

/** When a part may be deleted, in epoch seconds as DynamoDB's TTL wants them. */
export function expiresAt(key: RunKey, part: number, retentionMs: number): number {
  return Math.ceil((key.tickAt + retentionMs + (part === 0 ? 0 : PART_GRACE_MS)) / 1000);
}

/** Longer ones are packed. A healthy run of a hundred targets is shorter: whoever looks at the table can read it. */
const LONGEST_TEXT = 2_048;

/** The attribute that holds a part of a record, and its name. */
export function recordAttribute(text: string): { readonly name: 'text' | 'packed'; readonly value: AttributeValue } {
  return text.length <= LONGEST_TEXT
    ? { name: 'text', value: { S: text } }
    : { name: 'packed', value: { B: packText(text) } };
}

function recordIn(item: Item): string {
  return item.packed === undefined ? textIn(item, 'text') : unpackText(bytesIn(item, 'packed'));
}

/** A run as its items say, with the hash of its target set. */
export interface AssembledRun {
  readonly targetSet: string;
  readonly run: Omit<StoredRun, 'targetIds'>;
}

/**
 * Puts runs together from their items, which must stand in key order. Parts without a part 0 are skipped: that one has
 * expired. So are parts of a run that is not finished: its writer died on the way.
 *
 * @throws {IncompleteRunError} when a finished run lacks a part.
 */
export function assembleRuns(vantage: string, items: readonly Item[]): readonly AssembledRun[] {
  return items.flatMap((item, index) => {
    const { key, part } = readSortKey(vantage, textIn(item, 'sk'));
    if (part !== 0) return [];
    const state = textIn(item, 'state') === 'finished' ? 'finished' : 'claimed';
    const count = state === 'finished' ? numberIn(item, 'parts') : 0;
    const parts = collectParts(key, items.slice(index, index + count), count);
    const run = { key, state, claimedAt: numberIn(item, 'claimedAt'), parts } as const;
    return [{ targetSet: textIn(item, 'targets'), run }];
  });
}

function collectParts(key: RunKey, items: readonly Item[], count: number): string[] {
  return Array.from({ length: count }, (_, part) => {
    const item = items[part];
    if (item === undefined || textIn(item, 'sk') !== partSortKey(key, part)) throw incomplete(key, part);
    return recordIn(item);
  });
}

function incomplete(key: RunKey, part: number): IncompleteRunError {
  return new IncompleteRunError(
    `run ${runPartition(key.vantage)} / ${partSortKey(key, 0)} is finished but lacks part ${part}`,
  );
}

function readSortKey(vantage: string, sortKey: string): { key: RunKey; part: number } {
  const [tick = '', shard, part] = sortKey.split('#');
  return { key: { vantage, tickAt: Date.parse(tick), shard: Number(shard) }, part: Number(part) };
}
