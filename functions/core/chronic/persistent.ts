import { DAY_MS, type EpochMs } from '../model/time.ts';
import { gapMs, type Coverage } from './coverage.ts';
import type { Guard } from './explanation.ts';

/** Since when nothing succeeded. */
export interface Downtime {
  since: EpochMs | null;
  failing: number;
}

/** No success for this long is no incident any more. */
export const PERSISTENT_MS = DAY_MS;
/** Probes that it takes at least, however slow the schedule. */
const FEWEST_PROBES = 12;

/** Whether the target has been down, as far as it was probed, for a day; at least half of the day must have been seen. */
export function isPersistent(downtime: Downtime, coverage: Coverage, now: EpochMs): boolean {
  const { since } = downtime;
  if (since === null || now - since < PERSISTENT_MS) return false;
  return unprovenDown(downtime, coverage, now) === null;
}

/** Why a time without success may not have been one; `null` when it was. */
export function unprovenDown({ since, failing }: Downtime, coverage: Coverage, now: EpochMs): Guard | null {
  if (since === null || failing < FEWEST_PROBES) return 'too-few-probes';
  return gapMs(coverage, since, now) < 0.5 * (now - since) ? null : 'mostly-unseen';
}
