import type { Problem, Severity } from '../model/problem.ts';

const RANKS: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** The gravest first: by severity, what fails now before what repeats, then what began first. */
export function graveFirst(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      RANKS[a.severity] - RANKS[b.severity] ||
      Number(a.nature === 'chronic') - Number(b.nature === 'chronic') ||
      a.failingSince - b.failingSince,
  );
}

/** The chronic problems that have something to show: the open ones first, then those that were over last. */
export function patternsToShow(problems: readonly Problem[]): readonly Problem[] {
  const chronic = problems.filter(({ nature, pattern }) => nature === 'chronic' && pattern !== null);
  const over = chronic.filter(({ closedAs }) => closedAs === 'resolved');
  return [
    ...graveFirst(chronic.filter(({ closedAs }) => closedAs === null)),
    ...over.toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0)),
  ];
}
