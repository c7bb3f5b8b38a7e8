import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abandon } from '../../../functions/core/problems/tell.ts';
import { monitoredTargets, withoutUnmonitored } from '../../../functions/core/problems/unmonitored.ts';
import { aProblem, aTarget } from '../../support/builders.ts';
import { tickTime } from '../../support/timeline.ts';
import { live, openOf, problemOf, tell, toldOf, worldOf, type Timelines } from './incident-world.ts';

const GONE = 'no-longer-monitored a network';

describe('a target that was removed while failing', () => {
  test.each<{ name: string; a: string; told: readonly string[] }>([
    {
      name: 'and is monitored again, still failing: told again, once',
      a: 'nnn##nnn..',
      told: ['opened a network @2', `${GONE} @3`, 'opened a network @5', 'resolved a network @9'],
    },
    {
      name: 'and is healthy when it is monitored again: nothing to tell',
      a: 'nnn##....',
      told: ['opened a network @2', `${GONE} @3`],
    },
    {
      name: 'and is not probed at first when it is monitored again: told when it is',
      a: 'nnn##--n',
      told: ['opened a network @2', `${GONE} @3`, 'opened a network @7'],
    },
    {
      name: 'and not probed, then healthy: nothing to tell',
      a: 'nnn##-...',
      told: ['opened a network @2', `${GONE} @3`],
    },
    {
      name: 'and fails after a healthy tick that was no recovery: told',
      a: 'nnn##.n',
      told: ['opened a network @2', `${GONE} @3`, 'opened a network @6'],
    },
    {
      name: 'and fails anew after it recovered: a new problem',
      a: 'nnn##..nn.nnn',
      told: ['opened a network @2', `${GONE} @3`, 'opened a network @12'],
    },
    {
      name: 'twice',
      a: 'nnn#n#n..',
      told: [
        ...['opened a network @2', `${GONE} @3`, 'opened a network @4'],
        ...[`${GONE} @5`, 'opened a network @6', 'resolved a network @8'],
      ],
    },
    {
      name: 'after it came back in silence: nobody had heard of that',
      a: 'nnn..nnn##',
      told: ['opened a network @2', 'resolved a network @4'],
    },
  ])('$name', ({ a, told }) => {
    expect(tell({ a })).toEqual(told);
  });

  test('that is failing for the second time is told under another name than before', () => {
    const world = worldOf({ a: 'nnn..n(12)##' });
    live(world);
    expect(world.notices.at(-1)?.id).toBe('here/a@2026-03-01T00:00:00.000Z/no-longer-monitored-2');
  });
});

describe('a problem of several streams', () => {
  test.each<{ name: string; timelines: Timelines; told: readonly string[] }>([
    {
      name: 'loses one of them in silence',
      timelines: { a: '.nnn#####', b: '.nnnnnn..' },
      told: ['opened a+1 network @3', 'resolved b network @8'],
    },
    {
      name: 'is closed when all that fails is gone, though something is left that recovered',
      timelines: { a: '.nnnnn####', b: '.nnn......' },
      told: ['opened a+1 network @3', 'no-longer-monitored a network @6'],
    },
    {
      name: 'loses a vantage in silence',
      timelines: { a: '.nnnnnn..', 'far/a': '.nnn#####' },
      told: ['opened a network @3', 'resolved a network @8'],
    },
    {
      name: 'of a vantage that is gone altogether is closed',
      timelines: { a: '.......', 'far/b': '.nnn###' },
      told: ['opened b network @3', 'no-longer-monitored b network @4'],
    },
    {
      name: 'of the network of a vantage that is gone is closed',
      timelines: { a: '.......', 'far/b': '.ooo###' },
      told: ['opened own(far) inconclusive @3', 'no-longer-monitored own(far) inconclusive @4'],
    },
  ])('$name', ({ timelines, told }) => {
    expect(tell(timelines)).toEqual(told);
  });

  test('says what is left of it', () => {
    const world = worldOf({ a: '.nnn#', b: '.nnnn', 'far/b': '.nnn#' });
    live(world);
    expect(openOf(world)).toMatchObject([
      { subject: 'b', covers: [{ vantage: 'here', subject: 'b' }], scope: { targets: ['b'], vantages: ['here'] } },
    ]);
  });
});

describe('one problem', () => {
  const problem = aProblem();
  const at = tickTime(9);
  const targets = [aTarget()];

  test('that is monitored as before is left alone', () => {
    expect(withoutUnmonitored(problem, ['local'], monitoredTargets({ targets }), at)).toBeNull();
  });

  test('whose target is at another origin now is closed', () => {
    const moved = { targets: [aTarget({ url: 'https://elsewhere.test/server-time' })] };
    expect(withoutUnmonitored(problem, ['local'], monitoredTargets(moved), at)?.problem.closedAs).toBe(
      'no-longer-monitored',
    );
    expect(withoutUnmonitored({ ...problem, origin: null }, ['local'], monitoredTargets(moved), at)).toBeNull();
  });

  test('that is closed for it says so', () => {
    const told = { toldAt: at, decidedAt: at, resolvedAt: at, closedAs: 'no-longer-monitored' };
    expect(abandon(problem, at)).toEqual({
      problem: { ...problem, ...told },
      notice: {
        id: `${problem.id}/no-longer-monitored`,
        at,
        reason: 'no-longer-monitored',
        problem: { ...problem, ...told },
      },
    });
    expect(withoutUnmonitored(problem, ['far'], monitoredTargets({ targets }), at)).toEqual(abandon(problem, at));
  });
});

const before = fc.string({ unit: fc.constantFrom('.', 'n', 'n', '-'), maxLength: 20 }).map((text) => `${text}nnn`);
const gap = fc.integer({ min: 1, max: 10 }).map((length) => '#'.repeat(length));
const after = fc.string({ unit: fc.constantFrom('.', 'n', 'n', 'N', '-'), minLength: 1, maxLength: 25 });

describe('any history with a gap in it', () => {
  test('is told in pairs, and no notice twice', () => {
    fc.assert(
      fc.property(before, gap, after, (first, hole, second) => {
        const world = worldOf({ a: first + hole + second });
        live(world);
        expect(new Set(world.notices.map(({ id }) => id)).size).toBe(world.notices.length);
        world.notices.forEach(({ reason }, index) => {
          expect(['opened', 'reopened'].includes(reason)).toBe(index % 2 === 0);
        });
      }),
    );
  });

  test('whoever is healthy at every probe after the gap is never told of', () => {
    const healthy = fc.string({ unit: fc.constantFrom('.', '-'), maxLength: 20 });
    fc.assert(
      fc.property(before, gap, healthy, (first, hole, second) => {
        expect(tell({ a: first + hole + second })).toEqual(tell({ a: first + hole }));
      }),
    );
  });

  test('reading any of it again, or from a lost state, tells nothing new', () => {
    fc.assert(
      fc.property(before, gap, after, fc.nat({ max: 60 }), (first, hole, second, from) => {
        const a = first + hole + second;
        const world = worldOf({ a });
        const start = Math.min(from, a.length);
        live(world, 0, start);
        const saved = structuredClone(world.streams);
        live(world, start);
        const told = toldOf(world);
        // Only passes after the gap: those within it close what is open then.
        const settled = { ...world, marks: new Map([['here/a', a.replaceAll('#', '_')]]) };
        expect(live({ ...settled, streams: saved }, start)).toEqual([]);
        expect(live({ ...settled, streams: {} })).toEqual([]);
        expect(toldOf(world)).toEqual(told);
        expect(problemOf(world, 'a').decidedAt).toBeGreaterThan(0);
      }),
    );
  });
});
