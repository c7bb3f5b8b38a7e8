import type { Problem, ProblemMember } from '../../core/model/problem.ts';
import { streamName } from '../../core/problems/streams.ts';
import type { ToldProblem } from './told-problems.ts';

/** The chronic problem that one which was closed as continued goes on in; `null` for every other. */
export function heirOf(problem: Problem, problems: readonly ToldProblem[]): Problem | null {
  const { closedAs, class: failureClass, resolvedAt } = problem;
  if (closedAs !== 'continued' || resolvedAt === null) return null;
  const streams = problem.nature === 'incident' ? [problem.stream] : problem.members.map(streamOf);
  const heir = problems.find(({ problem: other }) => {
    const isThere = other.openedAt <= resolvedAt && (other.resolvedAt ?? Infinity) >= resolvedAt;
    const isOther = other.id !== problem.id && other.nature === 'chronic' && other.class === failureClass;
    return isOther && isThere && other.members.some((member) => streams.includes(streamOf(member)));
  });
  return heir?.problem ?? null;
}

function streamOf({ vantage, subject }: ProblemMember): string {
  return streamName(vantage, subject);
}
