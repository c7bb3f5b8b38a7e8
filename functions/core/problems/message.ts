import type { ChronicLink, Notice, NoticeReason, Problem } from '../model/problem.ts';
import { EARLY_WARNINGS, parseFailureName } from '../model/outcome.ts';
import { CLASSES, explain, runbookAnchor } from '../probing/failures.ts';
import { printable } from '../probing/printable.ts';
import { chronicAdvice, chronicHeadline, chronicPlace, patternInBrief, patternRunbook } from './chronic-message.ts';
import { durationText, timeText } from './time-words.ts';

/** A notice as a person reads it. */
export interface Message {
  /** ASCII, below 100 characters, one line (SNS subjects). */
  readonly subject: string;
  /** Plain text, lines ended by `\n`. */
  readonly body: string;
}

/** What a message needs beside the notice. */
export interface MessageContext {
  /** IANA zone for times; UTC stands beside it. */
  readonly timeZone: string;
  /** Where the runbook's headings are. */
  readonly runbookUrl: string;
}

/** SNS: a subject is shorter than 100 characters (PublishInput). */
const SUBJECT_LIMIT = 99;

/** Writes a notice out: what is broken and since when, whom it concerns, what to do now, the evidence. */
export function renderNotice(notice: Notice, context: MessageContext): Message {
  const { problem, reason } = notice;
  const blocks = [
    headline(notice, context),
    ...(reason === 'opened' || reason === 'changed' ? advice(problem) : []),
    evidence(notice, context),
  ];
  const kind = chiefKind(problem).replace('/', ', ');
  const what = isChronic(problem) ? `${patternInBrief(problem)} (${kind})` : kind;
  return {
    subject: subjectLine(`${prefixOf(notice)} ${problem.subject}: ${what}`),
    body: `${blocks.join('\n\n')}\n`,
  };
}

const PREFIX: Readonly<Record<NoticeReason, string>> = {
  opened: 'PROBLEM',
  changed: 'CHANGED',
  resolved: 'RESOLVED',
  'no-longer-monitored': 'CLOSED',
};

function prefixOf({ problem, reason }: Notice): string {
  if (reason !== 'opened') return isChronic(problem) ? `${PREFIX[reason]} CHRONIC` : PREFIX[reason];
  if (isChronic(problem)) return 'CHRONIC';
  return isWarning(problem) ? 'WARNING' : PREFIX[reason];
}

function isChronic({ nature }: Problem): boolean {
  return nature === 'chronic';
}

/** Nothing failed yet: it is about what will, or may. */
function isWarning(problem: Problem): boolean {
  return EARLY_WARNINGS.some((name) => name in problem.kinds);
}

function headline(notice: Notice, context: MessageContext): string {
  const { problem, reason, at } = notice;
  const { cause } = explainProblem(problem);
  if (isChronic(problem)) return chronicHeadline(notice, context.timeZone);
  if (isWarning(problem)) return warningHeadline(notice, cause);
  const since = timeText(problem.firstFailureAt, context.timeZone);
  const lasted = durationText((problem.resolvedAt ?? at) - problem.firstFailureAt);
  switch (reason) {
    case 'opened':
      return `${problem.subject} has been failing since ${since}.\n${linkSentence(problem)}${cause}`;
    case 'changed':
      return `${problem.subject} is still failing, since ${since}, but now for another reason.\n${cause}`;
    case 'resolved':
      return (
        `${problem.subject} works again. It failed from ${since} ` +
        `to ${timeText(problem.resolvedAt ?? at, context.timeZone)}, for ${lasted}.\nThe cause was: ${cause}`
      );
    case 'no-longer-monitored':
      return (
        `${problem.subject} is no longer monitored; it was failing since ${since} when it was last seen. ` +
        `That does not mean it works again.`
      );
  }
}

const BEYOND: Readonly<Record<ChronicLink['beyond'], string>> = {
  longer: 'this lasts longer than that usually does',
  wider: 'this began outside of its usual time',
  'other-class': 'this fails in another way',
  'other-address': 'this fails at other addresses',
};

function linkSentence({ linkedTo }: Problem): string {
  if (linkedTo === null) return '';
  const { pattern, beyond, problemId } = linkedTo;
  return `A chronic problem of it is known (${patternInBrief({ pattern })}, ${problemId}), but ${BEYOND[beyond]}.\n`;
}

function warningHeadline({ problem, reason }: Notice, cause: string): string {
  const what = `${problem.subject.slice(0, 1).toUpperCase()}${problem.subject.slice(1)}`;
  const found = problem.detail === null ? '' : ` (${printable(problem.detail)})`;
  switch (reason) {
    case 'opened':
      return `${what}: ${cause}${found}\nNothing has failed yet.`;
    case 'changed':
    case 'resolved':
      return `${what}: the warning is over${found}.`;
    case 'no-longer-monitored':
      return `${what}: no longer monitored${found}.`;
  }
}

function advice(problem: Problem): string[] {
  if (isChronic(problem)) return chronicAdvice(problem, explainProblem(problem).remedy);
  return [`Concerns: ${CLASSES[problem.class].concerns}.`, `What to do now: ${explainProblem(problem).remedy}`];
}

function evidence({ problem, id }: Notice, context: MessageContext): string {
  const kinds = Object.entries(problem.kinds).map(([name, count]) => `${count} x ${name}`);
  const probes = problem.failedProbes === 1 ? 'failing probe' : 'failing probes';
  const vantages = problem.scope.vantages.join(', ');
  const lines = [
    ...(isWarning(problem)
      ? [`Concerns these targets: ${problem.scope.targets.join(', ')}; seen from ${vantages}.`]
      : [`Evidence: ${problem.failedProbes} ${probes} (${kinds.join(', ')}), seen from ${vantages}.`]),
    ...(isChronic(problem) ? chronicPlace(problem) : []),
    ...(problem.detail === null || isWarning(problem) ? [] : [`Detail: ${printable(problem.detail)}`]),
    ...(problem.diagnosis === null ? [] : [`Diagnosis: ${problem.diagnosis}.`]),
    `Severity: ${problem.severity}. Notice: ${id}`,
    ...patternRunbook(problem, context.runbookUrl),
    `Runbook: ${context.runbookUrl}#${runbookAnchor(failureOf(problem))}`,
  ];
  return lines.join('\n');
}

function failureOf(problem: Problem) {
  return parseFailureName(chiefKind(problem)) ?? ({ class: 'inconclusive', kind: 'own-fault' } as const);
}

function explainProblem(problem: Problem) {
  return explain(failureOf(problem));
}

/** The most frequent kind of the problem's class, which decides what people are told. */
function chiefKind(problem: Problem): string {
  const ofClass = Object.entries(problem.kinds).filter(([name]) => name.startsWith(`${problem.class}/`));
  return ofClass.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'inconclusive/own-fault';
}

function subjectLine(text: string): string {
  const ascii = printable(text.replace(/[^\x20-\x7e]/g, '?'));
  return ascii.length <= SUBJECT_LIMIT ? ascii : `${ascii.slice(0, SUBJECT_LIMIT - 3)}...`;
}
