import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { START_OFFSET_MS, tickTime } from '../../support/timeline.ts';
import {
  live,
  openOf,
  problemOf,
  tell,
  toldOf,
  worldOf,
  type Circumstances,
  type Timelines,
} from './incident-world.ts';

interface Row {
  readonly name: string;
  readonly timelines: Timelines;
  readonly in?: Circumstances;
  readonly told: readonly string[];
}

/** Each rung asks for more than the one before. */
const LADDER: Circumstances = { targets: { b: { tier: 'token' }, c: { tier: 'company' } } };
/** Each target at an origin of its own. */
const APART: Circumstances = { targets: { b: { url: 'https://b.test/b' }, c: { url: 'https://c.test/c' } } };

function check({ timelines, in: circumstances, told }: Row) {
  expect(tell(timelines, circumstances)).toEqual(told);
}

describe('what fails for one reason is opened as one problem', () => {
  test.each<Row>([
    {
      name: 'an outage of all',
      timelines: { a: '.nnnn..', b: '.nnnn..', c: '.nnnn..' },
      told: ['opened a+2 network @3', 'resolved a+2 network @6'],
    },
    {
      name: 'named after the lowest rung, whatever their order',
      timelines: { c: '.ssss..', b: '.ssss..', a: '.ssss..' },
      in: LADDER,
      told: ['opened a+2 server @3', 'resolved a+2 server @6'],
    },
    {
      name: 'those that fail for a shorter time are told at once',
      timelines: { a: '.nnnn..', b: '..nnn..', c: '...nn..' },
      told: ['opened a+2 network @3', 'resolved a+2 network @6'],
    },
    {
      name: 'those that fail for a shorter time in another class are not',
      timelines: { a: '.nnnn..', b: '...cc..', c: '.......' },
      told: ['opened a network @3', 'resolved a network @6'],
    },
    {
      name: 'those that are healthy again are not',
      timelines: { a: '.nnnn..', b: '.nn....' },
      told: ['opened a network @3', 'resolved a network @6'],
    },
    {
      name: 'one that only the companion of another explains is told at once as well',
      timelines: { c: '.....ss..', 'far/a': '.....ss..', b: '.s-s-ss..' },
      in: { targets: { b: { tier: 'token' }, c: { tier: 'company', account: 'other' } } },
      told: ['opened a+2 server @5', 'resolved a+2 server @8'],
    },
    {
      name: 'server failures at other times are two problems',
      timelines: { a: '.sssssssss..', b: '.....sssss..' },
      told: ['opened a server @3', 'opened b server @7', 'resolved a server @11', 'resolved b server @11'],
    },
    {
      name: 'network of a vantage that reaches none of several origins',
      timelines: { a: '.nnnn..', b: '..nnn..', c: '.nnnn..' },
      in: APART,
      told: ['opened a+2 network @3', 'resolved a+2 network @6'],
    },
    {
      name: 'network of one that reaches one of them',
      timelines: { a: '.nnnn..', b: '.nnnn..', c: '.......' },
      in: APART,
      told: ['opened a network @3', 'opened b network @3', 'resolved a network @6', 'resolved b network @6'],
    },
    {
      name: 'one target from two vantages',
      timelines: { a: '.nnnn..', 'far/a': '.nnnn..' },
      told: ['opened a network @3', 'resolved a network @6'],
    },
    {
      name: 'the own networks of two vantages are two, and their targets none',
      timelines: { a: '.oooo..', b: '.oooo..', 'far/a': '.oooo..' },
      told: [
        'opened own(far) inconclusive @3',
        'opened own(here) inconclusive @3',
        'resolved own(far) inconclusive @6',
        'resolved own(here) inconclusive @6',
      ],
    },
    {
      name: 'a pause after a 429 goes on as that, of all targets that were refused',
      timelines: { a: '.lpppp..', b: '.lpppp..', c: '.ppppp..' },
      told: ['opened a+1 throttled @3', 'resolved a+1 throttled @7'],
    },
    {
      name: 'a pause is one notice, though another target is the first to ask when it is over, and is refused',
      timelines: { a: '.pppppppppp.(4)', b: `.p(9)lp(9)...`, c: '.lp(19)...' },
      in: LADDER,
      told: ['opened c throttled @3', 'resolved b+1 throttled @22'],
    },
    { name: 'a pause after something else is nothing', timelines: { a: '.npppp..', b: '.lspppp..' }, told: [] },
  ])('$name', check);

  test('a pause names those that are not probed because of it', () => {
    const world = worldOf(
      { a: '.ppppp..', b: '.lpppp..', c: '.p.....-' },
      { targets: { c: { url: 'https://c.test/c' } } },
    );
    live(world);
    expect(world.notices.map(({ problem }) => problem.pausedTargets)).toEqual([['a'], ['a']]);
  });

  test('it is kept under the lowest rung, the vantages in one order', () => {
    const keyOf = (timelines: Timelines) => {
      const world = worldOf(timelines, { targets: { a: { tier: 'company' } } });
      live(world);
      return [...world.book.keys()].join();
    };
    expect(keyOf({ a: '.nnn', z: '.nnn' })).toBe('here/z');
    expect(keyOf({ z: '.nnn', 'far/z': '.nnn' })).toBe('far/z');
    expect(keyOf({ a: '.nnn', z: '....' })).toBe('here/a');
  });

  test('the vantages that see it are told', () => {
    const seenFrom = (timelines: Timelines) => {
      const world = worldOf(timelines);
      live(world);
      return openOf(world).map(({ seenFrom: seen, scope }) => `${seen ?? ''}: ${scope.vantages.join()}`);
    };
    expect(seenFrom({ a: '.nnn', 'far/a': '.nnn', 'off/a': '.nnn' })).toEqual(['all: far,here,off']);
    expect(seenFrom({ a: '.nnn', 'far/a': '.nnn', 'off/a': '....' })).toEqual(['some: far,here']);
    expect(seenFrom({ a: '.nnn', 'far/a': '....' })).toEqual(['one-of-several: here']);
    expect(seenFrom({ a: '.nnn', 'far/b': '....' })).toEqual(['only-vantage: here']);
  });
});

