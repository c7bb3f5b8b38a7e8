import type { RunKey } from '../../core/model/run.ts';
import { MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import type { RecordedProbe, RecordedRun } from '../../core/run-record.ts';
import type { RecordedLine } from './recorded-line.ts';

/** Puts lines together to runs. */
export interface RunAssembly {
  /** Takes the next line in order. */
  add(line: RecordedLine): void;
  /** Hands on the runs that are still being put together. */
  close(): void;
}

/** The newest run of a vantage. */
interface NewestRun {
  readonly number: number;
  readonly key: RunKey;
  probes: RecordedProbe[];
  diagnoses: Readonly<Record<string, string>>;
  isClosed: boolean;
}

const NO_DIAGNOSES = {};

/**
 * Puts the lines of a vantage together to runs whose ticks go up, each with a target at most once. A line without a tick
 * belongs to the full minute it was probed in, which is the schedule of most records and groups the targets of any other;
 * a target that comes again within that minute starts a run at its own time. Nothing depends on a tick but the order and
 * what is told of it: patterns are found in the probes' own times.
 */
export function runAssembly(onRun: (run: RecordedRun) => void): RunAssembly {
  const newestRuns = new Map<string, NewestRun>();
  /** By vantage: the number of the newest run of each target. */
  const runNumbers = new Map<string, Map<string, number>>();

  const close = (run: NewestRun) => {
    if (run.isClosed) return;
    run.isClosed = true;
    onRun({ key: run.key, probes: run.probes, diagnoses: run.diagnoses });
    run.probes = [];
  };
  const start = (vantage: string, tickAt: EpochMs, before: NewestRun | undefined): NewestRun => {
    if (before !== undefined) close(before);
    const key = { vantage, tickAt, shard: 0 };
    const run = { number: (before?.number ?? 0) + 1, key, probes: [], diagnoses: NO_DIAGNOSES, isClosed: false };
    newestRuns.set(vantage, run);
    return run;
  };
  return {
    add: ({ vantage, tickAt, probe, diagnoses = NO_DIAGNOSES }) => {
      const numbers = runNumbers.get(vantage) ?? new Map<string, number>();
      if (numbers.size === 0) runNumbers.set(vantage, numbers);
      const wantedTick = tickAt ?? Math.floor(probe.startedAt / MINUTE_MS) * MINUTE_MS;
      let run = newestRuns.get(vantage);
      if (run === undefined || wantedTick > run.key.tickAt) run = start(vantage, wantedTick, run);
      else if (run.isClosed || numbers.get(probe.targetId) === run.number) {
        run = start(vantage, Math.max(probe.startedAt, run.key.tickAt + 1), run);
      }
      numbers.set(probe.targetId, run.number);
      run.probes.push(probe);
      if (diagnoses !== NO_DIAGNOSES) run.diagnoses = { ...run.diagnoses, ...diagnoses };
    },
    close: () => {
      newestRuns.forEach(close);
    },
  };
}
