import { periodText, windowText } from '../chronic/quantity-words.ts';
import { daysOfClockText, patternSentence } from '../chronic/words.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Problem } from '../model/problem.ts';

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

/** `2026-03-01 `. */
const DATE_LENGTH = 11;

/** The pattern in one sentence, see `patternSentence`, with the next window in UTC beside. */
export function patternText(pattern: Pattern, timeZone: string): string {
  const sentence = patternSentence(pattern, timeZone);
  const { nextExpected } = pattern;
  if (nextExpected === null) return sentence;
  const [local = '', utc = ''] = [timeZone, 'UTC'].map((zone) => windowText(nextExpected.from, nextExpected.to, zone));
  if (local === utc) return sentence;
  const day = local.slice(0, DATE_LENGTH);
  return sentence.replace(/\.$/, () => ` (${utc.startsWith(day) ? utc.slice(DATE_LENGTH) : utc}).`);
}

/** The same of a pattern that is over: nothing is expected any more. */
export function endedPatternText(pattern: Pattern, timeZone: string): string {
  return patternSentence({ ...pattern, nextExpected: null }, timeZone);
}
