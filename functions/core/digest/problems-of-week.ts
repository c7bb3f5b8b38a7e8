import type { DigestProblem, StrikeCount } from '../model/digest.ts';
import { chiefKind, subjectOf, warningOf } from '../messages/problem-words.ts';
import type { Problem, Severity } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { WARNINGS_OF_ENDS } from './expiries.ts';

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];
const NATURES: readonly DigestProblem['nature'][] = ['chronic', 'incident', 'warning'];

/**
 * Problems that were open at some time from a moment to another, the gravest first: open ones before closed ones. What goes on in
 * another stream is told there, and what warns of an end is told as that.
 */
export function problemsOfWeek(problems: readonly Problem[], from: EpochMs, to: EpochMs): readonly Problem[] {
  return problems
    .filter(({ openedAt, resolvedAt, closedAs, kinds }) => {
      const isTold = closedAs !== 'continued' && !WARNINGS_OF_ENDS.some((name) => name in kinds);
      return isTold && openedAt < to && (resolvedAt ?? Infinity) >= from;
    })
    .toSorted(
      (a, b) =>
        Number(a.closedAs !== null) - Number(b.closedAs !== null) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        NATURES.indexOf(natureOf(a)) - NATURES.indexOf(natureOf(b)) ||
        a.firstFailureAt - b.firstFailureAt ||
        (a.id < b.id ? -1 : 1),
    );
}

/** What a digest says of a problem. */
export function digestProblem(problem: Problem, week: StrikeCount): DigestProblem {
  const { id, severity, pattern, firstFailureAt, resolvedAt, closedAs, occurrences } = problem;
  const nature = natureOf(problem);
  return {
    ...{ id, subject: subjectOf(problem).name, nature, severity, pattern, firstFailureAt, resolvedAt, occurrences },
    failure: chiefKind(problem),
    closedAs: closedAs === 'continued' ? null : closedAs,
    week: nature === 'chronic' ? { strikes: week.strikes, probes: week.probes } : null,
  };
}

/** Of a problem, or of a warning that nothing has failed of yet. */
export function natureOf(problem: Problem): DigestProblem['nature'] {
  return warningOf(problem) === null ? problem.nature : 'warning';
}
