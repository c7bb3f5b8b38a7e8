import { isChronic, warningOf } from '../../../core/messages/problem-words.ts';
import type { Problem, Severity } from '../../../core/model/problem.ts';
import type { EpochMs } from '../../../core/model/time.ts';
import { isAcknowledged, isSnoozed, type Care } from '../../../core/problems/care.ts';
import { shortIds } from './find.ts';

/** A problem with what people said about it. */
export interface KnownProblem {
  readonly problem: Problem;
  readonly shortId: string;
  readonly care: Care | undefined;
}

/** Where a problem is in its life. */
export type LifeState = 'failing' | 'quiet' | 'repeating' | 'warning' | 'resolved' | 'no-longer-monitored';

/**
 * All problems with what people said about them: open ones first, the gravest and oldest of each first. What goes on under the
 * same id in another stream is there once.
 */
export function knownProblems(problems: readonly Problem[], cares: ReadonlyMap<string, Care>): readonly KnownProblem[] {
  const told = problems.filter(({ closedAs }) => closedAs !== 'continued').toSorted(openAndGravestFirst);
  const codes = shortIds(told.map(({ id }) => id));
  return told.map((problem) => ({
    problem,
    shortId: codes.get(problem.id) ?? problem.id,
    care: cares.get(problem.id),
  }));
}

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

function openAndGravestFirst(a: Problem, b: Problem): number {
  const isClosed = ({ closedAs }: Problem) => (closedAs === null ? 0 : 1);
  return (
    isClosed(a) - isClosed(b) ||
    (a.closedAs === null ? GRAVITY[a.severity] - GRAVITY[b.severity] : 0) ||
    (a.resolvedAt === null || b.resolvedAt === null ? 0 : b.resolvedAt - a.resolvedAt) ||
    a.firstFailureAt - b.firstFailureAt
  );
}

/** Where it is in its life; `quiet`: it came back, as short as before, and nobody was told again. */
export function lifeStateOf(problem: Problem): LifeState {
  if (problem.closedAs !== null) return problem.closedAs === 'continued' ? 'resolved' : problem.closedAs;
  if (problem.isQuiet) return 'quiet';
  if (warningOf(problem) !== null) return 'warning';
  return isChronic(problem) ? 'repeating' : 'failing';
}

/** The state in words: its life, and what people said. `time` writes a moment. */
export function stateText({ problem, care }: KnownProblem, now: EpochMs, time: (at: EpochMs) => string): string {
  const words: string[] = [lifeStateOf(problem).replaceAll('-', ' ')];
  if (isAcknowledged(care)) words.push(`acknowledged by ${care?.acknowledgedBy ?? 'somebody'}`);
  if (isSnoozed(care, now)) words.push(`snoozed until ${time(care?.snoozedUntil ?? now)}`);
  return words.join(', ');
}

/** The problem's failures of its class, the most frequent first, as kinds. */
export function kindsOf({ class: failureClass, kinds }: Problem): readonly string[] {
  const prefix = `${failureClass}/`;
  return Object.entries(kinds)
    .filter(([name]) => name.startsWith(prefix))
    .toSorted(([, a], [, b]) => b - a)
    .map(([name]) => name.slice(prefix.length));
}
