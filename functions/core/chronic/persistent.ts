import { DAY_MS, type EpochMs } from '../model/time.ts';
import { gapMs, type Coverage } from './coverage.ts';

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
export function isPersistent({ since, failing }: Downtime, coverage: Coverage, now: EpochMs): boolean {
  if (since === null || now - since < PERSISTENT_MS || failing < FEWEST_PROBES) return false;
  return gapMs(coverage, since, now) < 0.5 * (now - since);
}
