import type { EpochMs } from './model/time.ts';

/** What the schedule sends: its own time, the same for every delivery of a tick. */
export interface ScheduleEvent {
  /** ISO 8601. */
  readonly tickAt: string;
  /** Which share of the targets, see `shardLayout`; absent for the first. */
  readonly shard?: number;
}

/**
 * The tick of an event from the schedule.
 *
 * @throws {TypeError} when the event holds no such time
 */
export function tickOf(event: unknown, tickMs: number, parseTime: (text: string) => EpochMs): EpochMs {
  const found = typeof event === 'object' && event !== null && 'tickAt' in event ? event.tickAt : undefined;
  const at = typeof found === 'string' ? parseTime(found) : Number.NaN;
  if (!Number.isFinite(at)) {
    const shown = found === undefined ? 'nothing' : JSON.stringify(found);
    throw new TypeError(
      `Cannot run: event.tickAt must be an ISO 8601 time like "2026-03-01T00:01:00Z"; found ${shown}`,
    );
  }
  return Math.floor(at / tickMs) * tickMs;
}

/**
 * The shard of an event from the schedule.
 *
 * @throws {TypeError} when the event holds something else in its place
 */
export function shardIn(event: unknown): number {
  const found: unknown = typeof event === 'object' && event !== null && 'shard' in event ? event.shard : 0;
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0) return found;
  throw new TypeError(`Cannot run: event.shard must be a whole number from 0; found ${JSON.stringify(found)}`);
}
