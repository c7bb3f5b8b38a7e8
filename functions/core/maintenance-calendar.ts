import type { MaintenanceTime, MaintenanceWindow } from './maintenance.ts';
import { localMoments, timeOfDayMs } from './maintenance-local-time.ts';
import { WEEKDAYS } from './model/pattern.ts';
import { DAY_MS, type EpochMs } from './model/time.ts';

/** When failures are expected, and of what. */
export interface MaintenanceCalendar {
  /**
   * The window that is open at a tick for a subject, or `null` for none; at its end a window is over. Of several that are open,
   * one whose failures are no evidence comes first, then the order of the settings counts.
   *
   * @param subject a target's id, or `OWN_NETWORK_SUBJECT`: only a window for everything covers that
   */
  at(tickAt: EpochMs, subject: string): MaintenanceWindow | null;
  /** Whether any window is open at a tick, for whatever subject. */
  isOpen(tickAt: EpochMs): boolean;
  /** The windows that were open at some moment of a span of time for any of the subjects, the first first. Costs grow with the days. */
  between(from: EpochMs, to: EpochMs, subjects: readonly string[]): readonly MaintenanceOpening[];
}

/** A window in one of the times that it is open. The moment `to` is not included. */
export interface MaintenanceOpening {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly window: MaintenanceWindow;
}

/** The moment `to` is not included. */
interface Time {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The same with its targets, ready to be asked. */
interface Opening extends MaintenanceOpening {
  /** `null` for everything. */
  readonly targets: ReadonlySet<string> | null;
}

/** Nearly three years, so that a replay of a long record stays in memory. */
const DAYS_KEPT = 1_000;

/**
 * The calendar of all windows; `null` when there are none, so that the usual case costs nothing. What it answers depends on
 * its arguments alone; it remembers the openings of each UTC day it was asked about.
 *
 * A weekly window starts when the wall clock first shows its time on its day. So where the clock is put back it starts at the
 * first of the two, once; where its start is left out, it starts at the first moment after the gap. A length in hours is real
 * time; whole days end at the same time of day, so that a weekend stays one (RFC 5545, section 3.3.6, tells the two apart
 * likewise).
 */
export function maintenanceCalendar(windows: readonly MaintenanceWindow[]): MaintenanceCalendar | null {
  if (windows.length === 0) return null;
  const ordered = windows.toSorted((a, b) => Number(a.isEvidence) - Number(b.isEvidence));
  const targetsOf = new Map(windows.map((one) => [one, one.targets === null ? null : new Set(one.targets)]));
  const days = new Map<number, readonly Opening[]>();

  const openingsOn = (day: number): readonly Opening[] => {
    const openings = ordered.flatMap((window) =>
      timesOn(day, window.when).map((time) => ({ ...time, window, targets: targetsOf.get(window) ?? null })),
    );
    if (days.size >= DAYS_KEPT) days.clear();
    days.set(day, openings);
    return openings;
  };
  const openingsNear = (tickAt: EpochMs): readonly Opening[] => {
    const day = Math.floor(tickAt / DAY_MS);
    return days.get(day) ?? openingsOn(day);
  };

  return {
    at: (tickAt, subject) => {
      for (const { from, to, targets, window } of openingsNear(tickAt)) {
        if (tickAt >= from && tickAt < to && (targets === null || targets.has(subject))) return window;
      }
      return null;
    },
    isOpen: (tickAt) => openingsNear(tickAt).some(({ from, to }) => tickAt >= from && tickAt < to),
    between: (from, to, subjects) => {
      const found = new Map<string, MaintenanceOpening>();
      for (let day = Math.floor(from / DAY_MS); day <= Math.floor(to / DAY_MS); day += 1) {
        for (const { targets, ...opening } of openingsNear(day * DAY_MS)) {
          const isMeant = targets === null || subjects.some((subject) => targets.has(subject));
          if (!isMeant || opening.from > to || opening.to <= from) continue;
          found.set(`${opening.from}/${ordered.indexOf(opening.window)}`, opening);
        }
      }
      return [...found.values()].toSorted((a, b) => a.from - b.from);
    },
  };
}

/** A wall clock is less than a day from UTC, and a start in a gap, which is a day at most (Apia, 2011), moves to its end. */
const DAYS_AROUND = 2;

/** The times that a window is open at some moment of a UTC day. */
function timesOn(day: number, when: MaintenanceTime): readonly Time[] {
  const isOnDay = ({ from, to }: Time) => from < (day + 1) * DAY_MS && to > day * DAY_MS;
  if ('from' in when) return isOnDay(when) ? [{ from: when.from, to: when.to }] : [];
  const { zone, weekdays, timeOfDay, durationMs } = when;
  const times: Time[] = [];
  const firstDay = day - Math.ceil(durationMs / DAY_MS) - DAYS_AROUND;
  for (let localDay = firstDay; localDay < day + DAYS_AROUND; localDay += 1) {
    const weekday = weekdayOf(localDay);
    if (!weekdays.some((one) => one === weekday)) continue;
    const wallMs = localDay * DAY_MS + timeOfDayMs(timeOfDay);
    const from = localMoments(wallMs, zone).first;
    const isWholeDays = durationMs % DAY_MS === 0;
    const time = { from, to: isWholeDays ? localMoments(wallMs + durationMs, zone).first : from + durationMs };
    if (isOnDay(time)) times.push(time);
  }
  return times;
}

/** The weekday of a day since 1970-01-01, which was a Thursday. */
function weekdayOf(day: number): (typeof WEEKDAYS)[number] | undefined {
  return WEEKDAYS[(((day + 4) % 7) + 7) % 7];
}
