import { periodText, weekdaysText } from '../chronic/quantity-words.ts';
import { patternSentence } from '../chronic/words.ts';
import type { Notice, Problem, SeenFrom } from '../model/problem.ts';
import { DAY_MS } from '../model/time.ts';
import { CLASSES } from '../probing/failures.ts';
import { printable } from '../probing/printable.ts';
import { timeText } from './time-words.ts';

/** What a chronic problem is in a few words, for a subject line: `every 30 min`, `every day at 02:00 Europe/Amsterdam`. */
export function patternInBrief({ pattern }: Problem): string {
  switch (pattern?.kind) {
    case 'periodic':
      return pattern.periodMs === null ? 'periodic' : `every ${periodText(pattern.periodMs, pattern.periodErrorMs)}`;
    case 'clock': {
      const isSomeDays = pattern.weekdays !== null && pattern.weekdays.length > 0 && pattern.weekdays.length < 7;
      const unit = pattern.periodMs === DAY_MS ? 'day' : 'week';
      const days = isSomeDays ? weekdaysText(pattern.weekdays) : unit;
      return `every ${days} at ${pattern.timesOfDay.join(', ')}${pattern.zone === null ? '' : ` ${pattern.zone}`}`;
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
  const { pattern, subject } = problem;
  const sentence = pattern === null ? '' : patternSentence(pattern, timeZone);
  const since = timeText(problem.firstFailureAt, timeZone);
  switch (reason) {
    case 'opened':
      return `${subject} fails again and again, since ${since}.\n${sentence}`;
    case 'changed':
      return `${subject} fails again and again, since ${since}; this is what is known of it now.\n${sentence}`;
    case 'resolved': {
      const end = timeText(problem.resolvedAt ?? at, timeZone);
      return `${subject} has stopped failing again and again. It did from ${since} to ${end}.\nIt was: ${sentence}`;
    }
    case 'no-longer-monitored':
      return (
        `${subject} is no longer monitored; it was failing again and again, since ${since}, when it was last seen. ` +
        `That does not mean it works again.`
      );
  }
}

/** Whom it concerns, what it is consistent with, each with the one test. */
export function chronicAdvice(problem: Problem, remedy: string): string[] {
  const hints = problem.hints.map(({ consistentWith, test }) => `${consistentWith}\nTo be sure: ${test}`);
  return [
    `Concerns: ${CLASSES[problem.class].concerns}.`,
    ...hints,
    `What to do now: ${hints.length === 0 ? remedy : 'make the first test above; when it fails again, '.concat(lower(remedy))}`,
  ];
}

const PLACE: Readonly<Record<SeenFrom, string>> = {
  'one-of-several': 'from one of several vantages: the path from there is at fault, not the provider',
  some: 'from some of the vantages: look for what they have in common',
  all: 'from every vantage: that points to the provider',
  'only-vantage': 'from the only vantage: whether it is the path or the provider cannot be told',
};

/** From where it is seen, and at which targets and addresses. */
export function chronicPlace({ scope, seenFrom }: Problem): string[] {
  const at =
    scope.addresses.length === 0 ? '' : `, at ${scope.addresses.map((address) => printable(address)).join(', ')}`;
  return [
    ...(scope.targets.length === 0 ? [] : [`Targets: ${scope.targets.join(', ')}${at}.`]),
    ...(seenFrom === null ? [] : [`Seen ${PLACE[seenFrom]}.`]),
  ];
}

function lower(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
