import type { LineFault, RawLine, RecordedLine } from '../recorded-line.ts';

/** Where goes what a reader finds, in the order of the record. */
export interface EntrySink {
  /** An entry in the columns of our own record; every column is checked behind this. */
  raw(raw: RawLine, entry: number): void;
  /** An entry of which more is known than columns can say. */
  recorded(line: RecordedLine): void;
  faulty(fault: LineFault): void;
  /** A column that is not known and left out, told once each. */
  unknownColumn(name: string): void;
  /** What had to be assumed, or was passed over: told with the report, once however often it is said. */
  assumed(text: string): void;
}

/** Takes the lines of a record in their order, and at last its end. */
export interface LineReader {
  line(text: string, line: number): void;
  end(): void;
}

/** A format that is read line by line, in bounded memory. */
export interface LineFormat {
  readonly kind: 'lines';
  /** For `--format`. Several formats may share a name: they come from the same program. */
  readonly name: string;
  /** What it is, for people. */
  readonly what: string;
  /** Longest line, in characters. */
  readonly lineLimit?: number;
  /** Whether the first lines that are not empty look like it. */
  looksLike(head: readonly string[]): boolean;
  /**
   * A reader of one record.
   *
   * @throws {UnusableRecordError} there or while reading, when the record as a whole cannot be used
   */
  reader(sink: EntrySink): LineReader;
}

/** A JSON document, read whole. */
export interface DocumentFormat {
  readonly kind: 'document';
  readonly name: string;
  readonly what: string;
  looksLike(document: unknown): boolean;
  /**
   * Reads the document.
   *
   * @throws {UnusableRecordError} when it cannot be used as a whole
   */
  read(document: unknown, sink: EntrySink, places: EntryPlaces): void;
}

export type ImportFormat = LineFormat | DocumentFormat;

/** The record as a whole cannot be used, with the reason. */
export class UnusableRecordError extends Error {
  override readonly name = 'UnusableRecordError';
}

/** Numbers the entries of a document, and knows where each of them stands. */
export interface EntryPlaces {
  /** The entries that follow stand in the list at this path. */
  readonly begin: (path: string) => void;
  /** The number of the next entry. */
  readonly next: () => number;
  /** `data.result[2].values[17]`. */
  readonly textOf: (entry: number) => string;
}

/** See `EntryPlaces`. */
export function entryPlaces(): EntryPlaces {
  const lists: { readonly first: number; readonly path: string }[] = [{ first: 1, path: '' }];
  let count = 0;
  return {
    begin: (path) => {
      lists.push({ first: count + 1, path });
    },
    next: () => {
      count += 1;
      return count;
    },
    textOf: (entry) => {
      const list = lists.findLast(({ first }) => first <= entry);
      return `${list?.path ?? ''}[${entry - (list?.first ?? 1)}]`;
    },
  };
}

/** Whether a value is an object with names, not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
