import type { PlacedFinding } from '../chronic/scope.ts';
import type { Problem, ProblemMember } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { ReminderPolicy } from '../settings-model.ts';
import type { Care } from './care.ts';
import { describeChronic, type ChronicContext, type KnownMember } from './chronic-problem.ts';

/** What is known at a tick, after it was folded in. */
export interface ChronicView extends ChronicContext {
  readonly tickAt: EpochMs;
  /** Confirmed findings of a subject, those that ended lately too; `null` where its detector is not at hand. */
  readonly findings: (vantage: string, subject: string) => readonly PlacedFinding[] | null;
  /** Every chronic problem that is known, the newest of its stream, open or not. */
  readonly chronic: () => Iterable<Problem>;
  /** Those of them that have, or had, a pattern of a subject. */
  readonly chronicAt: (vantage: string, subject: string) => readonly Problem[];
  /** The newest problem of a stream of chronic problems. */
  readonly newest: (stream: string) => Problem | null;
  readonly reminders: ReminderPolicy;
  /** What an operator said of a problem. */
  readonly care: (problemId: string) => Care | undefined;
  /** The incidents that cover a target as seen from a vantage, or the vantage's own network, open or not. */
  readonly incidents: (vantage: string, subject: string) => readonly Problem[];
}

/** A problem while a tick is decided. */
export interface Draft {
  /** As it stood; `null` for a new one. */
  readonly before: Problem | null;
  problem: Problem;
  members: ProblemMember[];
  /** Members came, went, or ended. */
  isReshaped: boolean;
  /** Incidents that may go on in it. */
  readonly incidents: Set<Problem>;
}

/** An open problem, as a draft. */
export function draftOf(problem: Problem): Draft {
  return { before: problem, problem, members: [...problem.members], isReshaped: false, incidents: new Set() };
}

/** Notes whether a member's pattern goes on at a tick. */
export function note(draft: Draft, placed: PlacedFinding, tickAt: EpochMs): void {
  const isOver = placed.finding.endedAt !== null;
  draft.members = draft.members.map((member) => {
    if (!isOf(member, placed) || (member.overAt !== null) === isOver) return member;
    draft.isReshaped = true;
    return isOver ? { ...member, overAt: tickAt } : { ...member, joinedAt: tickAt, overAt: null };
  });
}

/**
 * Takes out the members that the detector has merged into another finding. Returns the problem that goes on in place of this
 * one when none is left, `null` when this one goes on by itself.
 */
export function withoutVanished(
  draft: Draft,
  openAt: (vantage: string, subject: string) => readonly Draft[],
  view: ChronicView,
): Draft | null {
  const gone = draft.members.filter((member) => member.overAt === null && hasVanished(view, member));
  if (gone.length === 0) return null;
  draft.isReshaped = true;
  const heirOf = ({ vantage, subject }: ProblemMember) =>
    openAt(vantage, subject).find(
      (other) => other !== draft && other.members.some((one) => isAlive(view, one, vantage, subject)),
    );
  const left = draft.members.filter((member) => !gone.includes(member));
  const heirs = gone.flatMap((member) => heirOf(member) ?? []);
  if (left.every(({ overAt }) => overAt !== null) && heirs[0] !== undefined) return heirs[0];
  const isElsewhere = (member: ProblemMember) => gone.includes(member) && heirOf(member) !== undefined;
  const kept = draft.members.filter((member) => !isElsewhere(member));
  draft.members = kept.map((member) => (gone.includes(member) ? { ...member, overAt: view.tickAt } : member));
  return null;
}

function hasVanished(view: ChronicView, { vantage, subject, findingId }: ProblemMember): boolean {
  const findings = view.findings(vantage, subject);
  return findings !== null && !findings.some(({ finding }) => finding.id === findingId);
}

function isAlive(view: ChronicView, member: ProblemMember, vantage: string, subject: string): boolean {
  const isThere = member.overAt === null && member.vantage === vantage && member.subject === subject;
  return isThere && !hasVanished(view, member);
}

/** The problem with its members as they are now. */
export function described({ problem, members }: Draft, view: ChronicView): Problem {
  const known = members.map((member): KnownMember => ({ member, placed: placedOf(view, member) }));
  return describeChronic(problem, known, view.tickAt, view);
}

/** The finding of a member; `null` where it is not at hand. */
export function placedOf(view: ChronicView, member: ProblemMember): PlacedFinding | null {
  return view.findings(member.vantage, member.subject)?.find((placed) => isOf(member, placed)) ?? null;
}

/** Whether a finding is a member's. */
export function isOf(member: ProblemMember, { vantage, subject, finding }: PlacedFinding): boolean {
  return member.vantage === vantage && member.subject === subject && member.findingId === finding.id;
}

/** Whether a subject has a member that goes on. */
export function holds({ members }: Draft, vantage: string, subject: string): boolean {
  return members.some((member) => member.vantage === vantage && member.subject === subject && member.overAt === null);
}
