import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { shardsOf } from '../../functions/core/model/shards.ts';
import { NO_MEMORY } from '../../functions/core/model/vantage-memory.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { TICK_AT, aFailedAttempt, aProbe, anAttempt, aRefusedObservation, anObservation } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { TWO_SHARDS, fleetConfig } from '../support/sharded.ts';
import { NO_FACTS } from '../support/warnings.ts';
import { minute, monitor, type Monitor } from './monitor.ts';

const SETTINGS = settingsOf({ ...TWO_SHARDS, controlHost: '203.0.113.1:443' }, 'lambda');
const SHARDS = shardsOf(SETTINGS);
const idsOf = (shard: number) => (SHARDS[shard] ?? []).map(({ id }) => id);

type Condition = 'healthy' | 'refused' | 'cut-off';

function probeOf(targetId: string, count: number, condition: Condition): Probe {
  const startedAt = minute(count) + 500;
  const observation = aRefusedObservation({ startedAt });
  if (condition === 'healthy')
    return aProbe({ targetId, attempts: [anAttempt({ observation: anObservation({ startedAt }) })] });
  if (condition === 'refused') return aProbe({ targetId, attempts: [aFailedAttempt({ observation })] });
  const outcome = { class: 'inconclusive', kind: 'own-network', detail: 'seen was connect-refused' } as const;
  return aProbe({ targetId, attempts: [anAttempt({ observation, outcome })] });
}

/** Stores the run of a shard of a minute. */
async function store(
  { ports }: Monitor,
  count: number,
  shard: number,
  condition: Condition = 'healthy',
  ids: readonly string[] = idsOf(shard),
  shards: number | null = SHARDS.length,
): Promise<void> {
  const key = { vantage: 'local', tickAt: minute(count), shard };
  await ports.history.claim(key, key.tickAt, ids);
  const probes = ids.map((id) => probeOf(id, count, condition));
  await ports.history.finish(key, packRun({ key, probes, diagnoses: [], ...(shards === null ? {} : { shards }) }));
}

async function detectThrough(world: Monitor, last: number, settings: Settings = SETTINGS) {
  for (let count = 0; count <= last; count += 1) await world.detect(count, settings);
}

