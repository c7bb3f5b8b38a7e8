import type { SeenFrom } from '../model/problem.ts';
import { DAY_MS, MINUTE_MS } from '../model/time.ts';
import type { Finding } from './finding.ts';
import { OWN_NETWORK_SUBJECT } from './snapshot.ts';

/** A finding and where it was made. */
export interface PlacedFinding {
  readonly vantage: string;
  /** A target's id, or `OWN_NETWORK_SUBJECT`. */
  readonly subject: string;
  /** Time between two probes of the subject. */
  readonly everyMs: number;
  readonly finding: Finding;
}

/** Periods this close are the same, or within as many standard errors of their difference. */
const SAME_PERIOD_RATIO = 0.01;
const SAME_PERIOD_ERRORS = 3;
/** Outages that began this close have one cause, or within one probe interval. */
const SAME_START_MS = 30 * MINUTE_MS;
/** A bad address accounts for this share of what fails because of it: noise is the rest. */
const MOSTLY_RATIO = 0.8;
/** What has no times of its own must have been found this close. */
const SAME_FOUND_MS = DAY_MS;

/**
 * Whether two findings, both under way, are one matter: the same pattern at another target or from another vantage. What
 * fails in a vantage's own network is a matter of its own.
 */
export function isSameMatter(one: PlacedFinding, other: PlacedFinding): boolean {
  if (one.subject === OWN_NETWORK_SUBJECT || other.subject === OWN_NETWORK_SUBJECT) return false;
  const [first, second] = [one.finding, other.finding];
  switch (sortOf(first)) {
    case 'timed':
      return sortOf(second) === 'timed' && isSameRhythm(first, second) && isSameKindOfFailure(first, second);
    case 'persistent': {
      const withinMs = Math.max(SAME_START_MS, one.everyMs, other.everyMs);
      const apartMs = Math.abs(first.firstFailureAt - second.firstFailureAt);
      return second.pattern.kind === 'persistent' && first.class === second.class && apartMs <= withinMs;
    }
    case 'address': {
      const bad = badAddress(first);
      // Before the address is made out at a further target, its failures are a rate.
      return sortOf(second) === 'rate' ? isMostlyAt(second, bad) : badAddress(second) === bad;
    }
    case 'rate': {
      if (sortOf(second) === 'address') return isMostlyAt(first, badAddress(second));
      const isNeighbour = one.vantage === other.vantage || one.subject === other.subject;
      const isAtOnce = Math.abs(first.foundAt - second.foundAt) <= SAME_FOUND_MS;
      return first.pattern.kind === second.pattern.kind && first.class === second.class && isNeighbour && isAtOnce;
    }
  }
}

/** The address that a finding is tied to; `null` when it is tied to none. */
export function badAddress({ pattern, mix }: Finding): string | null {
  return pattern.kind === 'one-bad-address' ? chief(mix.addresses) : null;
}

/**
 * From how many of the vantages that probe a problem's targets it is seen.
 *
 * @param seeing vantages with a finding of it
 * @param probing vantages that probe any of its targets
 */
export function seenFromOf(seeing: ReadonlySet<string>, probing: ReadonlySet<string>): SeenFrom {
  const all = new Set([...probing, ...seeing]).size;
  if (all <= 1) return 'only-vantage';
  if (seeing.size === all) return 'all';
  return seeing.size === 1 ? 'one-of-several' : 'some';
}

function isMostlyAt({ mix: { addresses } }: Finding, address: string | null): boolean {
  const all = Object.values(addresses).reduce((sum, count) => sum + count, 0);
  return address !== null && all > 0 && (addresses[address] ?? 0) >= MOSTLY_RATIO * all;
}

function sortOf({ pattern: { kind } }: Finding): 'timed' | 'persistent' | 'address' | 'rate' {
  if (kind === 'periodic' || kind === 'clock') return 'timed';
  if (kind === 'persistent') return 'persistent';
  return kind === 'one-bad-address' ? 'address' : 'rate';
}

/** The same period, and windows that meet once they are moved by whole periods. */
function isSameRhythm({ pattern: one }: Finding, { pattern: other }: Finding): boolean {
  const { periodMs } = one;
  if (periodMs === null || other.periodMs === null || one.nextExpected === null || other.nextExpected === null)
    return false;
  const errorMs = Math.hypot(one.periodErrorMs ?? 0, other.periodErrorMs ?? 0);
  const toleratedMs = Math.max(SAME_PERIOD_RATIO * periodMs, SAME_PERIOD_ERRORS * errorMs);
  if (Math.abs(periodMs - other.periodMs) > toleratedMs) return false;
  const startOf = ({ from }: { from: number }, toleranceMs: number | null) => from + (toleranceMs ?? 0);
  const apartMs = startOf(one.nextExpected, one.toleranceMs) - startOf(other.nextExpected, other.toleranceMs);
  const offsetMs = Math.abs(apartMs - Math.round(apartMs / periodMs) * periodMs);
  return offsetMs <= (one.toleranceMs ?? 0) + (other.toleranceMs ?? 0);
}

/** The same class, or struck in the same phase. */
function isSameKindOfFailure(one: Finding, other: Finding): boolean {
  if (one.class === other.class) return true;
  const phase = chief(one.mix.phases);
  return phase !== null && phase === chief(other.mix.phases);
}

/** The most frequent name, the first by name among equals; `null` without any. */
function chief(counts: Readonly<Record<string, number>>): string | null {
  const byCount = Object.entries(counts).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return byCount[0]?.[0] ?? null;
}
