import type { NoticeReason } from '../../core/model/problem.ts';
import { parseTime } from '../../core/model/time.ts';
import { explain } from '../../core/probing/failures.ts';
import { parseFailureName } from '../../core/model/outcome.ts';
import { printable } from '../../core/probing/printable.ts';
import { durationText, timeText } from '../../core/problems/time-words.ts';
import type { ProblemDocument, ReplayDocument } from './document.ts';

/** What a record came to, as a person reads it. Times are told in `zone`. */
export function replayReport(document: ReplayDocument, zone: string): string {
  const { from, to, problems } = document;
  if (from === null || to === null) return 'The record holds no probes.';
  const time = (iso: string) => timeText(parseTime(iso) ?? 0, zone);
  const skipped = document.notProbed === 0 ? '' : ` (${document.notProbed} of them not probed)`;
  const read = [
    `${count(document.probes, 'probe')}${skipped} of ${count(document.targets, 'target')} from ${list(document.vantages)},`,
    `${time(from)} to ${time(to)}: ${span(from, to)}.`,
  ];
  const found =
    problems.length === 0
      ? ['Nothing found: no incident, and no failures that repeat.']
      : [`${count(problems.length, 'problem')}, by the time ${problems.length === 1 ? 'it was' : 'they were'} told:`];
  return [...read, '', ...found, ...problems.flatMap((one, index) => problemLines(one, index + 1, time))].join('\n');
}

const TOLD: Readonly<Record<string, string>> = {
  opened: 'told',
  changed: 'told of a change',
  resolved: 'told that it is over',
  'no-longer-monitored': 'told that it is no longer monitored',
} satisfies Readonly<Record<NoticeReason, string>>;

function problemLines(problem: ProblemDocument, number: number, time: (iso: string) => string): string[] {
  const { targets, vantages, addresses } = problem.scope;
  const about = targets.length === 0 ? 'the monitor’s own network' : list(targets);
  const at = addresses.length === 0 ? '' : `, at ${list(addresses)}`;
  const failures = Object.entries(problem.failures).map(([name, times]) => `${times} x ${name}`);
  const ended =
    problem.resolvedAt === null
      ? 'not over at the end of the record'
      : `to ${time(problem.resolvedAt)}, for ${span(problem.firstFailureAt, problem.resolvedAt)}`;
  const lines = [
    problem.pattern === null ? causeOf(problem) : problem.pattern.summary,
    ...problem.consistentWith.flatMap((text, index) => [text, `To be sure: ${problem.tests[index] ?? ''}`]),
    `Since ${time(problem.firstFailureAt)}, ${ended}.`,
    `Failures: ${failures.join(', ')}; seen from ${list(vantages)}${at}.`,
    ...problem.notices.map(({ at: told, reason }) => `${time(told)}  ${TOLD[reason] ?? reason}`),
  ];
  const head = `${number}. ${problem.nature}, ${problem.severity}: ${about}: ${problem.class}, ${list(problem.kinds)}`;
  return ['', head, ...lines.map((line) => `   ${line}`)];
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
