import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { streamName } from '../../../functions/core/problems/streams.ts';
import { THRESHOLDS, tickTime } from '../../support/timeline.ts';
import {
  decide,
  fold,
  lengthOf,
  live,
  openOf,
  toldOf,
  worldOf,
  type Circumstances,
  type World,
} from './incident-world.ts';

/** Three rungs at one origin, and one target elsewhere. */
const TARGETS: Circumstances = {
  targets: {
    b: { tier: 'token' },
    c: { tier: 'company', account: 'other' },
    d: { url: 'https://elsewhere.test/d' },
  },
};
/** Nobody is kept waiting for longer when something is back, however often. */
// Ticks and the starts of probes are some milliseconds apart.
const QUIET_MS = 11 * MINUTE_MS;
/** What goes on and off is over after as many healthy ticks as open one, and told to be after an hour. */
const CALM_TICKS = 15;
const WELL = '.'.repeat(CALM_TICKS + 60);
const STREAMS = ['a', 'b', 'c', 'd', 'far/a', 'far/b'];

/** Pieces that last, so that something comes of them. */
const piece = fc
  .tuple(
    fc.constantFrom('.', '.', '.', 'n', 'n', 's', 's', 'S', 'c', 'l', 'o', '-', '_', 'p'),
    fc.integer({ min: 1, max: 7 }),
  )
  .map(([mark, times]) => mark.repeat(times));
const timeline = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
const drawn = fc
  .tuple(...STREAMS.map(() => timeline))
  .map((lines): Record<string, string> =>
    Object.fromEntries(STREAMS.map((name, index) => [name, `.${lines[index] ?? ''}`])),
  );

function lived(timelines: Record<string, string>, circumstances = TARGETS): World {
  const world = worldOf(timelines, circumstances);
  live(world);
  return world;
}

/** All as long as the longest, and then these marks. */
function paddedWith(timelines: Record<string, string>, end: string): Record<string, string> {
  const longest = Math.max(...Object.values(timelines).map(({ length }) => length));
  return Object.fromEntries(Object.entries(timelines).map(([name, text]) => [name, text.padEnd(longest, '_') + end]));
}

function expectInOrder(notices: readonly Notice[]): void {
  expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
  for (const ofOne of Map.groupBy(notices, ({ problem }) => problem.id).values()) {
    let before: Notice | null = null;
    for (const notice of ofOne) {
      const { reason, problem, at } = notice;
      expect(reason === 'opened').toBe(before === null);
      expect(reason === 'reopened').toBe(before !== null && before.problem.closedAs !== null);
      if (problem.resolvedAt !== null) expect(problem.resolvedAt).toBeGreaterThanOrEqual(problem.failingSince);
      if (before !== null) expect(at).toBeGreaterThan(before.at);
      before = notice;
    }
  }
}

describe('any timelines', () => {
  test('each problem is opened, then changes, ends, and comes back, in this order', () => {
    fc.assert(
      fc.property(drawn, (timelines) => {
        expectInOrder(lived(timelines).notices);
      }),
    );
  });

  test('that come in late from a vantage are told in the same order, and are over when all is well', () => {
    fc.assert(
      fc.property(drawn, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (timelines, start, length) => {
        const padded = paddedWith(timelines, WELL);
        const early = Object.entries(padded).map(([name, text]) => {
          return [name, name.startsWith('far/') ? text.slice(0, start + length) : text] as const;
        });
        const world = worldOf(Object.fromEntries(early), TARGETS);
        live(world, 0, start);
        const saved = structuredClone(world.streams);
        live(world, start);
        const complete = { ...world, marks: worldOf(paddedWith(timelines, `${WELL}.`)).marks, streams: saved };
        live(complete, start);
        expectInOrder(world.notices);
        expect(openOf(complete)).toEqual([]);
      }),
    );
  });

  test('what fails for long enough is covered, and what is well for long enough is not open', () => {
    fc.assert(
      fc.property(drawn, (timelines) => {
        const world = worldOf(timelines, TARGETS);
        for (let tick = 0; tick < lengthOf(world); tick += 1) {
          live(world, tick, tick + 1);
          const failing = openOf(world).flatMap(({ covers }) =>
            covers.filter(({ recoveredAt }) => recoveredAt === null),
          );
          const names = failing.map(({ vantage, subject }) => streamName(vantage, subject));
          expect(new Set(names).size).toBe(names.length);
          for (const [stream, { streak, stretch, newestTick, healthyTicks }] of Object.entries(world.streams)) {
            const isNow = newestTick === tickTime(tick);
            if (isNow && stretch?.breached === true && (streak?.ticks ?? 0) >= THRESHOLDS.failingTicks) {
              expect(names, `${stream} @${tick}`).toContain(stream);
            }
            if (isNow && healthyTicks >= CALM_TICKS) expect(names, `${stream} @${tick}`).not.toContain(stream);
          }
          for (const problem of openOf(world)) {
            const isFailing = problem.covers.some(({ recoveredAt }) => recoveredAt === null);
            expect(isFailing || problem.soonAgain >= 2).toBe(true);
            const isFailingNow = problem.covers.some(({ vantage, subject, recoveredAt }) => {
              const state = world.streams[streamName(vantage, subject)];
              return recoveredAt === null && state?.newestTick === tickTime(tick) && state.streak !== null;
            });
            if (problem.isQuiet && isFailingNow) expect(tickTime(tick) - problem.failingSince).toBeLessThan(QUIET_MS);
          }
        }
      }),
    );
  });

  test('a tick that is decided twice, or read again from an earlier state, changes nothing', () => {
    fc.assert(
      fc.property(drawn, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (timelines, start, end) => {
        const world = worldOf(timelines, TARGETS);
        const to = Math.min(lengthOf(world), start + end);
        live(world, 0, Math.min(start, to));
        const saved = structuredClone(world.streams);
        for (let tick = start; tick < to; tick += 1) {
          const restless = fold(world, tick);
          decide(world, tick, restless);
          expect(decide(world, tick, restless)).toEqual([]);
        }
        expect(live({ ...world, streams: saved }, start, to)).toEqual([]);
      }),
    );
  });

  test('healthy ticks at the end open nothing, and end everything', () => {
    fc.assert(
      fc.property(drawn, (timelines) => {
        const before = lived(timelines);
        const after = lived(paddedWith(timelines, WELL));
        const added = after.notices.slice(before.notices.length);
        expect(added.filter(({ reason }) => reason === 'opened')).toEqual([]);
        expect(openOf(after)).toEqual([]);
      }),
    );
  });

  test('it does not matter which vantage is read first', () => {
    fc.assert(
      fc.property(drawn, (timelines) => {
        const one = lived(timelines, { ...TARGETS, vantages: ['here', 'far'] });
        const other = lived(timelines, { ...TARGETS, vantages: ['far', 'here'] });
        expect(toldOf(other).toSorted()).toEqual(toldOf(one).toSorted());
      }),
    );
  });
});
