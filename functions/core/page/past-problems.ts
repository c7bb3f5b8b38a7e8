import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { overItem } from './problem-item.ts';

/** Told one by one; a person who looks for more has the history. */
const MOST_TOLD = 40;

/** The problems that were over since a moment, the newest end first: each id once, as it stood last. */
export function pastProblems(known: readonly Problem[], since: EpochMs): readonly Problem[] {
  const newest = new Map<string, Problem>();
  for (const problem of known) {
    const before = newest.get(problem.id);
    if (before === undefined || before.decidedAt <= problem.decidedAt) newest.set(problem.id, problem);
  }
  return [...newest.values()]
    .filter(({ closedAs }) => closedAs === 'resolved' || closedAs === 'no-longer-monitored')
    .filter((problem) => endOf(problem) >= since)
    .toSorted((a, b) => endOf(b) - endOf(a));
}

/** The same as a list. */
export function pastList(problems: readonly Problem[], zone: string): string {
  if (problems.length === 0) return '<p>None was over in this time.</p>';
  const items = problems.slice(0, MOST_TOLD).map((problem) => overItem(problem, zone));
  const left = problems.length - items.length;
  const more = left === 0 ? '' : `<li class="faint">and ${left} more</li>`;
  return `<ul class="plain">${items.join('')}${more}</ul>`;
}

function endOf({ resolvedAt, decidedAt }: Problem): EpochMs {
  return resolvedAt ?? decidedAt;
}
