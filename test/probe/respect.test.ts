import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../functions/core/model/outcome.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import { MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../../functions/core/model/time.ts';
import { REFUSED_ATTEMPT, errorAnswer } from '../support/scripted-prober.ts';
import {
  ORIGIN,
  OTHER_ORIGIN,
  manyTargets,
  minute,
  pathsSince,
  throttled,
  probeWorld,
  settingsFor,
  targetsOf,
  type Meeting,
} from './world.ts';

const paused = (until: EpochMs): Outcome => ({ class: 'not-probed', reason: 'paused', until });
const classes = (probes: readonly Probe[]) => probes.map(({ outcome }) => outcome.class);
/** When the answer to the third request of `manyTargets` is there: slots at 0, 100 and 200 ms. */
const THIRD_ANSWERED = minute(0) + 200 + 42;

describe('a 429', () => {
  test.each<{ name: string; retryAfter: string | undefined; until: EpochMs }>([
    { name: 'seconds', retryAfter: '90', until: THIRD_ANSWERED + 90 * SECOND_MS },
    { name: 'a date', retryAfter: 'Sun, 01 Mar 2026 00:05:00 GMT', until: minute(5) },
    { name: 'nothing', retryAfter: undefined, until: THIRD_ANSWERED + 10 * MINUTE_MS },
    { name: 'nonsense', retryAfter: 'later', until: THIRD_ANSWERED + 10 * MINUTE_MS },
    { name: 'one second', retryAfter: '1', until: THIRD_ANSWERED + SECOND_MS },
  ])('pauses the origin and no other, for what Retry-After says: $name', async ({ retryAfter, until }) => {
    const world = probeWorld({ answer: (path) => (path === '/a2' ? throttled(retryAfter) : {}) });
    const { probes, record, endedAt } = await world.run(0, manyTargets(30, 30));
    expect(classes(probes.slice(0, 3))).toEqual(['healthy', 'healthy', 'throttled']);
    expect(probes.slice(3, 30).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 27 }, () => paused(until)));
    expect(new Set(classes(probes.slice(30)))).toEqual(new Set(['healthy']));
    expect(record?.probes[3]?.outcome).toEqual(paused(until));
    expect((await world.memory())?.pauses).toEqual({ [ORIGIN]: { until } });
    expect(endedAt - minute(0)).toBeLessThan(4 * SECOND_MS);
  });

  test('those that wait for their turn do not hold up the run, so that the next one knows', async () => {
    const world = probeWorld({ answer: (path) => (path === '/a2' ? throttled() : {}) });
    const { endedAt } = await world.run(0, manyTargets(500));
    expect(endedAt).toBe(THIRD_ANSWERED);
  });

  test('what is under way goes on, and lifts nothing', async () => {
    const slow = (path: string): Meeting => (path === '/a2' ? throttled() : { durationMs: 5_000 });
    const world = probeWorld({ answer: slow });
    const { probes } = await world.run(0, manyTargets(4));
    expect(classes(probes)).toEqual(['healthy', 'healthy', 'throttled', 'not-probed']);
    expect((await world.memory())?.pauses).toEqual({ [ORIGIN]: { until: THIRD_ANSWERED + 10 * MINUTE_MS } });
  });

  test('there are no retries while paused, nor is one waited for', async () => {
    const world = probeWorld({
      answer: (path) => (path === '/a0' ? REFUSED_ATTEMPT : path === '/a1' ? throttled() : {}),
    });
    const { probes, endedAt } = await world.run(0, manyTargets(2));
    expect(world.sent.map(({ path }) => path)).toEqual(['/a0', '/a1']);
    expect(probes[0]).toMatchObject({ outcome: { class: 'network' }, durationMs: 3 });
    // Every address is tried meanwhile, which takes 30 ms.
    expect(endedAt).toBe(minute(0) + 100 + 42 + 30);
  });
});

