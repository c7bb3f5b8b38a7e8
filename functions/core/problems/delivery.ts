import { DAY_MS, type EpochMs } from '../model/time.ts';
import type { OutboxEntry } from '../ports.ts';

/**
 * A notice that was refused for this long is not going to be accepted as it is. A day, so that somebody who is called by the
 * age of the oldest notice, even at night, has time to mend what is wrong before anything leaves its place in line.
 */
const HOPELESS_AFTER_MS = DAY_MS;
/** And no less often: a pause of detection may lie between two refusals. */
const HOPELESS_REFUSALS = 3;

/** Whether an announcement that has just been refused once more becomes a dead letter, so that it holds up nothing behind it. */
export function isHopeless(entry: Pick<OutboxEntry, 'refusedSince' | 'refusals'>, now: EpochMs): boolean {
  const { refusedSince, refusals } = entry;
  if (refusedSince === null) return false;
  return refusals + 1 >= HOPELESS_REFUSALS && now - refusedSince >= HOPELESS_AFTER_MS;
}
