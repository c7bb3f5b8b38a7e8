import { printable } from '../../../core/probing/printable.ts';
import type { RawLine } from '../recorded-line.ts';
import { csvRows, headerOf, type TakeRow } from './csv-rows.ts';
import { mapColumns, timeColumns, type Role, type RoleColumns } from './csv-columns.ts';
import { csvResult } from './csv-result.ts';
import { FOREIGN_TIME_RULE, ZONE_ASSUMED, foreignTime } from './foreign-time.ts';
import type { EntrySink, LineFormat } from './import-format.ts';

/** What each role is called where the columns are told. */
const ROLE_NAMES: Readonly<Record<Role, string>> = {
  at: 'time',
  target: 'target',
  result: 'outcome',
  status: 'HTTP status',
  latency: 'latency',
  error: 'error',
  vantage: 'vantage',
  address: 'address',
};

/** The target of a record that names none. */
const ONLY_TARGET = 'target';

/** CSV of another monitor, or of a script: its columns are known by their usual names. */
export const foreignCsv: LineFormat = {
  kind: 'lines',
  name: 'csv',
  what: 'CSV with columns such as timestamp, url, status, response_time, error',
  looksLike: ([first = '']) => {
    if (first.trimStart().startsWith('{')) return false;
    const names = headerOf(first) ?? [];
    const isOwn = ['at', 'target', 'outcome'].every((name) => names.includes(name));
    return names.length > 1 && !isOwn && timeColumns(names).length > 0;
  },
  reader: (sink) =>
    csvRows(
      (names, line) => rowTaker(names, line, sink),
      (fault) => {
        sink.faulty(fault);
      },
    ),
};

function rowTaker(names: readonly string[], line: number, sink: EntrySink): TakeRow {
  const { columns, leftOut } = mapColumns(names, line);
  sink.assumed(`columns: ${mappingText(columns, names)}`);
  for (const name of leftOut) sink.unknownColumn(name);
  if (columns.target === undefined) sink.assumed(`no column names a target, so all rows are of one: ${ONLY_TARGET}`);
  const resultOf = csvResult(columns, names, sink);
  return (fields, row) => {
    const field = (role: Role) => {
      const column = columns[role];
      return column === undefined ? '' : (fields[column] ?? '').trim();
    };
    const at = foreignTime(field('at'));
    if (at === null) {
      sink.faulty({
        line: row,
        reason: `time: ${FOREIGN_TIME_RULE}; found ${JSON.stringify(printable(field('at'), 60))}`,
      });
      return;
    }
    if (!at.hasZone) sink.assumed(ZONE_ASSUMED);
    const result = resultOf(field);
    if ('reason' in result) {
      sink.faulty({ line: row, reason: result.reason });
      return;
    }
    sink.raw(
      {
        at: at.iso,
        target: field('target') || ONLY_TARGET,
        ...placeOf(field),
        ...latencyOf(field, columns),
        ...result,
      },
      row,
    );
  };
}

function placeOf(field: (role: Role) => string): RawLine {
  return { vantage: field('vantage') || null, address: field('address') || null };
}

function latencyOf(field: (role: Role) => string, { inSeconds }: RoleColumns): RawLine {
  const found = /^(\d+(?:\.\d+)?) ?(ms|s)?$/.exec(field('latency'));
  if (found === null) return {};
  const isSeconds = found[2] === 's' || (found[2] === undefined && inSeconds);
  return { latencyMs: Math.round(Number(found[1]) * (isSeconds ? 1_000_000 : 1_000)) / 1_000 };
}

function mappingText(columns: RoleColumns, names: readonly string[]): string {
  return (Object.keys(ROLE_NAMES) as Role[])
    .flatMap((role) => {
      const column = columns[role];
      if (column === undefined) return [];
      const unit = role === 'latency' ? ` in ${columns.inSeconds ? 'seconds' : 'ms'}` : '';
      return [`${ROLE_NAMES[role]} from ${printable(names[column] ?? '', 60)}${unit}`];
    })
    .join(', ');
}
