import { printable } from '../../../core/probing/printable.ts';
import { UnusableRecordError } from './import-format.ts';

/** What a column can tell. */
export type Role = 'at' | 'target' | 'result' | 'status' | 'latency' | 'error' | 'vantage' | 'address';

/** The position of each column that is known. */
export type RoleColumns = Readonly<Partial<Record<Role, number>>> & {
  /** The latency is in seconds, not milliseconds. */
  readonly inSeconds: boolean;
};

/** Usual names in small letters and digits alone; of two that are there, the one that stands first here is taken. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  at: [
    ...['at', 'timestamp', 'datetime', 'dateandtime', 'checkedat', 'checktime', 'startedat', 'starttime', 'createdat'],
    ...['eventtime', 'ts', 'time', 'date', 'epoch', 'unixtime'],
  ],
  target: [
    ...['target', 'monitorname', 'checkname', 'sitename', 'monitor', 'check', 'probe', 'service', 'site', 'endpoint'],
    ...['name', 'url', 'uri', 'host', 'hostname', 'website', 'domain', 'instance'],
  ],
  result: [
    'outcome',
    'result',
    'up',
    'isup',
    'success',
    'probesuccess',
    'ok',
    'isok',
    'healthy',
    'available',
    'state',
    'status',
  ],
  status: ['statuscode', 'httpstatus', 'httpstatuscode', 'httpcode', 'responsecode', 'responsestatus', 'code'],
  latency: [
    ...['latencyms', 'latency', 'responsetimems', 'responsetime', 'durationms', 'duration', 'elapsedms', 'elapsed'],
    ...['pingms', 'ping', 'totaltimems', 'totaltime', 'responsems', 'ms'],
    ...['latencyseconds', 'responsetimeseconds', 'durationseconds', 'responsetimesec', 'durationsec', 'seconds'],
  ],
  error: ['error', 'errormessage', 'failurereason', 'reason', 'message', 'msg', 'errortext', 'exception', 'detail'],
  vantage: ['vantage', 'region', 'location', 'probelocation', 'agent', 'node'],
  address: ['address', 'ipaddress', 'ip', 'remoteip', 'remoteaddress', 'resolvedip'],
};

/** Columns that may hold the time, by their names. */
export function timeColumns(names: readonly string[]): readonly number[] {
  return matches(names, 'at');
}

/**
 * What each column of a header tells, and which are left out.
 *
 * @throws {UnusableRecordError} when it cannot be told when a probe was made or how it ended
 */
export function mapColumns(
  names: readonly string[],
  line: number,
): { readonly columns: RoleColumns; readonly leftOut: readonly string[] } {
  const found = `found ${printable(names.join(', '))}`;
  const header = `the CSV header in line ${line}`;
  const plain = names.map(plainName);
  if (plain.includes('date') && plain.includes('time') && matches(names, 'at').length === 2) {
    throw new UnusableRecordError(
      `${header} has the time in two columns, date and time: put them together in one, at; ${found}`,
    );
  }
  const columns: Partial<Record<Role, number>> = {};
  for (const role of Object.keys(NAMES) as Role[]) {
    const [first] = matches(names, role);
    if (first !== undefined) columns[role] = first;
  }
  if (columns.at === undefined)
    throw new UnusableRecordError(`${header} lacks a column with the time, like at or timestamp; ${found}`);
  if (columns.result === undefined && columns.status === undefined) {
    const rule = 'lacks outcome, or another column that tells how a probe ended, like status, up or status_code';
    throw new UnusableRecordError(`${header} ${rule}; ${found}`);
  }
  const used = new Set(Object.values(columns));
  const latency = plain[columns.latency ?? -1] ?? '';
  return {
    columns: { ...columns, inSeconds: /sec(onds)?$/.test(latency) },
    leftOut: names.filter((_, index) => !used.has(index)),
  };
}

/** Positions of the columns that have a usual name for a role, the most usual first. */
function matches(names: readonly string[], role: Role): readonly number[] {
  const plain = names.map(plainName);
  return NAMES[role].flatMap((name) => {
    const index = plain.indexOf(name);
    return index === -1 ? [] : [index];
  });
}

/** `Response Time (ms)` is `responsetimems`. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
