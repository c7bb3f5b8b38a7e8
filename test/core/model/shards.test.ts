import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_PER_SHARD, shardLayout, shardsOf } from '../../../functions/core/model/shards.ts';
import type { Target } from '../../../functions/core/model/target.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { aTarget } from '../../support/builders.ts';

const originOf = (name: number | string) => `https://${name}.example.test`;

/** So many targets at each of these origins. */
function targetsAt(sizes: Readonly<Record<string, number>>): Target[] {
  return Object.entries(sizes).flatMap(([name, size]) =>
    Array.from({ length: size }, (_, index) => aTarget({ id: `${name}-${index}`, url: `${originOf(name)}/${index}` })),
  );
}

const evenly = (origins: number, each: number) =>
  targetsAt(Object.fromEntries(Array.from({ length: origins }, (_, index) => [`o${index}`, each])));
const layoutOf = (targets: readonly Target[]) => shardLayout({ targets, tickMs: MINUTE_MS });
const sizesOf = (targets: readonly Target[]) => shardsOf({ targets, tickMs: MINUTE_MS }).map(({ length }) => length);

/** Origins by name, none with more than a shard takes. */
const fleet = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.integer({ min: 1, max: MOST_PER_SHARD }), { maxKeys: 40 })
  .map(targetsAt);

describe('for any targets', () => {
  test('each is in exactly one shard, with all of its origin, in the order of the settings', () => {
    fc.assert(
      fc.property(fleet, (targets) => {
        const shards = shardsOf({ targets, tickMs: MINUTE_MS });
        expect(shards.flat().toSorted(byId)).toEqual(targets.toSorted(byId));
        const homes = new Map<string, Set<number>>();
        for (const [shard, own] of shards.entries()) {
          expect(own).toEqual(targets.filter((target) => own.includes(target)));
          for (const { url } of own) {
            const { origin } = new URL(url);
            homes.set(origin, (homes.get(origin) ?? new Set()).add(shard));
          }
        }
        for (const home of homes.values()) expect(home.size).toBe(1);
      }),
    );
  });

  test('none has more than it can take, and there are at most twice as many as the fewest', () => {
    fc.assert(
      fc.property(fleet, (targets) => {
        const sizes = sizesOf(targets);
        for (const size of sizes) expect(size).toBeLessThanOrEqual(MOST_PER_SHARD);
        expect(sizes.length).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * targets.length) / MOST_PER_SHARD)));
      }),
    );
  });

  test('their order does not matter', () => {
    fc.assert(
      fc.property(fleet, (targets) => {
        const [one, other] = [layoutOf(targets), layoutOf(targets.toReversed())];
        expect(other.count).toBe(one.count);
        for (const { url } of targets)
          expect(other.shardOf(new URL(url).origin)).toBe(one.shardOf(new URL(url).origin));
      }),
    );
  });
});

describe('one more target', () => {
  const before = evenly(190, 50);
  /** The share of the origins that are elsewhere afterwards. */
  const moved = (after: readonly Target[]) => {
    const [old, now] = [layoutOf(before), layoutOf(after)];
    const origins = [...new Set(before.map(({ url }) => new URL(url).origin))];
    return origins.filter((origin) => old.shardOf(origin) !== now.shardOf(origin)).length / origins.length;
  };

  test('of an origin that is there moves one origin in fifty at most, mostly none', () => {
    const shares = Array.from({ length: 40 }, (_, index) =>
      moved([...before, aTarget({ id: 'new', url: `${originOf(`o${index * 4}`)}/new` })]),
    );
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.02);
    expect(shares.filter((share) => share === 0).length).toBeGreaterThan(shares.length / 2);
  });

  test('of a new origin moves as few', () => {
    const shares = Array.from({ length: 40 }, (_, index) =>
      moved([...before, aTarget({ id: 'new', url: `${originOf(`new${index}`)}/` })]),
    );
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.02);
  });

  test('that takes a further shard moves about its share of all', () => {
    const more = evenly(201, 50);
    expect(layoutOf(more).count).toBe(layoutOf(before).count + 2);
    expect(moved(more)).toBeLessThan(0.2);
  });
});

describe('how many', () => {
  test.each([
    { name: 'none', targets: [], sizes: [0] },
    { name: 'as many as one function probes', targets: evenly(10, 49), sizes: [490] },
    { name: 'one more', targets: [...evenly(10, 49), aTarget({ url: originOf('more') })], sizes: [246, 245] },
    { name: 'origins that fill more than half', targets: evenly(3, 300), sizes: [300, 300, 300] },
  ])('$name', ({ targets, sizes }) => {
    expect(sizesOf(targets).toSorted((a, b) => b - a)).toEqual(sizes.toSorted((a, b) => b - a));
  });

  test('10,000 targets over 200 origins are 25 shards, none fuller than 490', () => {
    const sizes = sizesOf(evenly(200, 50));
    expect(sizes).toHaveLength(25);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST_PER_SHARD);
  });

  test('what counts is how many are probed at one tick', () => {
    const spread = evenly(10, 500).map((target, index) => ({ ...target, everyMs: 10 * MINUTE_MS, phase: index % 10 }));
    expect(sizesOf(spread).length).toBe(2);
  });
});

function byId(a: Target, b: Target): number {
  return a.id < b.id ? -1 : 1;
}
