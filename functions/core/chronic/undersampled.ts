import { DAY_MS, SECOND_MS, type EpochMs } from '../model/time.ts';
import { shortestPeriodMs, type Candidate, type LookBack } from './look-back.ts';
import { emptyOnsets } from './onset-list.ts';
import { hitsOf, keptMultiple, type Hits } from './refine.ts';
import { lnBinomialTail, quantile } from './statistics.ts';
import { fastPeriod } from './spectrum.ts';
import type { Stream } from './stream.ts';

/**
 * Whether the windows between may be hit as often as those of the period, and are too few to tell: failures that strike
 * some of their windows only look like a slower rhythm at first.
 */
export function mayBeFaster(look: LookBack, candidate: Candidate, found: Hits, newest: EpochMs): boolean {
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
export function isBeat({ episodes }: Stream, { periodMs, hits }: Hits, intervalMs: number): boolean {
  const lately = episodes.probes.slice(-40);
  const isSingle = lately.length >= 6 && quantile(lately, 0.9) <= 1;
  return isSingle && periodMs > 30 * intervalMs && periodMs < DAY_MS / 2 && hits.length < 20;
}

/** Windows of the fast period that short strikes keep, when single probes catch them now and then; else `null`. */
export function fastOf(stream: Stream, look: LookBack, candidate: Candidate, newest: EpochMs): Hits | null {
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

/** Nothing that strikes a server repeats faster, and is over each time. */
const SHORTEST_ALIAS_MS = 20 * SECOND_MS;

/**
 * Periods that the same samples fit when a strike is shorter than the time between two probes: whole parts of the period, and
 * those that beat with the probes (Nyquist: f and k/interval ± f look the same).
 */
export function aliasesOf(periodMs: number, intervalMs: number): readonly number[] {
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
      if (alias > SHORTEST_ALIAS_MS && alias < 0.98 * periodMs) aliases.push(alias);
    }
  }
  return aliases.map(Math.round);
}
