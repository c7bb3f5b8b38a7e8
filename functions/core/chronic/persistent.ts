import { DAY_MS, type EpochMs } from '../model/time.ts';
import { gapMs, type Coverage } from './coverage.ts';
import type { Guard } from './explanation.ts';

/** Since when hardly anything succeeded. */
export interface Downtime {
  since: EpochMs | null;
  failing: number;
  /** Probes that succeeded since, and the first of those in a row that are the newest. */
  succeeded: number;
  workingSince: EpochMs | null;
}

/** Nothing is down. */
export const NO_DOWNTIME: Downtime = { since: null, failing: 0, succeeded: 0, workingSince: null };

/** A success now and then, up to this share, does not end a long downtime; two in a row do. */
const STRAY_RATIO = 0.02;

/** Folds a probe; returns when a downtime has ended with it, else `null`. */
export function foldDowntime(downtime: Downtime, at: EpochMs, succeeded: boolean): EpochMs | null {
  if (!succeeded) {
    downtime.since ??= at;
    downtime.failing += 1;
    downtime.workingSince = null;
    return null;
  }
  if (downtime.since === null) return null;
  downtime.succeeded += 1;
  const endedAt = downtime.workingSince ?? at;
  const isStray = downtime.workingSince === null && downtime.succeeded <= STRAY_RATIO * downtime.failing;
  downtime.workingSince = endedAt;
  if (isStray) return null;
  Object.assign(downtime, NO_DOWNTIME);
  return endedAt;
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
