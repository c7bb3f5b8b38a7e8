import { describe, expect, test } from 'vitest';
import { httpProber } from '../../functions/adapters/http/prober.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import { failureName, isFailure } from '../../functions/core/model/outcome.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import { SECOND_MS } from '../../functions/core/model/time.ts';
import { silenceWatch } from '../../functions/probe/silence-watch.ts';
import { runProbe } from '../../functions/probe/run.ts';
import { aRunKey } from '../support/builders.ts';
import { listen } from '../support/listeners.ts';
import { ending } from '../support/listeners-http.ts';
import { ORIGIN, OTHER_ORIGIN, manyTargets, minute, probeWorld, settingsFor, targetsOf } from './world.ts';

const names = (probes: readonly Probe[]) => [
  ...new Set(probes.map(({ outcome }) => (isFailure(outcome) ? failureName(outcome) : outcome.class))),
];
const waitedMs = ({ attempts }: Probe) => attempts.at(-1)?.observation.durationMs ?? Number.NaN;
const detailOf = ({ outcome }: Probe) => (isFailure(outcome) ? (outcome.detail ?? '') : '');

describe.each([
  { name: '50 silent targets', count: 50 },
  { name: '500 silent targets', count: 500 },
])('$name', ({ count }) => {
  test('the path proven: the server is too slow, for all of them', async () => {
    const world = probeWorld({ answer: () => 'silence' });
    const { probes, startedAt, endedAt } = await world.run(0, manyTargets(count), 200);
    expect(endedAt - startedAt).toBeLessThan(110 * SECOND_MS);
    expect(names(probes)).toEqual(['server/too-slow']);
    expect(world.connectionsTried).toEqual([`${ORIGIN}/a0`]);
    expect(world.sent).toHaveLength(count);

    const inFull = probes.filter((probe) => waitedMs(probe) > 10 * SECOND_MS);
    expect(inFull).toHaveLength(10);
    expect(inFull.every((probe) => waitedMs(probe) === 61 * SECOND_MS)).toBe(true);
    const cut = probes.filter((probe) => waitedMs(probe) === 10 * SECOND_MS);
    expect(cut).toHaveLength(count - 10);
    expect(cut.every((probe) => detailOf(probe).startsWith('given up after 10 s'))).toBe(true);
  });

  test('the path broken: a network that swallows answers, for all of them', async () => {
    const world = probeWorld({ answer: () => 'silence', isReachable: (host) => host === 'one.one.one.one' });
    const { probes, startedAt, endedAt } = await world.run(0, manyTargets(count), 200);
    expect(endedAt - startedAt).toBeLessThan(110 * SECOND_MS);
    expect(names(probes)).toEqual(['network/response-timeout']);
    expect(probes.every((probe) => detailOf(probe).includes('a second connection failed as well'))).toBe(true);
    expect(world.connectionsTried.filter((url) => url.startsWith(ORIGIN))).toHaveLength(1);
    expect(world.sent).toHaveLength(count);
    const cut = probes.filter((probe) => waitedMs(probe) === 10 * SECOND_MS);
    expect(cut.filter((probe) => detailOf(probe).startsWith('SHARED_SILENCE'))).not.toHaveLength(0);
  });
});

test('a silent server among healthy ones is found by all of its own targets, and costs the others nothing', async () => {
  const world = probeWorld({ answer: (path) => (path.startsWith('/b') ? 'silence' : {}) });
  const { probes, run } = await world.run(0, manyTargets(20, 20));
  expect(names(probes.slice(0, 20))).toEqual(['healthy']);
  expect(probes.slice(0, 20).every(({ attempts }) => attempts.length === 1)).toBe(true);
  expect(names(probes.slice(20))).toEqual(['server/too-slow']);
  expect(world.connectionsTried).toEqual([`${OTHER_ORIGIN}/b0`]);
  expect(run?.diagnoses.map(({ origin }) => origin).filter((origin) => origin === ORIGIN)).toEqual([]);
});

test('an answer that comes late, after the others gave up, is what it is', async () => {
  const world = probeWorld({ answer: (path) => (path === '/a0' ? { durationMs: 55_000 } : 'silence') });
  const { probes } = await world.run(0, manyTargets(30));
  expect(probes[0]?.outcome.class).toBe('healthy');
  expect(names(probes.slice(1))).toEqual(['server/too-slow']);
});

test('a silent target is not asked again, even when it was given up at exactly the long wait', async () => {
  const world = probeWorld({ answer: () => 'silence' });
  const settings = manyTargets(30);
  const { probes } = await world.run(0, { ...settings, retry: { attempts: 5, baseMs: 0, capMs: 0 } });
  expect(probes.every(({ attempts }) => attempts.length === 1)).toBe(true);
});

test('a retry is given time enough to be answered, or is not made', async () => {
  const refused = { phase: 'connect', name: 'Error', code: 'ECONNREFUSED', message: '' } as const;
  const asked: number[] = [];
  const world = probeWorld({
    answer: (_path, _at, { deadlines }) => {
      asked.push(deadlines.answerMs);
      return { durationMs: 9_900, answer: null, error: refused };
    },
  });
  const { probes } = await world.run(0, {
    ...settingsFor(targetsOf(300)),
    retry: { attempts: 20, baseMs: 8_000, capMs: 8_000 },
    controlHost: null,
  });
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(10 * SECOND_MS);
  for (const { attempts, startedAt, durationMs } of probes) {
    const last = attempts.at(-1)?.observation;
    expect(last?.startedAt).toBeLessThanOrEqual(Math.min(startedAt + 65 * SECOND_MS, minute(0) + 90 * SECOND_MS));
    expect(durationMs).toBe((last?.startedAt ?? 0) + (last?.durationMs ?? 0) - startedAt);
  }
});

test('enough are silent when more than ten are, each origin by itself', () => {
  const watch = silenceWatch();
  for (let n = 0; n < 10; n += 1) watch.noteSilent(ORIGIN);
  expect(watch.isHopeless(ORIGIN)).toBe(false);
  watch.noteSilent(ORIGIN);
  expect([watch.isHopeless(ORIGIN), watch.isHopeless(OTHER_ORIGIN)]).toEqual([true, false]);
});

test('on real sockets, with short deadlines: 15 silent targets', async () => {
  const server = await listen(ending('silence'));
  const world = probeWorld();
  const settings = settingsFor(targetsOf(15).map((target) => ({ ...target, url: `${server.origin}/${target.id}` })));
  const deadlines = { ...settings.deadlines, longAttemptMs: 200, answerMs: 1_200, runMs: 20_000 };
  const { run } = await runProbe(
    aRunKey({ tickAt: Math.floor(systemClock.now() / 60_000) * 60_000 }),
    { ...settings, deadlines, startsPerSecond: 1_000, tickMs: 3_600_000, controlHost: null },
    { ...world.ports, clock: systemClock, prober: httpProber({ now: () => systemClock.now() }) },
  );
  const probes = run?.probes ?? [];
  expect(names(probes)).toEqual(['network/response-timeout']);
  expect(probes.map(({ attempts }) => attempts.map(({ observation }) => observation.pathProven))).toEqual(
    Array.from({ length: 15 }, () => [true]),
  );
  const codes = Map.groupBy(probes, ({ attempts }) => attempts[0]?.observation.error?.code);
  expect(codes.get('RESPONSE_DEADLINE')).toHaveLength(10);
  expect(codes.get('SHARED_SILENCE')).toHaveLength(5);
  // One for each target, the second connection, and the one address that was tried.
  expect(server.connectionCount).toBe(17);
});
