import type { EpochMs } from '../model/time.ts';
import type { DetectorState } from './detector-state.ts';
import { failureNamed } from './failure-names.ts';
import { countFailure, type Found } from './found.ts';
import { ANY } from './sorts.ts';

/** Keeps a finding under an id of its own: one that began at the same time as another gets the time it was found too. */
export function addFound(state: DetectorState, found: Found): Found {
  const isTaken = state.found.some(({ id }) => id === found.id);
  const added = isTaken ? { ...found, id: `${found.id}-${Math.round(found.foundAt).toString(36)}` } : found;
  state.found.push(added);
  return added;
}

/** Lets a finding count from nothing: it is new, or returned and is told as it is now. */
export function countAnew(found: Found, firstFailureAt: EpochMs, now: EpochMs): void {
  Object.assign(found, { failedProbes: 0, kinds: {}, phases: {}, statuses: {}, addresses: {} });
  found.foundAt = now;
  found.firstFailureAt = firstFailureAt;
}

/**
 * Counts episodes, the one under way included, as a finding's failures so far. Each is of one sort, that of its first
 * failure, and the first of them is when it began. Returns their lengths in milliseconds.
 */
export function countEpisodes(
  found: Found,
  state: DetectorState,
  isIts: (start: EpochMs, end: EpochMs) => boolean,
): readonly number[] {
  const any = state.streams[ANY];
  if (any === undefined) return [];
  const lengthsMs: number[] = [];
  const count = (start: EpochMs, lengthMs: number, probes: number, sort: number) => {
    if (!isIts(start, start + lengthMs)) return;
    if (found.failedProbes === 0) found.firstFailureAt = start;
    lengthsMs.push(lengthMs);
    found.failedProbes += probes;
    found.newestFailureAt = Math.max(found.newestFailureAt, start + lengthMs);
    const failure = failureNamed(state.names, sort);
    if (failure !== null) countFailure(found, failure, probes);
  };
  const { starts, lengthsMs: lengths, probes, sorts } = any.episodes;
  starts.forEach((start, i) => {
    count(start, lengths[i] ?? 0, probes[i] ?? 1, sorts[i] ?? 0);
  });
  const { episode } = any;
  if (episode !== null) count(episode.start, episode.end - episode.start, episode.probes, episode.sort);
  return lengthsMs;
}
