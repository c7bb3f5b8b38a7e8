import { isFailure, failureName, type Outcome } from '../core/model/outcome.ts';
import type { Problem } from '../core/model/problem.ts';
import { DAY_MS, isoTime, type EpochMs } from '../core/model/time.ts';
import { patternInBrief } from '../core/messages/pattern-words.ts';
import { durationText } from '../core/messages/time-words.ts';
import { explain } from '../core/probing/failures.ts';
import { printable } from '../core/probing/printable.ts';
import { STRIP_LEGEND } from './strip.ts';
import { clockText, cut, dayText, painter, wrap, type Painter } from './terminal-text.ts';

/** One target as the live view shows it. */
export interface TargetRow {
  readonly id: string;
  /** `null` before its first probe. */
  readonly outcome: Outcome | null;
  /** Duration of the last attempt. */
  readonly latencyMs: number | null;
  /** Marks of the recent probes, oldest first, see `strip.ts`. */
  readonly recent: string;
}

/** An alert as it would be sent. */
export interface ShownAlert {
  readonly at: EpochMs;
  readonly subject: string;
  readonly body: string;
}

/** How far a story has been played that ends now. */
export interface Progress {
  /** Whether it is still played; afterwards time goes on as it does. */
  readonly isPlaying: boolean;
  readonly ratio: number;
  /** 1 to `days`. */
  readonly day: number;
  readonly days: number;
  /** What goes on that day, in a few words. */
  readonly today: string;
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
  /** Absent when nothing is played. */
  readonly progress?: Progress;
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

/** Alerts listed by subject at least; the newest is shown in full. */
const FEWEST_LISTED = 5;

const BAR_WIDTH = 28;

/** Draws the live view as text: no more lines than the screen is high, none longer than it is wide. */
export function renderView(model: ViewModel, options: ViewOptions): string {
  const paint = painter(options.isColoured);
  const { now, progress, faults } = model;
  const above = [
    [
      ...model.header.map((line, index) => (index === 0 ? paint.bold(line) : line)),
      ...(progress === undefined ? [] : progressLines(progress, now, options.timeZone, paint)),
      paint.dim(`${clockText(now, options.timeZone)}   ${STRIP_LEGEND}`),
    ],
    ...(faults.length > 0 ? [faultLines(faults, options, paint)] : []),
    targetLines(model, paint),
    problemLines(model, options, paint),
  ].flatMap((block) => [...block, '']);
  return [...above, ...alertLines(model, options, options.rows - above.length, paint)]
    .slice(0, options.rows)
    .map((line) => cut(line, options.columns))
    .join('\n');
}

/** A bar, and what goes on. */
function progressLines(progress: Progress, now: EpochMs, timeZone: string, paint: Painter): string[] {
  const full = Math.round(progress.ratio * BAR_WIDTH);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(BAR_WIDTH - full)}]`;
  return [
    `${bar} ${progressText(progress, now, timeZone)}`,
    ...(progress.isPlaying ? [paint.yellow(progress.today)] : []),
  ];
}

/** How far a story is, or that it is over. */
export function progressText({ isPlaying, day, days }: Progress, now: EpochMs, timeZone: string): string {
  return isPlaying
    ? `day ${day} of ${days}, ${dayText(now, timeZone)}`
    : `${days} days played. It goes on in real time: a run every 5 minutes.`;
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
      const how = problem.pattern === null ? Object.keys(problem.kinds).join(', ') : patternInBrief(problem);
      const since = whenText(problem.firstFailureAt, now - problem.firstFailureAt < DAY_MS, options.timeZone);
      return paint.red(`  ${printable(problem.subject)}: ${how}, since ${since} (${age})`);
    }),
  ];
}

/** The alerts so far, as many as there is room for, and the newest in full. */
function alertLines({ alerts, now }: ViewModel, options: ViewOptions, rows: number, paint: Painter): string[] {
  const newest = alerts.at(-1);
  if (newest === undefined) return ['Alerts: none so far'];
  const full = [newest.subject, ...newest.body.trimEnd().split('\n')]
    .flatMap((line) => wrap(line, options.columns - 2))
    .map((line) => `  ${line}`);
  const room = Math.max(FEWEST_LISTED, rows - full.length - 3);
  const shown = alerts.slice(-room);
  const areOfToday = shown.every(({ at }) => now - at < DAY_MS);
  const listed = shown.map(
    ({ at, subject }) => `  ${whenText(at, areOfToday, options.timeZone)}  ${painted(subject, paint)}`,
  );
  const more = alerts.length - listed.length;
  return [
    `Alerts so far: ${alerts.length}${more > 0 ? `, the last ${listed.length}` : ''}`,
    ...listed,
    '',
    paint.dim('The newest, as it would be sent:'),
    ...full,
  ];
}

/** A subject in the colour of what it says. */
function painted(subject: string, paint: Painter): string {
  if (subject.startsWith('RESOLVED')) return paint.green(subject);
  return subject.startsWith('WARNING') ? paint.yellow(subject) : paint.red(subject);
}

/** A time by the clock alone, or with its day. */
function whenText(at: EpochMs, isOfToday: boolean, timeZone: string): string {
  return isOfToday ? clockText(at, timeZone) : dayText(at, timeZone);
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
