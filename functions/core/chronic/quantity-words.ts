import type { Weekday } from '../model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../model/time.ts';
import { zoneOffsetMs } from './zone-offset.ts';

const STEPS_MS = [DAY_MS, 12 * HOUR_MS, HOUR_MS, 30 * MINUTE_MS, 15 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS];
const FINE_STEPS_MS = [30 * SECOND_MS, 15 * SECOND_MS, 5 * SECOND_MS, SECOND_MS];

/**
 * A period as people say it after "every": `hour`, `30 min`, `1 h 17 min`, `24 h 12 min`, `7 days`. The roundest value that lies within half the
 * standard error, within 0.5 % below an hour, or within half a minute above.
 */
export function periodText(periodMs: number, errorMs: number | null): string {
  const slackMs = Math.max((errorMs ?? 0) / 2, periodMs < HOUR_MS ? periodMs / 200 : MINUTE_MS / 2);
  const steps = [...STEPS_MS, ...FINE_STEPS_MS];
  const step = steps.find((ms) => roundTo(periodMs, ms) > 0 && Math.abs(roundTo(periodMs, ms) - periodMs) <= slackMs);
  const text = spanText(roundTo(periodMs, step ?? SECOND_MS));
  return text === '1 h' ? 'hour' : text === '1 min' ? 'minute' : text;
}

/** A typical duration, rounded to what probes can tell: `2 min`, `40 min`, `2 h 30 min`, `3 days`. */
export function roughText(durationMs: number): string {
  if (durationMs < MINUTE_MS) return 'less than a minute';
  if (durationMs < 20 * MINUTE_MS) return spanText(roundTo(durationMs, MINUTE_MS));
  if (durationMs < HOUR_MS) return spanText(roundTo(durationMs, 5 * MINUTE_MS));
  if (durationMs < 6 * HOUR_MS) return spanText(roundTo(durationMs, 15 * MINUTE_MS));
  return spanText(roundTo(durationMs, durationMs < 2 * DAY_MS ? HOUR_MS : DAY_MS));
}

/** Days from two on, else hours and below, so that 24 h 12 min is not read as a day. */
function spanText(ms: number): string {
  if (ms >= 2 * DAY_MS && ms % DAY_MS < HOUR_MS) return `${Math.floor(ms / DAY_MS)} days`;
  const counts = [
    { name: 'h', count: Math.floor(ms / HOUR_MS) },
    { name: 'min', count: Math.floor((ms % HOUR_MS) / MINUTE_MS) },
    { name: 's', count: Math.floor((ms % MINUTE_MS) / SECOND_MS) },
  ];
  const parts = counts.filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`);
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** A share without false precision: `8 %`, `0.4 %`, `more than 99 %`. */
export function percentText(ratio: number): string {
  if (ratio >= 1) return '100 %';
  if (ratio > 0.99) return 'more than 99 %';
  if (ratio >= 0.01) return `${Math.round(ratio * 100)} %`;
  return ratio >= 0.001 ? `${Math.round(ratio * 1_000) / 10} %` : 'less than 0.1 %';
}

const CHANCES = [
  [1e-9, 'a billion'],
  [1e-8, '100 million'],
  [1e-7, '10 million'],
  [1e-6, 'a million'],
  [1e-5, '100,000'],
  [1e-4, '10,000'],
  [1e-3, '1,000'],
  [1e-2, '100'],
  [1e-1, '10'],
] as const;

/** `less than 1 in 10 million`, or `null` above 1 in 10, where nothing can be made of it. */
export function chanceText(probability: number): string | null {
  const found = CHANCES.find(([limit]) => probability <= limit);
  return found === undefined ? null : `less than 1 in ${found[1]}`;
}

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const FROM_MONDAY = Object.keys(DAY_NAMES) as readonly Weekday[];

/** `Monday`, `Saturday and Sunday`, `Monday to Friday`; days in a row over the weekend are a row too. */
export function weekdaysText(weekdays: readonly Weekday[]): string {
  const days = FROM_MONDAY.filter((day) => weekdays.includes(day));
  const [start] = startsOfRows(days);
  if (start === undefined || !isRowOfDays(days)) return listText(days.map((day) => DAY_NAMES[day]));
  const nameAt = (index: number) => DAY_NAMES[FROM_MONDAY[index % 7] ?? 'mon'];
  return `${nameAt(start)} to ${nameAt(start + days.length - 1)}`;
}

/** Whether days are three or more in a row, so that they are told by the first and the last. */
export function isRowOfDays(weekdays: readonly Weekday[]): boolean {
  return weekdays.length >= 3 && startsOfRows(weekdays).length === 1;
}

function startsOfRows(weekdays: readonly Weekday[]): number[] {
  const isKept = (index: number) => weekdays.some((day) => day === FROM_MONDAY[(index + 7) % 7]);
  return [...FROM_MONDAY.keys()].filter((index) => isKept(index) && !isKept(index - 1));
}

/** `a`, `a and b`, `a, b and c`; another last word joins with e.g. `or`. */
export function listText(items: readonly string[], lastWord = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${lastWord} ${last}`;
}

/**
 * A stretch of time to the minute in the wall clock of `zone`, never shorter than it is:
 * `2026-03-01 02:58 to 03:04 Europe/Amsterdam`. In UTC when that clock is changed on the way, since hours then repeat.
 */
export function windowText(from: EpochMs, to: EpochMs, zone: string): string {
  const start = Math.floor(from / MINUTE_MS) * MINUTE_MS;
  const end = Math.ceil(to / MINUTE_MS) * MINUTE_MS;
  const offsetMs = zoneOffsetMs(start, zone);
  const isChanged = zoneOffsetMs(end, zone) !== offsetMs;
  const shown = (at: EpochMs) => isoTime(isChanged ? at : at + offsetMs);
  const [date, time] = [shown(start).slice(0, 10), shown(start).slice(11, 16)];
  const [endDate, endTime] = [shown(end).slice(0, 10), shown(end).slice(11, 16)];
  const until = date === endDate ? endTime : `${endDate} ${endTime}`;
  return `${date} ${time}${start === end ? '' : ` to ${until}`} ${isChanged ? 'UTC' : zone}`;
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}
