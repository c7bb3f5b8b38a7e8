import { HOUR_MS, type EpochMs } from '../model/time.ts';
import { snapped } from './candidate-periods.ts';
import { currentFinding } from './current-finding.ts';
import type { DetectorState } from './detector-state.ts';
import type { FindingEvent } from './finding.ts';
import { isClockPeriod } from './found.ts';
import { startOf, type Rhythm } from './rhythm.ts';
import { isOver, judgeWindows, keptWindows, learnedWeekdays } from './rhythm-life.ts';

/** A suspected pattern is dropped when it was not confirmed within this many periods and hours. */
const SUSPICION_PERIODS = 4;
const SUSPICION_MS = 6 * HOUR_MS;
/** Share by which a period must move to be news. */
const PERIOD_NEWS = 0.005;
/** An ended finding is remembered this long, so that one that comes back is the same. */
const REMEMBERED_MS = 14 * 24 * HOUR_MS;

/** Judges the windows that passed, and lets rhythms be refined or end. */
export function keepUp(state: DetectorState, now: EpochMs, zone: string, events: FindingEvent[]): void {
  for (const rhythm of [...state.rhythms]) {
    judgeWindows(rhythm, state.coverage, now);
    const changed = new Set<string>();
    const weekdays = learnedWeekdays(rhythm);
    if (weekdays !== null) {
      keepTo(rhythm, weekdays);
      changed.add(rhythm.findingId);
    }
    const told = state.found.find(({ id }) => id === rhythm.findingId);
    const toldMs = told?.toldPeriodMs ?? null;
    if (told !== undefined && toldMs !== null && Math.abs(rhythm.periodMs / toldMs - 1) > PERIOD_NEWS) {
      told.toldPeriodMs = rhythm.periodMs;
      changed.add(rhythm.findingId);
    }
    if (split(state, rhythm, zone)) changed.add(rhythm.findingId);
    else if (isOver(rhythm)) end(state, rhythm, now, events);
    for (const id of changed) {
      const found = state.found.find((one) => one.id === id);
      if (found !== undefined) events.push({ type: 'updated', finding: currentFinding(state, found) });
    }
  }
  if (state.found.length > 0) state.found = state.found.filter((found) => !isForgotten(found, now));
}

/** Lets a daily rhythm keep to some days: windows on the others were none. */
function keepTo(rhythm: Rhythm, weekdays: number[]): void {
  const sumOf = (counts: readonly number[]) => weekdays.reduce((sum, day) => sum + (counts[day] ?? 0), 0);
  rhythm.weekdays = weekdays;
  rhythm.windows = sumOf(rhythm.weekdayWindows);
  rhythm.hits = sumOf(rhythm.weekdayHits);
}

function isForgotten({ endedAt, level, suspected, foundAt }: DetectorState['found'][number], now: EpochMs): boolean {
  if (endedAt !== null) return now - endedAt > REMEMBERED_MS;
  if (level !== 'suspected') return false;
  return now - foundAt > Math.max(SUSPICION_MS, SUSPICION_PERIODS * (suspected?.periodMs ?? 0));
}

/** A rhythm whose hits keep to some of its windows is one or more slower rhythms. Returns whether it was. */
function split(state: DetectorState, rhythm: Rhythm, zone: string): boolean {
  const kept = keptWindows(rhythm);
  if (kept === null) return false;
  state.rhythms = state.rhythms.filter((other) => other !== rhythm);
  const found = state.found.find(({ id }) => id === rhythm.findingId);
  const { periodMs, isCalendar } = snapped(rhythm.periodMs * kept.multiple, rhythm.periodErrorMs * kept.multiple);
  for (const residue of kept.residues) {
    const cycle = rhythm.judgedCycle - residue;
    const hits = rhythm.hitCycles.flatMap((number, i) =>
      (rhythm.judgedCycle - number) % kept.multiple === residue ? [{ number, at: rhythm.hitAts[i] ?? 0 }] : [],
    );
    const [first] = hits;
    state.rhythms.push({
      ...rhythm,
      periodMs,
      referenceAt: startOf(rhythm, cycle),
      referenceCycle: 0,
      hitRatioLow: 0.5,
      isCalendar,
      zone: isClockPeriod(periodMs) ? zone : 'UTC',
      log: [],
      windows: Math.max(hits.length, 1),
      hits: hits.length,
      hitCycles: hits.map(({ number }) => (number - cycle) / kept.multiple),
      hitAts: hits.map(({ at }) => at),
      firstHit: {
        cycle: first === undefined ? 0 : (first.number - cycle) / kept.multiple,
        at: first?.at ?? startOf(rhythm, cycle),
      },
      judgedCycle: 0,
      missesInRow: 0,
      controlHits: 0,
      controlCycle: null,
      weekdayWindows: new Array<number>(7).fill(0),
      weekdayHits: new Array<number>(7).fill(0),
    });
  }
  if (found !== undefined) found.kind = isClockPeriod(periodMs) ? 'clock' : 'periodic';
  return true;
}

function end(state: DetectorState, rhythm: Rhythm, now: EpochMs, events: FindingEvent[]): void {
  const found = state.found.find(({ id }) => id === rhythm.findingId);
  const others = state.rhythms.filter((other) => other !== rhythm);
  if (found !== undefined && !others.some(({ findingId }) => findingId === found.id)) {
    found.endedAt = now;
    found.endedPeriodMs = rhythm.periodMs;
    // While the rhythm is still there, so that the last word on it says what it was: it ended with its last hit.
    const { windows, missesInRow } = rhythm;
    state.rhythms = [...others, { ...rhythm, windows: windows - missesInRow }];
    const finding = currentFinding(state, found);
    found.endedPattern = finding.pattern;
    events.push({ type: 'ended', finding });
  }
  state.rhythms = others;
}
