import { threadOf } from '../../core/model/problem.ts';
import type { OutboxEntry } from '../../core/ports.ts';
import { readAnnouncement } from '../../core/problems/read-problem.ts';
import { numberIn, textIn, type Item } from './attributes.ts';

/** The attributes of an announcement that waits, without those of its holder. */
export const WAITING: readonly string[] = ['notice', 'version'];
/** What is added to them when it was refused. */
export const REFUSED: readonly string[] = ['refusedSince', 'refusals'];

/** An item with these of its attributes alone. */
export function only(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** An announcement that waits, with what puts it in order. */
export interface OrderedEntry extends OutboxEntry {
  /** Of its problem with this announcement. */
  readonly version: number;
}

/** Reads an item of the outbox, or a dead letter. */
export function readEntry(item: Item): OrderedEntry {
  return {
    announcement: readAnnouncement(JSON.parse(textIn(item, 'notice'))),
    version: numberIn(item, 'version'),
    refusedSince: item.refusedSince === undefined ? null : numberIn(item, 'refusedSince'),
    refusals: item.refusals === undefined ? 0 : numberIn(item, 'refusals'),
  };
}

/** By time; notices of the same moment by thread, and those of a problem by the version they belong to. */
export function oldestFirst(a: OrderedEntry, b: OrderedEntry): number {
  if (a.announcement.at !== b.announcement.at) return a.announcement.at - b.announcement.at;
  const [one, other] = [threadOf(a.announcement), threadOf(b.announcement)];
  if (one !== other) return one < other ? -1 : 1;
  return a.version - b.version;
}
