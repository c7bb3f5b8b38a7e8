import { weekdayAt, zoneOffsetMs } from '../chronic/zone-offset.ts';
import { wallTimeOf } from '../digest/wall-time.ts';
import { WEEKDAYS, type Pattern } from '../model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { wholeColumns, type HeatLayout, type HeatRow, type HeatWindow } from './heat-layout.ts';
import { dateLabel, momentLabel, type AxisTick } from './time-ticks.ts';
import type { TimeRange } from './time-range.ts';

/** Five weeks are what records are kept for; one more for a range that begins within a day. */
const MOST_DAYS = 43;
/** On a phone a month needs columns that are wide enough to be seen; of a few days more can be shown. */
const FINEST_COLUMN_MS = { few: 10 * MINUTE_MS, many: 15 * MINUTE_MS } as const;
const COLUMNS_MS = [10, 15, 20, 30, 60, 120, 180, 240, 360].map((minutes) => minutes * MINUTE_MS);
/** Rows up to this many all have a label. */
const FEW_ROWS = 9;
const DAY_NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/**
 * Days down, time of day across, on the wall clock of `zone`: what keeps to the clock stands upright, also where the clock is
 * changed. On a day of 23 hours the hour that is left out stays empty; on one of 25 hours both go to the hour shown twice. Of a
 * longer range, the newest 43 days.
 *
 * @param intervalMs time between two probes: no column is narrower
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function daysLayout(
  { from, to }: TimeRange,
  zone: string,
  pattern: Pattern,
  isOver: boolean,
  intervalMs: number,
): HeatLayout {
  const dayOf = (at: EpochMs) => Math.floor(wallTimeOf(at, zone) / DAY_MS);
  const lastDay = dayOf(to - 1);
  const firstDay = Math.max(dayOf(from), lastDay - MOST_DAYS + 1);
  const finestMs = FINEST_COLUMN_MS[lastDay - firstDay < FEW_ROWS ? 'few' : 'many'];
  const columnMs = COLUMNS_MS.find((ms) => ms >= Math.max(finestMs, intervalMs)) ?? DAY_MS / 4;
  const columns = DAY_MS / columnMs;
  const rows = daysBetween(firstDay, lastDay, pattern);
  const bands = dayBands(pattern, zone, columns);
  const isItsDay = expectedDays(pattern, zone);
  return {
    rows,
    columns,
    rowOf: (at) => (at < from || at >= to || dayOf(at) < firstDay ? null : dayOf(at) - firstDay),
    columnOf: (at) => Math.floor((((wallTimeOf(at, zone) % DAY_MS) + DAY_MS) % DAY_MS) / columnMs),
    ticks: HOURS,
    windows: rowGroups(rows.map((_, row) => isItsDay(firstDay + row))).flatMap(([firstRow, endRow]) =>
      bands.map((band) => ({ ...band, firstRow, endRow })),
    ),
    next: isOver || pattern.nextExpected === null ? [] : nextBands(pattern.nextExpected, zone, columns),
    nextLabel: pattern.nextExpected === null ? '' : momentLabel(pattern.nextExpected.from, zone),
    reading: `One row is a day, one column ${columnMs / MINUTE_MS} min, on the clock of ${zone}.${changesText({ from: Math.max(from, to - MOST_DAYS * DAY_MS), to }, zone)}`,
  };
}

/** Every three hours, and every six where there is less room. */
const HOURS: readonly AxisTick[] = Array.from({ length: 8 }, (_, index) => ({
  ratio: index / 8,
  label: `${String(index * 3).padStart(2, '0')}:00`,
  isMinor: index % 2 === 1,
}));

