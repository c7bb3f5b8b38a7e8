import { describe, expect, test } from 'vitest';
import { shardsOf } from '../../functions/core/model/shards.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { memoryName } from '../../functions/core/model/vantage-memory.ts';
import { unpackRun } from '../../functions/core/run-record.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import { runShard } from '../../functions/probe/run-shard.ts';
import { aRunKey } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { TWO_SHARDS } from '../support/sharded.ts';
import { minute, probeWorld, throttled, type World } from './world.ts';

const SETTINGS = settingsOf(TWO_SHARDS, 'lambda');
const SHARDS = shardsOf(SETTINGS);
const hostOf = (shard: number) => new URL(SHARDS[shard]?.[0]?.url ?? '').hostname;

async function runBoth(world: World, count: number, settings: Settings = SETTINGS, shards = SHARDS) {
  await world.clock.sleep(Math.max(0, minute(count) - world.clock.now()), new AbortController().signal);
  const run = (shard: number) => runShard(aRunKey({ tickAt: minute(count), shard }), settings, shards, world.ports);
  return Promise.all(shards.map((_, shard) => run(shard)));
}

describe('two shards of a tick', () => {
  test('probe every target once, and record it under keys of their own', async () => {
    const world = probeWorld();
    await runBoth(world, 0);
    const asked = world.sent.map(({ host }) => host);
    expect(asked).toHaveLength(500);
    const stored = await world.ports.history.read('local', minute(0), minute(0));
    expect(stored.map(({ key, state }) => [key.shard, state])).toEqual([
      [0, 'finished'],
      [1, 'finished'],
    ]);
    const records = stored.map(({ key, targetIds, parts }) => unpackRun(key, targetIds, parts));
    expect(records.map(({ shards }) => shards)).toEqual([2, 2]);
    const recorded = records.flatMap(({ probes }) => probes.map(({ targetId }) => targetId));
    expect(recorded.toSorted()).toEqual(SETTINGS.targets.map(({ id }) => id).toSorted());
  });

  test('publish shares that weigh as many probes as they are of, and each target once', async () => {
    const world = probeWorld();
    await runBoth(world, 0);
    const fleet = world.published.filter(({ name }) => name === 'FleetAvailability');
    expect(fleet.map(({ weight }) => weight)).toEqual(SHARDS.map(({ length }) => length));
    expect(world.published.filter(({ name }) => name === 'Availability')).toHaveLength(500);
    expect(world.published.filter(({ name }) => name === 'ProbeRun').map(({ weight }) => weight)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('remember apart: a 429 at an origin of the second pauses that origin, in its memory alone', async () => {
    const paused = hostOf(1);
    const world = probeWorld({
      answer: (_path, _at, { url }) => (new URL(url).hostname === paused ? throttled() : {}),
    });
    await runBoth(world, 0);
    const memories = await Promise.all([0, 1].map((shard) => world.ports.memory.load(memoryName(aRunKey({ shard })))));
    expect(memories.map((memory) => Object.keys(memory?.state.pauses ?? {}))).toEqual([[], [`https://${paused}`]]);
    const [, second] = await runBoth(world, 1);
    const reasons = second?.run?.probes.filter(({ targetId }) => targetId.startsWith(`${paused.split('.')[0] ?? ''}-`));
    expect(new Set(reasons?.map(({ outcome }) => outcome.class))).toEqual(new Set(['not-probed']));
  });

  test('ask the control host each for itself', async () => {
    const settings: Settings = { ...SETTINGS, controlHost: 'tcp://203.0.113.1:443' };
    const cutOff = new Set((SHARDS[0] ?? []).map(({ url }) => new URL(url).hostname));
    const world = probeWorld({
      answer: (_path, _at, { url }) =>
        cutOff.has(new URL(url).hostname)
          ? { answer: null, error: { phase: 'connect', name: 'Error', code: 'ECONNREFUSED', message: '' } }
          : {},
      isReachable: () => false,
    });
    const [first, second] = await runBoth(world, 0, settings);
    const classesOf = (report: typeof first) => [...new Set(report?.run?.probes.map(({ outcome }) => outcome.class))];
    expect([classesOf(first), classesOf(second)]).toEqual([['inconclusive'], ['healthy']]);
  });
});

test('a pause goes with its origin into another shard', async () => {
  const paused = hostOf(1);
  const world = probeWorld({ answer: (_path, _at, { url }) => (new URL(url).hostname === paused ? throttled() : {}) });
  const isPausedOne = ({ url }: Settings['targets'][number]) => new URL(url).hostname === paused;
  await runBoth(world, 0);
  const others = (shard: number) => (SHARDS[shard] ?? []).filter((target) => !isPausedOne(target));
  const moved = [[...others(0), ...SETTINGS.targets.filter(isPausedOne)], others(1)];
  const asked = world.sent.length;
  Object.assign(world.ports.carried, nothingCarried());
  await runBoth(world, 1, SETTINGS, moved);
  expect(world.sent.slice(asked).filter(({ host }) => host === paused)).toEqual([]);
});

test('… and into the only one that is left', async () => {
  const paused = hostOf(1);
  const world = probeWorld({ answer: (_path, _at, { url }) => (new URL(url).hostname === paused ? throttled() : {}) });
  await runBoth(world, 0);
  const targets = SETTINGS.targets.filter(({ url }) => [paused, hostOf(0)].includes(new URL(url).hostname));
  const asked = world.sent.length;
  Object.assign(world.ports.carried, nothingCarried());
  await runBoth(world, 1, { ...SETTINGS, targets }, [targets]);
  const sent = world.sent.slice(asked).map(({ host }) => host);
  expect(sent).toContain(hostOf(0));
  expect(sent).not.toContain(paused);
});

test('a schedule that is left of a shard probes nothing, and that is no fault', async () => {
  const world = probeWorld();
  const key = aRunKey({ tickAt: minute(0), shard: 2 });
  expect(await runShard(key, SETTINGS, SHARDS, world.ports)).toEqual({ run: null, faults: [] });
  expect(world.sent).toEqual([]);
  expect(await world.ports.history.read('local', minute(0) - MINUTE_MS, minute(0))).toEqual([]);
});
