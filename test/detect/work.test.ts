import { describe, expect, test } from 'vitest';
import { manyProblems } from '../support/many-problems.ts';

/** A pass over so many targets after all of them failed for a while, and what it does. */
async function workOf(count: number, isFailing: (target: number) => boolean) {
  const world = manyProblems(count, true);
  for (let minute = 0; minute < 8; minute += 1) world.store(minute, (target) => target > 0);
  await world.detect(7);
  world.work();
  for (let minute = 8; minute < 12; minute += 1) world.store(minute, isFailing);
  const { openProblems } = await world.detect(11);
  return { ...world.work(), open: openProblems.length };
}

describe('many open problems', () => {
  const SOME = 60;
  const MORE = 4 * SOME;
  /** Looks at one problem in a pass of so many ticks; each tick decides on it. */
  const MOST_LOOKS = 600;

  test.each([
    { name: 'nothing changed', isFailing: (target: number) => target > 0, writes: 0, open: MORE - 1 },
    { name: 'one more fails', isFailing: () => true, writes: 1, open: MORE },
    { name: 'one works again', isFailing: (target: number) => target > 1, writes: 1, open: MORE - 2 },
    { name: 'all work again', isFailing: () => false, writes: MORE - 1, open: 0 },
  ])('$name: the work grows with their number, and not with its square', async ({ isFailing, writes, open }) => {
    const [some, more] = [await workOf(SOME, isFailing), await workOf(MORE, isFailing)];
    expect({ writes: more.writes, open: more.open }).toEqual({ writes, open });
    expect(more.looks / some.looks).toBeLessThan(1.3 * (MORE / SOME));
    expect(more.looks / MORE).toBeLessThan(MOST_LOOKS);
  });
});
