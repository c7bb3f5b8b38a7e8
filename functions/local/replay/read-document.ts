import { printable } from '../../core/probing/printable.ts';
import { documentFormat } from './formats/detect-format.ts';
import { UnusableRecordError, type EntryPlaces } from './formats/import-format.ts';
import { MOST_COLLECTED } from './read-lines.ts';
import { entrySink, type Reading } from './reading.ts';
import { reorder } from './reorder.ts';

/** A document is read whole; V8 has no longer texts than twice this. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/**
 * Reads a JSON document of the named format, or of any; the answer is the name of its format.
 *
 * @throws {UnusableRecordError} when it is no JSON, too large, or of no known shape
 */
export async function readDocument(name: string | null, places: EntryPlaces, reading: Reading): Promise<string> {
  const { text, bad, replay, skipBadLines, onProgress } = reading;
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of text.pieces()) {
    length += piece.length;
    if (length > MOST_CHARACTERS) {
      const limit = `${MOST_CHARACTERS / 1024 / 1024} million characters`;
      throw new UnusableRecordError(`is a JSON document of more than ${limit}; cut it by time, and replay the parts`);
    }
    pieces.push(piece);
    onProgress?.(0, text.bytes());
  }
  const document = parsed(pieces.join(''));
  const format = documentFormat(document, name);
  const order = reorder(bad.add, { placeOf: places.textOf, mostCollected: MOST_COLLECTED });
  format.read(document, entrySink(reading, order.add), places);
  const lines = order.rest();
  if (skipBadLines || bad.count() === 0) await replay.take(lines);
  return format.name;
}

/** A document, or a list of those that stand one in each line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // What is wrong with the whole says more.
    }
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new UnusableRecordError(`is no complete JSON document: ${printable(said, 160)}`, { cause });
  }
}
