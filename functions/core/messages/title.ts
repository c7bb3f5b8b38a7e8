import type { Notice, NoticeReason } from '../model/problem.ts';
import { printable } from '../probing/printable.ts';
import { failingTimes } from './failing-times.ts';
import { patternInBrief } from './pattern-words.ts';
import { chiefKind, isChronic, subjectOf, warningOf } from './problem-words.ts';
import { durationText } from './time-words.ts';
import { ordinalText } from './words.ts';

/** Longer than any channel shows of it. */
const TITLE_LIMIT = 200;

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
  const { problem } = notice;
  const kind = chiefKind(problem).replace('/', ', ');
  // That it is our own network is its name already, and so long that nothing else would have room.
  const why = problem.scope.targets.length === 0 ? '' : ` (${kind})`;
  const how = isChronic(problem) ? `${patternInBrief(problem)}${why}` : kind;
  return printable(`${prefixOf(notice)} ${subjectOf(problem).name}: ${how}${lengthOf(notice)}`, TITLE_LIMIT);
}

function prefixOf({ problem, reason }: Notice): string {
  const nature = isChronic(problem) ? 'CHRONIC' : warningOf(problem) === null ? '' : 'WARNING';
  if (nature === '') return PREFIX[reason];
  return reason === 'opened' ? nature : `${PREFIX[reason]} ${nature}`;
}

function lengthOf({ problem, reason, at }: Notice): string {
  if (isChronic(problem) || warningOf(problem) !== null) return '';
  const { startAt } = failingTimes(problem);
  if (reason === 'reminded') return `, for ${durationText(at - startAt)}`;
  if (reason === 'resolved') return `, after ${durationText((problem.resolvedAt ?? at) - startAt)}`;
  return reason === 'reopened' && problem.occurrences > 1 ? `, ${ordinalText(problem.occurrences)} time` : '';
}
