import { windowText } from '../chronic/quantity-words.ts';
import { patternInBrief } from '../messages/pattern-words.ts';
import { chiefKind, subjectOf } from '../messages/problem-words.ts';
import { durationText } from '../messages/time-words.ts';
import type { Problem } from '../model/problem.ts';
import { MINUTE_MS, isoTime, type EpochMs } from '../model/time.ts';
import { shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import { expectedTimeline } from '../picture/expected-timeline.ts';
import { expectedStrikes, type ExpectedStrike } from './expected-strikes.ts';

/** Windows told in words, and of one problem. */
const MOST_TOLD = 10;
const MOST_TOLD_EACH = 3;
/** Rows of the picture. */
const MOST_ROWS = 10;
const NAME_LIMIT = 120;
/** `2026-03-01 `. */
const DATE_LENGTH = 11;

/** When the failures that repeat are expected next: a timeline, and the next windows in words. Empty where nothing is predicted. */
export function expectedSection(problems: readonly Problem[], now: EpochMs, zone: string): string {
  const { strikes, until } = expectedStrikes(problems, now);
  const byProblem = Map.groupBy(strikes, ({ problem }) => problem);
  if (byProblem.size === 0) return '';
  const rows = [...byProblem].slice(0, MOST_ROWS).map(([problem, windows]) => {
    const first = windows[0] === undefined ? '' : `, next ${windowWords(windows[0], zone)}`;
    const times = windows.length === 1 ? 'once' : `${windows.length} times`;
    return {
      name: nameOf(problem),
      words: `Expected ${times} until ${momentLabel(until, zone)}${first}.`,
      windows,
    };
  });
  const told = [...byProblem.values()].flatMap((windows) => windows.slice(0, MOST_TOLD_EACH));
  const items = told
    .toSorted((a, b) => a.from - b.from)
    .slice(0, MOST_TOLD)
    .map((strike) => strikeItem(strike, now, zone));
  const more = strikes.length - items.length;
  const rest = more <= 0 ? '' : `<p class="note">${more} more until ${shownText(momentLabel(until, zone))}</p>`;
  return `${expectedTimeline(rows, { from: now, to: until }, zone)}<ol class="expected">${items.join('')}</ol>${rest}`;
}

function nameOf(problem: Problem): string {
  const kind = problem.scope.targets.length === 0 ? '' : ` (${chiefKind(problem).replace('/', ', ')})`;
  return `${subjectOf(problem).start}: ${patternInBrief(problem)}${kind}`;
}

function strikeItem({ problem, from, to }: ExpectedStrike, now: EpochMs, zone: string): string {
  const away =
    from <= now
      ? 'now'
      : from - now < MINUTE_MS
        ? 'within a minute'
        : `in ${durationText(Math.round((from - now) / MINUTE_MS) * MINUTE_MS)}`;
  const when = `<time datetime="${isoTime(from)}"><b>${shownText(windowText(from, to, zone))}</b></time>`;
  const utc = zone === 'UTC' ? '' : ` <span class="faint">${shownText(utcText({ from, to }, zone))}</span>`;
  return `<li>${when}${utc} · ${shownText(away)}<br>${shownText(nameOf(problem), NAME_LIMIT)}</li>`;
}

function windowWords(strike: Pick<ExpectedStrike, 'from' | 'to'>, zone: string): string {
  const local = windowText(strike.from, strike.to, zone);
  return zone === 'UTC' ? local : `${local} (${utcText(strike, zone)})`;
}

/** Without the date where that is the same. */
function utcText({ from, to }: Pick<ExpectedStrike, 'from' | 'to'>, zone: string): string {
  const [local, utc] = [windowText(from, to, zone), windowText(from, to, 'UTC')];
  return utc.startsWith(local.slice(0, DATE_LENGTH)) ? utc.slice(DATE_LENGTH) : utc;
}
