import type { PlacedFinding } from '../chronic/scope.ts';
import { offsetFromStart } from '../chronic/predicted-starts.ts';
import { FAILURE_CLASSES, countsByClass, type FailureClass } from '../model/outcome.ts';
import type { KnownStrikes, Problem } from '../model/problem.ts';
import { DAY_MS, type EpochMs } from '../model/time.ts';

/** A class that makes a smaller share of a pattern's failures is not one of its own. */
const CLASS_RATIO = 0.2;
/** What changes by less, or moves by less of the tolerance, is the same: otherwise every strike would add an entry. */
const SAME_RATIO = 0.25;
/** Passes read again what is not saved yet, and never more than a day. */
const KEPT_MS = DAY_MS;
const MOST_KEPT = 8;

/**
 * What a chronic problem accounts for from a tick on, behind what it did before. The same entry goes on while it still says the
 * same, so that a steady pattern has one.
 *
 * @param going findings that go on, the leading one first
 * @param addresses see `KnownStrikes`
 */
export function withStrikes(
  before: readonly KnownStrikes[],
  going: readonly PlacedFinding[],
  failureClass: FailureClass,
  addresses: readonly string[],
  tickAt: EpochMs,
): readonly KnownStrikes[] {
  const [lead] = going;
  if (lead === undefined) return before;
  const now = strikesOf(lead, going, failureClass, addresses, tickAt);
  const newest = before.at(-1);
  if (newest !== undefined && isSame(newest, now)) return before;
  const isKept = (_: KnownStrikes, index: number) => (before[index + 1]?.since ?? tickAt) > tickAt - KEPT_MS;
  return [...before.filter(isKept), now].slice(-MOST_KEPT);
}

/** Strikes that were accounted for when a tick was decided, and by which problem. */
export interface StrikesInForce {
  readonly problemId: string;
  readonly strikes: KnownStrikes;
}

/**
 * What chronic problems account for at a subject, as it was decided on ticks up to this one: what was decided later is left out,
 * so that a tick that is read again is decided as it was.
 */
export function strikesInForce(
  chronic: Iterable<Problem>,
  vantage: string,
  subject: string,
  settledTick: EpochMs,
): readonly StrikesInForce[] {
  const found: StrikesInForce[] = [];
  for (const { id, closedAs, decidedAt, members, strikes } of chronic) {
    if (closedAs !== null && decidedAt <= settledTick) continue;
    const isMember = members.some(
      (member) =>
        member.vantage === vantage &&
        member.subject === subject &&
        member.joinedAt <= settledTick &&
        (member.overAt ?? Infinity) > settledTick,
    );
    const newest = isMember ? strikes.findLast(({ since }) => since <= settledTick) : undefined;
    if (newest !== undefined) found.push({ problemId: id, strikes: newest });
  }
  return found;
}

function strikesOf(
  { finding }: PlacedFinding,
  going: readonly PlacedFinding[],
  failureClass: FailureClass,
  addresses: readonly string[],
  since: EpochMs,
): KnownStrikes {
  const { pattern } = finding;
  const durations = going.flatMap(({ finding: one }) => one.pattern.durationMs ?? []);
  const hits = (pattern.hits?.ratio ?? 0) * pattern.cycles;
  return {
    since,
    pattern: { ...pattern, durationMs: durations.length === 0 ? null : Math.max(...durations) },
    toleranceMs: Math.max(...going.map(({ finding: one }) => reachOf(pattern, one))),
    probesPerStrike: hits >= 1 ? finding.failedProbes / hits : null,
    classes: classesOf(going, failureClass),
    addresses,
  };
}

/** How far strikes of a finding may start from where the leading pattern predicts them. */
function reachOf(lead: PlacedFinding['finding']['pattern'], { pattern }: PlacedFinding['finding']): number {
  const toleranceMs = pattern.toleranceMs ?? 0;
  if (pattern.nextExpected === null) return toleranceMs;
  return toleranceMs + Math.abs(offsetFromStart(lead, pattern.nextExpected.from + toleranceMs) ?? 0);
}

function classesOf(going: readonly PlacedFinding[], failureClass: FailureClass): readonly FailureClass[] {
  const isOf = (name: FailureClass) =>
    name === failureClass ||
    going.some(({ finding: { mix } }) => {
      const counts = countsByClass(mix.kinds);
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const own = counts.get(name) ?? 0;
      return all > 0 && own >= CLASS_RATIO * all;
    });
  return FAILURE_CLASSES.filter(isOf);
}

function isSame(one: KnownStrikes, other: KnownStrikes): boolean {
  const [first, second] = [one.pattern, other.pattern];
  const fixedOf = ({ classes, addresses, pattern: { kind, zone, weekdays, timesOfDay } }: KnownStrikes) =>
    JSON.stringify([classes, addresses, kind, zone, weekdays, timesOfDay.length]);
  return (
    fixedOf(one) === fixedOf(other) &&
    isNear(first.durationMs, second.durationMs) &&
    isNear(first.failureRatio, second.failureRatio) &&
    isNear(one.toleranceMs, other.toleranceMs) &&
    isNear(one.probesPerStrike, other.probesPerStrike) &&
    isSameTime(one, other)
  );
}

function isNear(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= SAME_RATIO * Math.max(Math.abs(one), Math.abs(other));
}

/** Whether the older one, carried on, still predicts what the newer one does. */
function isSameTime({ pattern, toleranceMs }: KnownStrikes, { pattern: { nextExpected, ...newer } }: KnownStrikes) {
  if (nextExpected === null) return pattern.nextExpected === null;
  const offsetMs = offsetFromStart(pattern, nextExpected.from + (newer.toleranceMs ?? 0));
  return offsetMs !== null && Math.abs(offsetMs) <= SAME_RATIO * toleranceMs;
}
