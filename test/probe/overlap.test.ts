import { expect, describe, test } from 'vitest';
import { NO_MEMORY } from '../../functions/core/model/vantage-memory.ts';
import { REFUSED_ATTEMPT } from '../support/scripted-prober.ts';
import { ORIGIN, manyTargets, minute, pathsSince, probeWorld, throttled, type World } from './world.ts';

describe('runs that overlap', () => {
  const until = minute(20);
  const other = 'https://third.example.test';

  test.each<{ name: string; saves: number }>([
    { name: 'once', saves: 1 },
    { name: 'three times in a row', saves: 3 },
  ])('a pause is not lost when others save meanwhile: $name', async ({ saves }) => {
    let left = saves;
    const world: World = probeWorld({ answer: (path) => (path === '/a2' ? throttled() : {}) });
    const { memory } = world.ports;
    const racing = {
      load: (vantage: string) => memory.load(vantage),
      save: async (vantage: string, state: Parameters<typeof memory.save>[1], version: number) => {
        if (left-- > 0) {
          const found = await memory.load(vantage);
          const pauses = { ...found?.state.pauses, [`${other}/${left}`]: { until } };
          await memory.save(vantage, { ...(found?.state ?? NO_MEMORY), pauses }, found?.version ?? 0);
        }
        return memory.save(vantage, state, version);
      },
    };
    Object.assign(world.ports, { memory: racing });
    const { faults } = await world.run(0, manyTargets(4));
    expect(faults).toEqual([]);
    const known = await world.memory();
    expect(Object.keys(known?.pauses ?? {})).toEqual(expect.arrayContaining([ORIGIN, `${other}/0`]));
    expect(Object.keys(known?.origins ?? {})).toEqual([ORIGIN]);
  });

  test('one that never gets its turn to save is a fault', async () => {
    const world = probeWorld();
    Object.assign(world.ports, { memory: { load: () => Promise.resolve(null), save: () => Promise.resolve(false) } });
    const { faults } = await world.run(0, manyTargets(1));
    expect(faults.map(({ what }) => what)).toEqual(['What this run learned could not be stored']);
  });

  test('a pause that was renewed while a canary came through stays', async () => {
    const world = probeWorld({
      answer: (path, at) => (at < minute(1) ? throttled('1') : path === '/a0' ? { durationMs: 10_000 } : {}),
    });
    await world.run(0, manyTargets(2));
    const running = world.run(1, manyTargets(2));
    await world.clock.sleep(minute(1) + 5_000 - world.clock.now(), new AbortController().signal);
    const found = await world.ports.memory.load('local');
    if (found === null) throw new Error('no memory');
    await world.ports.memory.save('local', { ...found.state, pauses: { [ORIGIN]: { until } } }, found.version);
    await running;
    expect((await world.memory())?.pauses).toEqual({ [ORIGIN]: { until } });
  });

  test('a run that began before the pause was stored stops at its own 429', async () => {
    const world = probeWorld({
      answer: (path, at) => (path === '/b0' ? { durationMs: 70_000 } : at >= minute(0) + 30_000 ? throttled() : {}),
    });
    const first = world.run(0, manyTargets(400, 1));
    const second = world.run(1, manyTargets(400, 1));
    await Promise.all([first, second]);
    expect(pathsSince(world, minute(1))).toEqual(['/a0']);
  });

  test('all of them together keep to ten starts a second, retries included', async () => {
    const world = probeWorld({ answer: () => ({ ...REFUSED_ATTEMPT, durationMs: 700 }) });
    const settings = { ...manyTargets(300), controlHost: null };
    await Promise.all([world.run(0, settings, 200), world.run(1, settings, 900), world.run(2, settings)]);
    const starts = world.sent.map(({ at }) => at);
    expect(new Set(starts).size).toBe(starts.length);
    expect(starts.every((at) => at % 100 === 0)).toBe(true);
    expect(starts.length).toBeGreaterThan(1_000);
  });
});
