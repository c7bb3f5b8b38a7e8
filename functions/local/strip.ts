import { isFailure, type Outcome } from '../core/model/outcome.ts';

/** How many marks a strip has: a fortnight of eight hours each, of which the first and the last need not be whole. */
export const STRIP_MARKS = 43;

/** The marks, the worst last. */
const MARKS = [' ', '.', 'm', 'o', 'x'] as const;
export type Mark = (typeof MARKS)[number];

/** What the marks stand for. */
export const STRIP_LEGEND = '. healthy   m healthy after a retry   x failing   o our own network or fault';

/** The mark of one probe; blank for what was not probed. */
export function mark(outcome: Outcome, masked: boolean): Mark {
  if (outcome.class === 'healthy') return masked ? 'm' : '.';
  if (!isFailure(outcome)) return ' ';
  return outcome.class === 'inconclusive' ? 'o' : 'x';
}

/**
 * A strip with one more probe.
 *
 * @param isNew whether the probe gets a mark of its own; else it shares the last one, which shows the worse of both
 */
export function withMark(strip: string, next: Mark, isNew: boolean): string {
  const last = MARKS.findIndex((known) => known === strip.at(-1));
  if (isNew || last === -1) return `${strip}${next}`.slice(-STRIP_MARKS);
  return `${strip.slice(0, -1)}${MARKS[Math.max(last, MARKS.indexOf(next))] ?? next}`;
}
