import type { EpochMs } from '../model/time.ts';
import type { RecordedProbe, RecordedRun } from '../run-record.ts';
import { cellCodeOf, codeOf, isFailingCode, type CellCode } from './cell-outcome.ts';
import type { TimeRange } from './time-range.ts';

/** What became of a target's probes in equal cells of time: columns with one entry for each cell, the oldest first. */
export interface OutcomeCells {
  /** The worst outcome, as a position in `CELL_LOOKS`. */
  readonly worst: Uint8Array;
  /** Probes that ended healthy or failed; those that say nothing of the API are left out. */
  readonly judged: Uint32Array;
  readonly failed: Uint32Array;
  /** Probes that were healthy at once, and the sum of their latencies in milliseconds. */
  readonly prompt: Uint32Array;
  readonly promptSumMs: Float64Array;
}

/** The cells of one target as seen from one vantage, and what they add up to. */
export interface OutcomeSeries {
  readonly target: string;
  readonly vantage: string;
  readonly range: TimeRange;
  readonly cellMs: number;
  readonly cells: OutcomeCells;
  /** Probes. */
  readonly healthy: number;
  readonly failed: number;
  /** Of the healthy ones, those with a failed attempt before. */
  readonly masked: number;
  /** The tick of the newest failed probe; `null` without any. */
  readonly lastFailureAt: EpochMs | null;
}

/** Takes in runs, in any order. */
export interface CellFold {
  readonly add: (run: RecordedRun) => void;
  /** In the order in which targets were first met. What is added later is in them too. */
  readonly series: () => readonly OutcomeSeries[];
}

/** More cells than this are no picture. */
const MOST_CELLS = 5_000;

type OpenSeries = { -readonly [K in keyof OutcomeSeries]: OutcomeSeries[K] };

/**
 * Collects outcomes in cells of `cellMs` from the start of `range`; ticks outside of it are left out. Memory is 21 bytes for each
 * cell of each target and vantage, however many runs are taken in.
 *
 * @throws RangeError when the range is empty, or cut into more than 5,000 cells.
 */
export function foldCells(range: TimeRange, cellMs: number): CellFold {
  const count = Math.ceil((range.to - range.from) / cellMs);
  if (!(cellMs > 0 && count > 0 && count <= MOST_CELLS)) {
    const found = `${range.to - range.from} ms in cells of ${cellMs} ms`;
    throw new RangeError(`a strip has 1 to ${MOST_CELLS} cells; asked for are ${found}`);
  }
  const streams = new Map<string, OpenSeries>();
  return {
    add: ({ key: { vantage, tickAt }, probes }) => {
      if (tickAt < range.from || tickAt >= range.to) return;
      const index = Math.floor((tickAt - range.from) / cellMs);
      for (const probe of probes) {
        const name = JSON.stringify([vantage, probe.targetId]);
        const found = streams.get(name) ?? emptySeries(probe.targetId, vantage, range, cellMs, count);
        streams.set(name, found);
        addProbe(found, index, probe, tickAt);
      }
    },
    series: () => [...streams.values()],
  };
}

function emptySeries(target: string, vantage: string, range: TimeRange, cellMs: number, count: number): OpenSeries {
  const cells = {
    worst: new Uint8Array(count),
    judged: new Uint32Array(count),
    failed: new Uint32Array(count),
    prompt: new Uint32Array(count),
    promptSumMs: new Float64Array(count),
  };
  return { target, vantage, range, cellMs, cells, healthy: 0, failed: 0, masked: 0, lastFailureAt: null };
}

function addProbe(series: OpenSeries, index: number, probe: RecordedProbe, tickAt: EpochMs): void {
  const { cells } = series;
  const code = cellCodeOf(probe);
  cells.worst[index] = Math.max(cells.worst[index] ?? 0, code);
  if (!isJudged(code)) return;
  addAt(cells.judged, index, 1);
  if (isFailingCode(code)) {
    addAt(cells.failed, index, 1);
    series.failed += 1;
    series.lastFailureAt = Math.max(series.lastFailureAt ?? tickAt, tickAt);
    return;
  }
  series.healthy += 1;
  if (probe.masked) series.masked += 1;
  else {
    addAt(cells.prompt, index, 1);
    addAt(cells.promptSumMs, index, probe.durationMs);
  }
}

function isJudged(code: CellCode): boolean {
  return code === codeOf('healthy') || code >= codeOf('masked');
}

function addAt(column: Uint32Array | Float64Array, index: number, amount: number): void {
  column[index] = (column[index] ?? 0) + amount;
}
