import { predictedStarts } from '../chronic/predicted-starts.ts';
import { OWN_NETWORK_SUBJECT } from '../chronic/snapshot.ts';
import { evidenceOf, type EvidenceFailure } from '../chronic/evidence.ts';
import { ownNetworkEvidence } from '../chronic/own-network-evidence.ts';
import type { StrikeCount } from '../model/digest.ts';
import type { FailureClass } from '../model/outcome.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Problem } from '../model/problem.ts';
import type { EpochMs } from '../model/time.ts';
import type { RecordedProbe, RecordedRun } from '../run-record.ts';
import type { Settings } from '../settings-model.ts';

/** A strike goes on over so many probe intervals without a failure. */
const PAUSE_INTERVALS = 2;

/** Strikes counted so far, kept between passes. */
export type StrikeTally = { -readonly [K in keyof StrikeCount]: number } & {
  /** Of the newest strike: its predicted start, or its first failure where nothing is predicted; and its newest failure. */
  startAt: EpochMs | null;
  newestAt: EpochMs | null;
};

/** A chronic problem whose strikes are counted. */
export interface StruckProblem {
  readonly pattern: Pattern;
  readonly classes: readonly FailureClass[];
  /** None when it is not tied to any. */
  readonly addresses: readonly string[];
  /** Between two probes of its least often probed target. */
  readonly intervalMs: number;
  readonly tally: StrikeTally;
}

/** Problems by vantage and subject. */
export type StruckProblems = ReadonlyMap<
  string,
  readonly { readonly until: EpochMs; readonly struck: StruckProblem }[]
>;

/** Of a problem that has not struck. */
export function noStrikes(): StrikeTally {
  return { strikes: 0, probes: 0, startAt: null, newestAt: null };
}

/** The chronic problems by what they cover; tallies are taken from `tallies`, which gets one for each problem. */
export function struckProblems(
  chronic: readonly Problem[],
  tallies: Record<string, StrikeTally>,
  { targets, tickMs }: Pick<Settings, 'targets' | 'tickMs'>,
): StruckProblems {
  const intervals = new Map(targets.map(({ id, everyMs }) => [id, everyMs]));
  const found = new Map<string, { readonly until: EpochMs; readonly struck: StruckProblem }[]>();
  for (const problem of chronic) {
    const { id, members, pattern, strikes, scope } = problem;
    if (pattern === null) continue;
    const struck: StruckProblem = {
      pattern,
      classes: strikes.at(-1)?.classes ?? [problem.class],
      addresses: scope.addresses,
      intervalMs: Math.max(tickMs, ...members.map(({ subject }) => intervals.get(subject) ?? 0)),
      tally: (tallies[id] ??= noStrikes()),
    };
    for (const { vantage, subject, overAt } of members) {
      const name = placeName(vantage, subject);
      found.set(name, [...(found.get(name) ?? []), { until: overAt ?? Infinity, struck }]);
    }
  }
  return found;
}

/** Counts what a run holds of known strikes. Runs come in the order of their ticks, those of all vantages together. */
export function countStrikes(problems: StruckProblems, { key, probes }: RecordedRun): void {
  if (problems.size === 0) return;
  const { vantage, tickAt } = key;
  const own = problems.get(placeName(vantage, OWN_NETWORK_SUBJECT));
  const ofOwn = own === undefined ? null : ownNetworkEvidence(probes);
  for (const { until, struck } of own ?? []) {
    if (ofOwn !== null && tickAt <= until) addEvidence(struck, ofOwn.at, ofOwn.failures);
  }
  for (const probe of probes) {
    if (!hasFailed(probe)) continue;
    const here = problems.get(placeName(vantage, probe.targetId));
    const evidence = here === undefined ? null : evidenceOf(probe);
    for (const { until, struck } of here ?? []) {
      if (evidence !== null && tickAt <= until) addEvidence(struck, evidence.at, evidence.failures);
    }
  }
}

function addEvidence(struck: StruckProblem, at: EpochMs, failures: readonly EvidenceFailure[]): void {
  const { tally, classes, addresses } = struck;
  const isItsOwn = (failure: EvidenceFailure) =>
    classes.includes(failure.class) &&
    (addresses.length === 0 || (failure.address !== null && addresses.includes(failure.address)));
  if (!failures.some(isItsOwn)) return;
  const { periodMs, nextExpected } = struck.pattern;
  const halfMs = nextExpected === null || periodMs === null ? Infinity : periodMs / 2;
  const pauseMs = PAUSE_INTERVALS * struck.intervalMs;
  const goesOn = tally.newestAt !== null && at - tally.newestAt <= pauseMs;
  // Most failures are of the strike before: to look for a window each time would be slow.
  if (!goesOn || at - (tally.startAt ?? at) >= halfMs) {
    const startAt = startOf(struck, at);
    if (startAt === null && !goesOn) return;
    // The windows of a pattern may have been written anew between two passes, a little off.
    if (startAt !== null && (tally.startAt === null || startAt - tally.startAt > Math.min(pauseMs, halfMs))) {
      tally.strikes += 1;
      tally.startAt = startAt;
    }
  }
  tally.probes += 1;
  tally.newestAt = Math.max(at, tally.newestAt ?? at);
}

/** The predicted start that a failure belongs to, or the failure itself where nothing is predicted; `null` outside of windows. */
function startOf({ pattern, intervalMs }: StruckProblem, at: EpochMs): EpochMs | null {
  const { nextExpected } = pattern;
  if (nextExpected === null) return at;
  const toleranceMs = pattern.toleranceMs ?? 0;
  const lengthMs = nextExpected.to - nextExpected.from - 2 * toleranceMs;
  // A probe may be an interval late.
  const reachMs = toleranceMs + intervalMs;
  return predictedStarts(pattern, at - reachMs - lengthMs, at + reachMs).at(-1) ?? null;
}

function hasFailed({ outcome, masked }: RecordedProbe): boolean {
  return masked || (outcome.class !== 'healthy' && outcome.class !== 'not-probed');
}

function placeName(vantage: string, subject: string): string {
  return `${vantage}/${subject}`;
}
