import { HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../../core/model/time.ts';

/** Made to be read: what `recordedTimeReader` accepts. */
export const TIME_RULE =
  'must be an ISO 8601 time with a zone, like 2026-03-01T00:00:07.120Z or 2026-03-01T01:00:07+01:00';

/** Most digits of a fraction of a second; those after the third are dropped. */
const FRACTION_DIGITS = 9;

/**
 * A reader of ISO 8601 times in the extended format with a zone, from 1970 on. Stricter than `Date.parse`, which lets
 * 30 February pass and takes a time without a zone for local; and several times as fast, since it remembers the day.
 */
export function recordedTimeReader(): (text: string) => EpochMs | null {
  let day = '';
  let dayAt: EpochMs | null = null;
  return (text) => {
    const date = text.slice(0, 10);
    if (date !== day) {
      day = date;
      dayAt = startOfDay(date);
    }
    const time = timeOfDay(text);
    return dayAt === null || time === null ? null : dayAt + time;
  };
}

function startOfDay(date: string): EpochMs | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  // Years before 100 and days that a month does not have come back as others.
  return at >= 0 && new Date(at).toISOString().startsWith(date) ? at : null;
}

/** From the `T` on, with the zone taken off. */
function timeOfDay(text: string): number | null {
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  // NaN fails every comparison.
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null;
  if (text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return null;
  let ms = 0;
  let place = 19;
  if (text[19] === '.') {
    place = 20;
    for (let worth = 100; isDigit(text, place); worth /= 10) {
      ms += worth * digit(text, place);
      place += 1;
    }
    if (place === 20 || place > 20 + FRACTION_DIGITS) return null;
  }
  const zone = zoneOffset(text, place);
  return zone === null ? null : hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + Math.floor(ms) - zone;
}

function zoneOffset(text: string, place: number): number | null {
  const sign = text[place];
  if (sign === 'Z') return text.length === place + 1 ? 0 : null;
  if ((sign !== '+' && sign !== '-') || text.length !== place + 6 || text[place + 3] !== ':') return null;
  const hours = twoDigits(text, place + 1);
  const minutes = twoDigits(text, place + 4);
  if (!(hours < 24 && minutes < 60)) return null;
  return (sign === '+' ? 1 : -1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

function twoDigits(text: string, place: number): number {
  return isDigit(text, place) && isDigit(text, place + 1) ? digit(text, place) * 10 + digit(text, place + 1) : NaN;
}

function isDigit(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 48 && code <= 57;
}

function digit(text: string, place: number): number {
  return text.charCodeAt(place) - 48;
}
