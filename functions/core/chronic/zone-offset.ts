import { DAY_MS, SECOND_MS, type EpochMs } from '../model/time.ts';

/** Offsets within one UTC day: at most one change. */
interface DayOffsets {
  readonly beforeMs: number;
  /** First moment of the later offset; infinite on a day without a change. */
  readonly changeAt: EpochMs;
  readonly afterMs: number;
}

interface ZoneOffsets {
  readonly wallClock: Intl.DateTimeFormat;
  /** By UTC days since 1970. */
  readonly days: Map<number, DayOffsets>;
}

/** Patterns look back five weeks; nearly three years leave a replay of a long record in the cache too. */
const DAYS_KEPT = 1_000;
const ZONES_KEPT = 64;
const zones = new Map<string, ZoneOffsets>();

/**
 * Milliseconds that the wall clock of `zone` is ahead of UTC at a moment; negative west of Greenwich. Exact around changes,
 * which need not fall on an hour. A day already asked for costs two look-ups in maps: `Intl` per probe is far too slow.
 *
 * Relies on no zone changing its clock twice in one UTC day; none in the IANA database has since 1970.
 *
 * @throws RangeError when `zone` is no IANA time zone or `at` is no moment.
 */
export function zoneOffsetMs(at: EpochMs, zone: string): number {
  if (zone === 'UTC') return 0;
  const offsets = zones.get(zone) ?? rememberedZone(zone);
  const day = Math.floor(at / DAY_MS);
  const found = offsets.days.get(day) ?? rememberedDay(day, offsets);
  return at < found.changeAt ? found.beforeMs : found.afterMs;
}

/** The day of the week, 0 for Sunday, on a zone's wall clock. */
export function weekdayAt(at: EpochMs, zone: string): number {
  return (Math.floor((at + zoneOffsetMs(at, zone)) / DAY_MS) + 4) % 7;
}

function rememberedZone(zone: string): ZoneOffsets {
  const offsets: ZoneOffsets = { wallClock: wallClockOf(zone), days: new Map() };
  if (zones.size >= ZONES_KEPT) zones.clear();
  zones.set(zone, offsets);
  return offsets;
}

function rememberedDay(day: number, { wallClock, days }: ZoneOffsets): DayOffsets {
  const offsets = offsetsOfDay(day * DAY_MS, wallClock);
  if (days.size >= DAYS_KEPT) days.clear();
  days.set(day, offsets);
  return offsets;
}

function wallClockOf(timeZone: string): Intl.DateTimeFormat {
  const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric', ...clock });
  } catch (cause) {
    throw new RangeError(`"${timeZone}" is no time zone: use an IANA name such as Europe/Amsterdam`, { cause });
  }
}

function offsetsOfDay(start: EpochMs, wallClock: Intl.DateTimeFormat): DayOffsets {
  const beforeMs = offsetByIntl(start, wallClock);
  const afterMs = offsetByIntl(start + DAY_MS, wallClock);
  if (beforeMs === afterMs) return { beforeMs, changeAt: Infinity, afterMs };
  let last = 0;
  let first = DAY_MS / SECOND_MS;
  while (first - last > 1) {
    const middle = (first + last) >> 1;
    if (offsetByIntl(start + middle * SECOND_MS, wallClock) === beforeMs) last = middle;
    else first = middle;
  }
  return { beforeMs, changeAt: start + first * SECOND_MS, afterMs };
}

/** @param at a whole second. */
function offsetByIntl(at: EpochMs, wallClock: Intl.DateTimeFormat): number {
  const parts = wallClock.formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [read('year'), read('month'), read('day')];
  // eslint-disable-next-line no-restricted-globals -- a conversion: it reads no clock
  return Date.UTC(year, month - 1, day, read('hour'), read('minute'), read('second')) - at;
}
