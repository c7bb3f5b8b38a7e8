import type { Notice, Problem } from '../model/problem.ts';
import { chronicChanges } from './chronic-changes.ts';
import { endedPatternText } from './pattern-words.ts';
import { namesText } from './places.ts';
import { explainProblem, subjectOf } from './problem-words.ts';
import { durationText, roughDurationText, timeText } from './time-words.ts';

/** What repeats, or repeated, since when, and what happens each time. */
export function chronicWhat(notice: Notice, timeZone: string): string[] {
  const { problem, reason, at } = notice;
  const { start, isMany } = subjectOf(problem);
  const time = (moment: number) => timeText(moment, timeZone);
  const since = time(problem.firstFailureAt);
  const { cause } = explainProblem(problem);
  const repeats = `${start} ${failsText(problem, isMany)} since ${since}`;
  const known = [causeText(problem, cause), ...targetsLine(problem)];
  switch (reason) {
    case 'opened':
      return [`${repeats}.`, ...known];
    case 'changed':
      return [`${repeats}.`, ...chronicChanges(problem), ...known];
    case 'reopened':
      return [`${repeats}. It was told to be over, and turned out to repeat.`, ...known];
    case 'reminded':
      return [`${repeats}, for ${roughDurationText(at - problem.firstFailureAt)} now.`, ...known];
    case 'resolved':
      return [
        problem.pattern?.kind === 'persistent'
          ? `${start} ${isMany ? 'work' : 'works'} again.`
          : `${start} ${isMany ? 'do' : 'does'} not fail in this way any more.`,
        ...endLines(problem, problem.resolvedAt ?? at, time),
        ...(problem.pattern === null ? [] : [`The pattern was: ${endedPatternText(problem.pattern, timeZone)}`]),
        `What was wrong: ${cause}`,
        ...targetsLine(problem),
      ];
    case 'no-longer-monitored':
      return [
        `${start} ${isMany ? 'are' : 'is'} no longer monitored; when last seen, ${isMany ? 'they' : 'it'} failed again and again, since ${since}.`,
        `That does not mean that ${isMany ? 'they work' : 'it works'} again.`,
      ];
  }
}

function failsText({ pattern }: Problem, isMany: boolean): string {
  if (pattern?.kind === 'persistent')
    return isMany ? 'have been failing all the time' : 'has been failing all the time';
  return isMany ? 'have been failing again and again' : 'has been failing again and again';
}

function causeText({ pattern }: Problem, cause: string): string {
  return pattern?.kind === 'persistent' ? cause : `What happens each time: ${cause}`;
}

function targetsLine({ scope }: Problem): string[] {
  return scope.targets.length < 4 ? [] : [`It is about ${namesText(scope.targets)}.`];
}

function endLines({ pattern, firstFailureAt }: Problem, end: number, time: (moment: number) => string): string[] {
  const lasted = `It lasted ${durationText(end - firstFailureAt)}: from ${time(firstFailureAt)} to`;
  if (pattern === null || pattern.kind === 'persistent') return [`${lasted} ${time(end)}.`];
  const isTimed = pattern.kind === 'periodic' || pattern.kind === 'clock';
  return [
    `${lasted} the last failure at ${time(end)}.`,
    isTimed
      ? 'The failures that were expected since then have not come.'
      : 'Since then, long enough has passed without more of this to call it over.',
  ];
}
