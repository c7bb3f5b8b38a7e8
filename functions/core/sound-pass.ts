import { durationText } from './messages/time-words.ts';
import { MINUTE_MS, type EpochMs } from './model/time.ts';

/** A run is on record two minutes after its tick at the latest; as long as the dead-man alarm of the probes waits, and some. */
const SILENT_MS = 10 * MINUTE_MS;
const SILENT_TICKS = 3;
/** As the alarm `notices-late`, which goes to the very topic that does not take the notice. */
const LATE_MS = 15 * MINUTE_MS;

/** How long no run may be finished. */
export function silentAfterMs(tickMs: number): number {
  return Math.max(SILENT_MS, SILENT_TICKS * tickMs);
}

/** What a detect run came to, as far as it tells whether the monitor works. */
export interface PassOutcome {
  readonly tickAt: EpochMs;
  readonly faults: number;
  /** The tick of the newest run that was finished, of any vantage; `null` when there was none for `silentAfterMs`. */
  readonly newestRun: EpochMs | null;
  /** See `OutboxStanding`; `null` when it could not be read. */
  readonly oldestUnsentMs: number | null;
}

/**
 * Why a pass is not sound, in a few words; `null` when it is: it had no fault, probes come in, and notices get out. One vantage of
 * several that is silent has an alarm of its own, which gets out.
 */
export function whyUnsound({ tickAt, faults, newestRun, oldestUnsentMs }: PassOutcome, tickMs: number): string | null {
  if (faults > 0) return 'the run had faults';
  if (newestRun === null) return 'no probe run is on record lately';
  const silentMs = tickAt - newestRun;
  if (silentMs > silentAfterMs(tickMs)) return `the newest probe run is ${durationText(silentMs)} old`;
  if (oldestUnsentMs === null) return 'the outbox could not be read';
  return oldestUnsentMs >= LATE_MS ? `a notice has waited for ${durationText(oldestUnsentMs)}` : null;
}
