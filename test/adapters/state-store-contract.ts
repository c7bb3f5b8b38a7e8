import { expect, test } from 'vitest';
import type { StateStore } from '../../functions/core/ports.ts';

/**
 * What every store of one state per vantage promises.
 *
 * @param states three states that differ
 */
export function stateStoreContract<S>(open: () => Promise<StateStore<S>>, states: readonly [S, S, S]): void {
  const [first, second, third] = states;

  test('a vantage without a state has none', async () => {
    const store = await open();
    expect(await store.load('local')).toBeNull();
  });

  test('a saved state is loaded with its version, which counts up', async () => {
    const store = await open();
    expect(await store.save('local', first, 0)).toBe(true);
    expect(await store.load('local')).toEqual({ state: first, version: 1 });
    expect(await store.save('local', second, 1)).toBe(true);
    expect(await store.load('local')).toEqual({ state: second, version: 2 });
  });

  const stale = [
    { name: 'that claims to be the first', expectedVersion: 0 },
    { name: 'on an older version', expectedVersion: 1 },
    { name: 'on a version that was never saved', expectedVersion: 3 },
  ];
  test.for(stale)('a save $name is refused and changes nothing', async ({ expectedVersion }) => {
    const store = await open();
    await store.save('local', first, 0);
    await store.save('local', second, 1);
    expect(await store.save('local', third, expectedVersion)).toBe(false);
    expect(await store.load('local')).toEqual({ state: second, version: 2 });
  });

  test('a save on a version of a vantage that has no state is refused', async () => {
    const store = await open();
    expect(await store.save('local', first, 1)).toBe(false);
    expect(await store.load('local')).toBeNull();
  });

  test('of many saves on the same version one wins', async () => {
    const store = await open();
    await store.save('local', first, 0);
    const saved = await Promise.all([second, third, second, third].map((state) => store.save('local', state, 1)));
    expect(saved.filter((isSaved) => isSaved)).toHaveLength(1);
    expect((await store.load('local'))?.version).toBe(2);
  });

  test('vantages are kept apart', async () => {
    const store = await open();
    await store.save('eu-west-1', first, 0);
    expect(await store.save('eu-central-1', second, 0)).toBe(true);
    expect(await store.load('eu-west-1')).toEqual({ state: first, version: 1 });
  });
}
