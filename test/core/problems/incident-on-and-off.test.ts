import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KnownStrikes } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { START_OFFSET_MS, tickTime } from '../../support/timeline.ts';
import { clock, untimed } from '../chronic/cause-findings.ts';
import { live, problemOf, tell, toldOf, worldOf, type Circumstances, type Timelines } from './incident-world.ts';

/** So many ticks of which each fails with this chance, always the same ones. */
function random(ratio: number, ticks: number, seed: number): string {
  let state = 7919 * seed + 13;
  return Array.from({ length: ticks }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 < ratio ? 's' : '.';
  }).join('');
}

describe('an API that works now and then', () => {
  test.each<{ name: string; timelines: Timelines; told: readonly string[] }>([
    {
      name: 'fails two of every three minutes',
      timelines: { a: `.${'ss.'.repeat(100)}.(4)` },
      told: ['opened a server @22', 'resolved a server @303'],
    },
    {
      name: 'fails every other minute',
      timelines: { a: `.${'s.'.repeat(100)}.(4)` },
      told: ['opened a server @29', 'resolved a server @202'],
    },
    { name: 'fails every third minute', timelines: { a: `.${'s..'.repeat(400)}` }, told: [] },
    { name: 'fails for less than half an hour', timelines: { a: `.${'s.'.repeat(14)}.(40)` }, told: [] },
    {
      name: 'fails at every other minute, by our own fault in turns',
      timelines: { a: `.${'f.s.'.repeat(50)}` },
      told: [],
    },
    {
      name: 'fails for seven minutes and works for seven',
      timelines: { a: `.${'s(7).(7)'.repeat(10)}.(10)` },
      told: ['opened a server @3', 'resolved a server @9', 'reopened a server @29', 'resolved a server @148'],
    },
    {
      name: 'is down for 20 minutes and up for 20',
      timelines: { a: `.${'s(20).(20)'.repeat(8)}.(60)` },
      told: [
        ...['opened a server @3', 'resolved a server @22', 'reopened a server @52', 'resolved a server @62'],
        ...['reopened a server @92', 'resolved a server @362'],
      ],
    },
    {
      name: 'fails at several targets in turns',
      timelines: { a: `.${'s.'.repeat(40)}.(9)`, b: `..${'s.'.repeat(40)}.(8)` },
      told: ['opened a+1 server @29', 'resolved a+1 server @83'],
    },
  ])('$name', ({ timelines, told }) => {
    expect(tell(timelines)).toEqual(told);
  });

  test.each([0.5, 0.6, 0.67, 0.8])(
    'fails at random at two targets, %d of the time, for six hours: few messages',
    (ratio) => {
      const counts = Array.from({ length: 40 }, (_, seed) => {
        const [a, b] = [random(ratio, 360, seed + 1), random(ratio, 360, seed + 1001)];
        return tell({ a: `.${a}.(90)`, b: `.${b}.(90)` }, { targets: { b: { tier: 'token' } } }).length;
      });
      expect(Math.max(...counts)).toBeLessThanOrEqual(7);
      expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThanOrEqual(3.2);
    },
  );

  test('says how often, since when, and what failed meanwhile', () => {
    const world = worldOf({ a: `.${'s.'.repeat(20)}.(4)` });
    live(world);
    const [opened, resolved] = world.notices.map(({ problem }) => problem);
    expect(opened).toMatchObject({
      id: 'here/a@2026-03-01T00:01:00.000Z',
      rate: { failedTicks: 15, ofTicks: 29 },
      firstFailureAt: tickTime(1) + START_OFFSET_MS,
      kinds: { 'server/internal-error': 15 },
      failedProbes: 15,
    });
    expect(resolved).toMatchObject({ failedProbes: 20, resolvedAt: tickTime(40) + START_OFFSET_MS });
  });

  test('of one that comes and goes the end is that of its last failure', () => {
    const world = worldOf({ a: `.${'s(20).(20)'.repeat(8)}.(60)` });
    live(world);
    expect(problemOf(world, 'a')).toMatchObject({ closedAs: 'resolved', resolvedAt: tickTime(301) + START_OFFSET_MS });
  });

  test('in another class than before, while it waits for calm, is told', () => {
    const world = worldOf({ a: `.${'s(20).(20)'.repeat(3)}.(20)nnn.(90)` });
    live(world);
    expect(toldOf(world).slice(-3)).toEqual([
      'opened a network @143',
      'resolved a network @145',
      'resolved a server @162',
    ]);
  });

  test('a pause after a 429 counts as its failure', () => {
    expect(tell({ a: '.lp.(3)lp.(3)' })).toEqual([]);
  });

  test('reading any of it again tells nothing new', () => {
    const timeline = fc
      .array(fc.constantFrom('s', 'n', '.', '.', 's.', 'ss.', 's..', '.(7)'), { minLength: 30, maxLength: 120 })
      .map((pieces) => `.${pieces.join('')}`);
    fc.assert(
      fc.property(timeline, fc.nat({ max: 200 }), (a, start) => {
        const world = worldOf({ a });
        live(world, 0, start);
        const saved = structuredClone(world.streams);
        live(world, start);
        expect(live({ ...world, streams: saved }, start)).toEqual([]);
        expect(live({ ...world, streams: {} })).toEqual([]);
        expect(new Set(world.notices.map(({ id }) => id)).size).toBe(world.notices.length);
      }),
    );
  });
});

