import { DAY_MS, HOUR_MS } from '../model/time.ts';
import { BUSY_LN_TRIALS, type BusyHours } from './busy-hours.ts';
import { HOT_HOURS } from './layers.ts';
import type { Rhythm } from './rhythm.ts';
import { wilson } from './statistics.ts';
import type { Stream } from './stream.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';
import type { FoundRhythm } from './found-rhythm.ts';

/** The daily rhythm of busy hours. */
export function busyRhythm(stream: Stream, hours: BusyHours, zone: string): FoundRhythm | null {
  const { startMs, lengthMs, weekdays, days, hitDays } = hours;
  const newest = days.at(-1);
  const first = hitDays[0];
  if (newest === undefined || first === undefined) return null;
  const startOn = (day: number) => day + startMs - zoneOffsetMs(day + startMs, zone);
  const hits = new Set(hitDays);
  const cycleOf = (day: number) => Math.round((day - newest) / DAY_MS);
  const weekdayWindows = new Array<number>(7).fill(0);
  const weekdayHits = new Array<number>(7).fill(0);
  for (const day of days) {
    const weekday = weekdayAt(day, 'UTC');
    weekdayWindows[weekday] = (weekdayWindows[weekday] ?? 0) + 1;
    weekdayHits[weekday] = (weekdayHits[weekday] ?? 0) + (hits.has(day) ? 1 : 0);
  }
  const rhythm: Rhythm = {
    findingId: '',
    stream: stream.name,
    layer: HOT_HOURS,
    periodMs: DAY_MS,
    periodErrorMs: HOUR_MS / Math.sqrt(12 * days.length),
    referenceAt: startOn(newest),
    referenceCycle: 0,
    toleranceMs: HOUR_MS / 2,
    durationMs: lengthMs - HOUR_MS / 2,
    zone,
    isCalendar: true,
    isWandering: false,
    isUndersampled: false,
    weekdayWindows,
    weekdayHits,
    weekdays: weekdays === null ? null : [...weekdays],
    chance: lengthMs / DAY_MS,
    lnTrials: BUSY_LN_TRIALS,
    hitRatioLow: wilson(hitDays.length, days.length).low,
    log: days.map((day) => (hits.has(day) ? 1 : 0)),
    windows: days.length,
    hits: hitDays.length,
    hitCycles: hitDays.map(cycleOf),
    hitAts: hitDays.map(startOn),
    firstHit: { cycle: cycleOf(first), at: startOn(first) },
    judgedCycle: 0,
    missesInRow: 0,
    controlHits: 0,
    controlCycle: null,
  };
  return { rhythm, firstFailureAt: startOn(first), usualMs: lengthMs, aliasesMs: [], parts: [] };
}
