import type { RecordedRun } from '../../core/run-record.ts';
import type { Settings } from '../../core/settings-model.ts';
import { LINE_PLACE, badLines, type BadLines } from './bad-lines.ts';
import { BEGINNING_CHARACTERS, detectFormat } from './formats/detect-format.ts';
import { entryPlaces } from './formats/import-format.ts';
import { readDocument } from './read-document.ts';
import { readLines } from './read-lines.ts';
import { startReplay, type Replayed } from './replay.ts';
import { textPieces } from './text-pieces.ts';

/** How a record is read. */
export interface ReadOptions {
  readonly settings: Settings;
  /** Leaves out what cannot be read, and counts it. */
  readonly skipBadLines: boolean;
  /** The format's name; `null`, or none: as its beginning shows. */
  readonly format?: string | null;
  /** Told each run of the record, for pictures. */
  readonly onRun?: (run: RecordedRun) => void;
  /** Called after each piece with the lines and bytes so far. */
  readonly onProgress?: (lines: number, bytes: number) => void;
}

/** A record that was read through. */
export interface ReadRecord {
  /** `null` when there are bad lines and they may not be left out. */
  readonly replayed: Replayed | null;
  readonly bad: BadLines;
  /** Columns that are not known and were left out. */
  readonly unknownColumns: readonly string[];
  /** A JSON document, which has entries; anything else has lines. */
  readonly isDocument: boolean;
  /** The name of the format that it was read as. */
  readonly format: string;
  /** What had to be assumed, in sentences without a full stop. */
  readonly assumptions: readonly string[];
}

/**
 * Reads a record piece by piece, once through, and examines it on the way. After a bad line that may not be left out, the rest is
 * only checked. JSON documents are read whole.
 *
 * @throws {UnusableRecordError} when the record as a whole cannot be used; and whatever reading the pieces throws
 */
export async function readRecord(pieces: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<ReadRecord> {
  const { settings, skipBadLines, format: name = null } = options;
  const text = textPieces(pieces);
  const head = await text.beginning(BEGINNING_CHARACTERS);
  const places = entryPlaces();
  const format = detectFormat(head, name);
  const bad = badLines(format === 'document' ? places.textOf : LINE_PLACE);
  const notes = { unknownColumns: new Set<string>(), assumptions: new Set<string>() };
  const replay = startReplay(settings, undefined, options.onRun);
  const reading = { text, bad, notes, replay, skipBadLines, onProgress: options.onProgress };
  const readAs =
    format === 'document' ? await readDocument(name, places, reading) : await readLines(format, head, reading);
  const isUsable = skipBadLines || bad.count() === 0;
  return {
    replayed: isUsable ? await replay.finish() : null,
    bad,
    unknownColumns: [...notes.unknownColumns],
    isDocument: format === 'document',
    format: readAs,
    assumptions: [...notes.assumptions],
  };
}
