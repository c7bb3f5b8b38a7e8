import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { tickTime } from '../../support/timeline.ts';
import { live, problemOf, tell, toldOf, worldOf, type Circumstances, type Timelines } from './incident-world.ts';

interface Row {
  readonly name: string;
  readonly timelines: Timelines;
  readonly in?: Circumstances;
  readonly told: readonly string[];
}

const FIRST = ['opened a network @3', 'resolved a network @5'];

function check({ timelines, in: circumstances, told }: Row) {
  expect(tell(timelines, circumstances)).toEqual(told);
}

describe('an incident that comes back', () => {
  test.each<Row>([
    { name: 'as short as it was is not told', timelines: { a: '.nnn.(30)nnn..' }, told: FIRST },
    {
      name: 'half as long again and two intervals is not told',
      timelines: { a: '.nnn.(30)n(7)..' },
      told: FIRST,
    },
    {
      name: 'longer is told',
      timelines: { a: '.nnn.(30)n(8)..' },
      told: [...FIRST, 'reopened a network @41', 'resolved a network @43'],
    },
    {
      name: 'for ten minutes after a long one is told, though that is shorter',
      timelines: { a: '.n(60).(30)n(12)..' },
      told: ['opened a network @3', 'resolved a network @62', 'reopened a network @102', 'resolved a network @104'],
    },
    {
      name: 'for less than ten minutes after a long one is not told',
      timelines: { a: '.n(60).(30)n(11)..' },
      told: ['opened a network @3', 'resolved a network @62'],
    },
    {
      name: 'a third time, after one that was told, may be down for no longer',
      timelines: { a: '.n(60).(70)n(15).(70)n(12)..' },
      told: [
        ...['opened a network @3', 'resolved a network @62'],
        ...['reopened a network @142', 'resolved a network @147', 'reopened a network @227', 'resolved a network @229'],
      ],
    },
    {
      name: 'a third time, after one that nobody was told of, may not either',
      timelines: { a: '.n(60).(30)n(9).(30)n(12)..' },
      told: ['opened a network @3', 'resolved a network @62', 'reopened a network @141', 'resolved a network @143'],
    },
    {
      name: 'within two hours and for a short time is not told',
      timelines: { a: '.n(9).(120)n(9)..' },
      told: ['opened a network @3', 'resolved a network @11'],
    },
    {
      name: 'later on that day is told like a new one, however short',
      timelines: { a: '.n(9).(121)n(9)..' },
      told: ['opened a network @3', 'resolved a network @11', 'reopened a network @133', 'resolved a network @141'],
    },
    {
      name: 'later on that day reaches as far as is known at once',
      timelines: { a: '.n(9).(121)n(9)..', b: '.(133)n(7)..' },
      told: ['opened a network @3', 'resolved a network @11', 'reopened a+1 network @133', 'resolved a+1 network @141'],
    },
    {
      name: 'at the same time of the next day, give or take a quarter of an hour, is not told',
      timelines: { a: '.n(9).(1446)n(9)..' },
      told: ['opened a network @3', 'resolved a network @11'],
    },
    {
      name: 'the next day at another time is told',
      timelines: { a: '.n(9).(1447)n(9)..' },
      told: ['opened a network @3', 'resolved a network @11', 'reopened a network @1459', 'resolved a network @1467'],
    },
    {
      name: 'as long as the repeat that was told is not told',
      timelines: { a: '.nnn.(30)n(8).(30)n(10)..' },
      told: [...FIRST, 'reopened a network @41', 'resolved a network @43'],
    },
    {
      name: 'of a target that is probed seldom may last one interval more than it takes to open one',
      timelines: { a: '.-(9)n-(9)n-(9)n-(9).-(9).-(9)n-(9)n-(9)n-(9).-(9).' },
      in: { targets: { a: { everyMs: 10 * MINUTE_MS } } },
      told: ['opened a network @30', 'resolved a network @50'],
    },
    {
      name: 'at one that never failed in it is told at once',
      timelines: { a: '.nnn.(30)nnn..', b: '.(34)nnn..' },
      told: [...FIRST, 'reopened a+1 network @36', 'resolved a+1 network @38'],
    },
    {
      name: 'at one more, a little later, is told then',
      timelines: { a: '.nnn.(30)nnnnn..', b: '.(35)nnnn..' },
      told: [...FIRST, 'reopened a+1 network @37', 'resolved a+1 network @40'],
    },
    {
      name: 'at one more that does not fail for long enough is not told',
      timelines: { a: '.nnn.(30)nnnn...', b: '.(35)nn....' },
      told: FIRST,
    },
    {
      name: 'at all that failed in it is not told',
      timelines: { a: '.nnn.(30)nnn..', b: '.nnn.(30)nnn..', c: '.(39)' },
      told: ['opened a+1 network @3', 'resolved a+1 network @5'],
    },
    {
      name: 'at once at all that fail in one way is one repeat',
      timelines: { a: '.sss.(30)sss..', b: '.sss.(30)sss..', c: '.sss.(30)sss..' },
      told: ['opened a+2 server @3', 'resolved a+2 server @5'],
    },
    {
      name: 'at once at one more, in the same way, is told to be wider',
      timelines: { a: '.sss.(30)sss..', b: '.(34)sss..' },
      told: ['opened a server @3', 'resolved a server @5', 'reopened a+1 server @36', 'resolved a+1 server @38'],
    },
    {
      name: 'shorter and wider does not make less of how long it had been',
      timelines: { a: '.n(6).(30)nnn.(30)n(9)..', b: '.(37)nnn.(50)' },
      told: ['opened a network @3', 'resolved a network @8', 'reopened a+1 network @39', 'resolved a+1 network @41'],
    },
    {
      name: 'and is told reaches as far as is known, of those that it had reached',
      timelines: { a: '.nnn.(1437)nnn.(1438)nnn.(1438)nnn..', b: '.nnn.(4320)nn..' },
      told: [
        ...['opened a+1 network @3', 'resolved a+1 network @5'],
        ...['reopened a+1 network @4325', 'resolved a+1 network @4327'],
      ],
    },
    {
      name: 'at the other one of two is not told',
      timelines: { a: '.nnn.(36)', b: '.nnn.(30)nnn..' },
      told: ['opened a+1 network @3', 'resolved a+1 network @5'],
    },
    {
      name: 'within 26 hours is the same problem',
      timelines: { a: '.nnn.(1558)nnn..' },
      told: [...FIRST, 'reopened a network @1564', 'resolved a network @1566'],
    },
    {
      name: 'after 26 hours is a new problem',
      timelines: { a: '.nnn.(1559)nnn..' },
      told: [...FIRST, 'opened a network @1565', 'resolved a network @1567'],
    },
    {
      name: 'three days after people heard of it last is told, however short',
      timelines: { a: '.nnn.(1437)nnn.(1438)nnn.(1438)nnn..' },
      told: [...FIRST, 'reopened a network @4325', 'resolved a network @4327'],
    },
    {
      name: 'just before that is not told',
      timelines: { a: '.nnn.(1437)nnn.(1437)nnn.(1437)nnn..' },
      told: FIRST,
    },
    {
      name: 'in another class is another problem, and does not end the first one',
      timelines: { a: '.nnn.(30)sss.(30)nnn..' },
      told: [...FIRST, 'opened a server @36', 'resolved a server @38'],
    },
    {
      name: 'and turns to another class is told to be back',
      timelines: { a: '.nnn.(30)nnnsss..' },
      told: [...FIRST, 'reopened a server @39', 'resolved a server @41'],
    },
    {
      name: 'at other streams than the ones that it covered is another problem',
      timelines: { a: '.sss......', b: '......sss..' },
      told: ['opened a server @3', 'resolved a server @5', 'opened b server @8', 'resolved b server @10'],
    },
  ])('$name', check);

  test('counts what failed before and since', () => {
    const world = worldOf({ a: '.nnn.(30)N(9)..' });
    live(world);
    const [again, resolved] = world.notices.slice(2).map(({ problem }) => problem.kinds);
    expect(again).toEqual({ 'network/connect-refused': 3, 'network/connect-timeout': 8 });
    expect(resolved).toEqual({ 'network/connect-refused': 3, 'network/connect-timeout': 9 });
  });

  test('is the same problem, counted, with notices that differ', () => {
    const world = worldOf({ a: '.nnn.(30)n(12).(30)nnn.(70)n(40)..' });
    const steps = [5, 41, 47, 80, 160].map((tick, index, all) => {
      live(world, index === 0 ? 0 : (all[index - 1] ?? 0) + 1, tick + 1);
      const { occurrences, isQuiet, failingSince, longestToldMs, closedAs } = problemOf(world, 'a');
      const since = Math.floor((failingSince - tickTime(0)) / MINUTE_MS);
      return `${occurrences} since ${since}${isQuiet ? ' quiet' : ''}, ${longestToldMs / MINUTE_MS} min, ${closedAs ?? 'open'}`;
    });
    expect(steps).toEqual([
      '1 since 1, 3 min, resolved',
      '2 since 34, 3 min, open',
      '2 since 34, 12 min, resolved',
      '3 since 76 quiet, 12 min, resolved',
      '4 since 149, 12 min, open',
    ]);
    live(world, 161);
    expect(new Set(world.notices.map(({ problem }) => problem.id)).size).toBe(1);
    expect(world.notices.map(({ id }) => id.slice('here/a@2026-03-01T00:01:00.000Z/'.length))).toEqual([
      'opened',
      'resolved',
      'reopened-2026-03-01T00:41:00.000Z',
      'resolved-2',
      'reopened-2026-03-01T02:40:00.000Z',
      'resolved-4',
    ]);
    expect(problemOf(world, 'a').firstFailureAt).toBe(tickTime(1) + 120);
  });
});

