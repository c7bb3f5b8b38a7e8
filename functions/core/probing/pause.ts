import { HOUR_MS, MINUTE_MS, SECOND_MS, parseTime, type EpochMs } from '../model/time.ts';

/** "When the rate limit is hit, it will be active for 10 minutes" (APIv2 docs, "API rate limits"). */
export const DEFAULT_PAUSE_MS = 10 * MINUTE_MS;
/** A longer `Retry-After` is taken for a mistake: an hour without probes is an hour unseen. */
const LONGEST_PAUSE_MS = HOUR_MS;

/**
 * Until when an origin is left alone after a 429: what `Retry-After` says, in seconds or as a date (RFC 9110, section
 * 10.2.3), between a second and an hour; ten minutes when it says nothing usable.
 */
export function pauseUntil(retryAfter: string | undefined, at: EpochMs): EpochMs {
  const text = retryAfter?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * SECOND_MS : (parseTime(text) ?? Number.NaN) - at;
  const isUsable = Number.isFinite(waitMs) && waitMs > 0;
  return at + (isUsable ? Math.min(LONGEST_PAUSE_MS, Math.max(SECOND_MS, waitMs)) : DEFAULT_PAUSE_MS);
}