/** What is known of a chronic problem of `a`. */
function knowing(strikes: Partial<KnownStrikes>): Circumstances {
  const known: KnownStrikes = {
    since: 0,
    pattern: untimed('flapping'),
    toleranceMs: MINUTE_MS,
    probesPerStrike: null,
    classes: ['server'],
    addresses: [],
    ...strikes,
  };
  return { chronic: () => ({ inForce: [{ problemId: 'p', strikes: known }] }) };
}

/** At half past midnight UTC, for half an hour, each day. */
const NIGHTLY = knowing({
  pattern: {
    ...clock('00:30'),
    zone: 'UTC',
    durationMs: 30 * MINUTE_MS,
    nextExpected: { from: tickTime(29), to: tickTime(61) },
  },
});
const lossy = (failureRatio: number) =>
  knowing({ pattern: { ...untimed('lossy'), failureRatio, durationMs: MINUTE_MS } });

test.each<{ name: string; timeline: string; in: Circumstances; told: readonly string[] }>([
  {
    name: 'in the usual window of a nightly problem rings nobody',
    timeline: `.(30)${'s.'.repeat(15)}.(30)`,
    in: NIGHTLY,
    told: [],
  },
  {
    name: 'in that window in another class does',
    timeline: `.(30)${'n.'.repeat(15)}.(30)`,
    in: NIGHTLY,
    told: ['opened a network @58', 'resolved a network @61'],
  },
  {
    name: 'hours after that window does',
    timeline: `.(300)${'s.'.repeat(20)}.(30)`,
    in: NIGHTLY,
    told: ['opened a server @328', 'resolved a server @341'],
  },
  {
    name: 'of a problem that is known to flap rings nobody',
    timeline: `.(30)${'s.'.repeat(40)}.(30)`,
    in: knowing({}),
    told: [],
  },
  {
    name: 'of a loss of 30 % that is known rings nobody',
    timeline: `.(30)${'s..s..s.s.'.repeat(9)}.(30)`,
    in: lossy(0.3),
    told: [],
  },
  {
    name: 'more often than such a loss by chance does',
    timeline: `.(30)${'ss.'.repeat(20)}.(30)`,
    in: lossy(0.1),
    told: ['opened a server @51', 'resolved a server @92'],
  },
])('beside a chronic problem, what works now and then: $name', ({ timeline, in: circumstances, told }) => {
  expect(tell({ a: timeline }, circumstances)).toEqual(told);
});
