import type { Notice, NoticeReason } from '../model/problem.ts';
import { printable } from '../probing/printable.ts';
import { failingTimes } from './failing-times.ts';
import { patternInBrief } from './pattern-words.ts';
import { chiefKind, isChronic, subjectOf, warningOf } from './problem-words.ts';
import { durationText, roughDurationText } from './time-words.ts';
import { wayNames } from './ways.ts';
import { ordinalText } from './words.ts';

/** Longer than any channel shows of it. */
const TITLE_LIMIT = 200;
/** What a mail's subject has room for, with `TEST ` before it: beyond, the kind is left to the message. */
const SHORT_LIMIT = 94;
/** Of more ways in turn, the first and the last are named. */
const WAYS_NAMED = 3;

const PREFIX: Readonly<Record<NoticeReason, string>> = {
  opened: 'PROBLEM',
  changed: 'CHANGED',
  reopened: 'AGAIN',
  reminded: 'STILL',
  resolved: 'RESOLVED',
  'no-longer-monitored': 'CLOSED',
};

/** A notice in one line: what happened to what, how it fails, and how long. */
export function titleOf(notice: Notice): string {
  const { problem, reason } = notice;
  const head = `${prefixOf(notice)} ${subjectOf(problem).name}`;
  const kind = chiefKind(problem).replace('/', ', ');
  // That it is our own network is its name already.
  const isOwnNetwork = problem.scope.targets.length === 0 && warningOf(problem) === null;
  if (isChronic(problem)) {
    const short = printable(`${head}: ${patternInBrief(problem)}`, TITLE_LIMIT);
    const whole = `${short} (${kind})`;
    return isOwnNetwork || whole.length > SHORT_LIMIT ? short : printable(whole, TITLE_LIMIT);
  }
  const titleWith = (how: string) => printable(`${head}${how}${lengthOf(notice)}`, TITLE_LIMIT);
  if (isOwnNetwork) return titleWith('');
  const ways = reason === 'resolved' ? wayNames(problem) : [];
  if (ways.length < 2) return titleWith(`: ${kind}`);
  const whole = titleWith(`: ${inTurn(ways)}`);
  return whole.length > SHORT_LIMIT ? titleWith(`: in ${ways.length} ways`) : whole;
}

function prefixOf({ problem, reason }: Notice): string {
  // What was told to be over turned out to repeat.
  if (isChronic(problem))
    return reason === 'opened' ? 'CHRONIC' : reason === 'reopened' ? 'REPEATS' : `${PREFIX[reason]} CHRONIC`;
  if (warningOf(problem) === null) return PREFIX[reason];
  return reason === 'opened' ? 'WARNING' : `${PREFIX[reason]} WARNING`;
}

/** What it failed as: `internal-error, then token-expired`. */
function inTurn(names: readonly string[]): string {
  const told = names.length <= WAYS_NAMED ? names : [names[0], `${names.length - 2} more`, names.at(-1)];
  return `${told.slice(0, -1).join(', ')}, then ${told.at(-1)}`;
}

function lengthOf({ problem, reason, at }: Notice): string {
  if (warningOf(problem) !== null) return '';
  const { startAt } = failingTimes(problem);
  if (reason === 'reminded') return `, for ${roughDurationText(at - startAt)}`;
  if (reason === 'resolved') return `, after ${durationText((problem.resolvedAt ?? at) - startAt)}`;
  return reason === 'reopened' && problem.occurrences > 1 ? `, ${ordinalText(problem.occurrences)} time` : '';
}
