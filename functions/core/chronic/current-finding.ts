import type { DetectorState } from './detector-state.ts';
import { BLOCK_MS } from './failing-blocks.ts';
import type { Finding } from './finding.ts';
import { findingOf, type Found } from './found.ts';

/** The findings as they stand: those under way, and those that ended lately. */
export function findingsOf(state: DetectorState): readonly Finding[] {
  return state.found.map((found) => currentFinding(state, found));
}

/** A finding as it stands. */
export function currentFinding(state: DetectorState, found: Found): Finding {
  const rhythms = state.rhythms.filter(({ findingId }) => findingId === found.id);
  return findingOf(found, rhythms, state.coverage, unexplainedSince(state, found));
}

function unexplainedSince(state: DetectorState, { kind, firstFailureAt, failedProbes }: Found): number {
  const { starts = [], failing = [] } = state.streams.any?.blocks ?? {};
  const left = starts.reduce((sum, start, i) => sum + (start + BLOCK_MS > firstFailureAt ? (failing[i] ?? 0) : 0), 0);
  // What has no windows takes nothing out of the evidence: its own failures are among these.
  return kind === 'periodic' || kind === 'clock' ? left : Math.max(0, left - failedProbes);
}
