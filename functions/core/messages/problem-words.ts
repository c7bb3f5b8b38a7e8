import { EARLY_WARNINGS, parseFailureName, type EarlyWarning } from '../model/outcome.ts';
import type { Problem, SeenFrom } from '../model/problem.ts';
import { explain, type Explanation } from '../probing/failures.ts';
import { spellsOf, waysNow } from '../problems/problem-spells.ts';
import { cutList } from './cut.ts';
import { named } from './foreign-text.ts';
import { capital } from './words.ts';

/** A few show what it is about; all of them are in the evidence, or in the machine form. */
const TARGETS_NAMED = 3;

/** Whether a problem is chronic. */
export function isChronic({ nature }: Problem): boolean {
  return nature === 'chronic';
}

/** The early warning that a problem is; `null` when something failed. */
export function warningOf({ kinds }: Problem): EarlyWarning | null {
  return EARLY_WARNINGS.find((name) => name in kinds) ?? null;
}

/**
 * The most frequent failure of the problem's class, which decides what people are told, as `class/kind`: of an incident, of the
 * way in which it fails now, or failed last.
 */
export function chiefKind(problem: Problem): string {
  const { kinds, class: failureClass } = problem;
  const isOfClass = (name: string) => name.startsWith(`${failureClass}/`);
  const chiefIn = (counts: Problem['kinds']) =>
    Object.entries(counts)
      .filter(([name]) => isOfClass(name))
      .toSorted(([, a], [, b]) => b - a)[0]?.[0];
  const spells = isChronic(problem) ? [] : [...waysNow(problem), ...spellsOf(problem).toReversed()];
  const ofSpell = spells.map((spell) => chiefIn(spell.kinds)).find((name) => name !== undefined);
  return ofSpell ?? chiefIn(kinds) ?? `${failureClass}/other`;
}

/** The same as a failure that this release knows. */
export function chiefFailure(problem: Problem) {
  return parseFailureName(chiefKind(problem)) ?? ({ class: 'inconclusive', kind: 'own-fault' } as const);
}

/** What the problem's chief failure means. */
export function explainProblem(problem: Problem): Explanation {
  return explain(chiefFailure(problem));
}

/** The vantages from which it fails now, or failed last; of a chronic problem, all that see it. */
export function failingVantages({ covers, scope, failingSince }: Problem): readonly string[] {
  const failing = covers.filter(({ recoveredAt }) => recoveredAt === null);
  const last = covers.filter(({ recoveredAt }) => recoveredAt !== null && recoveredAt > failingSince);
  const meant = failing.length > 0 ? failing : last;
  return meant.length === 0 ? scope.vantages : [...new Set(meant.map(({ vantage }) => vantage))];
}

/** From how many of its vantages it fails now, or failed last. */
export function seenFromNow(problem: Problem): SeenFrom | null {
  const { seenFrom, scope } = problem;
  const now = failingVantages(problem).length;
  // What it covers may have failed from elsewhere before.
  if (seenFrom === null || now >= scope.vantages.length) return seenFrom;
  return now === 1 ? 'one-of-several' : 'some';
}

/** How a problem's subject stands in sentences. */
export interface SubjectWords {
  readonly name: string;
  /** As a sentence begins; the name of a target is never changed. */
  readonly start: string;
  readonly isMany: boolean;
}

/** The subject for sentences, in one or many. */
export function subjectOf(problem: Problem): SubjectWords {
  const { scope, subject } = problem;
  const isList = isChronic(problem) && scope.targets.length > 1;
  const name = isList ? cutList(scope.targets, TARGETS_NAMED, (target) => named(target)) : named(subject);
  const isTarget = scope.targets.length > 0 && warningOf(problem) === null;
  return { name, start: isTarget ? name : capital(name), isMany: isList || / and \d+ more$/.test(subject) };
}
