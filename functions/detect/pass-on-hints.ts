import { findingsOf } from '../core/chronic/current-finding.ts';
import { NO_HINTS, closerWindows, type ProbingHints } from '../core/chronic/probing-hints.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { ProbingHintStore } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import type { VantageWatch } from './vantage-watch.ts';

/**
 * Tells the probe runs of a vantage which targets to probe more closely, and when. Nothing is read or written where every
 * target is probed at every tick anyway, or where the settings do not want it.
 */
export async function passOnHints(
  { vantage, detectors }: VantageWatch,
  tickAt: EpochMs,
  { targets, tickMs, closerProbing }: Settings,
  store: ProbingHintStore,
): Promise<void> {
  const sparse = targets.filter(({ everyMs }) => everyMs > tickMs);
  if (!closerProbing || sparse.length === 0 || detectors === null) return;
  const closer: Record<string, ProbingHints['closer'][string]> = {};
  for (const { id } of sparse) {
    const state = detectors.get(id)?.state;
    const windows = state === undefined || state.found.length === 0 ? [] : closerWindows(findingsOf(state), tickAt);
    if (windows.length > 0) closer[id] = windows;
  }
  const saved = await store.load(vantage);
  const hints: ProbingHints = { ...NO_HINTS, closer };
  if (JSON.stringify(saved?.state ?? NO_HINTS) === JSON.stringify(hints)) return;
  await store.save(vantage, hints, saved?.version ?? 0);
}
