import { patternAnchor } from '../chronic/pattern-meanings.ts';
import { periodText } from '../chronic/quantity-words.ts';
import { daysOfClockText, patternSentence } from '../chronic/words.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { Notice, Problem, SeenFrom } from '../model/problem.ts';
import { CLASSES } from '../probing/failures.ts';
import { printable } from '../probing/printable.ts';
import { timeText } from './time-words.ts';

/** What a chronic problem is in a few words, for a subject line: `every 30 min`, `every day at 02:00 Europe/Amsterdam`. */
export function patternInBrief({ pattern }: Pick<Problem, 'pattern'>): string {
  switch (pattern?.kind) {
    case 'periodic':
      return pattern.periodMs === null ? 'periodic' : `every ${periodText(pattern.periodMs, pattern.periodErrorMs)}`;
    case 'clock': {
      return `every ${daysOfClockText(pattern)} at ${pattern.timesOfDay.join(', ')}${pattern.zone === null ? '' : ` ${pattern.zone}`}`;
    }
    case 'persistent':
      return 'all the time';
    case 'one-bad-address':
      return 'one bad address';
    case 'lossy':
    case 'flapping':
    case 'recurring':
      return pattern.kind;
    case undefined:
      return 'chronic';
  }
}

/** What repeats, or repeated, and since when. */
export function chronicHeadline({ problem, reason, at }: Notice, timeZone: string): string {
  const { pattern, scope } = problem;
  const isOne = scope.targets.length < 2;
  const subject = scope.targets.length === 0 ? capital(problem.subject) : problem.subject;
  const fails = isOne ? 'fails' : 'fail';
  const sentence = pattern === null ? '' : patternSentence(pattern, timeZone);
  const since = timeText(problem.firstFailureAt, timeZone);
  switch (reason) {
    case 'opened':
      return `${subject} ${fails} again and again, since ${since}.\n${sentence}`;
    case 'changed':
      return `${subject} ${fails} again and again, since ${since}. This is what is known now:\n${sentence}`;
    case 'resolved': {
      const end = timeText(problem.resolvedAt ?? at, timeZone);
      return `${subject} ${isOne ? 'does' : 'do'} not fail in this way any more. That lasted from ${since} to ${end}.\nThe pattern was: ${sentence}`;
    }
    case 'no-longer-monitored':
      return (
        `${subject} ${isOne ? 'is' : 'are'} no longer monitored; when last seen, ${isOne ? 'it' : 'they'} failed again and again, ` +
        `since ${since}. That does not mean that ${isOne ? 'it works' : 'they work'} again.`
      );
  }
}

/** Whom it concerns, what it is consistent with, each with the one test. */
export function chronicAdvice(problem: Problem, remedy: string): string[] {
  const hints = problem.hints.map(({ consistentWith, test }) => `${consistentWith}\nTo be sure: ${test}`);
  return [
    `Concerns: ${CLASSES[problem.class].concerns}.`,
    ...hints,
    `What to do now: ${hints.length === 0 ? '' : 'Make the first test above. If it settles nothing: '}${remedy}`,
  ];
}

const PLACE: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'from one of several vantages',
  some: 'from some of the vantages',
  all: 'from every vantage',
  'only-vantage': 'from the only vantage',
};

/** What that says of failures on the network; the other classes were answered, so that the path is none of their causes. */
const PATH: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'that points to the path from there, not to the provider',
  some: 'look for what their paths have in common',
  all: 'that points to the provider',
  'only-vantage': 'whether it is the path or the provider cannot be told',
};

/** From where it is seen, and at which targets and addresses. */
export function chronicPlace({ scope, seenFrom, class: failureClass }: Problem): string[] {
  const at =
    scope.addresses.length === 0 ? '' : `, at ${scope.addresses.map((address) => printable(address)).join(', ')}`;
  return [
    ...(scope.targets.length === 0 ? [] : [`Targets: ${scope.targets.join(', ')}${at}.`]),
    ...(seenFrom === null ? [] : [seenFromText(seenFrom, failureClass)]),
  ];
}

/** From where it is seen, and what that says. */
export function seenFromText(seenFrom: SeenFrom, failureClass: FailureClass): string {
  return `Seen ${PLACE[seenFrom]}${failureClass === 'network' ? `: ${PATH[seenFrom]}` : ''}.`;
}

/** Where the runbook tells what to do about a pattern of this kind; none for an incident. */
export function patternRunbook({ pattern }: Problem, runbookUrl: string): string[] {
  return pattern === null ? [] : [`Runbook of the pattern: ${runbookUrl}#${patternAnchor(pattern.kind)}`];
}

function capital(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}
