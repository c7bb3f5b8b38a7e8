import { expect, test } from 'vitest';
import { readNotice, readProblem } from '../../../functions/core/problems/read-problem.ts';
import { aNotice, aProblem } from '../../support/builders.ts';

/** A problem as it was stored before there were chronic ones. */
function old(): object {
  const { pattern, hints, seenFrom, members, decidedAt, scope, ...rest } = aProblem();
  expect([pattern, hints, seenFrom, members, decidedAt]).toHaveLength(5);
  return { ...rest, scope: { targets: scope.targets, vantages: scope.vantages } };
}

test('a problem of an older release is an incident whose every decision was told', () => {
  expect(readProblem(old())).toEqual({ ...aProblem(), decidedAt: aProblem().toldAt });
  expect(readNotice({ ...aNotice(), problem: old() })).toEqual(aNotice());
});

test('a problem of this release is read as it is', () => {
  const problem = aProblem({
    nature: 'chronic',
    members: [{ vantage: 'eu', subject: 'a', findingId: 'f', isOver: true }],
  });
  expect(readProblem(JSON.parse(JSON.stringify(problem)))).toEqual(problem);
});
