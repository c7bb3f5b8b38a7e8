import { describe, expect, test } from 'vitest';
import { START_OFFSET_MS, tickTime } from '../../support/timeline.ts';
import { live, openOf, problemOf, toldOf, worldOf, type Timelines, type World } from './incident-world.ts';

/** A pass over what was recorded by then, and another one over all of it after more has come in. */
function readAgain(early: Timelines, late: Timelines): World {
  const world = worldOf(early);
  live(world);
  const complete = { ...world, marks: worldOf(late).marks, streams: {} };
  live(complete);
  return complete;
}

describe('a failing tick that comes in after the recovery was told', () => {
  test('joins what fails now to what is over: that is told anew', () => {
    const world = readAgain({ a: '.nnn..' }, { a: '.nnn.nnnn' });
    expect(toldOf(world)).toEqual(['opened a network @3', 'resolved a network @5']);
    expect(problemOf(world, 'a')).toMatchObject({
      closedAs: null,
      occurrences: 2,
      failingSince: tickTime(5) + START_OFFSET_MS,
    });
  });

  test('and is not enough by itself: nothing is told', () => {
    const world = readAgain({ a: '.nnn..' }, { a: '.nnn.nn.n' });
    expect(openOf(world)).toEqual([]);
  });

  test('brings no stream back that does not fail for long enough since', () => {
    const world = readAgain({ a: '.nnnnnn', b: '.nnn..' }, { a: '.nnnnnnnn', b: '.nnn.nn..' });
    expect(openOf(world).flatMap(({ covers }) => covers)).toMatchObject([
      { recoveredAt: null },
      { recoveredAt: tickTime(4) + START_OFFSET_MS },
    ]);
  });

  test('brings a stream back into what is open', () => {
    const world = readAgain({ a: '.nnnnnn', b: '.nnn..' }, { a: '.nnnnnnnn', b: '.nnn.nnnn' });
    const [open] = openOf(world);
    expect(open?.covers.map(({ subject, recoveredAt }) => [subject, recoveredAt])).toEqual([
      ['a', null],
      ['b', null],
    ]);
  });
});
