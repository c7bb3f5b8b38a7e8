/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** ISO 8601 in UTC with milliseconds. */
export function isoTime(at: EpochMs): string {
  // eslint-disable-next-line no-restricted-globals -- a conversion: it reads no clock
  return new Date(at).toISOString();
}

/** The moment that a text names (ISO 8601 or HTTP date), or `null` when it names none. */
export function parseTime(text: string): EpochMs | null {
  // eslint-disable-next-line no-restricted-globals -- a conversion: it reads no clock
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
