import type { Notice, Problem, ProblemMember } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';

/**
 * A stored problem in the shape of this release. What was stored before there were chronic problems is an incident, and every
 * decision on it was told.
 */
export function readProblem(stored: unknown): Problem {
  const problem = stored as Problem & Partial<Problem>;
  const decidedAt = (problem as Partial<Problem>).decidedAt ?? problem.toldAt;
  const members: readonly StoredMember[] = (problem as Partial<Problem>).members ?? [];
  return {
    ...INCIDENT,
    ...problem,
    scope: { ...NOWHERE, ...problem.scope },
    decidedAt,
    members: members.map((member) => readMember(member, problem.openedAt, decidedAt)),
  };
}

/** An older release said no more of a member than whether it was over. */
type StoredMember = ProblemMember | (Omit<ProblemMember, 'joinedAt' | 'overAt'> & { readonly isOver: boolean });

function readMember(member: StoredMember, openedAt: EpochMs, decidedAt: EpochMs): ProblemMember {
  if (!('isOver' in member)) return member;
  const { isOver, ...rest } = member;
  return { ...rest, joinedAt: openedAt, overAt: isOver ? decidedAt : null };
}

/** A stored notice in the shape of this release. */
export function readNotice(stored: unknown): Notice {
  const notice = stored as Notice;
  return { ...notice, problem: readProblem(notice.problem) };
}

const NOWHERE: Pick<Problem['scope'], 'addresses'> = { addresses: [] };

/** What every incident has in common. */
export const INCIDENT: Pick<Problem, 'nature' | 'pattern' | 'hints' | 'seenFrom' | 'members' | 'strikes' | 'linkedTo'> =
  {
    nature: 'incident',
    pattern: null,
    hints: [],
    seenFrom: null,
    members: [],
    strikes: [],
    linkedTo: null,
  };
