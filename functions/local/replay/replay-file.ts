import { basename } from 'node:path';
import { systemClock } from '../../adapters/system-clock.ts';
import { printable } from '../../core/probing/printable.ts';
import type { Settings } from '../../core/settings-model.ts';
import { replayDocument } from './document.ts';
import { OWN_NETWORK_NAME, explainDocument, explainReplayed } from './explain-document.ts';
import { explainReport } from './explain-report.ts';
import { nameInRecord } from './recorded-names.ts';
import { progressOn, type ProgressTerminal } from './progress.ts';
import { UnusableRecordError } from './formats/import-format.ts';
import { keptProbes } from './kept-probes.ts';
import { replayPage } from './replay-page.ts';
import { pageObstacle, writePage } from './write-page.ts';
import { recordPictures } from './record-pictures.ts';
import { recordSource } from './record-source.ts';
import { readRecord, type ReadRecord } from './read-record.ts';
import type { Replayed } from './replay.ts';
import { paintOf } from '../terminal/paint.ts';
import { wrapLine } from '../terminal/wrap-text.ts';
import type { TerminalStyle } from '../terminal/terminal-style.ts';
import { replayReport } from './report.ts';

/** What a user asked for. */
export interface ReplayOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly settings: Settings;
  /** The file that the settings came from; `null` for the defaults. */
  readonly configFile: string | null;
  readonly skipBadLines: boolean;
  readonly isJson: boolean;
  /** Name of the record's format; `null`: as its beginning shows. */
  readonly format: string | null;
  /** Where a page of it is written; `null` for none. */
  readonly html: string | null;
  /** How the report is drawn. */
  readonly style: TerminalStyle;
  /** The target to explain, or `own-network`; `null` for none. */
  readonly explain: string | null;
}

/** Where output goes and standard input comes from. */
export interface ReplayStreams {
  readonly input: AsyncIterable<Uint8Array>;
  readonly error: ProgressTerminal;
}

/** What the command came to: the document or the report, or why there is none. */
export type ReplayResult =
  { readonly ok: true; readonly output: string } | { readonly ok: false; readonly message: string };

/** Replays a record. Warnings and progress go to standard error. */
export async function replayFile(options: ReplayOptions, { input, error }: ReplayStreams): Promise<ReplayResult> {
  const { file, settings, skipBadLines } = options;
  const name = file === '-' ? 'standard input' : file;
  const obstacle = options.html === null ? null : pageObstacle(options.html, file);
  if (obstacle !== null) return { ok: false, message: `--html ${options.html ?? ''}: ${obstacle}` };
  const kept = options.isJson && options.html === null ? null : keptProbes();
  let read: ReadRecord;
  try {
    const source = file === '-' ? { pieces: input, totalBytes: null, format: null } : recordSource(file);
    const progress = progressOn(error, source.totalBytes, () => systemClock.now());
    const format = options.format ?? source.format;
    try {
      read = await readRecord(source.pieces, {
        settings,
        skipBadLines,
        format,
        onProgress: progress.update,
        ...(kept === null ? {} : { onRun: kept.add }),
      });
    } finally {
      progress.end();
    }
  } catch (cause) {
    if (cause instanceof UnusableRecordError) return { ok: false, message: `${name}: ${cause.message}` };
    if (isSystemError(cause)) return { ok: false, message: `${name} cannot be read: ${cause.message}` };
    throw cause;
  }
  const { replayed, bad, unknownColumns, format, assumptions } = read;
  const unit = read.isDocument ? (bad.count() === 1 ? 'entry' : 'entries') : bad.count() === 1 ? 'line' : 'lines';
  const lines = `${bad.count()} ${unit} that cannot be used`;
  if (replayed === null) {
    const remedy = 'Correct them, or leave them out with --skip-bad-lines.';
    return { ok: false, message: `${name} has ${lines}:\n${bad.text()}\n${remedy}` };
  }
  const warnings = [
    ...(bad.count() > 0 ? [`${name} has ${lines}, left out:\n${bad.text()}`] : []),
    ...unknownColumns.map((column) => `${name}: the column ${printable(column, 60)} is not known and was left out`),
    ...misfits(replayed, options),
  ];
  for (const warning of warnings) error.write(`${warning}\n`);
  const { timeZone, falseAlarmsPerTargetYear } = settings;
  const policy = { falseAlarmsPerTargetYear, zone: timeZone };
  const why = options.explain === null ? [] : explainReplayed(replayed, options.explain, policy);
  if (why === null) return { ok: false, message: unknownTarget(options.explain ?? '', replayed) };
  if (options.html !== null && kept !== null) {
    const page = replayPage({ name: basename(name), replayed, kept, settings, format, assumptions });
    const why = writePage(options.html, page);
    if (why !== null) return { ok: false, message: `--html ${options.html} cannot be written: ${why}` };
    error.write(`The page is in ${options.html}\n`);
  }
  const document = { format, assumptions, ...replayDocument(replayed, timeZone) };
  const explained = options.explain === null ? document : { ...document, explain: why.map(explainDocument) };
  const texts = [
    forPeople(
      replayReport(document, timeZone, kept === null ? null : recordPictures(replayed, kept, options.style, timeZone)),
      options.style,
    ),
    ...why.map((one) => explainReport(one, timeZone, options.style)),
  ];
  return { ok: true, output: options.isJson ? JSON.stringify(explained, null, 2) : texts.join('\n\n') };
}

/** On a terminal, lines are broken between words, and the head of each problem stands out. */
function forPeople(report: string, { isTerminal, isColoured, columns }: TerminalStyle): string {
  if (!isTerminal) return report;
  const { bold } = paintOf(isColoured);
  return report
    .split('\n')
    .flatMap((line) => {
      // Pictures fit already, and colours take no room.
      if (line.includes('\u001b')) return [line];
      const lines = wrapLine(line, columns, 2);
      return /^\d+\. /.test(line) ? lines.map(bold) : lines;
    })
    .join('\n');
}

/** Names that are told of each kind of misfit. */
const LISTED_NAMES = 10;

function unknownTarget(name: string, { targetIds }: Replayed): string {
  const allowed = [...targetIds.map(nameInRecord), OWN_NETWORK_NAME].map((one) => printable(one)).join(', ');
  return `--explain: the record has no target "${printable(name)}"; allowed are ${allowed}`;
}

/** What a record and the settings have that the other has not. */
function misfits({ targetIds, probes }: Replayed, { settings, configFile, file }: ReplayOptions): string[] {
  if (probes === 0) return [`${file === '-' ? 'standard input' : file} holds no probes`];
  if (configFile === null) return [];
  const recorded = targetIds.map(nameInRecord);
  const configured = settings.targets.map(({ id }) => id);
  const say = (what: string, names: readonly string[]) => {
    if (names.length === 0) return [];
    const more = names.length > LISTED_NAMES ? `, and ${names.length - LISTED_NAMES} more` : '';
    return [
      `${what}: ${names
        .slice(0, LISTED_NAMES)
        .map((name) => printable(name))
        .join(', ')}${more}`,
    ];
  };
  return [
    ...say(
      `Targets of the record that are not in ${configFile}, examined all the same`,
      recorded.filter((name) => !configured.includes(name)),
    ),
    ...say(
      `Targets of ${configFile} that are not in the record`,
      configured.filter((name) => !recorded.includes(name)),
    ),
  ];
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && ('syscall' in cause || 'code' in cause);
}
