import { DAY_MS, HOUR_MS, type EpochMs } from '../../../functions/core/model/time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far a zone's wall clock is ahead of UTC at a moment. */
export function zoneOffsetMs(zone: string, at: EpochMs): number {
  // Offsets change on the half hour at the finest.
  const slot = Math.floor(at / (HOUR_MS / 2)) * (HOUR_MS / 2);
  const key = `${zone} ${slot}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = wallTime(zone, slot) - slot;
  offsets.set(key, offset);
  return offset;
}

/**
 * The moment at which a zone's wall clock shows this time. Of a time that comes twice, the first; one that a change to
 * summer time skips comes after the change.
 *
 * @param wallMs the wall clock's time as if it were UTC
 */
export function momentOf(zone: string, wallMs: number): EpochMs {
  const before = zoneOffsetMs(zone, wallMs - DAY_MS);
  const after = zoneOffsetMs(zone, wallMs + DAY_MS);
  const candidates = [wallMs - before, wallMs - after].filter((at) => at + zoneOffsetMs(zone, at) === wallMs);
  return candidates.length === 0 ? wallMs - Math.min(before, after) : Math.min(...candidates);
}

/** Midnights in UTC of these years after which a zone's offset changes within the day. */
export function clockChanges(zone: string, firstYear: number, lastYear: number): readonly EpochMs[] {
  const days: EpochMs[] = [];
  for (let day = Date.UTC(firstYear, 0, 1); day < Date.UTC(lastYear + 1, 0, 1); day += DAY_MS) {
    if (zoneOffsetMs(zone, day) !== zoneOffsetMs(zone, day + DAY_MS)) days.push(day);
  }
  return days;
}

function wallTime(zone: string, at: EpochMs): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
