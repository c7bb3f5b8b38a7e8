import { runFault, type RunFault } from '../core/fault-report.ts';
import { detectMetrics } from '../core/metrics.ts';
import type { Problem } from '../core/model/problem.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import type {
  Clock,
  DetectStateStore,
  Log,
  MetricSink,
  Notifier,
  Outbox,
  ProblemBook,
  RunHistory,
} from '../core/ports.ts';
import { initialDetectState } from '../core/problems/streams.ts';
import type { Settings } from '../core/settings-model.ts';
import { deliver } from './deliver.ts';
import { foldHistory } from './fold-history.ts';
import { abandonUnmonitored, settleProblems } from './settle-problems.ts';

/** What a detect run needs from outside. */
export interface DetectPorts {
  readonly history: RunHistory;
  readonly states: DetectStateStore;
  readonly problems: ProblemBook;
  readonly outbox: Outbox;
  readonly notifier: Notifier;
  readonly metrics: MetricSink;
  readonly clock: Clock;
  readonly log: Log;
  /** A fresh name for this run, under which it leases notices. */
  readonly newOwner: () => string;
}

/** Which pass: its own scheduled time, and the vantages whose runs it reads. */
export interface DetectTick {
  readonly tickAt: EpochMs;
  readonly vantages: readonly string[];
}

/** What a pass did. */
export interface DetectReport {
  readonly openProblems: readonly Problem[];
  readonly faults: readonly RunFault[];
}

/** History that is read when a vantage has no saved state: longer than any usual pause of detection. */
const LOOK_BACK_MS = DAY_MS;
/** A saved state may lag: the fold repeats the rest. So a healthy minute writes nothing. */
const SAVE_EVERY_MS = 10 * MINUTE_MS;
/** A run that is still missing this long after its own deadline is not coming. */
const SETTLE_MARGIN_MS = 2 * MINUTE_MS;

/**
 * One detect run: fold what is new, settle the problems, deliver the notices. It can be repeated at any time over the same
 * history and decides the same things. A part that fails does not stop the others: it is logged, reported, and done by the
 * next pass.
 */
export async function runDetect(tick: DetectTick, settings: Settings, ports: DetectPorts): Promise<DetectReport> {
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    ports.log.error('run-fault', { tickAt: tick.tickAt, ...fault });
  };
  for (const vantage of tick.vantages) {
    try {
      await detectVantage(vantage, tick, settings, ports, report);
    } catch (cause) {
      report(runFault(`The history of ${vantage} could not be examined`, CHECK_STORE, cause));
    }
  }
  await attempt(() => abandonUnmonitored(tick, settings, ports), 'Unmonitored problems could not be closed', report);
  const unsent = await attempt(() => deliver(ports, report), 'The outbox could not be read', report);
  const open = await attempt(() => ports.problems.open(), 'The open problems could not be read', report);
  const values = detectMetrics(open?.length ?? 0, unsent ?? 0);
  await attempt(() => ports.metrics.put(values, tick.tickAt), 'The metrics could not be published', report);
  ports.log.info('detect-run', { tickAt: tick.tickAt, openProblems: open?.length ?? null, unsentNotices: unsent });
  return { openProblems: (open ?? []).map(({ problem }) => problem), faults };
}

const CHECK_STORE = 'The next pass does it again. Check the table, its throttling and the grants.';

async function detectVantage(
  vantage: string,
  { tickAt }: DetectTick,
  settings: Settings,
  ports: DetectPorts,
  report: (fault: RunFault) => void,
): Promise<void> {
  const saved = await ports.states.load(vantage);
  const state = saved?.state ?? initialDetectState(tickAt - LOOK_BACK_MS);
  const runs = await ports.history.read(vantage, state.throughTick + 1, tickAt);
  const settledTick = tickAt - settings.deadlines.runMs - SETTLE_MARGIN_MS;
  const folded = foldHistory(state, runs, settledTick, settings.thresholds, (key, cause) => {
    report(runFault(`The run record of ${vantage} at ${key.tickAt} could not be read`, 'It counts as missing.', cause));
  });
  await settleProblems(vantage, folded.steps, settings, ports);
  if (saved === null || folded.settled.throughTick - saved.state.throughTick >= SAVE_EVERY_MS) {
    await ports.states.save(vantage, folded.settled, saved?.version ?? 0);
  }
}

async function attempt<T>(work: () => Promise<T>, what: string, report: (fault: RunFault) => void): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    report(runFault(what, CHECK_STORE, cause));
    return null;
  }
}
