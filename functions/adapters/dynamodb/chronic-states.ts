import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { readSnapshot, type ChronicSnapshot } from '../../core/chronic/snapshot.ts';
import type { EpochMs } from '../../core/model/time.ts';
import type { ChronicStore, VersionedState } from '../../core/ports.ts';
import { keyOf, textIn } from './attributes.ts';
import { packText, unpackText } from './packed-text.ts';
import type { DynamoTable } from './table.ts';
import { putState, stateIn } from './versioned-states.ts';

/** A snapshot as this process read or wrote it last; packed, since a detector is changed by whoever gets it. */
interface Remembered {
  readonly packed: Uint8Array;
  readonly version: number;
  readonly throughTick: EpochMs;
}

/** A thousand chronic targets; a function has 256 MB. */
const MOST_REMEMBERED_BYTES = 24_000_000;

/**
 * The chronic snapshots in DynamoDB; items in `table.ts`. One item per subject, so that a failing target costs its own write
 * and no other's: a chronic one is some 160 KB of JSON, below the limit of 400 KB an item even before it is packed.
 *
 * Reading them all at every pass would cost as much as writing them, so they are remembered from one pass to the next.
 */
export function dynamoChronicStates(table: DynamoTable): ChronicStore {
  const remembered = new Map<string, Map<string, Remembered>>();

  return {
    async load(vantage, savedThrough) {
      const known = remembered.get(vantage);
      if (known !== undefined && savedThrough !== undefined && reaches(known, savedThrough)) return unpacked(known);
      const snapshots = await read(vantage);
      remember(vantage, snapshots);
      return snapshots;
    },

    async save(vantage, subject, snapshot, expectedVersion) {
      const known = remembered.get(vantage);
      let isSaved = false;
      try {
        isSaved = await putState(table, keyOf(partitionOf(vantage), subject), snapshot, expectedVersion);
      } finally {
        // Whatever else comes of one of several saves at once, e.g. an answer that is lost, all are read again.
        if (!isSaved) remembered.delete(vantage);
      }
      if (isSaved) known?.set(subject, packed({ state: snapshot, version: expectedVersion + 1 }));
      return isSaved;
    },
  };

  async function read(vantage: string): Promise<Map<string, VersionedState<ChronicSnapshot>>> {
    const pages = paginateQuery(
      { client: table.client },
      {
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: partitionOf(vantage) } },
        ConsistentRead: true,
      },
    );
    const snapshots = new Map<string, VersionedState<ChronicSnapshot>>();
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const subject = textIn(item, 'sk');
        const { state, version } = stateIn(item);
        snapshots.set(subject, { state: readSnapshot(state, `${vantage} / ${subject}`), version });
      }
    }
    return snapshots;
  }

  function remember(vantage: string, snapshots: ReadonlyMap<string, VersionedState<ChronicSnapshot>>): void {
    const known = new Map([...snapshots].map(([subject, snapshot]) => [subject, packed(snapshot)]));
    const bytes = [...known.values()].reduce((sum, one) => sum + one.packed.length, 0);
    if (bytes <= MOST_REMEMBERED_BYTES) remembered.set(vantage, known);
    else remembered.delete(vantage);
  }
}

/** Snapshots are saved together: where the newest one reaches, they all are as they were saved. */
function reaches(known: ReadonlyMap<string, Remembered>, savedThrough: EpochMs): boolean {
  return [...known.values()].some(({ throughTick }) => throughTick >= savedThrough);
}

function packed({ state, version }: VersionedState<ChronicSnapshot>): Remembered {
  return { packed: packText(JSON.stringify(state)), version, throughTick: state.throughTick };
}

function unpacked(known: ReadonlyMap<string, Remembered>): Map<string, VersionedState<ChronicSnapshot>> {
  return new Map(
    [...known].map(([subject, { packed: bytes, version }]) => [
      subject,
      { state: JSON.parse(unpackText(bytes)) as ChronicSnapshot, version },
    ]),
  );
}

function partitionOf(vantage: string): string {
  return `chronic#${vantage}`;
}
