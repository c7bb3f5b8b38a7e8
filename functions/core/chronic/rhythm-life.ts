import { DAY_MS, type EpochMs } from '../model/time.ts';
import { isUnseen, type Coverage } from './coverage.ts';
import { fitPeriod } from './refine.ts';
import { isOnItsDay, otherZone, positionOf, startOf, wanderingToleranceMs, weekdayOf, type Rhythm } from './rhythm.ts';
import { lnBernoulli } from './statistics.ts';

const LOG_LENGTH = 80;
const HITS_KEPT = 48;
/** A calendar rhythm's phase moves by this share of a deviation, so that one late strike does not shift it. */
const PHASE_GAIN = 0.1;
/** A strike this near to the edge of its window, as a share of the tolerance, shows that the window is too narrow. */
const EDGE = 0.75;
const WIDER = 1.15;
const LONGEST_MULTIPLE_MS = 7 * DAY_MS;

/** Counts a failure in a predicted window: the rhythm goes on, and what is known of its time gets better. */
export function hit(rhythm: Rhythm, at: EpochMs, resolutionMs: number): void {
  let { cycle, offsetMs } = positionOf(rhythm, at);
  if (offsetMs > rhythm.toleranceMs + rhythm.durationMs) {
    const zone = otherZone(rhythm, at);
    if (zone !== null) {
      rhythm.zone = zone;
      ({ cycle, offsetMs } = positionOf(rhythm, at));
    }
  }
  const newest = rhythm.hitCycles.at(-1) ?? rhythm.referenceCycle;
  if (cycle <= newest) return;
  rhythm.hitCycles.push(cycle);
  rhythm.hitAts.push(at);
  if (rhythm.hitCycles.length > HITS_KEPT) {
    rhythm.hitCycles.shift();
    rhythm.hitAts.shift();
  }
  const predictedAt = startOf(rhythm, cycle);
  const deviationMs = Math.max(-rhythm.toleranceMs, Math.min(rhythm.toleranceMs, offsetMs));
  const referenceAt = predictedAt + (rhythm.isCalendar ? PHASE_GAIN : 0.35) * deviationMs;
  if (rhythm.isWandering) {
    rhythm.periodMs = (at - rhythm.firstHit.at) / (cycle - rhythm.firstHit.cycle);
    rhythm.referenceAt = at;
  } else {
    rhythm.referenceAt = referenceAt;
  }
  rhythm.referenceCycle = cycle;
  if (!rhythm.isWandering && Math.abs(offsetMs) > EDGE * rhythm.toleranceMs && offsetMs <= rhythm.toleranceMs) {
    rhythm.toleranceMs = Math.min(rhythm.periodMs / 4, WIDER * rhythm.toleranceMs);
  }
  if (!rhythm.isCalendar && rhythm.hitCycles.length >= 4) refit(rhythm, resolutionMs);
}

/** A free-running rhythm's period and phase from its newest hits, and whether it keeps a clock or starts anew each time. */
function refit(rhythm: Rhythm, resolutionMs: number): void {
  const hits = rhythm.hitCycles.map((cycle, i) => ({ cycle, at: rhythm.hitAts[i] ?? 0 }));
  const fit = fitPeriod(hits, resolutionMs, rhythm.periodMs);
  const stepMs = stepScatterMs(rhythm, resolutionMs);
  // Steps of a clock scatter by sqrt(2) of its starts; those of a timer by less than the line through its starts.
  const isWandering = hits.length >= 10 && stepMs < 0.9 * fit.scatterMs && stepMs > 1.5 * resolutionMs;
  if (isWandering && !rhythm.isWandering) rhythm.toleranceMs = wanderingToleranceMs(rhythm.periodMs, stepMs);
  if (rhythm.isWandering || isWandering) {
    rhythm.isWandering = isWandering || stepMs < 1.2 * fit.scatterMs;
    if (hasChanged(rhythm, stepMs))
      rhythm.firstHit = { cycle: rhythm.hitCycles.at(-8) ?? 0, at: rhythm.hitAts.at(-8) ?? 0 };
    const first = rhythm.firstHit;
    const cycles = rhythm.referenceCycle - first.cycle;
    rhythm.periodMs = ((rhythm.hitAts.at(-1) ?? 0) - first.at) / cycles;
    rhythm.periodErrorMs = stepMs / Math.sqrt(cycles);
    return;
  }
  const newest = hits.at(-1);
  if (newest === undefined || Math.abs(fit.periodMs / rhythm.periodMs - 1) > 0.02) return;
  rhythm.periodMs = fit.periodMs;
  rhythm.periodErrorMs = fit.errorMs;
}

