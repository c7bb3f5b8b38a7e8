import { DAY_MS, type EpochMs } from '../model/time.ts';
import type { DetectorState } from './detector-state.ts';
import { usualLengths } from './found.ts';
import { EPISODE_LAYERS } from './layers.ts';
import type { Candidate, LookBack } from './look-back.ts';
import { fitPeriod, fundamental, leavesOutNewest, mayBeBraided, type Hits } from './refine.ts';
import { onItsClock, startOf, weekdayOf, type Rhythm } from './rhythm.ts';
import { quantile, wilson } from './statistics.ts';
import type { Stream } from './stream.ts';
import { zoneOffsetMs } from './zone-offset.ts';
import { STEADY_HITS, isVague, scattersBeyond, timerOf, wander } from './wandering.ts';
import { aliasesOf, fastOf, isBeat, mayBeFaster } from './undersampled.ts';
import { strikesAt } from './strikes.ts';
import { wholeOf } from './whole-rhythm.ts';

/** A rhythm made of a candidate, with what only its making shows. */
export interface FoundRhythm {
  readonly rhythm: Rhythm;
  readonly firstFailureAt: EpochMs;
  readonly usualMs: number;
  readonly aliasesMs: readonly number[];
  /** Rhythms that turned out to be parts of this one. */
  readonly parts: readonly Rhythm[];
}

/**
 * Turns a candidate into a rhythm: its true period, phase, tolerance, duration and days. `null` when it
 * does not hold, `unsteady` when failures do come too often for chance but their period cannot be told yet.
 */
