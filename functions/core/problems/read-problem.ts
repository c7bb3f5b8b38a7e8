import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import type { Announcement, CoveredStream, Problem, ProblemMember } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { INCIDENT } from './new-problem.ts';
import { isWarningStream } from './warnings.ts';

/**
 * A stored problem in the shape of this release. What was stored before there were chronic problems is an incident, and every
 * decision on it was told.
 */
export function readProblem(stored: unknown): Problem {
  const problem = stored as Problem & Partial<Problem>;
  const decidedAt = (problem as Partial<Problem>).decidedAt ?? problem.toldAt;
  const members: readonly StoredMember[] = (problem as Partial<Problem>).members ?? [];
  const { scope, firstFailureAt, resolvedAt, subject } = problem;
  const isOlder = (problem as Partial<Problem>).covers === undefined;
  return {
    ...INCIDENT,
    ...problem,
    // What an older release told was one occurrence, of all that it covers.
    ...(isOlder
      ? {
          failingSince: firstFailureAt,
          longestToldMs: resolvedAt === null ? 0 : Math.max(0, resolvedAt - firstFailureAt),
          told: {
            subject,
            breadth: Math.max(1, scope.targets.length),
            vantages: scope.vantages.length,
            periodMs: (problem as Partial<Problem>).pattern?.periodMs ?? null,
            at: problem.toldAt,
            shape: null,
            classes: [problem.class],
          },
          covers: coversOf(problem),
        }
      : { covers: problem.covers.map((cover: StoredCover) => ({ ...cover, spells: cover.spells ?? [] })) }),
    scope: { ...NOWHERE, ...scope },
    decidedAt,
    members: members.map((member) => readMember(member, problem.openedAt, decidedAt)),
  };
}

/** An older release did not say what a stream failed as in turn. */
type StoredCover = Omit<CoveredStream, 'spells'> & Partial<CoveredStream>;

/** An older release said no more of a member than whether it was over. */
type StoredMember = ProblemMember | (Omit<ProblemMember, 'joinedAt' | 'overAt'> & { readonly isOver: boolean });

function readMember(member: StoredMember, openedAt: EpochMs, decidedAt: EpochMs): ProblemMember {
  if (!('isOver' in member)) return member;
  const { isOver, ...rest } = member;
  return { ...rest, joinedAt: openedAt, overAt: isOver ? decidedAt : null };
}

/** An incident of an older release was one stream's. */
function coversOf({ nature, stream, scope, firstFailureAt, resolvedAt, kinds }: Problem): readonly CoveredStream[] {
  const [vantage] = scope.vantages;
  if ((nature as string | undefined) === 'chronic' || isWarningStream(stream) || vantage === undefined) return [];
  const subject = scope.targets[0] ?? OWN_NETWORK_SUBJECT;
  const times = { firstFailureTick: firstFailureAt, firstFailureAt, recoveredAt: resolvedAt };
  return [{ vantage, subject, ...times, pastKinds: {}, kinds, spells: [] }];
}

/** A stored announcement in the shape of this release. */
export function readAnnouncement(stored: unknown): Announcement {
  const announcement = stored as Announcement;
  if (announcement.reason === 'digest') {
    // An older release did not know who is told nothing.
    return { ...announcement, digest: { ...{ untold: [] }, ...announcement.digest } };
  }
  return { ...announcement, problem: readProblem(announcement.problem) };
}

const NOWHERE: Pick<Problem['scope'], 'addresses'> = { addresses: [] };
