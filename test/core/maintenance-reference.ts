import { WEEKDAYS, type Weekday } from '../../functions/core/model/pattern.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';

/** What a wall clock shows at each minute of a span. */
export interface WallClock {
  readonly from: number;
  /** Milliseconds since 1970-01-01T00:00 on that clock. */
  readonly shown: readonly number[];
}

/** Asks `Intl` for every single minute. */
export function wallClock(timeZone: string, from: number, to: number): WallClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const shown: number[] = [];
  for (let at = from; at <= to; at += MINUTE_MS) shown.push(Date.parse(`${format.format(at).replace(' ', 'T')}Z`));
  return { from, shown };
}

/**
 * Whether a weekly window is open at a minute of the clock's span, its first nine and last eight days excepted: each day that
 * the window starts on, existing or not, is looked for minute by minute.
 */
export function slowCalendar(
  { from, shown }: WallClock,
  weekdays: readonly Weekday[],
  minuteOfDay: number,
  minutes: number,
): (at: number) => boolean {
  const open = new Set<number>();
  const firstShowing = (wall: number) => shown.findIndex((one) => one >= wall);
  const firstDay = Math.ceil((shown[0] ?? 0) / DAY_MS) + 1;
  for (let day = firstDay; day * DAY_MS < (shown.at(-1) ?? 0) - 8 * DAY_MS; day += 1) {
    if (!weekdays.includes(WEEKDAYS[new Date(day * DAY_MS).getUTCDay()] ?? 'sun')) continue;
    const wall = day * DAY_MS + minuteOfDay * MINUTE_MS;
    const start = firstShowing(wall);
    const end = minutes % 1_440 === 0 ? firstShowing(wall + minutes * MINUTE_MS) : start + minutes;
    for (let minute = start; minute < end; minute += 1) open.add(minute);
  }
  return (at) => open.has((at - from) / MINUTE_MS);
}
