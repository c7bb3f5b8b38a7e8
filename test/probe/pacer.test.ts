import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { runPacer, type Pacer } from '../../functions/probe/pacer.ts';
import { runPauses } from '../../functions/probe/pauses.ts';
import { TICK_AT } from '../support/builders.ts';
import { REFUSED_ATTEMPT } from '../support/scripted-prober.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { manyTargets, minute, probeWorld } from './world.ts';

const A = 'https://a.test';
const B = 'https://b.test';
const NEVER = new AbortController().signal;

/** A pacer at the beginning of a tick, and what became of each request: when it got its turn, or when it was refused. */
function pacing() {
  const clock = virtualClock(TICK_AT);
  const pauses = runPauses({}, () => clock.now());
  const timesUp = new AbortController();
  const pacer = runPacer(TICK_AT, { tickMs: MINUTE_MS, startsPerSecond: 10 }, clock, pauses, timesUp.signal);
  const log: string[] = [];
  const ask = (name: string, turn: (of: Pacer) => Promise<boolean>) =>
    turn(pacer).then((isTurn) => void log.push(`${name} ${isTurn ? 'at' : 'refused at'} ${clock.now() - TICK_AT}`));
  const until = (ms: number) => clock.sleep(TICK_AT + ms - clock.now(), NEVER);
  return { ask, log, until, pauses, timesUp };
}

const first =
  (origin = A) =>
  (of: Pacer) =>
    of.first(origin);
const retry =
  (atMs: EpochMs, untilMs = Number.POSITIVE_INFINITY) =>
  (of: Pacer) =>
    of.retry(A, TICK_AT + atMs, TICK_AT + untilMs);

describe('turns', () => {
  test('come in the order in which they were asked for, of each origin by itself', async () => {
    const { ask, log } = pacing();
    await Promise.all([ask('one', first()), ask('two', first()), ask('elsewhere', first(B)), ask('three', first())]);
    expect(log.toSorted()).toEqual(['elsewhere at 0', 'one at 0', 'three at 200', 'two at 100']);
  });

  test('a retry does not wait behind all the others, nor they behind many retries', async () => {
    const { ask, log } = pacing();
    const others = Array.from({ length: 40 }, (_, n) => ask(`first-${n}`, first()));
    const retries = Array.from({ length: 5 }, (_, n) => ask(`retry-${n}`, retry(300)));
    await Promise.all([...others, ...retries]);
    const order = log.map((line) => line.split(' ')[0] ?? '');
    expect(order.map((name, index) => (name.startsWith('retry') ? index : -1)).filter((index) => index >= 0)).toEqual([
      3, 19, 35, 43, 44,
    ]);
    expect(log[3]).toBe('retry-0 at 300');
    expect(order.filter((name) => name.startsWith('first'))).toEqual(
      Array.from({ length: 40 }, (_, n) => `first-${n}`),
    );
  });

  test('a retry waits for its own time, and an earlier one that comes later goes first', async () => {
    const { ask, log, until } = pacing();
    const late = ask('late', retry(5_000));
    await until(1_000);
    const early = ask('early', retry(2_000));
    const now = ask('now', first());
    await Promise.all([late, early, now]);
    expect(log).toEqual(['now at 1000', 'early at 2000', 'late at 5000']);
  });

  test('a retry whose turn would come too late is refused at once, others are not', async () => {
    const { ask, log } = pacing();
    const others = [0, 1, 2, 3].map((n) => ask(`first-${n}`, first()));
    await Promise.all([...others, ask('early', retry(50, 99)), ask('late', retry(350, 1_000))]);
    expect(log[0]).toBe('first-0 at 0');
    expect(log).toContain('early refused at 0');
    expect(log).toContain('late at 500');
  });
});

describe('nobody waits in vain', () => {
  test('when the origin is paused, which is no matter for others', async () => {
    const { ask, log, until, pauses } = pacing();
    const all = [0, 1, 2, 3, 4].map((n) => ask(`first-${n}`, first()));
    const elsewhere = [0, 1, 2].map((n) => ask(`elsewhere-${n}`, first(B)));
    await until(150);
    pauses.pause(A, TICK_AT + 600 * SECOND_MS);
    await Promise.all([...all, ...elsewhere]);
    expect(log.filter((line) => line.includes('refused'))).toEqual([2, 3, 4].map((n) => `first-${n} refused at 150`));
    expect(log).toContain('elsewhere-2 at 200');
  });

  test('when the run’s time is up', async () => {
    const { ask, log, until, timesUp } = pacing();
    const all = [ask('one', first()), ask('two', first()), ask('retry', retry(9_000))];
    await until(50);
    timesUp.abort();
    await Promise.all(all);
    await ask('after', first());
    expect(log).toEqual(['one at 0', 'two refused at 50', 'retry refused at 50', 'after refused at 50']);
  });
});

test('one that fails among 500 is tried again within seconds', async () => {
  const failed = new Set<string>();
  const world = probeWorld({
    answer: (path) => {
      if (path !== '/a3' || failed.has(path)) return {};
      failed.add(path);
      return REFUSED_ATTEMPT;
    },
  });
  const { probes } = await world.run(0, manyTargets(500));
  expect(probes[3]).toMatchObject({ masked: true, outcome: { class: 'healthy' } });
  expect(probes[3]?.durationMs).toBeLessThan(SECOND_MS);
  const starts = world.sent.map(({ at }) => at);
  expect(new Set(starts).size).toBe(501);
  expect(Math.max(...starts) - minute(0)).toBeLessThanOrEqual(70.5 * SECOND_MS);
});

test('500 targets of one origin start within 70 s of their tick', async () => {
  const world = probeWorld();
  await world.run(0, manyTargets(500));
  expect(Math.max(...world.sent.map(({ at }) => at)) - minute(0)).toBeLessThanOrEqual(70 * SECOND_MS);
  expect(world.sent.map(({ path }) => path)).toEqual(Array.from({ length: 500 }, (_, n) => `/a${n}`));
});
