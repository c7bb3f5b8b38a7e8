import { DAY_MS, HOUR_MS, type EpochMs } from '../model/time.ts';
import { BUSY_LN_TRIALS, type BusyHours } from './busy-hours.ts';
import type { DetectorState } from './detector-state.ts';
import { isUnrelated } from './explain-away.ts';
import { usualLengths } from './found.ts';
import { EPISODE_LAYERS, HOT_HOURS } from './layers.ts';
import { shortestPeriodMs, type Candidate, type LookBack } from './look-back.ts';
import { emptyOnsets, type OnsetList } from './onset-list.ts';
import { fitPeriod, fundamental, hitsOf, keptMultiple, leavesOutNewest, mayBeBraided, type Hits } from './refine.ts';
import { onItsClock, startOf, wanderingToleranceMs, weekdayOf, type Rhythm } from './rhythm.ts';
import { lnBinomialTail, nearest, quantile, wilson } from './statistics.ts';
import { renewalOf, type Renewal } from './renewal.ts';
import { fastPeriod } from './spectrum.ts';
import type { Stream } from './stream.ts';
import { zoneOffsetMs } from './zone-offset.ts';

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
  findingId: string,
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
    findingId,
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
    foundAt: now,
  };
  const isWeaker = rhythm.hits / rhythm.windows < KEPT_HITS * ((candidate.hits + 1) / (candidate.windows + 1));
  const timer = layer < EPISODE_LAYERS && fast === null ? timerOf(stream, look) : null;
  const isUnsteady =
    rhythm.periodMs < DAY_MS && !isHot && fast === null && scattersBeyond(fit.scatterMs, rhythm, intervalMs);
  if (timer === null ? isUnsteady && rhythm.hits < STEADY_HITS : relativeError(timer) > KNOWN_PERIOD) return 'unsteady';
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

/** The daily rhythm of busy hours. */
export function busyRhythm(stream: Stream, hours: BusyHours, zone: string, now: EpochMs): FoundRhythm | null {
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
    const weekday = (day / DAY_MS + 4) % 7;
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
    foundAt: now,
  };
  return { rhythm, firstFailureAt: startOn(first), usualMs: lengthMs, aliasesMs: [], parts: [] };
}

/** A timer that starts anew with each strike: its steps scatter, and the scatter adds up. */
function timerOf({ onsets }: Stream, { coverage, grain }: LookBack): Renewal | null {
  const { intervalMs } = coverage;
  const timer = renewalOf(onsets, shortestPeriodMs(intervalMs, grain.resolutionMs));
  if (timer === null) return null;
  // Two starts of a step are each known to an interval: a uniform error.
  const own = timer.scatterMs ** 2 - intervalMs ** 2 / 6;
  if (own < (LEAST_WANDERING * timer.periodMs) ** 2) return null;
  const hits = timer.starts.map((at, i) => ({ cycle: timer.cycles[i] ?? 0, at }));
  const fit = fitPeriod(hits, intervalMs, timer.periodMs);
  return fit.scatterMs > 0.75 * timer.scatterMs ? timer : null;
}

/** Scatter of the steps, as a share of the period, below which it is a clock with some jitter. */
const LEAST_WANDERING = 0.05;
/** Standard error of a timer's period, as a share of it, above which the period is not told: it would be wrong too often. */
const KNOWN_PERIOD = 0.0145;
/** Scatter of starts, as a share of the period, beyond which a clock and a timer look the same at first. */
const UNSTEADY = 0.035;
const STEADY_HITS = 40;

function relativeError({ periodMs, scatterMs, cycles }: Renewal): number {
  return scatterMs / Math.sqrt(Math.max(1, cycles.at(-1) ?? 1)) / periodMs;
}

/** Whether starts scatter more than their being known to a probe interval only accounts for. */
function scattersBeyond(scatterMs: number, { periodMs }: Rhythm, intervalMs: number): boolean {
  return scatterMs ** 2 - intervalMs ** 2 / 12 > (UNSTEADY * periodMs) ** 2;
}

