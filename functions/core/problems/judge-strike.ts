import { predictedStarts } from '../chronic/predicted-starts.ts';
import { zoneOffsetMs } from '../chronic/zone-offset.ts';
import { parseFailureName, type FailureClass } from '../model/outcome.ts';
import type { Pattern } from '../model/pattern.ts';
import type { ChronicLink, KnownStrikes } from '../model/problem.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import type { StrikesInForce } from './known-strikes.ts';
import type { FailingTick } from './recent-ticks.ts';
import type { Streak } from './streams.ts';

/** Failing ticks in a row of a stream that chronic problems account for in part. */
export interface StrikeView {
  readonly streak: Streak;
  /** Start of its newest failing probe, as far as ticks tell. */
  readonly newestAt: EpochMs;
  /** Time between two probes. */
  readonly intervalMs: number;
  /** Where the newest probe failed. */
  readonly failedAt: readonly string[];
  readonly failingTicks: number;
}

/** A strike that a chronic problem accounts for, one that goes beyond it, or one that has nothing to do with any. */
export type StrikeVerdict = 'known' | 'unrelated' | ChronicLink;

/** What an incident may say of the problem it opened within, the most telling first. */
const BEYOND = ['longer', 'wider', 'other-address', 'other-class'] as const;

/** Whether failing ticks in a row are one of the usual strikes of a chronic problem. */
export function judgeStrike(strike: StrikeView, inForce: readonly StrikesInForce[]): StrikeVerdict {
  const links: ChronicLink[] = [];
  for (const { problemId, strikes } of inForce) {
    const found = compare(strike, strikes);
    if (found === 'known') return 'known';
    if (found !== 'unrelated') links.push({ problemId, pattern: strikes.pattern, beyond: found });
  }
  const [link] = links.toSorted((a, b) => BEYOND.indexOf(a.beyond) - BEYOND.indexOf(b.beyond));
  return link ?? 'unrelated';
}

function compare(strike: StrikeView, strikes: KnownStrikes): 'known' | 'unrelated' | ChronicLink['beyond'] {
  const { streak, newestAt, intervalMs, failedAt, failingTicks } = strike;
  const place = placeOf(strike, strikes);
  if (place === 'unrelated') return 'unrelated';
  // As many as open an incident by themselves.
  if (ticksOfOthers(streak, strikes.classes) >= failingTicks) return 'other-class';
  const { addresses } = strikes;
  if (addresses.length > 0 && !failedAt.every((address) => addresses.includes(address))) return 'other-address';
  if (newestAt - streak.firstAt + intervalMs > usualLongestMs(strikes, intervalMs)) return 'longer';
  return place;
}

/** Whether a strike began where one was predicted, had begun before one was, or has nothing to do with any. */
function placeOf(
  { streak: { firstAt }, newestAt, intervalMs }: StrikeView,
  { pattern, toleranceMs }: KnownStrikes,
): 'known' | 'wider' | 'unrelated' {
  const { kind, nextExpected } = pattern;
  if (kind !== 'periodic' && kind !== 'clock') return 'known';
  if (nextExpected === null) return 'unrelated';
  const lengthMs = nextExpected.to - nextExpected.from - 2 * (pattern.toleranceMs ?? 0);
  // A probe may have been late, or just before the failures.
  const reachMs = toleranceMs + intervalMs;
  const isPredicted = (at: EpochMs) => predictedStarts(pattern, at - reachMs - lengthMs, at + reachMs).length > 0;
  if (isPredicted(firstAt) || isPredicted(firstAt - clockChangeMs(pattern, firstAt))) return 'known';
  return predictedStarts(pattern, firstAt, newestAt).length > 0 ? 'wider' : 'unrelated';
}

/** After the clocks have changed it takes some strikes to tell which clock a pattern keeps. */
const CLOCK_UNKNOWN_MS = 3 * DAY_MS;

/** By how much the zone's clock was changed lately; what kept UTC strikes that much later by it. 0 for what has no zone. */
function clockChangeMs({ zone }: Pattern, at: EpochMs): number {
  return zone === null ? 0 : zoneOffsetMs(at, zone) - zoneOffsetMs(at - CLOCK_UNKNOWN_MS, zone);
}