describe('the runs after it', () => {
  const SETTINGS = manyTargets(12, 2);

  /** Throttled for `/a2` in minute 0 and, where told, for whoever comes first in a later minute. */
  function throttling(later: readonly number[] = []) {
    return probeWorld({
      answer: (path, at) => {
        if (at < minute(1)) return path === '/a2' ? throttled('150') : {};
        return later.some((count) => at >= minute(count) && at < minute(count + 1)) && path.startsWith('/a')
          ? throttled('60')
          : { durationMs: 1_500 };
      },
    });
  }

  test('send nothing until then; then one canary, and the rest at the usual pace', async () => {
    const world = throttling();
    for (const count of [0, 1, 2]) await world.run(count, SETTINGS);
    expect(pathsSince(world, minute(1))).toEqual([]);
    expect(pathsSince(world, minute(1), 'other.example.test')).toHaveLength(4);

    const { probes } = await world.run(3, SETTINGS);
    expect(new Set(classes(probes))).toEqual(new Set(['healthy']));
    const starts = world.sent
      .filter(({ at, host }) => at >= minute(3) && host === 'api.example.test')
      .map(({ path, at }) => [path, at - minute(3)]);
    expect(starts.slice(0, 4)).toEqual([
      ['/a0', 0],
      ['/a1', 1_500],
      ['/a2', 1_600],
      ['/a3', 1_700],
    ]);
    expect(new Set(starts.map(([, at]) => at)).size).toBe(12);
    expect((await world.memory())?.pauses).toEqual({});
  });

  test('another 429 renews the pause, for one request', async () => {
    const world = throttling([3]);
    for (const count of [0, 3]) await world.run(count, SETTINGS);
    expect(pathsSince(world, minute(3))).toEqual(['/a0']);
    const until = minute(4) + 42;
    expect((await world.memory())?.pauses).toEqual({ [ORIGIN]: { until } });
    const { probes } = await world.run(4, SETTINGS);
    expect(probes[0]?.outcome).toEqual(paused(until));
    expect(pathsSince(world, minute(4))).toEqual([]);
    await world.run(5, SETTINGS);
    expect(pathsSince(world, minute(5))).toHaveLength(12);
  });

  test('a pause that ends in the middle of a run lasts to its end', async () => {
    const world = throttling();
    await world.run(0, SETTINGS);
    const { probes } = await world.run(2, SETTINGS, 29 * SECOND_MS);
    expect(probes[0]?.outcome).toEqual(paused(THIRD_ANSWERED + 150 * SECOND_MS));
    expect(pathsSince(world, minute(2))).toEqual([]);
  });

  test('a canary that cannot be answered is one request as well, and the rest follow', async () => {
    const world = probeWorld({
      answer: (path, at) => (at < minute(1) ? throttled('1') : path === '/a0' ? REFUSED_ATTEMPT : {}),
    });
    await world.run(0, SETTINGS);
    const { probes } = await world.run(1, SETTINGS);
    expect(pathsSince(world, minute(1)).slice(0, 2)).toEqual(['/a0', '/a1']);
    expect(probes[0]?.attempts).toHaveLength(1);
    expect(classes(probes.slice(1, 12))).toEqual(Array.from({ length: 11 }, () => 'healthy'));
  });

  test('a canary without a token is none: the next one goes', async () => {
    const world = probeWorld(
      { answer: (_path, at) => (at < minute(1) ? throttled('1') : { durationMs: 500 }) },
      { secrets: { read: () => Promise.reject(new Error('ParameterNotFound')) } },
    );
    const settings = settingsFor([...targetsOf(2, { tier: 'token' }, 'token'), ...targetsOf(2)]);
    await world.run(0, settings);
    await world.run(1, settings);
    const sent = world.sent.filter(({ at }) => at >= minute(1)).map(({ path, at }) => [path, at >= minute(1) + 500]);
    expect(sent).toEqual([
      ['/a0', false],
      ['/a1', true],
    ]);
  });

  test('when the run’s time is up behind a silent canary, nothing more is sent', async () => {
    const world = probeWorld({ answer: (_path, at) => (at < minute(1) ? throttled('1') : 'silence') });
    await world.run(0, SETTINGS);
    const settings = { ...SETTINGS, deadlines: { ...SETTINGS.deadlines, runMs: 30 * SECOND_MS } };
    const { probes, startedAt, endedAt } = await world.run(1, settings);
    expect(endedAt - startedAt).toBe(30 * SECOND_MS);
    expect(pathsSince(world, minute(1))).toEqual(['/a0']);
    expect(probes[1]?.outcome).toEqual({ class: 'not-probed', reason: 'deadline', until: null });
  });
});

describe('a token that was rotated', () => {
  test('is retried at the usual pace, and not at a paused origin', async () => {
    const answer = (path: string, _at: EpochMs, request: { headers: Readonly<Record<string, string>> }): Meeting => {
      if (request.headers.authorization === 'Bearer New') return {};
      if (path === '/b0') return throttled();
      return {
        ...errorAnswer(401, 'Invalid value', 'Authorization'),
        ...(path === '/slow0' ? { durationMs: 150 } : {}),
      };
    };
    const secrets = {
      read: (_parameter: string, freshness: string) => Promise.resolve(freshness === 'fresh' ? 'New' : 'Old'),
    };
    const world = probeWorld({ answer }, { secrets });
    const { probes } = await world.run(0, settingsFor(targetsOf(4, { tier: 'token' })));
    expect(classes(probes)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    const starts = world.sent.map(({ at }) => at - minute(0));
    expect(starts).toEqual([0, 100, 200, 300, 500, 600, 700, 800]);
    expect(world.sent.map(({ path }) => path)).toEqual(['/a0', '/a0', '/a1', '/a2', '/a3', '/a1', '/a2', '/a3']);

    const pausing = probeWorld({ answer }, { secrets });
    await pausing.run(0, settingsFor([...targetsOf(1, { tier: 'token' }, 'slow'), ...targetsOf(1, {}, 'b')]));
    expect(pausing.sent.map(({ path }) => path)).toEqual(['/slow0', '/b0']);
  });
});

test('a pause and what it is for are on record for people', async () => {
  const world = probeWorld({ answer: (path) => (path === '/a0' ? throttled('60') : {}) });
  const { probes } = await world.run(0, manyTargets(1, 1));
  expect(probes[0]?.outcome).toEqual({
    class: 'throttled',
    kind: 'too-many-requests',
    detail: 'Retry-After: 60',
  });
  expect(world.log.find(({ event }) => event === 'probe-failed')?.fields).toMatchObject({
    outcome: 'throttled/too-many-requests',
  });
  expect(isoTime((await world.memory())?.pauses[ORIGIN]?.until ?? 0)).toBe('2026-03-01T00:01:00.042Z');
  expect((await world.memory())?.pauses[OTHER_ORIGIN]).toBeUndefined();
});
