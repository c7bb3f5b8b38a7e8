import { splitCsv } from '../csv.ts';
import type { LineFault } from '../recorded-line.ts';
import { LINE_LIMIT } from '../text-lines.ts';
import type { LineReader } from './import-format.ts';

const NOT_CLOSED = 'has a quote that is not closed, or closed too late';
/** Most characters of a record over several lines: more than all columns at their longest. */
const OPEN_LIMIT = LINE_LIMIT / 16;

/** Takes the fields of a row, as many as the header has. */
export type TakeRow = (fields: readonly string[], line: number) => void;

/** The names in a header, or `null` for what cannot be one. */
export function headerOf(line: string): readonly string[] | null {
  const header = splitCsv(line);
  return header.state === 'complete' ? header.fields.map((name) => name.trim()) : null;
}

/**
 * Reads CSV whose first line that is not empty is the header.
 *
 * @param begin gets the header's names, and may refuse them; what it answers takes the rows
 */
export function csvRows(
  begin: (names: readonly string[], line: number) => TakeRow,
  onFault: (fault: LineFault) => void,
): LineReader {
  let rows: LineReader | null = null;
  return {
    line: (text, line) => {
      if (rows !== null) rows.line(text, line);
      else if (text.trim() !== '') {
        const names = headerOf(text) ?? [];
        rows = rowsBelow(names.length, begin(names, line), onFault);
      }
    },
    end: () => rows?.end(),
  };
}

/** Reads the rows below a header of so many columns. A row may go on over several lines. */
export function rowsBelow(columns: number, takeRow: TakeRow, onFault: (fault: LineFault) => void): LineReader {
  /** Lines of one record whose quotes are still open. */
  let open: string[] = [];
  let openLine = 0;

  /** What is wrong with a record; `null` when it was taken, `open` when it goes on. */
  const take = (text: string, line: number): { readonly reason: string } | 'open' | null => {
    const record = splitCsv(text);
    if (record.state === 'open') return 'open';
    if (record.state === 'faulty') return record;
    const { fields } = record;
    if (fields.length === 1 && fields[0]?.trim() === '') return null;
    if (fields.length !== columns)
      return { reason: `must have ${columns} fields like the header; found ${fields.length}` };
    takeRow(fields, line);
    return null;
  };
  /** The fault is in the first of the open lines: a stray quote costs the line it stands in, not those after it. */
  const giveUp = (reason: string) => {
    const [, ...others] = open;
    const line = openLine;
    open = [];
    onFault({ line, reason });
    others.forEach((text, index) => {
      add(text, line + 1 + index);
    });
  };
  const add = (text: string, line: number) => {
    if (open.length === 0) openLine = line;
    open.push(text);
    const record = open.join('\n');
    const taken = take(record, openLine);
    if (taken === null) open = [];
    else if (taken !== 'open') giveUp(open.length > 1 ? NOT_CLOSED : taken.reason);
    else if (record.length > OPEN_LIMIT) giveUp(NOT_CLOSED);
  };
  return {
    line: add,
    end: () => {
      while (open.length > 0) giveUp(NOT_CLOSED);
    },
  };
}
