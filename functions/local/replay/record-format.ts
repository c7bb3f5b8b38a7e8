import { printable } from '../../core/probing/printable.ts';
import { splitCsv } from './csv.ts';
import { rowsBelow } from './formats/csv-rows.ts';
import { UnusableRecordError, type EntrySink, type LineReader } from './formats/import-format.ts';
import { COLUMNS, REQUIRED_COLUMNS, type Column, type RawLine } from './recorded-line.ts';

/** Where raw lines go, and what cannot become one. */
export type RawLineSink = Pick<EntrySink, 'raw' | 'faulty' | 'unknownColumn'>;

const KNOWN: ReadonlySet<string> = new Set(COLUMNS);

/** JSON Lines or CSV, as the first line that is either shows. Lines before that one are faulty, empty lines are passed over. */
export function recordFormat(sink: RawLineSink): LineReader {
  let format: LineReader | null = null;
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

function formatOf(text: string, line: number, sink: RawLineSink): LineReader | null {
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

function jsonLines(sink: RawLineSink): LineReader {
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

function csv(names: readonly string[], sink: RawLineSink): LineReader {
  const columns = names.map((name) => (isColumn(name) ? name : null));
  for (const name of names) if (!isColumn(name)) sink.unknownColumn(name);
  return rowsBelow(
    names.length,
    (fields, line) => {
      sink.raw(rawLine(columns, fields), line);
    },
    (fault) => {
      sink.faulty(fault);
    },
  );
}

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