export function foundRhythm(
  state: DetectorState,
  stream: Stream,
  layer: number,
  look: LookBack,
  candidate: Candidate,
): FoundRhythm | 'unsteady' | null {
  const { list, grain, coverage, now } = look;
  const newest = list.starts.at(-1);
  if (newest === undefined) return null;
  const from = Math.max(coverage.firstAt ?? newest, (list.starts[0] ?? newest) - candidate.toleranceMs);
  const { intervalMs } = coverage;
  const alone = fundamental(look, candidate, newest, from);
  const fast = layer < EPISODE_LAYERS ? fastOf(stream, look, candidate, newest) : null;
  const whole =
    fast === null && candidate.weekdays === null
      ? wholeOf(state, stream, look, candidate, alone, newest)
      : { hits: fast ?? alone, parts: [] };
  const { hits, seen } = whole.hits;
  const isHot = layer >= EPISODE_LAYERS;
  if (isHot && whole.hits.periodMs < DAY_MS && hits.length < 6) return null;
  if (fast === null && leavesOutNewest(whole.hits)) return null;
  if (fast === null && !isHot && mayBeFaster(look, candidate, whole.hits, newest)) return null;
  if (fast === null && !isHot && isBeat(stream, whole.hits, intervalMs)) return null;
  if (candidate.toleranceMs > 3 * grain.resolutionMs && mayBeBraided(whole.hits, grain.resolutionMs)) return null;
  const zone = clockOf(look, candidate, whole.hits, newest);
  const onClock = [
    { cycle: 0, at: onItsClock({ zone }, newest) },
    ...hits.map(({ cycle, at }) => ({ cycle: -cycle, at: onItsClock({ zone }, at) })),
  ];
  const fit = fitPeriod(onClock, grain.resolutionMs, whole.hits.periodMs);
  const origin = onItsClock({ zone }, newest);
  const residuals = onClock.map(({ cycle, at }) => at - (origin + cycle * fit.periodMs));
  const shiftMs = quantile(residuals, 0.5);
  const spreadMs =
    residuals.length >= 4
      ? Math.min(
          1.5 * candidate.toleranceMs,
          Math.max(Math.abs(quantile(residuals, 0.05) - shiftMs), Math.abs(quantile(residuals, 0.95) - shiftMs)),
        )
      : candidate.toleranceMs;
  const toleranceMs = Math.min(
    fit.periodMs / 4,
    Math.max(
      1.6 * intervalMs,
      (1.1 + 2 / residuals.length) * spreadMs + 0.3 * intervalMs,
      isHot ? grain.resolutionMs : 0,
    ),
  );
  const { lengthsMs, probes } = strikesAt(
    stream,
    list,
    hits.map(({ at }) => at),
    grain.resolutionMs,
    isHot,
  );
  const { usualMs, longMs } = usualLengths(lengthsMs, isHot ? 0 : intervalMs);
  const referenceAt = newest + shiftMs;
  const cycles = seen.length + 1;
  const oldest = hits.at(-1);
  const rhythm: Rhythm = {
    findingId: '',
    stream: stream.name,
    layer,
    periodMs: fit.periodMs,
    periodErrorMs: fit.errorMs,
    referenceAt,
    referenceCycle: 0,
    toleranceMs,
    durationMs: Math.min(fit.periodMs / 2, Math.max(longMs, now - newest, intervalMs)),
    zone,
    isCalendar: fit.isCalendar,
    isWandering: false,
    isUndersampled: false,
    weekdayWindows: new Array<number>(7).fill(0),
    weekdayHits: new Array<number>(7).fill(0),
    weekdays: candidate.weekdays === null || fit.periodMs !== DAY_MS ? null : [...candidate.weekdays],
    chance: candidate.chance,
    lnTrials: candidate.lnTrials,
    hitRatioLow: wilson(hits.length + 1, cycles).low,
    log: [],
    windows: cycles,
    hits: hits.length + 1,
    hitCycles: [...hits.map(({ cycle }) => -cycle).reverse(), 0].slice(-48),
    hitAts: [...hits.map(({ at }) => at).reverse(), newest].slice(-48),
    firstHit: { cycle: -(oldest?.cycle ?? 0), at: oldest?.at ?? newest },
    judgedCycle: 0,
    missesInRow: 0,
    controlHits: 0,
    controlCycle: null,
  };
  const isWeaker = rhythm.hits / rhythm.windows < KEPT_HITS * ((candidate.hits + 1) / (candidate.windows + 1));
  const timer = layer < EPISODE_LAYERS && fast === null ? timerOf(stream, look) : null;
  const isUnsteady =
    rhythm.periodMs < DAY_MS && !isHot && fast === null && scattersBeyond(fit.scatterMs, rhythm, intervalMs);
  if (timer === null ? isUnsteady && rhythm.hits < STEADY_HITS : isVague(timer)) return 'unsteady';
  if (timer !== null) wander(rhythm, timer);
  else if (fast === null && isWeaker) return null;
  const hitCycles = new Set(rhythm.hitCycles);
  for (const cycle of [...seen.map((back) => -back).sort((a, b) => a - b), 0]) {
    rhythm.log.push(hitCycles.has(cycle) ? 1 : 0);
    if (rhythm.periodMs !== DAY_MS) continue;
    const day = weekdayOf(rhythm, startOf(rhythm, cycle));
    rhythm.weekdayWindows[day] = (rhythm.weekdayWindows[day] ?? 0) + 1;
    rhythm.weekdayHits[day] = (rhythm.weekdayHits[day] ?? 0) + (hitCycles.has(cycle) ? 1 : 0);
  }
  const isShort = lengthsMs.length >= 3 && quantile(probes, 0.5) === 1 && rhythm.periodMs < 60 * intervalMs;
  rhythm.isUndersampled = isShort || fast !== null;
  return {
    rhythm,
    firstFailureAt: rhythm.firstHit.at,
    // A raised rate lasts as long as its hot stretches go on, one after the other.
    usualMs: isHot ? rhythm.durationMs : usualMs,
    aliasesMs: isShort ? aliasesOf(rhythm.periodMs, intervalMs) : [],
    parts: whole.parts,
  };
}

/**
 * Daily and weekly rhythms keep a wall clock: that of the people, unless the clocks changed meanwhile and UTC fits better.
 */
function clockOf({ zone }: LookBack, candidate: Candidate, hits: Hits, newest: EpochMs): string {
  if (hits.periodMs % DAY_MS !== 0) return 'UTC';
  const oldest = hits.hits.at(-1)?.at ?? newest;
  return zoneOffsetMs(oldest, zone) === zoneOffsetMs(newest, zone) ? zone : candidate.zone;
}

/** A coincidence that loses more of its hits when its windows are laid out evenly was none. */
const KEPT_HITS = 0.9;
