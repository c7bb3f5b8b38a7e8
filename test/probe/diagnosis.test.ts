import { describe, expect, test } from 'vitest';
import type { Probe } from '../../functions/core/model/run.ts';
import { SECOND_MS } from '../../functions/core/model/time.ts';
import { diagnosisText } from '../../functions/core/probing/diagnosis.ts';
import { probeDocument } from '../../functions/core/probe-document.ts';
import { REFUSED_ATTEMPT, errorAnswer } from '../support/scripted-prober.ts';
import {
  ORIGIN,
  OTHER_ORIGIN,
  manyTargets,
  minute,
  probeWorld,
  settingsFor,
  targetsOf,
  type Meeting,
} from './world.ts';

const CONTROL = 'tcp://one.one.one.one:443';
const CONTROL_HOST = 'one.one.one.one';
const classes = (probes: readonly Probe[]) => [...new Set(probes.map(({ outcome }) => outcome.class))];

describe('every address is tried once per origin and run', () => {
  test('however many targets fail on the network', async () => {
    const world = probeWorld({ answer: () => REFUSED_ATTEMPT });
    await world.run(0, manyTargets(40, 20));
    expect(world.examined.toSorted()).toEqual([ORIGIN, OTHER_ORIGIN]);
    await world.run(1, manyTargets(40, 20));
    expect(world.examined.toSorted()).toEqual([ORIGIN, ORIGIN, OTHER_ORIGIN, OTHER_ORIGIN]);
  });

  test('of the origin that failed, as soon as it failed', async () => {
    const world = probeWorld({ answer: (path) => (path === '/b1' ? REFUSED_ATTEMPT : { durationMs: 30_000 }) });
    const { run, endedAt } = await world.run(0, manyTargets(3, 2));
    expect(world.examined).toEqual([OTHER_ORIGIN]);
    expect(run?.diagnoses.map(({ origin }) => origin)).toEqual([OTHER_ORIGIN]);
    expect(endedAt).toBe(minute(0) + 200 + 30_000);
  });

  test.each<{ name: string; meeting: Meeting }>([
    { name: 'healthy', meeting: {} },
    { name: 'content', meeting: errorAnswer(400, 'Invalid value', 'Api-Company') },
    { name: 'authorization', meeting: errorAnswer(401, 'Invalid value', 'Authorization') },
    { name: 'server', meeting: errorAnswer(500, 'x') },
    { name: 'throttled', meeting: errorAnswer(429, 'x') },
    { name: 'a bug', meeting: new TypeError('x') },
  ])('not for what is $name', async ({ meeting }) => {
    const world = probeWorld({ answer: () => meeting });
    const { run } = await world.run(0, manyTargets(3));
    expect([world.examined, world.connectionsTried, run?.diagnoses]).toEqual([[], [], []]);
  });

  test('not for a masked failure', async () => {
    const isFirst = new Set<string>();
    const world = probeWorld({
      answer: (path) => {
        if (isFirst.has(path)) return {};
        isFirst.add(path);
        return REFUSED_ATTEMPT;
      },
    });
    const { probes } = await world.run(0, manyTargets(3));
    expect(probes.every(({ masked }) => masked)).toBe(true);
    expect(world.examined).toEqual([]);
  });
});

test('what was found is logged, recorded and in the document', async () => {
  const world = probeWorld({ answer: (path) => (path === '/a1' ? REFUSED_ATTEMPT : {}) });
  const settings = manyTargets(3);
  const { run, record } = await world.run(0, settings);
  const [diagnosis] = run?.diagnoses ?? [];
  if (run === null || diagnosis === undefined) throw new Error('no diagnosis');
  const text = diagnosisText(diagnosis);
  expect(text).toContain('connections to its only address can be set up now');
  expect(record?.diagnoses).toEqual({ [ORIGIN]: text });
  expect(world.log.find(({ event }) => event === 'diagnosis')).toMatchObject({
    level: 'warn',
    fields: { vantage: 'local', origin: ORIGIN, text },
  });
  expect(probeDocument(run, settings.targets).diagnoses).toMatchObject([
    { origin: ORIGIN, text, isControlReached: null },
  ]);
});

