import type { PatternKind } from '../model/pattern.ts';
import type { EpochMs } from '../model/time.ts';
import { currentFinding } from './current-finding.ts';
import type { DetectorState } from './detector-state.ts';
import type { FindingEvent } from './finding.ts';
import type { Found } from './found.ts';

/** Failures without a rhythm that go on, from the one that says least to the one that says most. */
export const RATE_KINDS = ['recurring', 'lossy', 'flapping'] as const;
/** A kind of raised rate. */
export type RateKind = (typeof RATE_KINDS)[number];

/** The raised rate under way, or `null`. There is at most one: it may turn into another kind. */
export function activeRate(state: DetectorState): Found | null {
  return state.found.find(({ kind, endedAt }) => endedAt === null && RATE_KINDS.some((rate) => rate === kind)) ?? null;
}

/** The finding of a kind that is under way, or `null`. */
export function active(state: DetectorState, kind: PatternKind): Found | null {
  return state.found.find((found) => found.kind === kind && found.endedAt === null) ?? null;
}

/** Ends a finding, and keeps what was known of it. */
export function end(state: DetectorState, found: Found, now: EpochMs, events: FindingEvent[]): void {
  found.endedAt = now;
  const finding = currentFinding(state, found);
  found.endedPattern = finding.pattern;
  events.push({ type: 'ended', finding });
}
