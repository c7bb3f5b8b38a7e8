import type { EpochMs } from '../core/model/time.ts';

/** What a process remembers of notices that people were not told of; changed in place, and gone with the process. */
export interface Untold {
  /** The tick of the newest pass after which one waited or was dead, or that could not tell; `null` before the first. */
  at: EpochMs | null;
}

/** What a new process knows: nothing. */
export function nothingUntold(): Untold {
  return { at: null };
}