/** Whether the newest steps are of another length than all of them. */
function hasChanged({ hitCycles, hitAts, periodMs }: Rhythm, stepMs: number): boolean {
  const [fromCycle, toCycle] = [hitCycles.at(-8), hitCycles.at(-1)];
  if (fromCycle === undefined || toCycle === undefined) return false;
  const cycles = toCycle - fromCycle;
  const meanMs = ((hitAts.at(-1) ?? 0) - (hitAts.at(-8) ?? 0)) / cycles;
  return Math.abs(meanMs - periodMs) > (5 * stepMs) / Math.sqrt(cycles);
}

/** Standard deviation of the steps between hits around the mean step. */
function stepScatterMs({ hitCycles, hitAts, periodMs }: Rhythm, resolutionMs: number): number {
  let squares = 0;
  let steps = 0;
  for (let i = 1; i < hitAts.length; i++) {
    const cycles = (hitCycles[i] ?? 0) - (hitCycles[i - 1] ?? 0);
    squares += ((hitAts[i] ?? 0) - (hitAts[i - 1] ?? 0) - cycles * periodMs) ** 2 / cycles;
    steps += 1;
  }
  return Math.sqrt(Math.max(squares / Math.max(1, steps - 1), (resolutionMs * resolutionMs) / 12));
}

/** Counts an unexplained failure that lies half a period away from the windows. */
export function control(rhythm: Rhythm, at: EpochMs): void {
  const { periodMs, toleranceMs, durationMs } = rhythm;
  if (2 * toleranceMs + durationMs > periodMs / 3) return;
  const { cycle, offsetMs } = positionOf(rhythm, at);
  const isThere = offsetMs >= periodMs / 2 - toleranceMs && offsetMs <= periodMs / 2 + toleranceMs + durationMs;
  if (!isThere || rhythm.controlCycle === cycle) return;
  rhythm.controlCycle = cycle;
  rhythm.controlHits += 1;
}

/** Judges the windows that have passed. */
export function judgeWindows(rhythm: Rhythm, coverage: Coverage, now: EpochMs): void {
  const graceMs = rhythm.toleranceMs + rhythm.durationMs + coverage.intervalMs;
  for (;;) {
    const cycle = rhythm.judgedCycle + 1;
    const start = startOf(rhythm, cycle);
    if (start + graceMs + rhythm.toleranceMs > now) return;
    rhythm.judgedCycle = cycle;
    const isHit = rhythm.hitCycles.includes(cycle);
    const from = start - rhythm.toleranceMs;
    const to = start + rhythm.toleranceMs + Math.max(rhythm.durationMs, coverage.intervalMs);
    if (!isHit && (!isOnItsDay(rhythm, cycle) || isUnseen(coverage, from, to))) continue;
    rhythm.log.push(isHit ? 1 : 0);
    const most = rhythm.isUndersampled ? 3 * LOG_LENGTH : LOG_LENGTH;
    if (rhythm.log.length > most) rhythm.log.splice(0, LOG_LENGTH / 4);
    rhythm.windows += 1;
    rhythm.hits += isHit ? 1 : 0;
    rhythm.missesInRow = isHit ? 0 : rhythm.missesInRow + 1;
    if (rhythm.periodMs !== DAY_MS) continue;
    const day = weekdayOf(rhythm, start);
    rhythm.weekdayWindows[day] = (rhythm.weekdayWindows[day] ?? 0) + 1;
    rhythm.weekdayHits[day] = (rhythm.weekdayHits[day] ?? 0) + (isHit ? 1 : 0);
  }
}