describe('the control host', () => {
  const refusedAt =
    (...paths: readonly string[]) =>
    (path: string): Meeting =>
      paths.length === 0 || paths.includes(path) ? REFUSED_ATTEMPT : {};

  test('is asked once when every target failed on the network; when reached, they keep their class', async () => {
    const world = probeWorld({ answer: refusedAt(), isReachable: (host) => host === CONTROL_HOST });
    const { run, probes, record } = await world.run(0, manyTargets(5, 5));
    expect(world.connectionsTried).toEqual([CONTROL]);
    expect(classes(probes)).toEqual(['network']);
    expect(run?.diagnoses.map(({ isControlReached }) => isControlReached)).toEqual([true, true]);
    expect(Object.values(record?.diagnoses ?? {})[0]).toContain('while the independent control host can be reached');
  });

  test('when that fails too it is our own network; every attempt is kept', async () => {
    const world = probeWorld({ answer: refusedAt(), isReachable: () => false });
    const { run, probes, record } = await world.run(0, manyTargets(3));
    const own = { class: 'inconclusive', kind: 'own-network' };
    expect(probes.map(({ outcome }) => outcome)).toEqual([0, 1, 2].map(() => expect.objectContaining(own) as unknown));
    expect(record?.probes.map(({ outcome }) => outcome)).toEqual(
      [0, 1, 2].map(() => expect.objectContaining(own) as unknown),
    );
    expect(record?.probes.map(({ attempts }) => attempts.map(({ phase }) => phase))).toEqual(
      [0, 1, 2].map(() => ['connect', 'connect', 'connect']),
    );
    expect(run?.diagnoses.map(({ isControlReached }) => isControlReached)).toEqual([false]);
    expect(world.log.find(({ event }) => event === 'probe-run')?.fields).toMatchObject({ failing: 3 });
    expect(world.published.some(({ name }) => name === 'Availability')).toBe(false);
  });

  test.each<{ name: string; answer: (path: string) => Meeting }>([
    { name: 'one is healthy', answer: refusedAt('/a0', '/a1') },
    { name: 'one has an answer', answer: (path) => (path === '/a2' ? errorAnswer(500, 'x') : REFUSED_ATTEMPT) },
  ])('is not asked when $name', async ({ answer }) => {
    const world = probeWorld({ answer, isReachable: () => false });
    const { probes } = await world.run(0, manyTargets(3));
    expect(world.connectionsTried).toEqual([]);
    expect(classes(probes)).toContain('network');
  });

  test('is not asked when there is none', async () => {
    const world = probeWorld({ answer: refusedAt(), isReachable: () => false });
    const { run, probes } = await world.run(0, { ...manyTargets(3), controlHost: null });
    expect(world.connectionsTried).toEqual([]);
    expect(classes(probes)).toEqual(['network']);
    expect(run?.diagnoses.map(({ isControlReached }) => isControlReached)).toEqual([null]);
  });

  test('a token that cannot be read, since our network is down, does not stand in the way', async () => {
    const world = probeWorld(
      { answer: refusedAt(), isReachable: () => false },
      { secrets: { read: () => Promise.reject(new Error('getaddrinfo EAI_AGAIN')) } },
    );
    const { probes } = await world.run(0, settingsFor([...targetsOf(1), ...targetsOf(1, { tier: 'token' }, 't')]));
    expect(probes.map(({ outcome }) => 'kind' in outcome && outcome.kind)).toEqual(['own-network', 'own-network']);
  });
});

describe('500 targets that are all refused', () => {
  const answer = (): Meeting => REFUSED_ATTEMPT;

  test.each([
    { name: 'at a dead API', isReachable: (host: string) => host === CONTROL_HOST, outcome: ['network'] },
    { name: 'in a dead network of our own', isReachable: () => false, outcome: ['inconclusive'] },
  ])('$name: there is time to tell which', async ({ isReachable, outcome }) => {
    const world = probeWorld({ answer, isReachable });
    const { probes, run, startedAt, endedAt } = await world.run(0, manyTargets(500), 200);
    expect(endedAt - startedAt).toBeLessThan(110 * SECOND_MS);
    expect(classes(probes)).toEqual(outcome);
    expect(world.connectionsTried).toEqual([CONTROL]);
    expect(run?.diagnoses).toHaveLength(1);
    // Retries do not keep the others from being probed.
    expect(probes.filter(({ attempts }) => attempts.length > 1).length).toBeGreaterThan(20);
  });
});

test('when the run’s time is up, nothing is concluded from what was cut off', async () => {
  const world = probeWorld({
    answer: (path) => ({ ...REFUSED_ATTEMPT, durationMs: path === '/b0' ? 100 : 29_985 }),
    isReachable: () => false,
  });
  const settings = manyTargets(1, 1);
  const deadlines = { ...settings.deadlines, runMs: 30_000, longAttemptMs: 9_000 };
  const { run, probes, endedAt } = await world.run(0, {
    ...{ ...settings, deadlines },
    retry: { attempts: 1, baseMs: 0, capMs: 0 },
  });
  expect(endedAt).toBe(minute(0) + 30_000);
  expect(classes(probes)).toEqual(['network']);
  // The control host was being asked, and the addresses of the origin that failed last were being tried.
  expect(world.connectionsTried).toEqual([CONTROL]);
  expect(world.examined).toEqual([OTHER_ORIGIN, ORIGIN]);
  expect(run?.diagnoses.map(({ origin, isControlReached }) => [origin, isControlReached])).toEqual([
    [OTHER_ORIGIN, null],
  ]);
});
