import { windowText } from '../chronic/quantity-words.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../model/time.ts';

/** `2026-03-01 03:04:07 Europe/Amsterdam (02:04:07 UTC)`. */
export function timeText(at: EpochMs, timeZone: string): string {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  const utc = isoTime(at).slice(0, 19).replace('T', ' ');
  return timeZone === 'UTC' ? `${local} UTC` : `${local} ${timeZone} (${withoutDayOf(local, utc)} UTC)`;
}

/** `2026-03-01 `. */
const DATE_LENGTH = 11;

/** A UTC time without its date where the local one has the same. */
function withoutDayOf(local: string, utc: string): string {
  return utc.startsWith(local.slice(0, DATE_LENGTH)) ? utc.slice(DATE_LENGTH) : utc;
}

/** `2026-03-01 14:28 to 14:32 Europe/Amsterdam (13:28 to 13:32 UTC)`: to the minute, never shorter than it is. */
export function spanText(from: EpochMs, to: EpochMs, timeZone: string): string {
  const [local = '', utc = ''] = [timeZone, 'UTC'].map((zone) => windowText(from, to, zone));
  return local === utc ? local : `${local} (${withoutDayOf(local, utc)})`;
}

/** `2026-03-01 03:04 Europe/Amsterdam (02:04 UTC)`: the minute in which it was. */
export function minuteText(at: EpochMs, timeZone: string): string {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return spanText(minute, minute, timeZone);
}

/** `42 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: the two largest units. */
export function durationText(ms: number): string {
  const units = [
    { name: 'd', ms: DAY_MS },
    { name: 'h', ms: HOUR_MS },
    { name: 'min', ms: MINUTE_MS },
    { name: 's', ms: SECOND_MS },
  ];
  const whole = Math.max(0, Math.round(ms / SECOND_MS)) * SECOND_MS;
  const first = units.findIndex((unit) => whole >= unit.ms);
  if (first === -1) return '0 s';
  let rest = whole;
  const parts = units.slice(first, first + 2).flatMap((unit) => {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    return count === 0 ? [] : [`${count} ${unit.name}`];
  });
  return parts.join(' ');
}

/** How long something has gone on by now, to about a twentieth: `42 min`, `2 h 5 min`, `10 h`, `3 d`. */
export function roughDurationText(ms: number): string {
  const steps = [
    { from: 10 * DAY_MS, ms: DAY_MS },
    { from: 10 * HOUR_MS - 30 * MINUTE_MS, ms: HOUR_MS },
    { from: HOUR_MS, ms: 5 * MINUTE_MS },
    { from: 5 * MINUTE_MS, ms: MINUTE_MS },
  ];
  const step = steps.find(({ from }) => ms >= from)?.ms ?? SECOND_MS;
  return durationText(Math.round(ms / step) * step);
}
