import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { OWN_NETWORK_SUBJECT, type ChronicSnapshot } from '../../functions/core/chronic/snapshot.ts';
import type { ChronicStore } from '../../functions/core/ports.ts';
import { TICK_AT } from '../support/builders.ts';

/** A snapshot through this tick. Stores do not look into the detector, so any plain data stands for one. */
export function aSnapshot(throughTick = TICK_AT, detector: object = { failures: [throughTick] }): ChronicSnapshot {
  return { schemaVersion: 1, throughTick, detector: detector as ChronicSnapshot['detector'] };
}

/** Text of so many characters that gzip makes little of. */
function denseText(seed: string, characters: number): string {
  let text = '';
  for (let part = 0; text.length < characters; part += 1) {
    text += createHash('sha512').update(`${seed} ${part}`).digest('base64');
  }
  return text.slice(0, characters);
}

/** What every store of chronic snapshots promises. */
export function chronicStoreContract(open: () => Promise<ChronicStore>): void {
  const [first, second, third] = [aSnapshot(), aSnapshot(TICK_AT + 60_000), aSnapshot(TICK_AT + 120_000)];
  const holding = (state: ChronicSnapshot, version: number) => new Map([['server-time', { state, version }]]);

  test('a vantage that never saved has none', async () => {
    const store = await open();
    await store.save('eu-west-1', 'server-time', first, 0);
    expect(await store.load('eu-west-2')).toEqual(new Map());
  });

  test('a saved snapshot is loaded with its version, which counts up', async () => {
    const store = await open();
    expect(await store.save('local', 'server-time', first, 0)).toBe(true);
    expect(await store.load('local')).toEqual(holding(first, 1));
    expect(await store.save('local', 'server-time', second, 1)).toBe(true);
    expect(await store.load('local')).toEqual(holding(second, 2));
  });

  test('subjects and vantages are kept apart, our own network too', async () => {
    const store = await open();
    expect(await store.save('eu-west-1', 'server-time', first, 0)).toBe(true);
    expect(await store.save('eu-west-1', OWN_NETWORK_SUBJECT, second, 0)).toBe(true);
    expect(await store.save('eu-west-1', 'server-time-2', second, 0)).toBe(true);
    expect(await store.save('eu-west-10', 'server-time', third, 0)).toBe(true);
    expect(await store.save('eu-west-1', OWN_NETWORK_SUBJECT, third, 1)).toBe(true);
    expect(await store.load('eu-west-1')).toEqual(
      new Map([
        ['server-time', { state: first, version: 1 }],
        ['server-time-2', { state: second, version: 1 }],
        [OWN_NETWORK_SUBJECT, { state: third, version: 2 }],
      ]),
    );
  });

  const stale = [
    { name: 'that claims to be the first', expectedVersion: 0 },
    { name: 'on an older version', expectedVersion: 1 },
    { name: 'on a version that was never saved', expectedVersion: 3 },
  ];
  test.for(stale)('a save $name is refused and changes nothing', async ({ expectedVersion }) => {
    const store = await open();
    await store.save('local', 'server-time', first, 0);
    await store.save('local', 'server-time', second, 1);
    expect(await store.save('local', 'server-time', third, expectedVersion)).toBe(false);
    expect(await store.load('local')).toEqual(holding(second, 2));
  });

  test('a save on a version of a subject that has no snapshot is refused', async () => {
    const store = await open();
    await store.save('local', 'server-time', first, 0);
    expect(await store.save('local', 'agents', first, 1)).toBe(false);
    expect(await store.load('local')).toEqual(holding(first, 1));
  });

  test('of many saves on the same version one wins', async () => {
    const store = await open();
    const saves = [first, second, third, first].map((state) => store.save('local', 'server-time', state, 0));
    expect((await Promise.all(saves)).filter((isSaved) => isSaved)).toHaveLength(1);
    expect((await store.load('local')).get('server-time')?.version).toBe(1);
  });

  test('a detector that goes on after save and load does not change what is stored', async () => {
    const store = await open();
    const detector = { failures: [1] };
    await store.save('local', 'server-time', aSnapshot(TICK_AT, detector), 0);
    detector.failures.push(2);
    const loaded = (await store.load('local')).get('server-time');
    (loaded?.state.detector as unknown as typeof detector).failures.push(3);
    expect(await store.load('local')).toEqual(holding(aSnapshot(TICK_AT, { failures: [1] }), 1));
  });

  test('forty chronic targets come back whole, though they do not fit in 1 MB', async () => {
    const store = await open();
    const saved = Array.from({ length: 40 }, (_, n) => {
      const subject = `target-${n}`;
      return [subject, aSnapshot(TICK_AT + n, { blocks: denseText(subject, 60_000) })] as const;
    });
    for (const [subject, snapshot] of saved) await store.save('local', subject, snapshot, 0);
    const loaded = await store.load('local');
    expect(loaded).toEqual(new Map(saved.map(([subject, state]) => [subject, { state, version: 1 }])));
  });

  const unreadable = [
    { name: 'of a newer release', snapshot: { ...first, schemaVersion: 2 }, version: '2' },
    { name: 'without a version', snapshot: { throughTick: TICK_AT }, version: 'none' },
  ];
  test.for(unreadable)('a snapshot $name is refused by name, and kept', async ({ snapshot, version }) => {
    const store = await open();
    await store.save('local', 'server-time', first, 0);
    await store.save('local', 'agents', snapshot as unknown as ChronicSnapshot, 0);
    await expect(store.load('local')).rejects.toMatchObject({
      name: 'UnreadableSnapshotError',
      message: `the chronic snapshot of local / agents has schema version ${version}, this release reads 1; it is left as it is. Deploy the release that wrote it, or a newer one`,
    });
    expect(await store.save('local', 'agents', second, 0)).toBe(false);
    await expect(store.load('local')).rejects.toThrow('local / agents');
  });
}
