import { printable } from '../../../core/probing/printable.ts';
import { OUTCOMES } from '../outcome-column.ts';
import type { RawLine } from '../recorded-line.ts';
import type { Role, RoleColumns } from './csv-columns.ts';
import { toldFailure } from './error-text.ts';
import type { EntrySink } from './import-format.ts';
import { STATUS_ASSUMED, isHttpStatus, statusOutcome } from './status-outcome.ts';

const HEALTHY = new Set([
  'up',
  'ok',
  'true',
  'success',
  'successful',
  'succeeded',
  'healthy',
  'pass',
  'passed',
  'online',
  'available',
  'operational',
  'green',
  'yes',
]);
const FAILING = new Set([
  'down',
  'false',
  'fail',
  'failed',
  'failure',
  'failing',
  'error',
  'critical',
  'offline',
  'unavailable',
  'unhealthy',
  'red',
  'no',
  'timeout',
  'major_outage',
]);
const NOT_PROBED = new Set(['paused', 'maintenance', 'unknown', 'pending', 'skipped', 'not-probed']);

const RULE =
  'how the probe ended must be a word like up or down, true or false, an HTTP status, or an outcome of our own (healthy, class/kind)';

/** The outcome of a row, or why it cannot be told. */
export type CsvResult = Pick<RawLine, 'outcome' | 'status' | 'phase'> | { readonly reason: string };

/** A reader of how the probes of a record ended: word, HTTP status and error text, as far as it has them. */
export function csvResult(
  columns: RoleColumns,
  names: readonly string[],
  sink: EntrySink,
): (field: (role: Role) => string) => CsvResult {
  // In a column called up, 1 says so; in one called status it may be anything: 0 is well in Nagios, and down in Uptime Kuma.
  const isFlag = !/^(status|state)$/i.test(names[columns.result ?? -1] ?? 'status');
  return (field) => {
    const word = field('result').toLowerCase();
    const code = field('status');
    const hasCode = /^\d{1,3}$/.test(code);
    const status = Number(hasCode ? code : /^\d{3}$/.test(word) ? word : NaN);
    const shown = isHttpStatus(status) ? { status } : {};
    const own = OUTCOMES.get(field('result'));
    if (own !== undefined) return { outcome: field('result'), ...shown };
    const isOk = HEALTHY.has(word) || (isFlag && word === '1');
    if (isOk) return { outcome: 'healthy', ...shown };
    if (NOT_PROBED.has(word)) return { outcome: 'not-probed' };
    const isFailing = FAILING.has(word) || (isFlag && word === '0');
    const isWordless = word === '' || /^(\d{3})$/.test(word);
    if (!isFailing && !isWordless) return { reason: `${RULE}; found ${JSON.stringify(printable(word, 60))}` };
    if (isHttpStatus(status)) {
      sink.assumed(STATUS_ASSUMED);
      return { outcome: statusOutcome(status, isFailing), status };
    }
    // As curl and many monitors write it: there was no answer.
    const hasNoAnswer = (hasCode && status === 0) || word === '000';
    const error = field('error');
    if (!isFailing && !hasNoAnswer && error === '') return { reason: `${RULE}; found nothing` };
    const told = toldFailure(error === '' ? word : error);
    if (told !== null) return told;
    sink.assumed('failures of which neither status nor error text is known count as network');
    return { outcome: 'network' };
  };
}
