import { SECOND_MS, type EpochMs } from '../model/time.ts';

/** Of so many slots in a row, the last belongs to runs that outlived their tick; the others to the current run. */
const CYCLE = 5;
/** Share of the slots that a run owns while its own tick lasts. */
export const OWN_SLOTS_RATIO = (CYCLE - 1) / CYCLE;
/** For so long after a tick, slots for late runs all belong to the one whose tick it was: it has the most left to do. */
const HANDOVER_MS = 15 * SECOND_MS;

interface RunTick {
  readonly tickAt: EpochMs;
  readonly tickMs: number;
}

/**
 * When the next request to an origin may start, so that all runs of a vantage together keep to a rate without talking to
 * each other: time is cut into slots of 1/rate seconds, and at each moment every slot has one owner. A run owns four of five
 * while its own tick lasts, then the fifth for a while, and after that shares it with other late runs, even ticks and odd
 * ticks in turn. So at most two late runs may be under way beside the current one, of adjacent ticks.
 *
 * @param after the earliest moment wanted; the slot returned starts at or after it
 * @param lastSlot number of the slot used before, or -1
 * @returns the slot's number and its start
 */
export function nextSlot(
  after: EpochMs,
  lastSlot: number,
  run: RunTick,
  startsPerSecond: number,
): { readonly slot: number; readonly startAt: EpochMs } {
  const slotMs = SECOND_MS / startsPerSecond;
  let slot = Math.max(lastSlot + 1, Math.ceil(after / slotMs));
  while (!owns(run, slot, slot * slotMs)) slot += 1;
  return { slot, startAt: slot * slotMs };
}

function owns({ tickAt, tickMs }: RunTick, slot: number, startAt: EpochMs): boolean {
  const isForLate = slot % CYCLE === CYCLE - 1;
  const lateMs = startAt - (tickAt + tickMs);
  if (lateMs < 0) return !isForLate;
  if (!isForLate) return false;
  if (startAt % tickMs < Math.min(HANDOVER_MS, tickMs / 4)) return lateMs < tickMs;
  const turn = Math.floor(slot / CYCLE) % 2;
  return turn === Math.floor(tickAt / tickMs) % 2;
}
