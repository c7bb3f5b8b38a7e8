import type { Notice, Problem } from '../model/problem.ts';

/**
 * A stored problem in the shape of this release. What was stored before there were chronic problems is an incident, and every
 * decision on it was told.
 */
export function readProblem(stored: unknown): Problem {
  const problem = stored as Problem & Partial<Problem>;
  return {
    ...INCIDENT,
    ...problem,
    scope: { ...NOWHERE, ...problem.scope },
    decidedAt: (problem as Partial<Problem>).decidedAt ?? problem.toldAt,
  };
}

/** A stored notice in the shape of this release. */
export function readNotice(stored: unknown): Notice {
  const notice = stored as Notice;
  return { ...notice, problem: readProblem(notice.problem) };
}

const NOWHERE: Pick<Problem['scope'], 'addresses'> = { addresses: [] };

/** What every incident has in common. */
export const INCIDENT: Pick<Problem, 'nature' | 'pattern' | 'hints' | 'seenFrom' | 'members'> = {
  nature: 'incident',
  pattern: null,
  hints: [],
  seenFrom: null,
  members: [],
};
