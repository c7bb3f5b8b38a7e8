import { WEEKDAYS } from '../model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime, type EpochMs } from '../model/time.ts';
import type { DigestTime } from '../settings-model.ts';
import { atWallTime, wallTimeOf } from './wall-time.ts';

/** What is later than this is left out: the next one is near. */
const LATEST_MS = 6 * DAY_MS;
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_EPOCH = 4;

/** The week that a weekly message is about: the seven days before the day on which it is due. */
export interface DigestWeek {
  /** `digest/<local date on which it is due>`. Later ones sort behind earlier ones. */
  readonly id: string;
  readonly dueAt: EpochMs;
  /** The first midnight on the zone's wall clock, and the one that ends the week. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The newest moment, at or before a tick, at which a weekly message was due; `null` when that is more than six days ago.
 *
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function digestDueAt(tickAt: EpochMs, { weekday, timeOfDay }: DigestTime, zone: string): EpochMs | null {
  const today = dayOf(tickAt, zone);
  const daysAgo = (today + WEEKDAY_OF_EPOCH - WEEKDAYS.indexOf(weekday)) % 7;
  const timeMs = Number(timeOfDay.slice(0, 2)) * HOUR_MS + Number(timeOfDay.slice(3)) * MINUTE_MS;
  const dueOn = (day: number) => atWallTime(day * DAY_MS + timeMs, zone);
  const newest = [today - daysAgo, today - daysAgo - 7].map(dueOn).find((at) => at <= tickAt);
  return newest === undefined || tickAt - newest > LATEST_MS ? null : newest;
}

/** The week of the message that is due at a moment. */
export function digestWeek(dueAt: EpochMs, zone: string): DigestWeek {
  const day = dayOf(dueAt, zone);
  return {
    id: `digest/${isoTime(day * DAY_MS).slice(0, 10)}`,
    dueAt,
    from: atWallTime((day - 7) * DAY_MS, zone),
    to: atWallTime(day * DAY_MS, zone),
  };
}

/** Days from 1970-01-01 to the date on the zone's wall clock. */
function dayOf(at: EpochMs, zone: string): number {
  return Math.floor(wallTimeOf(at, zone) / DAY_MS);
}
