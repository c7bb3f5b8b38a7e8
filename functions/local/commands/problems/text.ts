import { patternSentence } from '../../../core/chronic/words.ts';
import { concernsText } from '../../../core/messages/concerns.ts';
import { chiefKind, explainProblem } from '../../../core/messages/problem-words.ts';
import type { Announcement } from '../../../core/model/problem.ts';
import { MINUTE_MS, type EpochMs } from '../../../core/model/time.ts';
import { durationText, timeText } from '../../../core/messages/time-words.ts';
import { printable } from '../../../core/probing/printable.ts';
import { stateText, type KnownProblem } from './known-problem.ts';

/** The moment and the zone that times are told for. */
export interface ToldFor {
  readonly now: EpochMs;
  readonly timeZone: string;
}

/** A longer name is cut, so that a row fits on a line. */
const WHAT_LIMIT = 40;

/** Problems as a table: what, class, since, state. */
export function problemTable(known: readonly KnownProblem[], told: ToldFor): string {
  const rows = known.map((one) => {
    const { problem, shortId } = one;
    return [
      shortId,
      problem.severity,
      printable(problem.subject, WHAT_LIMIT),
      chiefKind(problem),
      `${clockText(problem.firstFailureAt, told)} (${ageText(problem.firstFailureAt, told)})`,
      printable(stateText(one, told.now, (at) => clockText(at, told))),
    ];
  });
  return columns([['id', 'severity', 'what', 'class', 'since', 'state'], ...rows]);
}

/** One problem in full. */
export function problemText(one: KnownProblem, told: ToldFor): string {
  const { problem, care, shortId } = one;
  const { scope, pattern, hints } = problem;
  const time = (at: EpochMs) => timeText(at, told.timeZone);
  const { cause, remedy } = explainProblem(problem);
  const failures = Object.entries(problem.kinds).map(([name, count]) => `${count} x ${name}`);
  const facts: readonly (readonly [string, string | null])[] = [
    ['id', problem.id],
    ['state', stateText(one, told.now, time)],
    ['since', time(problem.firstFailureAt)],
    [
      'this time since',
      problem.occurrences > 1 ? `${time(problem.failingSince)} (number ${problem.occurrences})` : null,
    ],
    ['over since', problem.resolvedAt === null ? null : time(problem.resolvedAt)],
    ['note', care?.note ?? null],
    ['acknowledged', typeof care?.acknowledgedAt === 'number' ? time(care.acknowledgedAt) : null],
    ['cause', cause],
    ['concerns', concernsText(problem)],
    ['pattern', pattern === null ? null : patternSentence(pattern, told.timeZone)],
    ...hints.flatMap(({ consistentWith, test }) => [['', consistentWith] as const, ['to be sure', test] as const]),
    ['what to do', remedy],
    ['failures', failures.length === 0 ? null : failures.join(', ')],
    ['targets', scope.targets.join(', ') || null],
    ['vantages', scope.vantages.join(', ') || null],
    ['addresses', scope.addresses.join(', ') || null],
    ['detail', problem.detail],
    ['diagnosis', problem.diagnosis],
    ['newest notice', time(problem.toldAt)],
  ];
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [['', name, printable(value, LINE_LIMIT)]]));
  const head = `${shortId}  ${printable(problem.subject)}: ${problem.nature}, ${problem.severity}`;
  return `${head}\n${columns(lines)}`;
}

/** Hints and patterns are sentences of our own; this only keeps a broken one from flooding the terminal. */
const LINE_LIMIT = 1_000;

/** Announcements that nobody could be told, a line each. */
export function deadText(buried: readonly Announcement[], told: ToldFor): string {
  const rows = buried.map((one) => [
    clockText(one.at, told),
    one.reason === 'digest' ? 'digest' : `${one.reason}: ${printable(one.problem.subject, WHAT_LIMIT)}`,
    one.id,
  ]);
  return columns([['decided', 'what', 'id'], ...rows]);
}

/** `2026-03-01 09:00`, in the zone. */
export function clockText(at: EpochMs, { timeZone }: Pick<ToldFor, 'timeZone'>): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

function ageText(since: EpochMs, { now }: ToldFor): string {
  const ms = now - since;
  return ms < MINUTE_MS ? durationText(ms) : durationText(Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}

/** Rows with each column as wide as its longest cell. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Array.from(row[column] ?? '').length)),
  );
  const pad = (cell: string, width: number) => cell + ' '.repeat(Math.max(0, width - Array.from(cell).length));
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
