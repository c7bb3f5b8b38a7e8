import { asOf } from '../chronic/next-window.ts';
import { patternAnchor } from '../chronic/pattern-meanings.ts';
import { windowText } from '../chronic/quantity-words.ts';
import { cutList } from '../messages/cut.ts';
import { named } from '../messages/foreign-text.ts';
import { patternInBrief } from '../messages/pattern-words.ts';
import { chiefFailure, chiefKind, explainProblem, isChronic, subjectOf } from '../messages/problem-words.ts';
import { durationText } from '../messages/time-words.ts';
import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import { escapeXml, shownText } from '../picture/escape-xml.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import { runbookAnchor } from '../probing/failures.ts';
import { isAcknowledged, isSnoozed, type Care } from '../problems/care.ts';

/** Characters of names that people gave; a subject may name several targets. */
const SUBJECT_LIMIT = 120;
const NAME_LIMIT = 60;
const VANTAGES_NAMED = 3;

/** What is said of a problem beside what it holds. */
export interface ProblemWords {
  readonly now: EpochMs;
  readonly zone: string;
  readonly runbookUrl: string;
  /** What people said of it. */
  readonly care: Care | undefined;
}

/** An open problem: how grave, what, how, since when, what is expected next, and what it means. */
export function openItem(problem: Problem, { now, zone, runbookUrl, care }: ProblemWords): string {
  const facts = [
    sinceText(problem, now, zone),
    ...(problem.scope.vantages.length > 1 ? [`from ${cutList(problem.scope.vantages, VANTAGES_NAMED, named)}`] : []),
    ...careText(care, now, zone),
  ];
  const next = nextText(problem, now, zone);
  const anchor = isChronic(problem) && problem.pattern !== null ? patternAnchor(problem.pattern.kind) : null;
  const link = runbookLink(runbookUrl, anchor ?? runbookAnchor(chiefFailure(problem)));
  return [
    `<li class="${problem.severity}"><p class="what"><b class="badge">${problem.severity}</b> ${problemHead(problem)}</p>`,
    `<p>${shownText(facts.join(' · '), 300)}</p>`,
    next === null ? '' : `<p>Next expected: <b>${shownText(next)}</b></p>`,
    `<p class="note">${shownText(explainProblem(problem).cause, 300)}${link}</p></li>`,
  ].join('');
}

/** A problem that is over, in one line. */
export function overItem(problem: Problem, zone: string): string {
  const end = problem.resolvedAt ?? problem.decidedAt;
  const lasted = isChronic(problem) ? '' : `, after ${durationText(end - problem.failingSince)}`;
  const word = problem.closedAs === 'resolved' ? 'over since' : 'no longer monitored since';
  return `<li>${problemHead(problem)} <span class="faint">${shownText(`${word} ${momentLabel(end, zone)}${lasted}`)}</span></li>`;
}

/** `server-time: every 30 min (network, connect-timeout)`. */
export function problemHead(problem: Problem): string {
  const kind = chiefKind(problem).replace('/', ', ');
  // That it is the monitor's own network is its name already.
  const why = problem.scope.targets.length === 0 ? '' : ` (${kind})`;
  const how = isChronic(problem) ? `${patternInBrief(problem)}${why}` : kind;
  return `<b>${shownText(subjectOf(problem).start, SUBJECT_LIMIT)}</b>: ${shownText(how, SUBJECT_LIMIT)}`;
}

function sinceText(problem: Problem, now: EpochMs, zone: string): string {
  const at = isChronic(problem) ? problem.firstFailureAt : problem.failingSince;
  return `since ${momentLabel(at, zone)} (${durationText(now - at)})`;
}

function nextText({ pattern }: Problem, now: EpochMs, zone: string): string | null {
  if (pattern === null) return null;
  const { nextExpected } = asOf(pattern, now);
  return nextExpected === null ? null : windowText(nextExpected.from, nextExpected.to, zone);
}

function careText(care: Care | undefined, now: EpochMs, zone: string): string[] {
  if (care === undefined) return [];
  const by = care.acknowledgedBy === null ? '' : ` by ${named(care.acknowledgedBy, NAME_LIMIT)}`;
  const until = care.snoozedUntil ?? now;
  return [
    ...(isAcknowledged(care) ? [`acknowledged${by}`] : []),
    ...(isSnoozed(care, now) ? [`snoozed until ${momentLabel(until, zone)}`] : []),
  ];
}

/** Only to what a browser can open: the default is a file beside the code. */
function runbookLink(runbookUrl: string, anchor: string): string {
  if (!runbookUrl.startsWith('https://')) return '';
  const address = escapeXml(`${runbookUrl}#${anchor}`);
  return ` <a href="${address}" target="_blank" rel="noopener noreferrer">What to do</a>`;
}
