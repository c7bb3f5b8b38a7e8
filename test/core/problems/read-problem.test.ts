import { expect, test } from 'vitest';
import { readAnnouncement, readProblem } from '../../../functions/core/problems/read-problem.ts';
import { TICK_AT, aNotice, aProblem } from '../../support/builders.ts';

/** A problem as it was stored before there were chronic ones. */
function old(): object {
  const { pattern, hints, seenFrom, members, strikes, linkedTo, decidedAt, scope, ...rest } = aProblem();
  expect([pattern, hints, seenFrom, members, strikes, linkedTo, decidedAt]).toHaveLength(7);
  return { ...rest, scope: { targets: scope.targets, vantages: scope.vantages } };
}

test('a problem of an older release is an incident whose every decision was told', () => {
  expect(readProblem(old())).toEqual({ ...aProblem(), decidedAt: aProblem().toldAt });
  expect(readAnnouncement({ ...aNotice(), problem: old() })).toEqual(aNotice());
});

test('a problem of this release is read as it is', () => {
  const problem = aProblem({
    nature: 'chronic',
    members: [{ vantage: 'eu', subject: 'a', findingId: 'f', joinedAt: TICK_AT, overAt: TICK_AT + 1 }],
  });
  expect(readProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem);
});

test.each([
  { isOver: false, overAt: null },
  { isOver: true, overAt: aProblem().decidedAt },
])('a member of an older release, over: $isOver', ({ isOver, overAt }) => {
  const member = { vantage: 'eu', subject: 'a', findingId: 'f' };
  const { members } = readProblem({ ...aProblem({ nature: 'chronic' }), members: [{ ...member, isOver }] });
  expect(members).toEqual([{ ...member, joinedAt: aProblem().openedAt, overAt }]);
});