describe('what a repeat must not forget', () => {
  test('two that come back at one tick, though they did not begin at once, come back together', () => {
    const world = worldOf({ a: '.sss..----sss', b: '.sss..s--s--s' });
    live(world);
    const problem = problemOf(world, 'a');
    expect(toldOf(world)).toEqual(['opened a+1 server @3', 'resolved a+1 server @5']);
    expect([problem.occurrences, problem.covers.filter(({ recoveredAt }) => recoveredAt === null)]).toMatchObject([
      2,
      [{ subject: 'a' }, { subject: 'b' }],
    ]);
  });

  test('what is no longer monitored says of others that it was told', () => {
    const world = worldOf({ a: '.nnn##nnn', b: '.nnn##...' });
    live(world);
    expect([...world.book.keys()]).toEqual(['here/a', 'here/a+network']);
  });

  test('another problem of the same stream leaves what was told of others', () => {
    const world = worldOf({ a: '.nnn.(30)sss..', b: '.nnn.(36)' });
    live(world, 0, 2);
    const saved = structuredClone(world.streams);
    live(world, 2);
    expect(toldOf(world)).toHaveLength(4);
    expect([...world.book.keys()]).toEqual(['here/a', 'here/a+server']);
    expect(live({ ...world, streams: saved }, 2)).toEqual([]);
  });

  test('a stream that nothing else concerns keeps its name after it was no longer monitored', () => {
    const world = worldOf({ a: '.nnn##sss..', b: '...........' });
    live(world);
    expect([...world.book.keys()]).toEqual(['here/a']);
  });

  test('a third problem of a stream has a name of its own as well', () => {
    const world = worldOf({ a: '.nnn.(30)sss.(30)ccc..' });
    live(world);
    expect([...world.book.keys()]).toEqual(['here/a', 'here/a+server', 'here/a+content']);
  });

  test('a name is free again when its problem cannot come back', () => {
    const world = worldOf({ a: '.nnn.(1600)sss..' });
    live(world);
    expect([...world.book.keys()]).toEqual(['here/a']);
  });
});
