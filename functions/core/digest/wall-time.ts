import { zoneOffsetMs } from '../chronic/zone-offset.ts';
import { DAY_MS, type EpochMs } from '../model/time.ts';

/**
 * The moment at which the wall clock of `zone` shows a time, given as that wall clock's time read as if it were UTC. What the
 * clock shows twice is the first time; what it leaves out is as much later as the clock was put forward (RFC 5545, 3.3.5).
 *
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function atWallTime(shown: number, zone: string): EpochMs {
  const before = shown - zoneOffsetMs(shown - DAY_MS, zone);
  const after = shown - zoneOffsetMs(shown + DAY_MS, zone);
  const found = [before, after].filter((at) => wallTimeOf(at, zone) === shown);
  return found.length === 0 ? before : Math.min(...found);
}

/** What the wall clock of `zone` shows at a moment, read as if it were UTC. */
export function wallTimeOf(at: EpochMs, zone: string): number {
  return at + zoneOffsetMs(at, zone);
}
