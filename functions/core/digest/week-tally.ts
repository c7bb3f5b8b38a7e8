import type { Problem } from '../model/problem.ts';
import type { TargetTotals, VantageCoverage } from '../model/digest.ts';
import { MINUTE_MS, type EpochMs } from '../model/time.ts';
import type { RecordedRun } from '../run-record.ts';
import type { Settings } from '../settings-model.ts';
import type { DigestWeek } from './due.ts';
import { countProbe, noCounts, type OpenCounts } from './probe-counts.ts';
import { countStrikes, struckProblems, type StrikeTally } from './strikes.ts';

/** A shorter time without a record is one of the usual hiccups. */
const GAP_MS = 10 * MINUTE_MS;
const GAP_TICKS = 2;

/** A week as far as it was read: small, so that it can be kept between passes. Plain data. */
export interface WeekTally {
  readonly id: string;
  /** Every tick before this one is in. */
  nextTick: EpochMs;
  /** By vantage, then by target. */
  readonly counts: Record<string, Record<string, OpenCounts>>;
  readonly ticks: Record<string, VantageTicks>;
  /** By problem. */
  readonly strikes: Record<string, StrikeTally>;
}

/** The ticks of a vantage with a record. */
interface VantageTicks {
  readonly first: EpochMs;
  newest: EpochMs;
  unrecordedMs: number;
}

/** What was made, and what is being made. Plain data. */
export interface DigestState {
  readonly schemaVersion: 1;
  /** The id of the newest weekly message that is done with; `null` before the first one. */
  readonly doneId: string | null;
  readonly underWay: WeekTally | null;
}

/** The state before the first weekly message. */
export const NO_DIGEST: DigestState = { schemaVersion: 1, doneId: null, underWay: null };

/** A week of which nothing was read. */
export function newTally({ id, from }: Pick<DigestWeek, 'id' | 'from'>): WeekTally {
  return { id, nextTick: from, counts: {}, ticks: {}, strikes: {} };
}

/**
 * Takes in one run after the other, in the order of their ticks, those of all vantages together; the tally changes in place.
 * Returns how many probes a run had.
 *
 * @param chronic the chronic problems whose strikes are counted
 */
export function weekFold(
  tally: WeekTally,
  chronic: readonly Problem[],
  settings: Pick<Settings, 'targets' | 'tickMs'>,
): (run: RecordedRun) => number {
  const struck = struckProblems(chronic, tally.strikes, settings);
  return (run) => {
    const { vantage, tickAt } = run.key;
    const counts = (tally.counts[vantage] ??= {});
    for (const probe of run.probes) countProbe((counts[probe.targetId] ??= noCounts()), probe);
    const ticks = (tally.ticks[vantage] ??= { first: tickAt, newest: tickAt, unrecordedMs: 0 });
    ticks.unrecordedMs += gapMs(ticks.newest, tickAt, settings.tickMs);
    ticks.newest = Math.max(ticks.newest, tickAt);
    countStrikes(struck, run);
    return run.probes.length;
  };
}

/** The counts of each target at each vantage: targets in the order of the settings, those that are gone from there behind. */
export function totalsOf({ counts }: WeekTally, { targets }: Pick<Settings, 'targets'>): readonly TargetTotals[] {
  const order = new Map(targets.map(({ id }, index) => [id, index]));
  const placeOf = ({ target }: TargetTotals) => order.get(target) ?? order.size;
  return Object.entries(counts)
    .flatMap(([vantage, ofTargets]) =>
      Object.entries(ofTargets).map(([target, found]): TargetTotals => ({ target, vantage, ...found })),
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** How much of the week there is of each vantage. */
export function coverageOf(
  { ticks }: WeekTally,
  vantages: readonly string[],
  to: EpochMs,
  tickMs: number,
): readonly VantageCoverage[] {
  return vantages.map((vantage) => {
    const found = ticks[vantage];
    if (found === undefined) return { vantage, firstTick: null, unrecordedMs: 0 };
    const unrecordedMs = found.unrecordedMs + gapMs(found.newest, to, tickMs);
    return { vantage, firstTick: found.first, unrecordedMs };
  });
}

function gapMs(before: EpochMs, tickAt: EpochMs, tickMs: number): number {
  const missingMs = tickAt - before - tickMs;
  return missingMs > Math.max(GAP_MS, GAP_TICKS * tickMs) ? missingMs : 0;
}
