import type { Notice, Problem } from '../model/problem.ts';
import type { Pattern } from '../model/pattern.ts';
import { namesText } from './covered-words.ts';
import { endedPatternText, patternInBrief } from './pattern-words.ts';
import { explainProblem, subjectOf } from './problem-words.ts';
import { durationText, timeText } from './time-words.ts';

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
      return [`${repeats}.`, changeText(problem, isMany), ...known];
    case 'reopened':
      return [`${repeats}. It was told to be over, and turned out to repeat.`, ...known];
    case 'reminded':
      return [
        `${repeats}, and this has lasted ${durationText(at - problem.firstFailureAt)} by now.`,
        `Nobody has acknowledged it. This is reminder ${problem.reminders}.`,
        ...known,
      ];
    case 'resolved':
      return [
        `${start} ${isMany ? 'do' : 'does'} not fail in this way any more.`,
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

/** What it was taken for before, where that is known. */
function changeText(problem: Problem, isMany: boolean): string {
  const { pattern, strikes } = problem;
  const now = patternInBrief({ pattern });
  const before = strikes.findLast((one) => isOther(one.pattern, pattern) && patternInBrief(one) !== now);
  if (before !== undefined) return `The pattern is another one now: ${now}; before, it was ${patternInBrief(before)}.`;
  const [classBefore] = strikes.findLast(({ classes }) => !classes.includes(problem.class))?.classes ?? [];
  if (classBefore !== undefined)
    return `It fails in another way now: class ${problem.class}; before, class ${classBefore}.`;
  // An incident that turned out to be chronic keeps its id, which is not that of a chronic problem.
  if (!problem.id.startsWith(problem.stream)) {
    return pattern?.kind === 'persistent'
      ? 'What was told as an outage goes on and on: it is chronic now.'
      : `What was told as an outage is one of many: ${isMany ? 'they fail' : 'it fails'} in a pattern.`;
  }
  return 'What is known of it has changed; this is how it stands now.';
}

function isOther(one: Pattern, other: Pattern | null): boolean {
  return one.kind !== other?.kind || one.zone !== other.zone || String(one.weekdays) !== String(other.weekdays);
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
