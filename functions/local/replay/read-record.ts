import type { Settings } from '../../core/settings-model.ts';
import { badLines, type BadLines } from './bad-lines.ts';
import { recordFormat } from './record-format.ts';
import { isLineFault, lineReader } from './recorded-line.ts';
import { reorder } from './reorder.ts';
import { startReplay, type Replayed } from './replay.ts';
import { LINE_LIMIT, lineCutter } from './text-lines.ts';

/** How a record is read. */
export interface ReadOptions {
  readonly settings: Settings;
  /** Leaves out what cannot be read, and counts it. */
  readonly skipBadLines: boolean;
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
}

/**
 * Reads a record piece by piece, once through, and examines it on the way. After a bad line that may not be left out, the rest is
 * only checked.
 *
 * @throws {UnusableRecordError} when the record as a whole cannot be used; and whatever reading the pieces throws
 */
export async function readRecord(
  pieces: AsyncIterable<Uint8Array>,
  { settings, skipBadLines, onProgress }: ReadOptions,
): Promise<ReadRecord> {
  const bad = badLines();
  const unknownColumns: string[] = [];
  const replay = startReplay(settings);
  const order = reorder(bad.add);
  const readLine = lineReader();
  const format = recordFormat({
    raw: (raw, line) => {
      const read = readLine(raw, line);
      if (isLineFault(read)) bad.add(read);
      else order.add(read);
    },
    faulty: bad.add,
    unknownColumn: (name) => unknownColumns.push(name),
  });
  let lines = 0;
  let bytes = 0;
  const cutter = lineCutter((text, line) => {
    lines = line;
    if (text === null) bad.add({ line, reason: `must not be longer than ${LINE_LIMIT} characters` });
    else format.line(text, line);
  });
  const isUsable = () => skipBadLines || bad.count() === 0;

  // Passes over a byte order mark.
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    bytes += piece.length;
    cutter.push(decoder.decode(piece, { stream: true }));
    const ready = order.ready();
    if (isUsable()) await replay.take(ready);
    onProgress?.(lines, bytes);
  }
  cutter.push(decoder.decode());
  cutter.end();
  format.end();
  const rest = order.rest();
  if (!isUsable()) return { replayed: null, bad, unknownColumns };
  await replay.take(rest);
  return { replayed: await replay.finish(), bad, unknownColumns };
}
