import { printable } from '../../core/probing/printable.ts';
import { splitCsv } from './csv.ts';
import { COLUMNS, REQUIRED_COLUMNS, type Column, type LineFault, type RawLine } from './recorded-line.ts';
import { LINE_LIMIT } from './text-lines.ts';

/** Where raw lines go, and what cannot become one. */
export interface RawLineSink {
  raw(raw: RawLine, line: number): void;
  faulty(fault: LineFault): void;
  /** A column that is not known and left out, told once each. */
  unknownColumn(name: string): void;
}

/** Takes the lines of a record in their order, and at last its end. */
export interface RecordFormat {
  line(text: string, line: number): void;
  end(): void;
}

/** The whole record cannot be used, with the reason. */
export class UnusableRecordError extends Error {
  override readonly name = 'UnusableRecordError';
}

const KNOWN: ReadonlySet<string> = new Set(COLUMNS);

/** JSON Lines or CSV, as the first line that is either shows. Lines before that one are faulty, empty lines are passed over. */
export function recordFormat(sink: RawLineSink): RecordFormat {
  let format: RecordFormat | null = null;
  return {
    line: (text, line) => {
      if (format === null) {
        format = formatOf(text, line, sink);
        if (format === null && text.trim() !== '') {
          const rule = `must be a JSON object, or a CSV header with the columns ${REQUIRED_COLUMNS.join(', ')}`;
          sink.faulty({ line, reason: `${rule}; found ${JSON.stringify(printable(text, 60))}` });
        }
        if (text.trimStart().startsWith('{')) format?.line(text, line);
        return;
      }
      format.line(text, line);
    },
    end: () => format?.end(),
  };
}

function formatOf(text: string, line: number, sink: RawLineSink): RecordFormat | null {
  if (text.trimStart().startsWith('{')) return jsonLines(sink);
  const header = splitCsv(text);
  if (header.state !== 'complete') return null;
  const names = header.fields.map((name) => name.trim());
  if (!names.some((name) => KNOWN.has(name))) return null;
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  const repeated = names.find((name, index) => KNOWN.has(name) && names.indexOf(name) < index);
  const found = `found ${printable(names.join(', '))}; known are ${COLUMNS.join(', ')}`;
  if (missing.length > 0) {
    throw new UnusableRecordError(`the CSV header in line ${line} lacks ${missing.join(', ')}; ${found}`);
  }
  if (repeated !== undefined) {
    throw new UnusableRecordError(`the CSV header in line ${line} has ${repeated} more than once; ${found}`);
  }
  return csv(names, sink);
}

function jsonLines(sink: RawLineSink): RecordFormat {
  const noticed = new Set<string>(KNOWN);
  return {
    line: (text, line) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch (cause) {
        if (text.trim() === '') return;
        const said = cause instanceof Error ? cause.message : String(cause);
        sink.faulty({ line, reason: `is not JSON: ${printable(said, 120)}` });
        return;
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        sink.faulty({ line, reason: `must be a JSON object; found ${printable(text, 60)}` });
        return;
      }
      for (const name in value) {
        if (noticed.has(name)) continue;
        noticed.add(name);
        sink.unknownColumn(name);
      }
      sink.raw(value, line);
    },
    end: () => undefined,
  };
}

function csv(names: readonly string[], sink: RawLineSink): RecordFormat {
  const columns = names.map((name) => (isColumn(name) ? name : null));
  for (const name of names) if (!isColumn(name)) sink.unknownColumn(name);
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
    if (fields.length !== columns.length) {
      return { reason: `must have ${columns.length} fields like the header; found ${fields.length}` };
    }
    sink.raw(rawLine(columns, fields), line);
    return null;
  };
  /** The fault is in the first of the open lines: a stray quote costs the line it stands in, not those after it. */
  const giveUp = (reason: string) => {
    const [, ...others] = open;
    const line = openLine;
    open = [];
    sink.faulty({ line, reason });
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

const NOT_CLOSED = 'has a quote that is not closed, or closed too late';
/** Most characters of a record over several lines: more than all columns at their longest. */
const OPEN_LIMIT = LINE_LIMIT / 16;

/** Fields as JSON would have them; what does not look like its type stays text, for the check to refuse. */
function rawLine(columns: readonly (Column | null)[], fields: readonly string[]): RawLine {
  const raw: Partial<Record<Column, unknown>> = {};
  columns.forEach((column, index) => {
    const field = fields[index] ?? '';
    if (column !== null && field !== '') raw[column] = valueOf(column, field);
  });
  return raw;
}

function valueOf(column: Column, field: string): unknown {
  if (column === 'status' || column === 'latencyMs') return /^\d+(\.\d+)?$/.test(field) ? Number(field) : field;
  if (column === 'masked') return { true: true, false: false }[field.toLowerCase()] ?? field;
  return field;
}

function isColumn(name: string): name is Column {
  return KNOWN.has(name);
}
