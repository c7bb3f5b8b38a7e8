import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
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

/** Hourly strikes that become known, within which others ring: longer, of another class, wider, after the end. */
const striking: Story = (at, target, vantage) => {
  const [hour, inHour] = [Math.floor(at / 60), at % 60];
  const length = 4 + ((hour * 7) % 3);
  if (target === 'b' && vantage === 'us') return 'healthy';
  if (hour === 14 && inHour >= 16 && inHour < 30) return REFUSED;
  if (hour === 17 && inHour >= 20 && inHour < 48) return REFUSED;
  if (hour === 20 && inHour >= 20 && inHour < 26) return { name: 'server/bad-gateway' };
  if (hour >= 30 && hour < 46) return 'healthy';
  return inHour >= 20 && inHour < 20 + length ? REFUSED : 'healthy';
};

async function whole(story: Story) {
  const world = chronicWorld(TWO, BOTH);
  await world.watch(0, LENGTH, story);
  return { sent: world.sent, open: await world.open() };
}

describe.each([
  { name: 'patterns that come and go', story: eventful },
  { name: 'strikes of a known one', story: striking },
])('what is told of $name does not depend on', ({ story }) => {
  test('where the record is cut into passes', async () => {
    const expected = await whole(story);
    expect(expected.sent.filter(({ problem }) => problem.nature === 'chronic').length).toBeGreaterThan(1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), async (lengths) => {
        const world = chronicWorld(TWO, BOTH);
        let at = 0;
        for (let index = 0; at < LENGTH; index += 1) {
          const end = Math.min(LENGTH, at + (lengths[index % lengths.length] ?? 1));
          world.record(at, end, story);
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

  test('how often passes come: each minute, over what is not settled yet', async () => {
    const expected = await whole(story);
    const world = chronicWorld(TWO, BOTH);
    for (let at = 0; at < LENGTH; at += 1) {
      world.record(at, at + 1, story);
      await world.pass(at);
      if (at % 7 === 0) await world.pass(at);
    }
    await world.pass(LENGTH + SETTLED);
    expect(byId(world.sent)).toEqual(byId(expected.sent));
    expect(await world.open()).toEqual(expected.open);
  });

  test('passes that end between their commits and their saves', async () => {
    const expected = await whole(story);
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
          sound.record(at, at + 60, story);
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

test('strikes beyond a known one ring, and only those', async () => {
  const { sent } = await whole(striking);
  const told = sent
    .filter(({ reason, problem }) => reason === 'opened' && problem.nature === 'incident')
    .map(({ problem, at }) => {
      const minutes = (at - minute(0)) / MINUTE_MS;
      return `${Math.floor(minutes / 60)}:${minutes % 60} ${problem.linkedTo?.beyond ?? '-'}`;
    });
  const [firstOfAll, afterItsEnd] = ['0:22 -', '46:22 -'];
  expect(told).toEqual([firstOfAll, '14:18 -', '17:29 longer', '20:22 other-class', afterItsEnd]);
});

test('a pass that another one overtakes rings nobody for what that one knows of', async () => {
  const growing: Story = (at, target) => {
    const isLonger = target === 'b' && at >= 8 * 60;
    return at % 60 >= 20 && at % 60 < (isLonger ? 24 : 22) ? REFUSED : 'healthy';
  };
  const sound = chronicWorld(TWO);
  let isOvertaken = false;
  const slow = chronicWorld(TWO, ['local'], {
    ...sound.ports,
    problems: {
      ...sound.ports.problems,
      commit: async (change) => {
        if (!isOvertaken) {
          isOvertaken = true;
          await sound.pass(DAY - 1);
        }
        return sound.ports.problems.commit(change);
      },
    },
  });
  sound.record(0, DAY, growing);
  await slow.pass(DAY - 1);
  await sound.pass(DAY + SETTLED);
  expect(isOvertaken).toBe(true);
  expect(sound.told()).toEqual(['opened chronic a and b']);
});

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
  expect(world.told()).toEqual(['opened incident a', 'resolved incident a', 'reopened chronic a']);
  expect((await world.open())[0]?.firstFailureAt).toBe(minute(7) + 300);
});
