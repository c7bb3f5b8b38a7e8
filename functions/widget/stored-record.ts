import type { EpochMs } from '../core/model/time.ts';
import type { StoredRun } from '../core/ports.ts';
import { UnreadableRecordError, unfinishedRun, unpackRun, type RecordedRun } from '../core/run-record.ts';

/**
 * A stored run for the page; `null` for one that is still under way, and for one that this release cannot read. One that was
 * only claimed died, if its tick is before `settledBefore`.
 *
 * @param wanted the targets to read; `null` for all of them
 */
export function recordOf(
  run: StoredRun,
  settledBefore: EpochMs,
  wanted: ReadonlySet<string> | null,
): RecordedRun | null {
  if (run.record !== undefined) return run.record;
  if (run.state === 'claimed') return run.key.tickAt < settledBefore ? unfinishedRun(run.key, run.targetIds) : null;
  try {
    return unpackRun(run.key, run.targetIds, run.parts, wanted);
  } catch (cause) {
    if (cause instanceof UnreadableRecordError) return null;
    throw cause;
  }
}
