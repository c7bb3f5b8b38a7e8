import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DetectPorts } from '../../functions/detect/run.ts';
import { OWN_NETWORK, REFUSED, SETTLED, chronicWorld, minute, type Story } from './chronic-world.ts';
import { settingsWith } from './monitor.ts';

const DAY = 1_440;
const TWO = settingsWith(['a', 'b']);
const BOTH = ['eu', 'us'];

/** Patterns that begin, join, strike for long enough to be incidents, and end; and a rest of noise. */
const eventful: Story = (at, target, vantage) => {
  if (at % 360 === 311) return OWN_NETWORK;
  if (target === 'a' && at >= 200 && at < 1_500 && (at - 200) % 45 < 4) return REFUSED;
  if (target === 'b' && vantage === 'eu' && at >= 400 && at < 2_000 && (at - 200) % 45 === 0) return REFUSED;
  if (target === 'b' && at % 311 === 5) return { name: 'server/bad-gateway' };
  return 'healthy';
};
const LENGTH = 2 * DAY;

async function whole() {
  const world = chronicWorld(TWO, BOTH);
  await world.watch(0, LENGTH, eventful);
  return { sent: world.sent, open: await world.open() };
}

describe('what is told does not depend on', () => {
  test('where the record is cut into passes', async () => {
    const expected = await whole();
    expect(expected.sent.filter(({ problem }) => problem.nature === 'chronic').length).toBeGreaterThan(1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), async (lengths) => {
        const world = chronicWorld(TWO, BOTH);
        let at = 0;
        for (let index = 0; at < LENGTH; index += 1) {
          const end = Math.min(LENGTH, at + (lengths[index % lengths.length] ?? 1));
          world.record(at, end, eventful);
          await world.pass(end - 1);
          at = end;
        }
        await world.pass(LENGTH + SETTLED);
        expect(byId(world.sent)).toEqual(byId(expected.sent));
        expect(await world.open()).toEqual(expected.open);
      }),
      { numRuns: 12 },
    );
  });

  test('passes that end between their commits and their saves', async () => {
    const expected = await whole();
    await fc.assert(
      // After how many saves each pass is killed; one in the row is not, so that a day's look back suffices.
      fc.asyncProperty(fc.array(fc.nat(7), { minLength: 1, maxLength: 10 }), async (kills) => {
        const plan = [...kills, Number.POSITIVE_INFINITY];
        let savesLeft = 0;
        const fragile = (ports: DetectPorts): DetectPorts => {
          const isKilled = () => savesLeft-- <= 0;
          const killed = () => Promise.reject(new Error('killed'));
          return {
            ...ports,
            chronic: { ...ports.chronic, save: (...save) => (isKilled() ? killed() : ports.chronic.save(...save)) },
            states: { ...ports.states, save: (...save) => (isKilled() ? killed() : ports.states.save(...save)) },
          };
        };
        const sound = chronicWorld(TWO, BOTH);
        const world = chronicWorld(TWO, BOTH, fragile(sound.ports));
        for (let at = 0, number = 0; at < LENGTH; at += 60, number += 1) {
          savesLeft = plan[number % plan.length] ?? 0;
          sound.record(at, at + 60, eventful);
          await world.pass(at + 59).catch(() => undefined);
        }
        await sound.pass(LENGTH + SETTLED);
        expect(byId(sound.sent)).toEqual(byId(expected.sent));
        expect(await sound.open()).toEqual(expected.open);
      }),
      { numRuns: 12 },
    );
  });
});

/** Passes that are cut differently send the same notices, if not in the same order. */
function byId<T extends { readonly id: string; readonly at: number }>(notices: readonly T[]): readonly T[] {
  return notices.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

test('a snapshot that cannot be read stops chronic findings alone, and they catch up', async () => {
  const world = chronicWorld(settingsWith(['a']));
  const story: Story = (at) => (at % 30 === 7 || (at >= 300 && at < 310) ? REFUSED : 'healthy');
  const unreadable = chronicWorld(settingsWith(['a']), ['local'], {
    ...world.ports,
    chronic: { ...world.ports.chronic, load: () => Promise.reject(new Error('of a newer release')) },
  });
  await world.watch(0, 60, story, 30);
  for (let at = 60; at < DAY; at += 60) {
    world.record(at, at + 60, story);
    await expect(unreadable.pass(at + 59)).rejects.toThrow('read the chronic evidence of local');
  }
  expect(world.told()).toEqual(['opened incident a', 'resolved incident a']);
  await world.pass(DAY + SETTLED);
  expect(world.told()).toEqual(['opened incident a', 'resolved incident a', 'opened chronic a']);
  expect((await world.open())[0]?.firstFailureAt).toBe(minute(7) + 300);
});
