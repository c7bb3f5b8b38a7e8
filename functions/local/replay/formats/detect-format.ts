import { listText } from '../../../core/chronic/quantity-words.ts';
import { UnusableRecordError, isObject, type DocumentFormat, type LineFormat } from './import-format.ts';
import { FORMATS } from './registry.ts';

/** Lines that a format is told by. */
const MOST_LINES = 50;

/** The beginning of a record. */
export interface RecordHead {
  readonly text: string;
  /** There is no more of it. */
  readonly isWhole: boolean;
}

/** The line format of a record, or that it is a JSON document to be read whole. */
export type Detected = LineFormat | 'document';

/**
 * Tells a record's format by its beginning, never by its name.
 *
 * @param name the only format to look for; `null` for any
 * @throws {UnusableRecordError} when it cannot be of the format that was asked for
 */
export function detectFormat(head: RecordHead, name: string | null): Detected {
  const lines = firstLines(head);
  const formats = FORMATS.filter((format) => name === null || format.name === name);
  const documents = formats.filter((format) => format.kind === 'document');
  const lineFormats = formats.filter((format) => format.kind === 'lines');
  if (documents.length > 0 && isDocument(head, lines, documents)) return 'document';
  const [only] = lineFormats;
  if (only === undefined) {
    throw new UnusableRecordError(`is no JSON document, as ${listText([name ?? ''])} must be: ${whatOf(documents)}`);
  }
  return lineFormats.find((format) => format.looksLike(lines)) ?? only;
}

/**
 * The format of a JSON document.
 *
 * @throws {UnusableRecordError} when no format knows its shape
 */
export function documentFormat(document: unknown, name: string | null): DocumentFormat {
  const formats = FORMATS.filter((format) => format.kind === 'document').filter(
    (format) => name === null || format.name === name,
  );
  const found = formats.find((format) => format.looksLike(document));
  if (found !== undefined) return found;
  const keys = isObject(document) ? Object.keys(document).slice(0, 10).join(', ') : 'a list';
  throw new UnusableRecordError(`is JSON of no shape that is known (found ${keys}); known are ${whatOf(formats)}`);
}

function whatOf(formats: readonly DocumentFormat[]): string {
  return formats.map(({ what }) => what).join('; ');
}

/** The first lines that are not empty; without one that may go on. */
function firstLines({ text, isWhole }: RecordHead): readonly string[] {
  const lines = text.split('\n');
  if (!isWhole && lines.length > 1) lines.pop();
  return lines
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_LINES);
}

/** A document goes over several lines, or is a single one; JSON Lines have an object in each. */
function isDocument(
  { text, isWhole }: RecordHead,
  [first = '', second]: readonly string[],
  documents: readonly DocumentFormat[],
): boolean {
  const start = text.trimStart();
  if (start.startsWith('[')) return /^\[\s*([{[\]]|$)/.test(start);
  if (!start.startsWith('{')) return false;
  const value = parsed(first);
  if (value !== undefined) return documents.some((format) => format.looksLike(value));
  // A single line goes on beyond what is looked at. Of several, a first one that was cut off is followed by other objects.
  return second === undefined ? !isWhole : !second.startsWith('{');
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** So much of a record is looked at, in characters. */
export const BEGINNING_CHARACTERS = 64 * 1024;
