import { isFailure, failureName, type Outcome } from '../core/model/outcome.ts';
import type { Problem } from '../core/model/problem.ts';
import { isoTime, type EpochMs } from '../core/model/time.ts';
import { durationText } from '../core/messages/time-words.ts';
import { explain } from '../core/probing/failures.ts';
import { printable } from '../core/probing/printable.ts';

/** One target as the live view shows it. */
export interface TargetRow {
  readonly id: string;
  /** `null` before its first probe. */
  readonly outcome: Outcome | null;
  /** Duration of the last attempt. */
  readonly latencyMs: number | null;
  /** Marks of the recent probes, oldest first. */
  readonly recent: string;
}

/** An alert as it would be sent. */
export interface ShownAlert {
  readonly at: EpochMs;
  readonly subject: string;
  readonly body: string;
}

/** Everything that is on the screen. */
export interface ViewModel {
  /** Lines above the table: what is watched, and from where. */
  readonly header: readonly string[];
  readonly now: EpochMs;
  readonly targets: readonly TargetRow[];
  readonly openProblems: readonly Problem[];
  /** Oldest first. */
  readonly alerts: readonly ShownAlert[];
  /** Own faults of the newest run. */
  readonly faults: readonly string[];
}

/** Where the view is drawn. */
export interface ViewOptions {
  readonly columns: number;
  /** What does not fit below is left out. */
  readonly rows: number;
  /** Whether colour may be used. */
  readonly isColoured: boolean;
  readonly timeZone: string;
}

/** How many probes of a target are shown as marks. */
export const RECENT_MARKS = 40;

/** Alerts listed by subject; the newest is shown in full. */
const LISTED_ALERTS = 5;

/** The mark of one probe in the strip of recent outcomes. */
export function mark(outcome: Outcome, masked: boolean): string {
  if (outcome.class === 'healthy') return masked ? 'm' : '.';
  return isFailure(outcome) ? 'x' : ' ';
}

/** Draws the live view as text: no more lines than the screen is high, none longer than it is wide. */
export function renderView(model: ViewModel, options: ViewOptions): string {
  const paint = painter(options.isColoured);
  const blocks = [
    [
      ...model.header,
      paint.dim(`${clockText(model.now, options.timeZone)}   . healthy   m healthy after a retry   x failing`),
    ],
    ...(model.faults.length > 0 ? [faultLines(model.faults, options, paint)] : []),
    targetLines(model, paint),
    problemLines(model, options, paint),
    alertLines(model, options, paint),
  ];
  const lines = blocks
    .map((block) => block.join('\n'))
    .join('\n\n')
    .split('\n');
  return lines
    .slice(0, options.rows)
    .map((line) => cut(line, options.columns))
    .join('\n');
}

/** What the monitor itself could not do comes first: all below may be wrong for it. */
function faultLines(faults: readonly string[], options: ViewOptions, paint: Painter): string[] {
  const lines = faults.flatMap((fault) => wrap(fault, options.columns - 2).map((line) => paint.red(`  ${line}`)));
  return ['Own faults', ...lines];
}

function targetLines({ targets }: ViewModel, paint: Painter): string[] {
  const width = Math.max(6, ...targets.map(({ id }) => id.length));
  const outcomes = targets.map(({ outcome }) => outcomeText(outcome));
  const outcomeWidth = Math.max(12, ...outcomes.map((text) => text.length));
  return [
    paint.dim(`  ${'target'.padEnd(width)}  ${'now'.padEnd(outcomeWidth)}  latency  recent`),
    ...targets.map((target, index) => {
      const outcome = (outcomes[index] ?? '').padEnd(outcomeWidth);
      const latency = target.latencyMs === null ? '' : `${Math.round(target.latencyMs)} ms`;
      const isBad = target.outcome !== null && isFailure(target.outcome);
      const shown = isBad ? paint.red(outcome) : paint.green(outcome);
      return `  ${target.id.padEnd(width)}  ${shown}  ${latency.padStart(7)}  ${target.recent}`;
    }),
  ];
}

function problemLines({ openProblems, now }: ViewModel, options: ViewOptions, paint: Painter): string[] {
  if (openProblems.length === 0) return ['Open problems: none'];
  return [
    `Open problems: ${openProblems.length}`,
    ...openProblems.map((problem) => {
      const age = durationText(now - problem.firstFailureAt);
      const names = Object.keys(problem.kinds).join(', ');
      const since = clockText(problem.firstFailureAt, options.timeZone);
      return paint.red(`  ${printable(problem.subject)}: ${names}, since ${since} (${age})`);
    }),
  ];
}

function alertLines({ alerts }: ViewModel, options: ViewOptions, paint: Painter): string[] {
  const newest = alerts.at(-1);
  if (newest === undefined) return ['Alerts: none so far'];
  const listed = alerts
    .slice(-LISTED_ALERTS)
    .map(({ at, subject }) => `  ${clockText(at, options.timeZone)}  ${subject}`);
  const more = alerts.length - listed.length;
  return [
    `Alerts so far: ${alerts.length}${more > 0 ? `, the last ${listed.length}` : ''}`,
    ...listed,
    '',
    paint.dim('The newest, as it would be sent:'),
    `  ${newest.subject}`,
    ...newest.body
      .trimEnd()
      .split('\n')
      .flatMap((line) => wrap(line, options.columns - 2))
      .map((line) => `  ${line}`),
  ];
}

/** An outcome in a few words. */
export function outcomeText(outcome: Outcome | null): string {
  if (outcome === null) return 'waiting';
  if (outcome.class === 'healthy') return 'healthy';
  if (isFailure(outcome)) return failureName(outcome);
  const until = outcome.until === null ? '' : ` until ${isoTime(outcome.until).slice(11, 19)} UTC`;
  return outcome.reason === 'paused' ? `paused${until}` : `not probed: ${outcome.reason}`;
}

/** One line for logs and pipes: what a target changed to. */
export function changeText(target: TargetRow, now: EpochMs, timeZone: string): string {
  const why = target.outcome !== null && isFailure(target.outcome) ? `  ${explain(target.outcome).cause}` : '';
  return `${clockText(now, timeZone)}  ${target.id}: ${outcomeText(target.outcome)}${why}`;
}

function clockText(at: EpochMs, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }).format(at);
}

interface Painter {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly dim: (text: string) => string;
}

function painter(isColoured: boolean): Painter {
  const wrap = (code: number) => (text: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { red: wrap(31), green: wrap(32), dim: wrap(2) };
}

/** Breaks a text between words into lines of at most `width` characters; a longer word stays whole. */
function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const isFirst = line === '';
    if (isFirst || line.length + 1 + word.length <= width) lines[lines.length - 1] = isFirst ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Cuts a line to the screen's width; colour codes take no room. */
function cut(line: string, columns: number): string {
  const pieces = line.split(/(\u001b\[\d+m)/);
  let room = columns;
  return pieces
    .map((piece) => {
      if (piece.startsWith('\u001b[')) return piece;
      const kept = Array.from(piece).slice(0, Math.max(0, room)).join('');
      room -= kept.length;
      return kept;
    })
    .join('');
}
