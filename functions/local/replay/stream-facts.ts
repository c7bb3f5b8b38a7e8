import { isFailure } from '../../core/model/outcome.ts';
import { MINUTE_MS, SECOND_MS, type EpochMs } from '../../core/model/time.ts';
import type { KeptProbes } from './kept-probes.ts';

/** Gaps that are looked at for each target: enough for a median. */
const MOST_GAPS = 501;

/** What the pictures of a record have to know of its targets. Durations are milliseconds. */
export interface StreamFacts {
  /** The usual time between two probes of a target as seen from a vantage; a minute where it is not known. */
  readonly spacingOf: (vantage: string, targetId: string) => number;
  /** That of the target that is probed least often. */
  readonly longestMs: number;
  /** When a probe failed last, retries that helped included; `null` without any. */
  readonly failedAt: (vantage: string, targetId: string) => EpochMs | null;
}

/** See `StreamFacts`. */
export function streamFacts(kept: KeptProbes): StreamFacts {
  const failed = new Map<string, EpochMs>();
  const seen = new Map<string, { newestAt: number; readonly gaps: number[] }>();
  for (const { key, probes } of kept.runs()) {
    for (const { targetId, startedAt, outcome, masked } of probes) {
      const name = `${key.vantage}/${targetId}`;
      if (masked || isFailure(outcome)) failed.set(name, startedAt);
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
    spacingOf: (vantage, targetId) => median(seen.get(`${vantage}/${targetId}`)?.gaps ?? []),
    failedAt: (vantage, targetId) => failed.get(`${vantage}/${targetId}`) ?? null,
    longestMs: [...seen.values()].reduce((most, { gaps }) => Math.max(most, median(gaps)), SECOND_MS),
  };
}
