import { describe, expect, test } from 'vitest';
import { live, openOf, problemOf, tell, worldOf, type Circumstances, type Timelines } from './incident-world.ts';

interface Row {
  readonly name: string;
  readonly timelines: Timelines;
  readonly in?: Circumstances;
  readonly told: readonly string[];
}

function check({ timelines, in: circumstances, told }: Row) {
  expect(tell(timelines, circumstances)).toEqual(told);
}

describe('what fails in another class', () => {
  test.each<Row>([
    {
      name: 'all of it turns when that has lasted as long as it takes to open one, and only once',
      timelines: { a: 'nnnnssnsssssss..' },
      told: ['opened a network @2', 'changed a server @9', 'resolved a server @15'],
    },
    {
      name: 'all of several turn together',
      timelines: { a: '.nnnsssss..', b: '.nnnnssss..' },
      told: ['opened a+1 network @3', 'changed a+1 server @7', 'resolved a+1 server @10'],
    },
    {
      name: 'to and fro is told of each class once',
      timelines: { a: '.nnnsssnnnsssnnnsss..' },
      told: ['opened a network @3', 'changed a server @6', 'resolved a server @20'],
    },
    {
      name: 'one that was told before must last for an hour',
      timelines: { a: '.nnnsssn(60)..' },
      told: ['opened a network @3', 'changed a server @6', 'changed a network @66', 'resolved a network @68'],
    },
    {
      name: 'those that are well have no say',
      timelines: { a: '.nnnsssss..', b: '.nnn.......' },
      told: ['opened a+1 network @3', 'changed a server @6', 'resolved a+1 server @10'],
    },
    {
      name: 'a part of it leaves after a quarter of an hour',
      timelines: { a: '.n(26)..', b: '.nnns(23)..' },
      told: ['opened a+1 network @3', 'opened b server @18', 'resolved a+1 network @28', 'resolved b server @28'],
    },
    {
      name: 'a part of it that turns for less than that stays',
      timelines: { a: '.n(26)..', b: '.nnns(14)n(9)..' },
      told: ['opened a+1 network @3', 'resolved a+1 network @28'],
    },
    {
      name: 'several that leave alike are one problem',
      timelines: { a: '.n(26)..', b: '.nnns(23)..', c: '.nnns(23)..' },
      told: ['opened a+2 network @3', 'opened b+1 server @18', 'resolved a+2 network @28', 'resolved b+1 server @28'],
    },
    {
      name: 'one that leaves joins what fails so already',
      timelines: { a: '.n(26)..', b: '.nnns(23)..', 'far/b': '......s(21)..' },
      told: [
        'opened a+1 network @3',
        'opened b server @8',
        'changed b server @18',
        'resolved b server @28',
        'resolved a+1 network @28',
      ],
    },
    {
      name: 'when all leave in two ways, it turns with the first, and is not told to be over',
      timelines: { a: '.nnns(23)..', b: '.nnnc(23)..' },
      told: [
        'opened a+1 network @3',
        'opened b content @18',
        'changed a server @18',
        'resolved a+1 server @28',
        'resolved b content @28',
      ],
    },
    {
      name: 'one that had recovered and fails otherwise is a problem of its own',
      timelines: { a: '.n(40)..', b: '.nnn...sss.(16)' },
      told: ['opened a+1 network @3', 'opened b server @9', 'resolved b server @24', 'resolved a+1 network @42'],
    },
  ])('$name', check);

  test('what people were told meanwhile does not hide it', () => {
    const reminders = { everyMs: 8 * 60_000, most: 1 };
    const timelines = { a: '.n(40)..', b: '.nnn....sss.(20)' };
    expect(tell(timelines, { targets: { b: { tier: 'token' } }, policy: { reminders } })).toEqual([
      'opened a+1 network @3',
      'opened b server @10',
      'reminded a network @11',
      'reminded b server @18',
      'resolved b server @25',
      'resolved a+1 network @42',
    ]);
    const later = { a: '.n(40)..', b: '.nnn.....ss-s....' };
    expect(tell(later, { targets: { b: { tier: 'token' } }, policy: { reminders } })).toContain('opened b server @12');
  });

  test('what turned says what it is now', () => {
    const world = worldOf({ a: '.nnnsssccc' });
    live(world);
    expect(problemOf(world, 'a')).toMatchObject({
      class: 'content',
      severity: 'warning',
      detail: 'content/not-found',
      kinds: { 'network/connect-refused': 3, 'server/internal-error': 3, 'content/not-found': 3 },
    });
  });

  test('what left is counted from where it turned', () => {
    const world = worldOf({ a: '.n(25)', b: '.nnns(15)' });
    live(world);
    const [, left] = openOf(world);
    expect(left).toMatchObject({ id: 'here/b@2026-03-01T00:04:00.000Z', kinds: { 'server/internal-error': 15 } });
  });
});