describe('what joins later', () => {
  test.each<Row>([
    {
      name: 'what the lowest rung explains joins in silence, however many',
      timelines: { a: '.s(15)..', b: '.....s(11)..', c: '......s(10)..' },
      in: LADDER,
      told: ['opened a server @3', 'resolved a+2 server @17'],
    },
    {
      name: 'twice as many that it does not explain are told, after five minutes',
      timelines: { a: '.n(15)..', b: '....n(12)..' },
      told: ['opened a network @3', 'changed a+1 network @8', 'resolved a+1 network @17'],
    },
    {
      name: 'those that come later still are told at once',
      timelines: { a: '.n(15)..', b: '.(10)n(6)..' },
      told: ['opened a network @3', 'changed a+1 network @12', 'resolved a+1 network @17'],
    },
    {
      name: 'less than twice as many join in silence',
      timelines: { a: '.n(15)..', b: '.n(15)..', c: '....n(12)..' },
      told: ['opened a+1 network @3', 'resolved a+2 network @17'],
    },
    {
      name: 'those that are well again by then are not told',
      timelines: { a: '.n(15)..', b: '....nnn(1)..........' },
      told: ['opened a network @3', 'resolved a+1 network @17'],
    },
    {
      name: 'another vantage is told, after five minutes',
      timelines: { a: '.n(15)..', 'far/a': '....n(12)..' },
      told: ['opened a network @3', 'changed a network @8', 'resolved a network @17'],
    },
    {
      name: 'a third vantage joins in silence',
      timelines: { a: '.n(15)..', 'far/a': '.n(15)..', 'off/a': '....n(12)..' },
      told: ['opened a network @3', 'resolved a network @17'],
    },
    {
      name: 'the one that it was named after is well, and an hour has passed',
      timelines: { a: '.nnn(1).(70)', b: '.n(73)..', c: '.n(73)..' },
      in: LADDER,
      told: ['opened a+2 network @3', 'changed b+1 network @63', 'resolved a+2 network @75'],
    },
    {
      name: 'a lower rung that explains what was told',
      timelines: { a: '........s(12)..', b: '.s(19)..', c: '.(22)' },
      in: LADDER,
      told: ['opened b server @3', 'changed a+1 server @10', 'resolved a+1 server @21'],
    },
    {
      name: 'another one has been well for five minutes',
      timelines: { a: '.n(15)..', b: '.nnn(1).(12)', c: '.n(15)..' },
      in: LADDER,
      told: ['opened a+2 network @3', 'resolved a+2 network @17'],
    },
    {
      name: 'a target that was well for a while is back in it',
      timelines: { a: '.n(15).(10)', b: '.nnn...nnn.(16)', c: '.(18)' },
      told: ['opened a+1 network @3', 'resolved a+1 network @24'],
    },
    {
      name: 'one that failed with it and fails again, whenever, is back in it',
      timelines: { a: '.s(15).(13)', b: '.sss...(3)sss.(16)' },
      told: ['opened a+1 server @3', 'resolved a+1 server @26'],
    },
    {
      name: 'one that fails below the threshold is not',
      timelines: { a: '.n(15)..', b: '.(8)nn.(8)', c: '.(18)' },
      told: ['opened a network @3', 'resolved a network @17'],
    },
    {
      name: 'a vantage that reaches none any more joins what one origin began',
      timelines: { a: '.n(15)..', b: '....n(12)..', c: '....n(12)..' },
      in: APART,
      told: ['opened a network @3', 'changed a+2 network @8', 'resolved a+2 network @17'],
    },
    {
      name: 'a target that is probed seldom joins when it fails for long enough',
      timelines: { a: '.n(15).(20)', b: '-----n----n----n----n----n----.----.' },
      in: { targets: { b: { everyMs: 5 * MINUTE_MS } } },
      told: ['opened a network @3', 'changed a+1 network @15', 'resolved a+1 network @35'],
    },
  ])('$name', check);

  test('one that is not looked at now is joined all the same', () => {
    const world = worldOf(
      { a: '.----n----n----n----n----.----.', b: '.(16)nnn.(12)' },
      { targets: { a: { everyMs: 5 * MINUTE_MS } } },
    );
    live(world);
    expect(toldOf(world)).toEqual(['opened a network @15', 'resolved a+1 network @30']);
  });

  test('one that recovered stays so while it fails below the threshold', () => {
    const world = worldOf({ a: '.n(15)', b: '.nnn..nn........', c: '.(15)' });
    live(world);
    const recovered = tickTime(4) + START_OFFSET_MS;
    expect(problemOf(world, 'a').covers).toMatchObject([{ recoveredAt: null }, { recoveredAt: recovered }]);
  });

  test('counts what fails in it', () => {
    const world = worldOf({ a: '.nnnnNN..', b: '....nnn..', c: '...s.....' });
    live(world);
    const { kinds, failedProbes, covers } = problemOf(world, 'a');
    expect(kinds).toEqual({ 'network/connect-refused': 7, 'network/connect-timeout': 2 });
    expect([failedProbes, covers.map(({ subject }) => subject)]).toEqual([9, ['a', 'b']]);
  });

  test('counts no failure of an earlier problem again', () => {
    const world = worldOf({ a: '.(12)nnnn..', b: '.sssss.(8)n...', c: '.(20)' });
    live(world);
    expect(toldOf(world).at(-1)).toBe('resolved a+1 network @17');
    expect(problemOf(world, 'a').kinds).toEqual({ 'network/connect-refused': 5 });
  });
});
