import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { weekdayAt, zoneOffsetMs } from './zone-offset.ts';

/** A period with its windows, while it goes on. */
export interface Rhythm {
  /** The finding that it belongs to; empty until it takes effect. */
  findingId: string;
  /** The stream in which it was found; it accounts for that stream's failures only. */
  stream: string;
  /** The layer of evidence it was found in. */
  readonly layer: number;
  periodMs: number;
  periodErrorMs: number;
  /** Predicted start of the window with this number. */
  referenceAt: EpochMs;
  referenceCycle: number;
  toleranceMs: number;
  /** How long a strike usually lasts, generously. */
  durationMs: number;
  /** The wall clock it keeps. */
  zone: string;
  /** One of the periods that people choose: its length is exact. */
  isCalendar: boolean;
  /** Each strike is timed from the one before, as by a timer that starts anew; otherwise from a fixed clock. */
  isWandering: boolean;
  /** Its strikes are shorter than the time between probes, which beat with it: a window without failures says little. */
  isUndersampled: boolean;
  /** Windows by day of the week and those hit, for daily rhythms. */
  readonly weekdayWindows: number[];
  readonly weekdayHits: number[];
  /** Days it keeps to; `null` for all. */
  weekdays: number[] | null;
  /** Chance that a window is hit by itself, and ln of the trials to correct for, as when it was found. */
  chance: number;
  lnTrials: number;
  /** Lower end of the hit ratio's interval when it was found. */
  hitRatioLow: number;
  /** 1 for a window that was hit, 0 for one that was not; newest last. */
  log: number[];
  /** All windows and hits so far. */
  windows: number;
  hits: number;
  /** Newest hits: their windows' numbers and times. */
  hitCycles: number[];
  hitAts: EpochMs[];
  firstHit: { cycle: number; at: EpochMs };
  /** Every window up to this number is judged. */
  judgedCycle: number;
  missesInRow: number;
  /** Failures half a period away, in a window of the same width: they show how specific the rhythm is. */
  controlHits: number;
  controlCycle: number | null;
}

/** Where a moment lies in a rhythm: the number of the nearest window that may hold it, and the time from its predicted start. */
export interface Position {
  readonly cycle: number;
  readonly offsetMs: number;
}

/** A moment on the rhythm's own clock. */
export function onItsClock({ zone }: Pick<Rhythm, 'zone'>, at: EpochMs): number {
  return zone === 'UTC' ? at : at + zoneOffsetMs(at, zone);
}

/** Where a moment lies in a rhythm. */
export function positionOf(rhythm: Rhythm, at: EpochMs): Position {
  const sinceMs = onItsClock(rhythm, at) - onItsClock(rhythm, rhythm.referenceAt);
  const cycles = Math.floor((sinceMs + rhythm.toleranceMs) / rhythm.periodMs);
  return { cycle: rhythm.referenceCycle + cycles, offsetMs: sinceMs - cycles * rhythm.periodMs };
}

/** The predicted start of a window. */
export function startOf(rhythm: Rhythm, cycle: number): EpochMs {
  const { referenceAt, referenceCycle, periodMs, zone } = rhythm;
  const start = referenceAt + (cycle - referenceCycle) * periodMs;
  return zone === 'UTC' ? start : start + zoneOffsetMs(referenceAt, zone) - zoneOffsetMs(start, zone);
}

/** The day of the week, 0 for Sunday, of a moment on the rhythm's clock. */
export function weekdayOf(rhythm: Pick<Rhythm, 'zone'>, at: EpochMs): number {
  return weekdayAt(at, rhythm.zone);
}

/** Whether a window lies on a day that the rhythm keeps to. */
export function isOnItsDay(rhythm: Rhythm, cycle: number): boolean {
  return rhythm.weekdays === null || rhythm.weekdays.includes(weekdayOf(rhythm, startOf(rhythm, cycle)));
}

/** Whether a failure at a moment is one that the rhythm predicts. */
export function predicts(rhythm: Rhythm, at: EpochMs): boolean {
  const { cycle, offsetMs } = positionOf(rhythm, at);
  // A timer that starts anew is known to run from its last strike only: with every cycle that was missed it is less sure.
  const widened = rhythm.isWandering ? Math.sqrt(Math.max(1, cycle - rhythm.referenceCycle)) : 1;
  if (offsetMs <= rhythm.toleranceMs * widened + rhythm.durationMs) return true;
  return otherZone(rhythm, at) !== null;
}

/** Three standard deviations of a step, which few early steps tell too small; never so much that windows meet. */
export function wanderingToleranceMs(periodMs: number, scatterMs: number): number {
  return Math.min(0.32 * periodMs, Math.max(3 * scatterMs, 0.2 * periodMs));
}

/** Daylight-saving rules that are tried after a change, beside the rhythm's own. */
const RULE_ZONES = ['UTC', 'Europe/Berlin', 'America/New_York'];

/**
 * The zone whose wall clock puts a failure into a window when the rhythm's own does not: after a change of the clocks a
 * daily rhythm shows by its first strike whose rules it follows. `null` when none does.
 */
export function otherZone(rhythm: Rhythm, at: EpochMs): string | null {
  const { periodMs, referenceAt, zone, toleranceMs, durationMs } = rhythm;
  if (periodMs % DAY_MS !== 0 || at - referenceAt > 9 * DAY_MS + periodMs) return null;
  const shiftMs = (name: string) => zoneOffsetMs(at, name) - zoneOffsetMs(referenceAt, name);
  for (const other of RULE_ZONES) {
    if (other === zone || shiftMs(other) === shiftMs(zone)) continue;
    const sinceMs = at - referenceAt + shiftMs(other);
    const cycles = Math.floor((sinceMs + toleranceMs) / periodMs);
    if (cycles >= 1 && sinceMs - cycles * periodMs <= toleranceMs + durationMs) return other;
  }
  return null;
}

/** When the window after a moment is expected to fail, on a day that it is not known to leave out. */
export function nextWindow(rhythm: Rhythm, now: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  let { cycle } = positionOf(rhythm, now);
  const isPast = startOf(rhythm, cycle) + rhythm.toleranceMs < now || (rhythm.hitCycles.at(-1) ?? -Infinity) >= cycle;
  if (isPast) cycle += 1;
  for (let skipped = 0; skipped < 7; skipped++, cycle++) {
    if (isOnItsDay(rhythm, cycle) && !hasBeenSpared(rhythm, cycle)) break;
  }
  const start = startOf(rhythm, cycle);
  return { from: start - rhythm.toleranceMs, to: start + rhythm.toleranceMs + rhythm.durationMs };
}

/**
 * A daily rhythm that never hit a day of the week though it could have. One miss is enough on a weekend; strikes at working
 * hours are not expected on a weekend before one was seen.
 */
function hasBeenSpared(rhythm: Rhythm, cycle: number): boolean {
  if (rhythm.periodMs !== DAY_MS) return false;
  const start = startOf(rhythm, cycle);
  const day = weekdayOf(rhythm, start);
  const chances = rhythm.weekdayWindows[day] ?? 0;
  const weekends = (rhythm.weekdayWindows[0] ?? 0) + (rhythm.weekdayWindows[6] ?? 0);
  const hour = Math.floor((onItsClock(rhythm, start) % DAY_MS) / HOUR_MS);
  if ((day === 0 || day === 6) && weekends === 0 && hour >= 7 && hour < 20) return true;
  return (rhythm.weekdayHits[day] ?? 0) === 0 && chances >= (day === 0 || day === 6 ? 1 : 2);
}
