import { zoneOffsetMs } from './chronic/zone-offset.ts';
import { DAY_MS, type EpochMs } from './model/time.ts';

/** The moments at which a wall clock shows a time. */
export interface LocalMoments {
  /** The first one; for a time that does not exist, the first moment after it that does. */
  readonly first: EpochMs;
  /** The last one: another than the first for a time that is repeated when the clock is put back. */
  readonly last: EpochMs;
  /** False for a time that is left out when the clock is put forward. */
  readonly exists: boolean;
}

/**
 * When the wall clock of `zone` shows a time. Relies on no zone changing its clock twice within two days.
 *
 * @param wallMs the time on the wall clock, in milliseconds since 1970-01-01T00:00 on that clock
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function localMoments(wallMs: number, zone: string): LocalMoments {
  // No zone is a day or more from UTC, so these lie on both sides of every candidate.
  const beforeMs = zoneOffsetMs(wallMs - DAY_MS, zone);
  const afterMs = zoneOffsetMs(wallMs + DAY_MS, zone);
  const byOld = wallMs - beforeMs;
  const byNew = wallMs - afterMs;
  const isShownByOld = zoneOffsetMs(byOld, zone) === beforeMs;
  const isShownByNew = zoneOffsetMs(byNew, zone) === afterMs;
  if (isShownByOld || isShownByNew) {
    return { first: isShownByOld ? byOld : byNew, last: isShownByNew ? byNew : byOld, exists: true };
  }
  const change = firstOfOffset(afterMs, byNew, byOld, zone);
  return { first: change, last: change, exists: false };
}

/** A time of day, in milliseconds since midnight, from `HH:MM`. */
export function timeOfDayMs(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

/** The first moment after `last`, `first` at the latest, at which the zone has an offset. */
function firstOfOffset(offsetMs: number, last: EpochMs, first: EpochMs, zone: string): EpochMs {
  let [before, after] = [last, first];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zoneOffsetMs(middle, zone) === offsetMs) after = middle;
    else before = middle;
  }
  return after;
}
