import { concernsOf } from '../../core/messages/concerns.ts';
import { seenFromText } from '../../core/messages/place-words.ts';
import { durationText, timeText } from '../../core/messages/time-words.ts';
import type { NoticeReason } from '../../core/model/problem.ts';
import { parseTime } from '../../core/model/time.ts';
import { explain } from '../../core/probing/failures.ts';
import { parseFailureName } from '../../core/model/outcome.ts';
import { printable } from '../../core/probing/printable.ts';
import type { ProblemDocument, ReplayDocument } from './document.ts';
import type { RecordPictures } from './record-pictures.ts';

/** What a record came to, as a person reads it. Times are told in `zone`. */
export function replayReport(document: ReplayDocument, zone: string, pictures: RecordPictures | null = null): string {
  const { from, to, problems } = document;
  if (from === null || to === null) return 'The record holds no probes.';
  const time = (iso: string) => timeText(parseTime(iso) ?? 0, zone);
  const skipped = document.notProbed === 0 ? '' : ` (${document.notProbed} of them not probed)`;
  const read = [
    `${count(document.probes, 'probe')}${skipped} of ${count(document.targets, 'target')} from ${list(document.vantages)},`,
    `${time(from)} to ${time(to)}: ${span(from, to)}.`,
  ];
  const chronic = problems.filter(({ nature }) => nature === 'chronic');
  const incidents = problems.filter(({ nature }) => nature !== 'chronic');
  const blocks = [
    ...chronic.map((one) => [...problemLines(one, problems, time), ...pictureBelow(pictures?.patterns.get(one.id))]),
    ...alike(incidents).map((group) => groupLines(group, problems, time)),
  ];
  const parts = [count(chronic.length, 'chronic problem'), count(incidents.length, 'incident')];
  const found =
    problems.length === 0
      ? 'Nothing found: no incident, and no failures that repeat.'
      : `${parts.filter((part) => !part.startsWith('0 ')).join(' and ')}${problems.length === 1 ? '' : ', in the order of telling'}:`;
  const strips = pictures === null || pictures.strips.length === 0 ? [] : ['', ...pictures.strips];
  return [
    ...read,
    ...restsOn(document),
    ...strips,
    '',
    found,
    ...blocks.flatMap((lines, index) => numbered(lines, index + 1)),
  ].join('\n');
}

/** Where the record is somebody else's, what was made of it. */
function restsOn({ format, assumptions = [] }: ReplayDocument): string[] {
  if (format === undefined || assumptions.length === 0) return [];
  return ['', `Read as ${format}; this rests on:`, ...assumptions.map((text) => `- ${printable(text, 500)}`)];
}

function pictureBelow(lines: readonly string[] | undefined): readonly string[] {
  return lines === undefined || lines.length === 0 ? [] : ['', ...lines];
}

function numbered([head = '', ...lines]: readonly string[], number: number): string[] {
  return ['', `${number}. ${head}`, ...lines.map((line) => (line === '' ? '' : `   ${line}`))];
}

const TOLD: Readonly<Record<string, string>> = {
  opened: 'told',
  changed: 'told of a change',
  reopened: 'told that it is back',
  reminded: 'told again',
  resolved: 'told that it is over',
  'no-longer-monitored': 'told that it is no longer monitored',
} satisfies Readonly<Record<NoticeReason, string>>;

type TimeText = (iso: string) => string;

function problemLines(problem: ProblemDocument, all: readonly ProblemDocument[], time: TimeText): string[] {
  const { nature, pattern } = problem;
  const failures = Object.entries(problem.failures).map(([name, times]) => `${times} x ${name}`);
  return [
    `${nature}, ${aboutOf(problem)}`,
    pattern === null ? causeOf(problem) : pattern.summary,
    ...problem.consistentWith.flatMap((text, index) => [text, `To be sure: ${problem.tests[index] ?? ''}`]),
    `${lifeOf(problem, all, time)}.`,
    `Failures: ${failures.join(', ')}; ${placeOf(problem)}.`,
    ...concernsLines(problem),
    ...problem.notices.map(({ at: told, reason }) => `${time(told)}  ${TOLD[reason] ?? reason}`),
  ];
}

/** From where it is seen, and whom it concerns by that. */
function concernsLines({ class: failureClass, kinds, seenFrom, scope: { vantages } }: ProblemDocument): string[] {
  if (seenFrom === null) return [];
  const [kind = 'other'] = kinds;
  return [`${seenFromText(seenFrom)} Concerns: ${concernsOf({ class: failureClass, kind, seenFrom, vantages })}.`];
}

/** Incidents of the same kind at the same place, one line each when there are several. */
function groupLines(group: readonly ProblemDocument[], all: readonly ProblemDocument[], time: TimeText): string[] {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return problemLines(first, all, time);
  return [
    `${count(group.length, 'incident')}, ${aboutOf(first)}`,
    causeOf(first),
    `${capital(placeOf(first))}; --json tells each in full.`,
    ...group.map((one) => `${lifeOf(one, all, time)}: ${count(one.failedProbes, 'failing probe')}.`),
  ];
}

function alike(incidents: readonly ProblemDocument[]): ProblemDocument[][] {
  const groups = new Map<string, ProblemDocument[]>();
  for (const one of incidents) {
    const key = `${aboutOf(one)} ${placeOf(one)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function aboutOf(problem: ProblemDocument): string {
  const { severity, class: failureClass, kinds } = problem;
  return `${severity}: ${nameOf(problem)}: ${failureClass}, ${list(kinds)}`;
}

function nameOf({ scope }: ProblemDocument): string {
  return scope.targets.length === 0 ? 'the monitor’s own network' : list(scope.targets);
}

function placeOf({ scope: { vantages, addresses } }: ProblemDocument): string {
  return `seen from ${list(vantages)}${addresses.length === 0 ? '' : `, at ${list(addresses)}`}`;
}

function lifeOf(problem: ProblemDocument, all: readonly ProblemDocument[], time: TimeText): string {
  const { firstFailureAt, failingSince, occurrences, resolvedAt, continuedAs } = problem;
  const from = time(firstFailureAt);
  const often = occurrences === 1 ? '' : `${occurrences} times `;
  if (resolvedAt === null) return `${capital(`${often}since ${from}`)}, not over at the end of the record`;
  const lasted = `${often === '' ? '' : 'the last time '}for ${span(failingSince, resolvedAt)}`;
  const life = `${capital(`${often}from ${from} to ${time(resolvedAt)}`)}, ${lasted}`;
  const heir = all.find(({ id }) => id === continuedAs);
  return heir === undefined ? life : `${life}; from then on a part of the chronic problem of ${nameOf(heir)}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function causeOf({ class: failureClass, kinds }: ProblemDocument): string {
  const failure = parseFailureName(`${failureClass}/${kinds[0] ?? ''}`);
  return failure === null ? '' : explain(failure).cause;
}

function span(from: string, to: string): string {
  return durationText((parseTime(to) ?? 0) - (parseTime(from) ?? 0));
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Names of a record are text from elsewhere. */
function list(names: readonly string[]): string {
  return names.map((name) => printable(name)).join(', ');
}