test('the settings make two shards', () => {
  expect(SHARDS.map(({ length }) => length)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(idsOf(0).length + idsOf(1).length).toBe(500);
});

test('targets of every shard are examined: one that fails in the second opens its own problem', async () => {
  const world = monitor();
  const [failing = '', ...others] = idsOf(1);
  for (let count = 0; count < 4; count += 1) {
    await store(world, count, 0);
    const key = { vantage: 'local', tickAt: minute(count), shard: 1 };
    await world.ports.history.claim(key, key.tickAt, idsOf(1));
    const probes = [probeOf(failing, count, 'refused'), ...others.map((id) => probeOf(id, count, 'healthy'))];
    await world.ports.history.finish(key, packRun({ key, probes, diagnoses: [], shards: 2 }));
  }
  const { openProblems } = await world.detect(3, SETTINGS);
  expect(openProblems.map(({ scope }) => scope.targets)).toEqual([[failing]]);
});

describe('a shard that does not run while the other does', () => {
  test('is a fault of our own at all of its targets, in one problem, told once the ticks are settled', async () => {
    const world = monitor();
    for (const shard of [0, 1]) await store(world, 0, shard);
    for (let count = 1; count <= 8; count += 1) await store(world, count, 0);
    await detectThrough(world, 8);
    expect(world.sent.map(({ reason }) => reason)).toEqual(['opened']);
    const [notice] = world.sent;
    expect(notice?.problem.class).toBe('inconclusive');
    expect(Object.keys(notice?.problem.kinds ?? {})).toEqual(['inconclusive/own-fault']);
    expect(notice?.problem.scope.targets.toSorted()).toEqual(idsOf(1).toSorted());
    expect(notice?.problem.firstFailureAt).toBe(minute(1));
  });

  test('is over when it runs again', async () => {
    const world = monitor();
    for (let count = 0; count <= 12; count += 1) {
      await store(world, count, 0);
      if (count < 1 || count > 5) await store(world, count, 1);
    }
    await detectThrough(world, 12);
    expect(world.sent.map(({ reason }) => reason)).toEqual(['opened', 'resolved']);
  });

  test('also when it never ran', async () => {
    const world = monitor();
    for (let count = 0; count <= 8; count += 1) await store(world, count, 1);
    await detectThrough(world, 8);
    expect(world.sent.map(({ problem }) => problem.scope.targets.length)).toEqual([idsOf(0).length]);
  });

  test('is no fault while it may still come: late runs are not lost ones', async () => {
    const world = monitor();
    for (let count = 0; count <= 8; count += 1) {
      await store(world, count, 0);
      if (count >= 3) await store(world, count - 3, 1);
      await world.detect(count, SETTINGS);
    }
    expect(world.sent).toEqual([]);
  });

  test('is not told of ticks of another layout: those from before there were shards, or fewer of them', async () => {
    const world = monitor();
    const all = SETTINGS.targets.map(({ id }) => id);
    for (let count = 0; count < 4; count += 1) await store(world, count, 0, 'healthy', all, null);
    for (let count = 4; count < 8; count += 1) await store(world, count, 0, 'healthy', all.slice(0, 300), 3);
    await detectThrough(world, 14);
    expect(world.sent).toEqual([]);
  });

  test('without any record there is nothing to tell it from a stopped vantage, for which there is the dead man', async () => {
    const world = monitor();
    for (const shard of [0, 1]) await store(world, 0, shard);
    await detectThrough(world, 12);
    expect(world.sent).toEqual([]);
  });

  test('that claimed its tick and died counts the same', async () => {
    const world = monitor();
    for (let count = 0; count <= 8; count += 1) {
      await store(world, count, 0);
      const key = { vantage: 'local', tickAt: minute(count), shard: 1 };
      await world.ports.history.claim(key, key.tickAt, idsOf(1));
    }
    await detectThrough(world, 8);
    expect(world.sent.map(({ problem }) => problem.scope.targets.length)).toEqual([idsOf(1).length]);
  });
});

test('the own network of a vantage is one problem, though one shard alone was cut off, and the other goes on', async () => {
  const world = monitor();
  const [failing = ''] = idsOf(1);
  for (let count = 0; count <= 6; count += 1) {
    await store(world, count, 0, 'cut-off');
    const key = { vantage: 'local', tickAt: minute(count), shard: 1 };
    await world.ports.history.claim(key, key.tickAt, idsOf(1));
    const probes = idsOf(1).map((id) => probeOf(id, count, id === failing ? 'refused' : 'healthy'));
    await world.ports.history.finish(key, packRun({ key, probes, diagnoses: [], shards: 2 }));
  }
  await detectThrough(world, 6);
  expect(world.told()).toEqual([
    expect.stringMatching(/^opened @own-network 2$/),
    expect.stringMatching(new RegExp(`^opened ${failing} 2$`)),
  ]);
});

test('both shards cut off are three ticks before they are told, not two', async () => {
  const world = monitor();
  for (let count = 0; count <= 1; count += 1) for (const shard of [0, 1]) await store(world, count, shard, 'cut-off');
  await detectThrough(world, 1);
  expect(world.sent).toEqual([]);
});

test('warnings come from what any shard has learned', async () => {
  const world = monitor();
  const [origin = ''] = (SHARDS[1] ?? []).map(({ url }) => new URL(url).origin);
  const state = {
    ...NO_MEMORY,
    origins: { [origin]: { ...NO_FACTS, clockSkew: { since: TICK_AT, ms: 5 * MINUTE_MS } } },
  };
  await world.ports.memory.save('local#1', state, 0);
  for (const shard of [0, 1]) await store(world, 0, shard);
  await world.detect(0, SETTINGS);
  expect(world.sent.map(({ problem }) => problem.stream)).toEqual([`local/@clock-skew/${new URL(origin).host}`]);
});

test('settings of one shard read the memory of the vantage alone', async () => {
  const world = monitor();
  const asked: string[] = [];
  const memory = world.ports.memory;
  const ports = {
    ...world.ports,
    memory: { ...memory, load: (name: string) => (asked.push(name), memory.load(name)) },
  };
  Object.assign(world.ports, ports);
  await world.detect(0, settingsOf(fleetConfig(2, 5), 'lambda'));
  expect(asked).toEqual(['local']);
});