function ticksOfOthers({ kinds }: Streak, known: readonly FailureClass[]): number {
  return Object.entries(kinds).reduce((sum, [name, count]) => {
    const failureClass = parseFailureName(name)?.class;
    return failureClass !== undefined && known.includes(failureClass) ? sum : sum + count;
  }, 0);
}

/** Chance goes beyond the mean of independent failures by so many standard deviations once in 30,000 windows. */
const CHANCE_DEVIATIONS = 4;

/**
 * Whether a failure that is in no row long enough is one of those that chronic problems account for: it fails as they do, and
 * within a predicted window of one that has windows.
 *
 * @param windowFailures failures in the window, this one among them, see `failureWindow`
 * @param windowTicks ticks of that window
 */
export function isAccountedFor(
  failure: FailingTick,
  windowFailures: number,
  windowTicks: number,
  intervalMs: number,
  inForce: readonly StrikesInForce[],
): boolean {
  const failureClass = parseFailureName(failure.name)?.class;
  return inForce.some(({ strikes }) => {
    if (failureClass === undefined || !strikes.classes.includes(failureClass)) return false;
    const { pattern, toleranceMs } = strikes;
    switch (pattern.kind) {
      case 'periodic':
      case 'clock': {
        const reachMs = toleranceMs + intervalMs;
        const from = failure.at - usualLongestMs(strikes, intervalMs) - reachMs;
        return predictedStarts(pattern, from, failure.at + reachMs).length > 0;
      }
      case 'lossy': {
        const mean = windowTicks * pattern.failureRatio;
        const deviation = Math.sqrt(mean * (1 - pattern.failureRatio));
        return windowFailures <= mean + CHANCE_DEVIATIONS * deviation;
      }
      case 'persistent':
      case 'flapping':
      case 'recurring':
      case 'one-bad-address':
        return true;
    }
  });
}

/** Strikes are often longer than their median, and seen to one probe interval at either end. */
const LONGER_RATIO = 1.5;
/** And of a long strike no more than this: an outage that follows it should be told soon. */
const LONGEST_EXTRA_MS = 15 * MINUTE_MS;
const LONGER_INTERVALS = 2;
/** A lower share of failing probes in a strike is no outage: its failures come singly. */
const SOLID_RATIO = 2 / 3;
const WEEK_MS = 7 * DAY_MS;

/**
 * The time that a strike may last before it is longer than usual, in milliseconds. With windows: half as long again as the
 * median, 15 min at most, and two probe intervals. Where length is left to chance, the longest that chance makes about once a week, if that is
 * longer: runs of independent failures (geometric), outages without a rhythm (exponential, by their median).
 */
export function usualLongestMs({ pattern, probesPerStrike }: KnownStrikes, intervalMs: number): number {
  const { kind, failureRatio } = pattern;
  const medianMs = Math.max(pattern.durationMs ?? 0, intervalMs);
  const slackMs = LONGER_INTERVALS * intervalMs;
  const solidMs = medianMs + Math.min((LONGER_RATIO - 1) * medianMs, LONGEST_EXTRA_MS) + slackMs;
  switch (kind) {
    case 'persistent':
      return Infinity;
    case 'periodic':
    case 'clock': {
      const ratio = probesPerStrike === null ? 1 : (probesPerStrike * intervalMs) / medianMs;
      return ratio >= SOLID_RATIO ? solidMs : Math.min(solidMs, slackMs + longestRunMs(ratio, intervalMs));
    }
    case 'lossy':
      return Math.max(solidMs, slackMs + longestRunMs(failureRatio, intervalMs));
    case 'flapping':
    case 'recurring':
    case 'one-bad-address': {
      const strikesAWeek = Math.max(2, (WEEK_MS * failureRatio) / medianMs);
      return Math.max(solidMs, slackMs + medianMs * Math.log2(strikesAWeek));
    }
  }
}

/** The longest run of independent failures that is expected once a week. */
function longestRunMs(failureRatio: number, intervalMs: number): number {
  const ratio = Math.min(0.9, Math.max(0.01, failureRatio));
  return (intervalMs * Math.log(WEEK_MS / intervalMs)) / -Math.log(ratio);
}
