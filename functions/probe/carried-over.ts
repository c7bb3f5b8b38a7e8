import type { VantageMemory } from '../core/model/vantage-memory.ts';
import type { Log } from '../core/ports.ts';
import { keepUnsent, type UnsentRun } from '../core/unsent-runs.ts';

/**
 * What a process carries over from run to run, for as long as the store cannot be reached. It goes with the process; by then
 * the log has had every run.
 */
export interface CarriedOver {
  /** Oldest first. */
  unsent: readonly UnsentRun[];
  /** What the newest run of each shard knew. */
  readonly learned: Map<number, VantageMemory>;
}

/** What a new process carries: nothing. */
export function nothingCarried(): CarriedOver {
  return { unsent: [], learned: new Map() };
}

/** Keeps these runs too, within limits; what is dropped is logged in full. */
export function carryOn(carried: CarriedOver, runs: readonly UnsentRun[], log: Log): void {
  const { kept, dropped } = keepUnsent([...carried.unsent, ...runs]);
  carried.unsent = kept;
  for (const { key, claimedAt, targetIds, parts } of dropped) {
    log.error('run-dropped', {
      ...key,
      claimedAt,
      targetIds,
      parts,
      why: 'too many runs wait for the store, or it refused this one too often',
    });
  }
}