function wander(rhythm: Rhythm, { periodMs, scatterMs, starts, cycles }: Renewal): void {
  const newest = starts.at(-1) ?? rhythm.referenceAt;
  const total = cycles.at(-1) ?? 0;
  Object.assign(rhythm, {
    periodMs,
    periodErrorMs: scatterMs / Math.sqrt(Math.max(1, total)),
    isCalendar: false,
    isWandering: true,
    zone: 'UTC',
    toleranceMs: wanderingToleranceMs(periodMs, scatterMs),
    referenceAt: newest,
    hitCycles: cycles.map((cycle) => cycle - total),
    hitAts: [...starts],
    firstHit: { cycle: -total, at: starts[0] ?? newest },
    hits: starts.length,
    windows: total + 1,
    hitRatioLow: wilson(starts.length, total + 1).low,
  } satisfies Partial<Rhythm>);
}

/**
 * Whether the windows between may be hit as often as those of the period, and are too few to tell: failures that strike
 * some of their windows only look like a slower rhythm at first.
 */
function mayBeFaster(look: LookBack, candidate: Candidate, found: Hits, newest: EpochMs): boolean {
  // Days that are left out are weekdays, and a week of them has a test of its own.
  if (found.periodMs === DAY_MS || found.periodMs === 7 * DAY_MS) return false;
  const { intervalMs } = look.coverage;
  // A start is known to one interval, so that those of a faster rhythm may lie that far from where they should.
  const toleranceMs = Math.max(candidate.toleranceMs, 1.1 * intervalMs);
  const shortest = Math.max(shortestPeriodMs(intervalMs, look.grain.resolutionMs), 2.2 * toleranceMs);
  const ratio = Math.min(0.97, found.hits.length / found.seen.length);
  return [2, 3, 4, 5, 6].some((divisor) => {
    const periodMs = found.periodMs / divisor;
    if (periodMs < shortest) return false;
    const all = hitsOf(look, look.list, newest, periodMs, toleranceMs, candidate.spanMs, candidate.zone);
    const between = all.seen.filter((cycle) => cycle % divisor !== 0).length;
    const hits = all.hits.filter(({ cycle }) => cycle % divisor !== 0).length;
    return between > 0 && lnBinomialTail(between, between - hits, 1 - ratio) > LN_CLEAR;
  });
}

/** ln of the chance, were the windows between hit as often, that so few of them were. */
const LN_CLEAR = Math.log(1e-4);

/** Whether nothing but single probes was struck, so that the period may be a beat of a much faster one with the probes. */
function isBeat({ episodes }: Stream, { periodMs, hits }: Hits, intervalMs: number): boolean {
  const lately = episodes.probes.slice(-40);
  const isSingle = lately.length >= 6 && quantile(lately, 0.9) <= 1;
  return isSingle && periodMs > 30 * intervalMs && periodMs < DAY_MS / 2 && hits.length < 20;
}

/** Windows of the fast period that short strikes keep, when single probes catch them now and then; else `null`. */
function fastOf(stream: Stream, look: LookBack, candidate: Candidate, newest: EpochMs): Hits | null {
  const { intervalMs } = look.coverage;
  const { probes } = stream.episodes;
  const isShort = quantile(probes.slice(-40), 0.75) <= 1;
  if (!isShort || candidate.periodMs > 60 * intervalMs) return null;
  const fast = fastPeriod(stream.onsets, intervalMs);
  if (fast === null || fast.periodMs < 2.5 * intervalMs) return null;
  const all = { ...emptyOnsets(), starts: stream.onsets };
  const spanMs = Math.min(newest - (all.starts[0] ?? newest), 200 * fast.periodMs);
  const toleranceMs = Math.min(fast.periodMs / 4, 0.55 * intervalMs);
  const faster = hitsOf(look, all, newest, fast.periodMs, toleranceMs, spanMs, 'UTC');
  // Strikes that keep to every n-th window of the fast period are seen at the slow one, whatever beats with the probes.
  if (keptMultiple(faster) > 1) return null;
  if (fast.periodMs > 0.9 * candidate.periodMs) return faster;
  const slow = hitsOf(look, all, newest, candidate.periodMs, toleranceMs, spanMs, 'UTC');
  return faster.hits.length >= 1.3 * slow.hits.length ? faster : null;
}