/** Whether the predicted failures have stayed away too often, or come as often where none are predicted. */
export function isOver(rhythm: Rhythm): boolean {
  const tolerated = Math.max(
    3,
    Math.ceil(Math.log(0.02) / Math.log(1 - Math.min(0.97, rhythm.hitRatioLow))),
    rhythm.isUndersampled ? 2 * longestMisses(rhythm.log) : 0,
  );
  return (
    rhythm.missesInRow >= tolerated ||
    (rhythm.hits + rhythm.controlHits >= 16 && rhythm.controlHits > 0.6 * rhythm.hits)
  );
}

/**
 * Windows in a row that were not hit before one was again, at most: a rhythm that beats with the probes is out of their sight
 * for a while.
 */
function longestMisses(log: readonly number[]): number {
  let longest = 0;
  let run = 0;
  for (const isHit of log) {
    if (isHit === 1) {
      longest = Math.max(longest, run);
      run = 0;
    } else {
      run += 1;
    }
  }
  return longest;
}

/** The days a daily rhythm keeps to, once some day was spared at least twice and the others are mostly hit; else `null`. */
export function learnedWeekdays(rhythm: Rhythm): number[] | null {
  if (rhythm.periodMs !== DAY_MS) return null;
  const days = rhythm.weekdays ?? [0, 1, 2, 3, 4, 5, 6];
  const windows = (day: number) => rhythm.weekdayWindows[day] ?? 0;
  const hits = (day: number) => rhythm.weekdayHits[day] ?? 0;
  const spared = days.filter((day) => windows(day) >= 2 && hits(day) === 0);
  const kept = days.filter((day) => !spared.includes(day));
  const isClear = kept.every((day) => hits(day) / Math.max(1, windows(day)) >= 0.6);
  return spared.length > 0 && kept.length > 0 && isClear ? kept : null;
}

/**
 * The multiple of the period to whose windows the hits keep, and which of them, counted in cycles before the newest judged
 * one; `null` when all windows are hit alike (Bayesian information criterion).
 */
export function keptWindows(
  rhythm: Rhythm,
): { readonly multiple: number; readonly residues: readonly number[] } | null {
  const { log, periodMs } = rhythm;
  if (rhythm.isUndersampled || log.length < 16 || periodMs >= 4 * DAY_MS || periodMs === DAY_MS) return null;
  const all = lnBernoulli(
    log.reduce((sum, isHit) => sum + isHit, 0),
    log.length,
  );
  let bestGain = 8;
  let best: { readonly multiple: number; readonly residues: readonly number[] } | null = null;
  for (const multiple of [2, 3, 4, 5, 6, 7]) {
    if (log.length < 4 * multiple || periodMs * multiple > LONGEST_MULTIPLE_MS) continue;
    const hits = new Array<number>(multiple).fill(0);
    const windows = new Array<number>(multiple).fill(0);
    log.forEach((isHit, i) => {
      const residue = (log.length - 1 - i) % multiple;
      windows[residue] = (windows[residue] ?? 0) + 1;
      hits[residue] = (hits[residue] ?? 0) + isHit;
    });
    const ratios = hits.map((count, residue) => count / (windows[residue] ?? 1));
    const likelihood = hits.reduce((sum, count, residue) => sum + lnBernoulli(count, windows[residue] ?? 1), 0);
    const gain = likelihood - all - ((multiple - 1) / 2) * Math.log(log.length);
    if (gain <= bestGain || !ratios.some((ratio) => ratio < 0.15) || !ratios.some((ratio) => ratio > 0.6)) continue;
    bestGain = gain;
    best = { multiple, residues: ratios.flatMap((ratio, residue) => (ratio > 0.5 ? [residue] : [])) };
  }
  return best;
}