function daysBetween(firstDay: number, lastDay: number, { weekdays }: Pattern): readonly HeatRow[] {
  const count = lastDay - firstDay + 1;
  const isRare = weekdays !== null && weekdays.length < 3;
  return Array.from({ length: count }, (_, row) => {
    const day = firstDay + row;
    const weekday = dayOfWeek(day);
    const name = DAY_NAMES[weekday] ?? '';
    const isLabelled =
      count <= FEW_ROWS || (isRare ? weekdays.some((one) => one === WEEKDAYS[weekday]) : weekday === 1);
    const date = dateLabel(day * DAY_MS);
    return { label: isLabelled ? date : '', before: isLabelled ? name : '', after: '', name: `${name} ${date}` };
  });
}

/** 0 for Sunday, of days since 1970. */
function dayOfWeek(day: number): number {
  return weekdayAt(day * DAY_MS, 'UTC');
}

/** Whether failures are expected on a day, given as days since 1970 on the wall clock. */
function expectedDays({ kind, weekdays, periodMs, nextExpected, toleranceMs }: Pattern, zone: string) {
  if (kind !== 'clock') return () => false;
  if (weekdays !== null) return (day: number) => weekdays.some((one) => one === WEEKDAYS[dayOfWeek(day)]);
  if (periodMs === null || periodMs <= DAY_MS || nextExpected === null) return () => true;
  const weekday = weekdayAt(nextExpected.from + (toleranceMs ?? 0), zone);
  return (day: number) => dayOfWeek(day) === weekday;
}

/** When in a day failures are expected, as shares of it. */
function dayBands({ kind, timesOfDay, toleranceMs, durationMs, nextExpected }: Pattern, zone: string, columns: number) {
  if (kind !== 'clock') return [];
  if (timesOfDay.length === 0) return nextExpected === null ? [] : nextBands(nextExpected, zone, columns);
  const before = toleranceMs ?? 0;
  const lengthMs = nextExpected === null ? 2 * before + (durationMs ?? 0) : nextExpected.to - nextExpected.from;
  return timesOfDay.flatMap((time) => {
    const [hours = NaN, minutes = NaN] = time.split(':').map(Number);
    if (!Number.isFinite(hours + minutes)) return [];
    return withinDay(hours * HOUR_MS + minutes * MINUTE_MS - before, lengthMs, columns);
  });
}

function nextBands({ from, to }: TimeRange, zone: string, columns: number) {
  return withinDay(from + zoneOffsetMs(from, zone), to - from, columns);
}

/** A stretch of a day; one that goes on past midnight is in two pieces. */
function withinDay(startMs: number, lengthMs: number, columns: number): Pick<HeatWindow, 'fromRatio' | 'toRatio'>[] {
  if (lengthMs >= DAY_MS) return [{ fromRatio: 0, toRatio: 1 }];
  const from = (((startMs % DAY_MS) + DAY_MS) % DAY_MS) / DAY_MS;
  const to = from + lengthMs / DAY_MS;
  if (to <= 1) return [wholeColumns(from, to, columns)];
  return [wholeColumns(from, 1, columns), wholeColumns(0, to - 1, columns)];
}

/** Neighbouring rows that are marked: the first one, and the one after the last. */
function rowGroups(isMarked: readonly boolean[]): [number, number][] {
  const groups: [number, number][] = [];
  isMarked.forEach((isIn, row) => {
    const last = groups.at(-1);
    if (!isIn) return;
    if (last?.[1] === row) last[1] = row + 1;
    else groups.push([row, row + 1]);
  });
  return groups;
}

/** A sentence on each change of the clock, with a space before. */
function changesText({ from, to }: TimeRange, zone: string): string {
  const texts: string[] = [];
  for (let at = from; at < to; at += HOUR_MS) {
    const changeMs = zoneOffsetMs(at + HOUR_MS, zone) - zoneOffsetMs(at, zone);
    if (changeMs === 0) continue;
    const date = dateLabel(wallTimeOf(at, zone));
    texts.push(` On ${date} the clock ${changeMs > 0 ? 'left out an hour' : 'showed an hour twice'}.`);
  }
  return texts.slice(0, 2).join('');
}
