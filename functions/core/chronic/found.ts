import { FAILURE_CLASSES, countsByClass, failureName, type FailureClass } from '../model/outcome.ts';
import type { Pattern, PatternKind, Weekday } from '../model/pattern.ts';
import { WEEKDAYS } from '../model/pattern.ts';
import { DAY_MS, MINUTE_MS, isoTime, type EpochMs } from '../model/time.ts';
import { probesBetween, type Coverage } from './coverage.ts';
import type { EvidenceFailure } from './evidence.ts';
import type { Measurement } from './explanation.ts';
import type { Finding, FailureMix } from './finding.ts';
import { nextWindow, onItsClock, type Rhythm } from './rhythm.ts';
import { lnBinomialTail, quantile, wilson } from './statistics.ts';
import { weekdayAt } from './zone-offset.ts';

/** A finding while it is kept: what does not follow from its rhythms. */
export interface Found {
  readonly id: string;
  kind: PatternKind;
  level: 'suspected' | 'confirmed';
  readonly stream: string;
  kinds: Record<string, number>;
  phases: Record<string, number>;
  statuses: Record<string, number>;
  addresses: Record<string, number>;
  firstFailureAt: EpochMs;
  newestFailureAt: EpochMs;
  failedProbes: number;
  foundAt: EpochMs;
  endedAt: EpochMs | null;
  /** ln of the corrected chance; `null` where no chance is involved. */
  lnChance: number | null;
  aliasesMs: readonly number[];
  durationMs: number | null;
  /** Windows or outages that were counted when it was found, for what has no rhythm. */
  cycles: number;
  /** The period of a suspected one, and when its next window is. */
  suspected: { readonly periodMs: number; readonly from: EpochMs; readonly to: EpochMs } | null;
  /** The period that people know. */
  toldPeriodMs: number | null;
  /** The period of one that ended. */
  endedPeriodMs: number | null;
  /** What was known of it at its end; `null` while it goes on. */
  endedPattern: Pattern | null;
  /** For `one-bad-address`. */
  address: string | null;
  /** What was measured when it was confirmed, or last told anew; `null` while it is but suspected. */
  proof: Measurement | null;
  /** Windows and hits of its rhythms that were counted at the proof: later ones are predictions that came true or not. */
  provenBy: { windows: number; hits: number };
}

/** A finding without any failures yet. */
export function newFound(kind: PatternKind, stream: string, firstFailureAt: EpochMs, foundAt: EpochMs): Found {
  return {
    id: `${kind}-${Math.round(firstFailureAt).toString(36)}-${stream}`,
    kind,
    level: 'confirmed',
    stream,
    kinds: {},
    phases: {},
    statuses: {},
    addresses: {},
    firstFailureAt,
    newestFailureAt: firstFailureAt,
    failedProbes: 0,
    foundAt,
    endedAt: null,
    lnChance: null,
    aliasesMs: [],
    durationMs: null,
    cycles: 0,
    suspected: null,
    toldPeriodMs: null,
    endedPeriodMs: null,
    endedPattern: null,
    address: null,
    proof: null,
    provenBy: { windows: 0, hits: 0 },
  };
}

/** Counts failing probes as a finding's. */
export function countFailure(
  mix: Pick<Found, 'kinds' | 'phases' | 'statuses' | 'addresses'>,
  failure: EvidenceFailure,
  probes: number,
): void {
  add(mix.kinds, failureName(failure), probes);
  if (failure.phase !== null) add(mix.phases, failure.phase, probes);
  if (failure.status !== null) add(mix.statuses, String(failure.status), probes);
  if (failure.address !== null) add(mix.addresses, failure.address, probes);
}

const MOST_NAMES = 32;

function add(counts: Record<string, number>, name: string, count: number): void {
  const known = counts[name];
  if (known === undefined && Object.keys(counts).length >= MOST_NAMES) return;
  counts[name] = (known ?? 0) + count;
}

/** A finding as others see it. */
export function findingOf(found: Found, rhythms: readonly Rhythm[], coverage: Coverage, unexplained: number): Finding {
  const mix: FailureMix = {
    kinds: { ...found.kinds },
    phases: { ...found.phases },
    statuses: { ...found.statuses },
    addresses: { ...found.addresses },
  };
  return {
    id: found.id,
    level: found.level,
    pattern: found.endedPattern ?? patternOf(found, rhythms, coverage, unexplained),
    class: chiefClass(found.kinds),
    mix,
    firstFailureAt: found.firstFailureAt,
    newestFailureAt: found.newestFailureAt,
    failedProbes: found.failedProbes,
    foundAt: found.foundAt,
    endedAt: found.endedAt,
  };
}

