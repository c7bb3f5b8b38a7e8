import { SECOND_MS, isoTime } from '../../../core/model/time.ts';

/** What `foreignTime` accepts, for people. */
export const FOREIGN_TIME_RULE =
  'must be a time like 2026-03-01T00:00:07Z or 2026-03-01 00:00:07, or seconds or milliseconds since 1970';

/** Said where a time without a zone was read. */
export const ZONE_ASSUMED = 'times without a zone are taken for UTC';

/** A time of another monitor. */
export interface ForeignTime {
  /** ISO 8601, for the record to check in full. */
  readonly iso: string;
  readonly hasZone: boolean;
}

const WALL_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?([.,]\d+)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/;
/** Twelve digits of seconds are the year 33658: that many are milliseconds. */
const MOST_SECONDS = 99_999_999_999;
/** As far as a JavaScript date goes (ECMAScript, "Time Values and Time Range"). */
const MOST_MS = 8.64e15;

/** Reads the times that other monitors write; `null` for what is none. */
export function foreignTime(value: unknown): ForeignTime | null {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value))) {
    const number = Number(value);
    const ms = Math.round(number > MOST_SECONDS ? number : number * SECOND_MS);
    return ms >= 0 && ms <= MOST_MS ? { iso: isoTime(ms), hasZone: true } : null;
  }
  if (typeof value !== 'string') return null;
  const parts = WALL_TIME.exec(value.trim());
  if (parts === null) return null;
  const [, date = '', minutes = '', seconds = ':00', fraction = '', zone] = parts;
  return {
    iso: `${date}T${minutes}${seconds}${fraction.replace(',', '.')}${zoneOf(zone)}`,
    hasZone: zone !== undefined,
  };
}

function zoneOf(zone: string | undefined): string {
  if (zone === undefined || !/^[+-]/.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0] ?? '+'}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
