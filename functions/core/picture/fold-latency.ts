import type { EpochMs } from '../model/time.ts';
import type { RecordedProbe, RecordedRun } from '../run-record.ts';
import type { TimeRange } from './time-range.ts';

/** The answers of some time: milliseconds at which half of them, and 95 of 100, were there. */
export interface LatencySpread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly mostMs: number;
}

/** The latencies of a target, as seen from a vantage, over time. */
export interface LatencySeries {
  readonly target: string;
  readonly vantage: string;
  readonly range: TimeRange;
  readonly columnMs: number;
  /** One for each column, the oldest first: `broken` where nothing but failures is on record, or nothing at all; `idle` where the
   * target was not due. */
  readonly columns: readonly (LatencySpread | 'broken' | 'idle')[];
  /** Of all; `null` without any answer. */
  readonly all: LatencySpread | null;
  /** The tick of the slowest answer. */
  readonly slowestAt: EpochMs | null;
}

/** Takes in runs, in any order. */
export interface LatencyFold {
  readonly add: (run: RecordedRun) => void;
  /** In the order in which targets were first met. */
  readonly series: () => readonly LatencySeries[];
}

/** So many columns hold several answers each where a strip's cells hold one or two. */
const MOST_COLUMNS = 80;

interface OpenSeries {
  readonly target: string;
  readonly vantage: string;
  readonly samples: number[][];
  /** Columns in which the target was not due, and nothing else is known. */
  readonly idle: boolean[];
  slowestMs: number;
  slowestAt: EpochMs | null;
}

/**
 * Collects the latencies of probes that were healthy at once, as strips do: failures and retries are left out, since their times
 * are those of a deadline. Columns are whole cells of the strips over the same range, so that both have one axis. Memory is a
 * number for each probe.
 *
 * @throws RangeError when the range is empty.
 */
export function foldLatency(range: TimeRange, cellMs: number): LatencyFold {
  const cells = Math.ceil((range.to - range.from) / cellMs);
  if (!(cellMs > 0 && cells > 0)) throw new RangeError(`latency needs a range; found ${JSON.stringify(range)}`);
  const columnMs = cellMs * Math.ceil(cells / MOST_COLUMNS);
  const count = Math.ceil((range.to - range.from) / columnMs);
  const streams = new Map<string, OpenSeries>();
  return {
    add: ({ key: { vantage, tickAt }, probes }) => {
      if (tickAt < range.from || tickAt >= range.to) return;
      const column = Math.floor((tickAt - range.from) / columnMs);
      for (const probe of probes) {
        const name = JSON.stringify([vantage, probe.targetId]);
        const found = streams.get(name) ?? emptySeries(probe.targetId, vantage, count);
        streams.set(name, found);
        addProbe(found, column, probe, tickAt);
      }
    },
    series: () => [...streams.values()].map((series) => closed(series, range, columnMs)),
  };
}

function emptySeries(target: string, vantage: string, count: number): OpenSeries {
  const samples = Array.from({ length: count }, (): number[] => []);
  return { target, vantage, samples, idle: Array.from({ length: count }, () => false), slowestMs: -1, slowestAt: null };
}

function addProbe(series: OpenSeries, column: number, probe: RecordedProbe, tickAt: EpochMs): void {
  const { outcome, masked, durationMs } = probe;
  if (outcome.class === 'not-probed' && outcome.reason === 'not-due') series.idle[column] = true;
  if (outcome.class !== 'healthy' || masked) return;
  series.samples[column]?.push(durationMs);
  if (durationMs <= series.slowestMs) return;
  series.slowestMs = durationMs;
  series.slowestAt = tickAt;
}

function closed(series: OpenSeries, range: TimeRange, columnMs: number): LatencySeries {
  const { target, vantage, samples, idle, slowestAt } = series;
  return {
    ...{ target, vantage, range, columnMs, slowestAt },
    columns: samples.map((column, index) => spreadOf(column) ?? (idle[index] === true ? 'idle' : 'broken')),
    all: spreadOf(samples.flat()),
  };
}

/** The spread of some latencies, by nearest rank; `null` for none. */
export function spreadOf(samplesMs: readonly number[]): LatencySpread | null {
  if (samplesMs.length === 0) return null;
  const sorted = Float64Array.from(samplesMs).sort();
  const at = (ratio: number) => sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), mostMs: at(1) };
}