function chiefClass(kinds: Readonly<Record<string, number>>): FailureClass {
  const counts = countsByClass(kinds);
  const most = Math.max(...counts.values());
  return FAILURE_CLASSES.find((name) => counts.get(name) === most) ?? 'network';
}

function patternOf(found: Found, rhythms: readonly Rhythm[], coverage: Coverage, unexplained: number): Pattern {
  const { kind, failedProbes, firstFailureAt, newestFailureAt } = found;
  const lastAt = coverage.lastAt ?? newestFailureAt;
  const endAt = found.endedAt === null ? lastAt : newestFailureAt + coverage.intervalMs;
  const probes = Math.max(failedProbes, probesBetween(coverage, firstFailureAt, endAt), 1);
  const base = {
    kind,
    aliasesMs: found.aliasesMs,
    durationMs: found.durationMs,
    failureRatio: Math.min(1, failedProbes / probes),
    explainedRatio: failedProbes === 0 ? 0 : failedProbes / (failedProbes + unexplained),
    falseAlarmProbability: chanceOf(found, rhythms),
  };
  const [chief] = rhythms;
  if (chief === undefined) {
    return {
      ...base,
      periodMs: found.suspected?.periodMs ?? null,
      periodErrorMs: null,
      toleranceMs: null,
      zone: null,
      timesOfDay: [],
      weekdays: null,
      hits: null,
      cycles: found.cycles,
      nextExpected: found.suspected === null ? null : { from: found.suspected.from, to: found.suspected.to },
    };
  }
  const windows = rhythms.reduce((sum, rhythm) => sum + rhythm.windows, 0);
  const hits = rhythms.reduce((sum, rhythm) => sum + rhythm.hits, 0);
  const isClock = kind === 'clock';
  const next = rhythms
    .map((rhythm) => nextWindow(rhythm, lastAt))
    .reduce((first, other) => (other.from < first.from ? other : first));
  return {
    ...base,
    periodMs: chief.periodMs,
    periodErrorMs: chief.periodErrorMs,
    toleranceMs: Math.max(...rhythms.map(({ toleranceMs }) => toleranceMs)),
    zone: isClock ? chief.zone : null,
    timesOfDay: isClock ? [...new Set(rhythms.map((rhythm) => timeOfDay(rhythm, chief.zone)))].sort() : [],
    weekdays: isClock ? weekdaysOf(rhythms, chief.zone) : null,
    hits: { ratio: hits / Math.max(1, windows), ...wilson(hits, windows) },
    cycles: windows,
    nextExpected: found.endedAt === null ? next : null,
  };
}

/** The corrected chance of all hits so far: every further one makes it smaller. */
function chanceOf({ lnChance }: Found, rhythms: readonly Rhythm[]): number | null {
  if (lnChance === null) return null;
  const [chief] = rhythms;
  if (chief === undefined) return Math.min(1, Math.exp(lnChance));
  const lnNow = lnBinomialTail(chief.windows, chief.hits, chief.chance) + chief.lnTrials;
  return Math.min(1, Math.exp(Math.min(lnChance, lnNow)));
}

/** `HH:MM` of a rhythm's predicted start on a zone's wall clock. */
function timeOfDay({ referenceAt }: Rhythm, zone: string): string {
  return isoTime(Math.round(onItsClock({ zone }, referenceAt) / MINUTE_MS) * MINUTE_MS).slice(11, 16);
}

/** The days that any of the rhythms keeps to; `null` when one of them keeps to all. */
function weekdaysOf(rhythms: readonly Rhythm[], zone: string): readonly Weekday[] | null {
  const days = rhythms.map((rhythm) =>
    rhythm.periodMs === 7 * DAY_MS ? [weekdayAt(rhythm.referenceAt, zone)] : rhythm.weekdays,
  );
  return days.includes(null) ? null : WEEKDAYS.filter((_, day) => days.some((kept) => kept?.includes(day)));
}

/** Whether a period is kept by the wall clock: a day or a week. */
export function isClockPeriod(periodMs: number): boolean {
  return periodMs === DAY_MS || periodMs === 7 * DAY_MS;
}

/** The usual length of episodes, at least one probe interval, and the generous one that nine in ten stay below. */
export function usualLengths(lengthsMs: readonly number[], intervalMs: number): { usualMs: number; longMs: number } {
  return {
    usualMs: quantile(lengthsMs, 0.5) + intervalMs,
    longMs: quantile(lengthsMs, 0.9) + intervalMs,
  };
}
