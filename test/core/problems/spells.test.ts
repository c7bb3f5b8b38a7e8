import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failsElsewhere, spellsOf } from '../../../functions/core/problems/problem-spells.ts';
import { chiefOf, smoothed, withFailure, withRoom } from '../../../functions/core/problems/spells.ts';
import type { Problem } from '../../../functions/core/model/problem.ts';
import type { Spell } from '../../../functions/core/model/spell.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { tickTime } from '../../support/timeline.ts';
import { live, problemOf, worldOf } from './incident-world.ts';
import { FAILURE_MARKS, unfold } from './marks.ts';

/** The spells of one failing probe a minute, by mark; each as `chief xcount @from-to`. */
function spellsAfter(marks: string): readonly Spell[] {
  return Array.from(unfold(marks)).reduce<readonly Spell[]>(
    (spells, mark, minute) =>
      mark === '.'
        ? spells
        : withFailure(spells, {
            name: FAILURE_MARKS[mark] ?? '',
            at: tickTime(minute),
            phase: mark === 'n' ? 'connect' : null,
            address: '203.0.113.9',
          }),
    [],
  );
}

function told(spells: readonly Spell[]): string[] {
  const minute = (at: number) => (at - tickTime(0)) / MINUTE_MS;
  return spells.map((spell) => {
    const count = Object.values(spell.kinds).reduce((sum, one) => sum + one, 0);
    return `${chiefOf(spell)} x${count} @${Math.floor(minute(spell.from))}-${Math.floor(minute(spell.to))}`;
  });
}

describe('as people see them', () => {
  test.each([
    { name: 'one way', marks: 's(30)', spells: ['server/internal-error x30 @0-29'] },
    {
      name: 'one class after the other',
      marks: 's(30) u(30)',
      spells: ['server/internal-error x30 @0-29', 'authorization/token-invalid x30 @30-59'],
    },
    { name: 'what the provider answers with varies', marks: 's(5) S(6)', spells: ['server/bad-gateway x11 @0-10'] },
    {
      name: 'a slip is a part of what is around it',
      marks: 'n(50) s n(9) u(60)',
      spells: ['network/connect-refused x60 @0-59', 'authorization/token-invalid x60 @60-119'],
    },
    { name: 'a slip at the start', marks: 's n(50)', spells: ['network/connect-refused x51 @0-50'] },
    { name: 'by turns', marks: 'lslslslslslslslslslslslslsls', spells: ['throttled/too-many-requests x28 @0-27'] },
  ])('$name', ({ marks, spells }) => {
    expect(told(smoothed(spellsAfter(marks)))).toEqual(spells);
  });

  test('where they struck, and at which addresses', () => {
    expect(spellsAfter('nn s')).toMatchObject([
      { phases: { connect: 2 }, addresses: { '203.0.113.9': 2 } },
      { phases: {}, addresses: { '203.0.113.9': 1 } },
    ]);
  });
});

test('whatever comes, there are few of them, none is lost, and they keep to their order', () => {
  const marks = fc.array(fc.constantFrom('n', 'N', 's', 'S', 'u', 'U', 'l', 'i', '.'), { maxLength: 200 });
  fc.assert(
    fc.property(marks, (some) => {
      const spells = spellsAfter(some.join(''));
      expect(spells.length).toBeLessThanOrEqual(8);
      const all = spells.flatMap(({ kinds }) => Object.values(kinds)).reduce((sum, one) => sum + one, 0);
      expect(all).toBe(some.filter((mark) => mark !== '.').length);
      for (const [index, { from, to }] of spells.entries()) {
        expect(from).toBeLessThanOrEqual(to);
        expect(from).toBeGreaterThan(spells[index - 1]?.to ?? 0);
      }
    }),
  );
});

test('a thousand streams that fail in all ways stay small enough to be stored', () => {
  const spells = spellsAfter('n(4) s(4) u(4) i(4) n(4) s(4) u(4) i(4)');
  expect(spells).toHaveLength(8);
  const streams = withRoom(Array.from({ length: 1_000 }, () => ({ spells })));
  expect(streams.every((one) => one.spells.length === 1)).toBe(true);
  expect(JSON.stringify(streams).length).toBeLessThan(300_000);
});

describe('of a problem', () => {
  const problemAfter = (timelines: Readonly<Record<string, string>>): Problem => {
    const world = worldOf(timelines);
    live(world);
    return problemOf(world, Object.keys(timelines)[0] ?? '');
  };
  const placed = (spells: ReturnType<typeof spellsOf>) =>
    spells.map(
      (spell, index) => `${told(spells)[index] ?? ''} ${spell.covers.map(({ subject }) => subject).join('+')}`,
    );

  test('what failed alike at several targets is one; what turned at some of them is theirs', () => {
    const problem = problemAfter({ a: '. s(30) ....', b: '. s(30) u(10) ...', c: '. s(30) u(10) ...' });
    expect(problem.closedAs).toBe('resolved');
    expect(placed(spellsOf(problem))).toEqual([
      'server/internal-error x90 @1-30 a+b+c',
      'authorization/token-invalid x20 @31-40 b+c',
    ]);
  });

  test('of an outage that came back, the last one', () => {
    const problem = problemAfter({ a: 'n(10) .(20) N(40) ....' });
    expect(problem.occurrences).toBe(2);
    expect(placed(spellsOf(problem))).toEqual(['network/connect-timeout x40 @30-69 a']);
  });

  test('a stream that leaves for another problem is known to fail on', () => {
    const problem = problemAfter({ a: '. s(60)', b: '. s(30) u(30)' });
    expect(problem.covers.map((cover) => [cover.subject, failsElsewhere(cover)])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  test('one that works again is known to do so', () => {
    const problem = problemAfter({ a: '. s(30) ....' });
    expect(problem.covers.map(failsElsewhere)).toEqual([false]);
  });
});
