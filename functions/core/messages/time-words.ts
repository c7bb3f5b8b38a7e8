import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../model/time.ts';

/** `2026-03-01 03:04:07 Europe/Amsterdam (02:04:07 UTC)`. */
export function timeText(at: EpochMs, timeZone: string): string {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  const utc = isoTime(at);
  return timeZone === 'UTC' ? `${local} UTC` : `${local} ${timeZone} (${utc.slice(11, 19)} UTC)`;
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
