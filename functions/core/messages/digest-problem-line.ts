import { windowText } from '../chronic/quantity-words.ts';
import type { DigestProblem } from '../model/digest.ts';
import { MINUTE_MS } from '../model/time.ts';
import { amountText, dateText } from './digest-numbers.ts';
import { patternInBrief } from './pattern-words.ts';

/** Kinds of patterns without separate strikes: their probes are counted. */
const WITHOUT_STRIKES: readonly string[] = ['persistent', 'lossy'];

/**
 * A problem in one line: what it is, how often it struck in the week, since when, and whether it goes on.
 * `server-time: every 30 min (network, connect-timeout). 336 strikes this week; since 2026-11-02, still open.`
 */
export function problemLine(problem: DigestProblem, timeZone: string): string {
  const { subject, nature } = problem;
  const failure = problem.failure.replace('/', ', ');
  switch (nature) {
    case 'chronic':
      return `${subject}: ${patternInBrief(problem)} (${failure}). ${strikesText(problem)}; ${lifeText(problem, timeZone)}.`;
    case 'incident':
      return `${subject}: ${failure}; ${spanText(problem, timeZone)}.`;
    case 'warning':
      return `Warning: ${subject}: ${failure}; ${lifeText(problem, timeZone)}.`;
  }
}

function strikesText({ week, pattern }: DigestProblem): string {
  const { strikes, probes } = week ?? { strikes: 0, probes: 0 };
  if (probes === 0) return 'No failure this week';
  return WITHOUT_STRIKES.includes(pattern?.kind ?? '')
    ? `${amountText(probes, 'failing probe')} this week`
    : `${amountText(strikes, 'strike')} this week`;
}

function lifeText({ firstFailureAt, resolvedAt, closedAs }: DigestProblem, timeZone: string): string {
  const since = `since ${dateText(firstFailureAt, timeZone)}`;
  if (resolvedAt === null || closedAs === null) return `${since}, still open`;
  const end = dateText(resolvedAt, timeZone);
  return closedAs === 'resolved' ? `${since}, ended ${end}` : `${since}, not monitored any more since ${end}`;
}

function spanText(problem: DigestProblem, timeZone: string): string {
  const { firstFailureAt, resolvedAt, closedAs, occurrences } = problem;
  const times = occurrences < 2 ? '' : `, ${amountText(occurrences, 'time')}`;
  if (resolvedAt !== null && closedAs === 'resolved')
    return `${windowText(firstFailureAt, resolvedAt, timeZone)}${times}`;
  if (resolvedAt !== null) return `${lifeText(problem, timeZone)}${times}`;
  const minute = Math.floor(firstFailureAt / MINUTE_MS) * MINUTE_MS;
  return `since ${windowText(minute, minute, timeZone)}${times}, still open`;
}
