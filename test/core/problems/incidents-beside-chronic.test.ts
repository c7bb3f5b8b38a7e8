import { expect, test } from 'vitest';
import type { KnownStrikes, Problem } from '../../../functions/core/model/problem.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import type { ChronicStanding } from '../../../functions/core/problems/fresh-failure.ts';
import { aProblem } from '../../support/builders.ts';
import { tickTime } from '../../support/timeline.ts';
import { untimed } from '../chronic/cause-findings.ts';
import { decide, fold, lengthOf, live, problemOf, toldOf, worldOf } from './incident-world.ts';

/** Flaps: strikes of up to five minutes are known at any time. */
const FLAPPING: KnownStrikes = {
  since: 0,
  pattern: { ...untimed('flapping'), durationMs: 2 * MINUTE_MS, failureRatio: 0.0003 },
  toleranceMs: 0,
  probesPerStrike: null,
  classes: ['network'],
  addresses: [],
};

/** What is decided at the last tick of a timeline: since when what opens fails. */
function decisionOf(timeline: string, newest: Problem | null, standing: Partial<ChronicStanding>): string {
  const settledTick = tickTime(timeline.length - 5);
  const world = worldOf({ a: timeline }, { chronic: () => ({ settledTick, ...standing }) });
  if (newest !== null) world.book.set(newest.stream, newest);
  const last = lengthOf(world) - 1;
  for (let tick = 0; tick < last; tick += 1) fold(world, tick);
  const [change] = decide(world, last, fold(world, last));
  if (change === undefined) return 'nothing';
  const { id, failedProbes, class: failureClass, linkedTo } = change.problem;
  const minute = (Date.parse(id.slice(id.indexOf('@') + 1)) - tickTime(0)) / MINUTE_MS;
  return `${change.notice?.reason ?? 'silent'} since ${minute}: ${failedProbes} ${failureClass}, ${linkedTo?.beyond ?? 'unlinked'}`;
}

const KNOWN = { inForce: [{ problemId: 'p', strikes: FLAPPING }] };
function closed(closedAs: Problem['closedAs'], minute: number): Problem {
  const problem = aProblem({
    stream: 'here/a',
    closedAs,
    resolvedAt: tickTime(minute),
    openedAt: 0,
    toldAt: 0,
    decidedAt: 0,
  });
  const recoveredAt = closedAs === 'resolved' ? tickTime(minute) : null;
  return { ...problem, covers: problem.covers.map((cover) => ({ ...cover, recoveredAt })) };
}

test.each<{ name: string; timeline: string; newest?: Problem; standing?: Partial<ChronicStanding>; is: string }>([
  { name: 'a strike', timeline: '.nnnnn', is: 'nothing' },
  { name: 'one tick longer', timeline: '.nnnnnn', is: 'opened since 1: 6 network, longer' },
  {
    name: 'one without chronic problems',
    timeline: '.nnn',
    standing: { inForce: [] },
    is: 'opened since 1: 3 network, unlinked',
  },
  { name: 'too few in a row after a strike', timeline: '.nnnnn.ss', is: 'nothing' },
  { name: 'another class after a strike', timeline: '.nnnnn.sss', is: 'opened since 7: 3 server, other-class' },
  { name: 'a strike after a strike', timeline: '.nnnnn.nnnnn', is: 'nothing' },
  { name: 'the tick after what went beyond', timeline: '.nnnnnn.', is: 'nothing' },
  { name: 'not probed after what went beyond', timeline: '.nnnnnnp', is: 'nothing' },
  { name: 'one that was told to be over', timeline: '.nnnnnn', newest: closed('resolved', 3), is: 'nothing' },
  {
    name: 'one after what was resolved',
    timeline: '....nnnnnn',
    newest: closed('resolved', 3),
    is: 'opened since 4: 6 network, longer',
  },
  {
    name: 'the rest of what goes on in a chronic problem',
    timeline: 'nnnnn',
    newest: closed('continued', 1),
    is: 'nothing',
  },
  {
    name: 'a tick from before the chronic problem took over, read again',
    timeline: 'nnnnn',
    newest: closed('continued', 1),
    standing: { inForce: [] },
    is: 'nothing',
  },
  {
    name: 'what goes on in a chronic problem and beyond',
    timeline: 'nnnnnn',
    newest: closed('continued', 1),
    is: 'opened since 1: 6 network, longer',
  },
  {
    name: 'what went on in one that is over',
    timeline: 'nnnnnnnn',
    newest: closed('continued', 1),
    standing: { inForce: [] },
    is: 'opened since 1: 8 network, unlinked',
  },
  {
    name: 'what was not monitored for a while',
    timeline: 'nnnnnnn',
    newest: closed('no-longer-monitored', 2),
    is: 'opened since 2: 7 network, longer',
  },
])('$name: $is', ({ timeline, newest, standing, is }) => {
  expect(decisionOf(timeline, newest ?? null, standing ?? KNOWN)).toBe(is);
});

test('a strike that is known is no companion of what another target fails with', () => {
  const chronic = (subject: string) => (subject === 'b' ? KNOWN : undefined);
  const world = worldOf({ a: '.nnn', b: '..nn' }, { chronic: ({ subject }) => chronic(subject) });
  live(world);
  expect(toldOf(world)).toEqual(['opened a network @3']);
});

test('what goes beyond what is known is a part of the outage that it fails in', () => {
  const world = worldOf(
    { a: '.n(10)..n(10)..', b: '.n(10)..n(10)..', c: '.(12)' },
    { chronic: ({ subject }) => (subject === 'b' ? KNOWN : undefined) },
  );
  live(world);
  expect(toldOf(world)).toEqual(['opened a network @3', 'changed a+1 network @8', 'resolved a+1 network @12']);
  expect(problemOf(world, 'a')).toMatchObject({ linkedTo: null, occurrences: 2, scope: { targets: ['a', 'b'] } });
});
