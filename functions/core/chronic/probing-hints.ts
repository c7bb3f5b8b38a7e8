import { HOUR_MS, type EpochMs } from '../model/time.ts';
import type { ExpectedWindow } from '../model/pattern.ts';
import type { Finding } from './finding.ts';

/** What the probe runs of a vantage may look at more closely: the windows in which a suspected pattern would strike next. */
export interface ProbingHints {
  readonly schemaVersion: 1;
  /** By target, in order of time. */
  readonly closer: Readonly<Record<string, readonly ExpectedWindow[]>>;
}

/** Nothing is suspected. */
export const NO_HINTS: ProbingHints = { schemaVersion: 1, closer: {} };

/** Windows that begin later are told by a later pass. */
const AHEAD_MS = HOUR_MS;

/** The windows of suspected patterns that are under way or begin soon. */
export function closerWindows(findings: readonly Finding[], now: EpochMs): readonly ExpectedWindow[] {
  return findings
    .flatMap(({ level, endedAt, pattern }) =>
      level === 'suspected' && endedAt === null && pattern.nextExpected !== null ? [pattern.nextExpected] : [],
    )
    .filter(({ from, to }) => to >= now && from <= now + AHEAD_MS)
    .toSorted((a, b) => a.from - b.from);
}

/** Whether a suspected pattern may strike a target at a moment. */
export function isWatchedCloser(hints: ProbingHints, targetId: string, at: EpochMs): boolean {
  return hints.closer[targetId]?.some(({ from, to }) => from <= at && at <= to) ?? false;
}
