import { periodText, windowText } from '../chronic/quantity-words.ts';
import { daysOfClockText, patternSentence } from '../chronic/words.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Problem } from '../model/problem.ts';
import { spanText } from './time-words.ts';

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

/** The pattern in one sentence, see `patternSentence`, with the next window in UTC beside. */
export function patternText(pattern: Pattern, timeZone: string): string {
  const sentence = patternSentence(pattern, timeZone);
  const { nextExpected } = pattern;
  if (nextExpected === null) return sentence;
  const local = windowText(nextExpected.from, nextExpected.to, timeZone);
  return sentence.replace(local, () => spanText(nextExpected.from, nextExpected.to, timeZone));
}

/** The same of a pattern that is over: nothing is expected any more. */
export function endedPatternText(pattern: Pattern, timeZone: string): string {
  return patternSentence({ ...pattern, nextExpected: null }, timeZone);
}
