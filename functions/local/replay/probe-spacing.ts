import { MINUTE_MS, SECOND_MS } from '../../core/model/time.ts';
import type { KeptProbes } from './kept-probes.ts';

/** Gaps that are looked at for each target: enough for a median. */
const MOST_GAPS = 501;

/** How often targets are probed, in milliseconds. */
export interface ProbeSpacing {
  /** The usual time between two probes of a target as seen from a vantage; a minute where it is not known. */
  readonly of: (vantage: string, targetId: string) => number;
  /** That of the target that is probed least often. */
  readonly longestMs: number;
}

/** See `ProbeSpacing`. */
export function probeSpacing(kept: KeptProbes): ProbeSpacing {
  const seen = new Map<string, { newestAt: number; readonly gaps: number[] }>();
  for (const { key, probes } of kept.runs()) {
    for (const { targetId, startedAt } of probes) {
      const name = `${key.vantage}/${targetId}`;
      const known = seen.get(name);
      if (known === undefined) seen.set(name, { newestAt: startedAt, gaps: [] });
      else {
        if (known.gaps.length < MOST_GAPS) known.gaps.push(startedAt - known.newestAt);
        known.newestAt = startedAt;
      }
    }
  }
  const median = (gaps: readonly number[]) =>
    Math.max(SECOND_MS, gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? MINUTE_MS);
  return {
    of: (vantage, targetId) => median(seen.get(`${vantage}/${targetId}`)?.gaps ?? []),
    longestMs: [...seen.values()].reduce((most, { gaps }) => Math.max(most, median(gaps)), SECOND_MS),
  };
}
