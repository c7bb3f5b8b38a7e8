import { MINUTE_MS } from '../../core/model/time.ts';
import type { KeptProbes } from './kept-probes.ts';

/** Gaps that are looked at for each target: enough for a median. */
const MOST_GAPS = 501;

/** The usual time between two probes of a target as seen from a vantage, in milliseconds; a minute where it is not known. */
export function probeSpacing(kept: KeptProbes): (vantage: string, targetId: string) => number {
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
  return (vantage, targetId) => {
    const gaps = seen.get(`${vantage}/${targetId}`)?.gaps.toSorted((a, b) => a - b) ?? [];
    return Math.max(1_000, gaps[Math.floor(gaps.length / 2)] ?? MINUTE_MS);
  };
}
