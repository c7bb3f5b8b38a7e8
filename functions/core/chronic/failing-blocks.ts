import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../model/time.ts';
import { HORIZON_MS, probesBetween, type Coverage } from './coverage.ts';
import { firstAtLeast } from './statistics.ts';

/** Length of a block. */
export const BLOCK_MS = 15 * MINUTE_MS;

/** The quarter-hours in which something failed, in order; columns of one table. Times lie on the quarter in UTC. */
export interface FailingBlocks {
  starts: EpochMs[];
  /** Failing probes. */
  failing: number[];
  /** Changes from working to failing. */
  onsets: number[];
}

/** What a stretch of time held. */
export interface Counts {
  /** Probes, about. */
  readonly probes: number;
  readonly failing: number;
  readonly onsets: number;
}

/** Blocks without failures. */
export function emptyBlocks(): FailingBlocks {
  return { starts: [], failing: [], onsets: [] };
}

/** Counts a failing probe. */
export function addFailing(blocks: FailingBlocks, at: EpochMs, isOnset: boolean): void {
  const start = Math.floor(at / BLOCK_MS) * BLOCK_MS;
  const last = blocks.starts.length - 1;
  if (blocks.starts[last] === start) {
    blocks.failing[last] = (blocks.failing[last] ?? 0) + 1;
    blocks.onsets[last] = (blocks.onsets[last] ?? 0) + (isOnset ? 1 : 0);
    return;
  }
  blocks.starts.push(start);
  blocks.failing.push(1);
  blocks.onsets.push(isOnset ? 1 : 0);
  const old = firstAtLeast(blocks.starts, at - HORIZON_MS);
  if (old > 256) for (const column of [blocks.starts, blocks.failing, blocks.onsets]) column.splice(0, old);
}

/** What lies between two moments on block borders. */
export function countsBetween(blocks: FailingBlocks, coverage: Coverage, from: EpochMs, to: EpochMs): Counts {
  let failing = 0;
  let onsets = 0;
  for (let i = firstAtLeast(blocks.starts, from); i < blocks.starts.length; i++) {
    if ((blocks.starts[i] ?? to) >= to) break;
    failing += blocks.failing[i] ?? 0;
    onsets += blocks.onsets[i] ?? 0;
  }
  return { probes: Math.max(failing, probesBetween(coverage, from, to)), failing, onsets };
}

/** Below this no background is believed. */
const LOWEST_BACKGROUND = 0.002;

/** The usual failure ratio: 1.5 times the mean of the quieter 70 % of the last week's hours, at least 0.2 %. */
export function backgroundRatio(blocks: FailingBlocks, coverage: Coverage, now: EpochMs): number {
  const from = Math.max(now - 7 * DAY_MS, coverage.firstAt ?? now);
  const byHour = new Map<number, number>();
  for (let i = firstAtLeast(blocks.starts, from); i < blocks.starts.length; i++) {
    const hour = Math.floor((blocks.starts[i] ?? 0) / HOUR_MS);
    byHour.set(hour, (byHour.get(hour) ?? 0) + (blocks.failing[i] ?? 0));
  }
  const probes = probesBetween(coverage, from, now);
  const hours = Math.floor((now - from) / HOUR_MS);
  if (hours === 0 || probes === 0) return LOWEST_BACKGROUND;
  const quiet = Math.floor(hours * 0.7);
  const failing = [...byHour.values()].sort((a, b) => a - b).slice(0, Math.max(0, quiet - (hours - byHour.size)));
  const perHour = probes / hours;
  const mean = failing.reduce((sum, count) => sum + Math.min(1, count / perHour), 0) / Math.max(1, quiet);
  return Math.max(LOWEST_BACKGROUND, 1.5 * mean);
}