/** Lengths and failing probes of the strikes that started at these times. */
function strikesAt(
  { episodes }: Stream,
  list: OnsetList,
  times: readonly EpochMs[],
  resolutionMs: number,
  isHot: boolean,
): { readonly lengthsMs: readonly number[]; readonly probes: readonly number[] } {
  if (isHot) {
    const lengthsMs = times.map((at) => {
      const i = nearest(list.starts, at);
      return (list.ends[i] ?? at) - (list.starts[i] ?? at);
    });
    return { lengthsMs, probes: [] };
  }
  const lengthsMs: number[] = [];
  const probes: number[] = [];
  for (const at of times) {
    const i = nearest(episodes.starts, at);
    if (i < 0 || Math.abs((episodes.starts[i] ?? 0) - at) > resolutionMs) continue;
    lengthsMs.push(episodes.lengthsMs[i] ?? 0);
    probes.push(episodes.probes[i] ?? 0);
  }
  return { lengthsMs, probes };
}

/**
 * Periods that the same samples fit when a strike is shorter than the time between two probes: whole parts of the period, and
 * those that beat with the probes (Nyquist: f and k/interval ± f look the same).
 */
function aliasesOf(periodMs: number, intervalMs: number): readonly number[] {
  const aliases: number[] = [];
  for (let divisor = 2; divisor <= 8; divisor++) {
    // A strike between that falls on the probes' grid would have been seen.
    const isSeen = Array.from(
      { length: divisor - 1 },
      (_, j) => (((j + 1) * periodMs) / divisor / intervalMs) % 1,
    ).some((off) => off < 0.05 || off > 0.95);
    if (!isSeen && periodMs / divisor > 1.5 * intervalMs) aliases.push(periodMs / divisor);
  }
  for (const k of [1, 2]) {
    for (const sign of [1, -1]) {
      const alias = 1 / (k / intervalMs + sign / periodMs);
      if (alias > 20_000 && alias < 0.98 * periodMs) aliases.push(alias);
    }
  }
  return aliases.map(Math.round);
}

/**
 * Several rhythms with commensurate periods may be parts of one faster rhythm: tested on all starts, those that the parts
 * account for included.
 */
function wholeOf(
  state: DetectorState,
  stream: Stream,
  look: LookBack,
  candidate: Candidate,
  alone: Hits,
  newest: EpochMs,
): { readonly hits: Hits; readonly parts: readonly Rhythm[] } {
  const related = state.rhythms.filter(
    (rhythm) => !isUnrelated(rhythm.stream, stream.name) && ratioOf(alone.periodMs, rhythm.periodMs) !== null,
  );
  const [first] = related;
  const ratio = first === undefined ? null : ratioOf(alone.periodMs, first.periodMs);
  if (ratio === null) return { hits: alone, parts: [] };
  const all = { ...emptyOnsets(), starts: stream.onsets.filter((at) => at <= newest) };
  const { toleranceMs, zone } = candidate;
  const spanMs = Math.min(
    newest - (all.starts[0] ?? newest),
    candidate.windows * candidate.periodMs,
    40 * alone.periodMs,
  );
  const of = (periodMs: number) => hitsOf(look, all, newest, periodMs, toleranceMs, spanMs, zone);
  const shortest = Math.max(shortestPeriodMs(look.coverage.intervalMs, look.grain.resolutionMs), 2.5 * toleranceMs);
  const slow = of(alone.periodMs);
  let best: Hits | null = null;
  const divisors = [1, 2, 3, 4, 5, 6, 7, 8];
  const periods = new Set([
    ...divisors.map((divisor) => alone.periodMs / ratio / divisor),
    ...divisors.map((divisor) => alone.periodMs / divisor),
  ]);
  for (const periodMs of periods) {
    if (periodMs < shortest || periodMs > 0.75 * alone.periodMs) continue;
    const faster = of(periodMs);
    const limit = best?.lnChance ?? slow.lnChance - 2;
    if (faster.hits.length >= 1.5 * slow.hits.length && faster.lnChance < limit) best = faster;
  }
  return best === null ? { hits: alone, parts: [] } : { hits: best, parts: related };
}

const MOST_RATIO = 7;
/** A coincidence that loses more of its hits when its windows are laid out evenly was none. */
const KEPT_HITS = 0.9;

/** How many times the common fast period goes into the first of two periods, when both are small multiples of one; else `null`. */
function ratioOf(periodMs: number, otherMs: number): number | null {
  let best: number | null = null;
  let closest = 0.012;
  for (let a = 1; a <= MOST_RATIO; a++) {
    for (let b = 1; b <= MOST_RATIO; b++) {
      const off = Math.abs(((periodMs / otherMs) * b) / a - 1);
      if (off < closest - 1e-9) {
        closest = off;
        best = a;
      }
    }
  }
  return best;
}
