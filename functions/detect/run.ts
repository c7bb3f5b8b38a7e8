import { runFault, type RunFault } from '../core/fault-report.ts';
import { detectMetrics } from '../core/metrics.ts';
import type { Problem } from '../core/model/problem.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import type {
  Clock,
  DetectStateStore,
  MemoryStore,
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
import { abandonUnmonitored, settleProblems, settleWarnings } from './settle-problems.ts';

/** What a detect run needs from outside. */
export interface DetectPorts {
  readonly history: RunHistory;
  readonly states: DetectStateStore;
  readonly memory: MemoryStore;
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
  const { log, metrics, problems } = ports;
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    log.error('run-fault', { tickAt: tick.tickAt, ...fault });
  };
  const store = storeUse(report);
  // First, so that what is healthy elsewhere is not taken for a recovery.
  await store.attempt('close unmonitored problems', () => abandonUnmonitored(tick, settings, ports));
  for (const vantage of tick.vantages) {
    await store.attempt(`examine the history of ${vantage}`, () =>
      detectVantage(vantage, tick, settings, ports, report),
    );
  }
  const unsent = await store.attempt('read the outbox', () => deliver(ports, report));
  const open = await store.attempt('read the open problems', () => problems.open());
  store.reportOnce();

  try {
    await metrics.put(detectMetrics(open?.length ?? null, unsent), tick.tickAt);
  } catch (cause) {
    const remedy = 'Problems and notices are not affected. Check the grant for cloudwatch:PutMetricData.';
    report(runFault('The metrics could not be published', remedy, cause));
  }
  log.info('detect-run', { tickAt: tick.tickAt, openProblems: open?.length ?? null, unsentNotices: unsent });
  return { openProblems: (open ?? []).map(({ problem }) => problem), faults };
}

/** Work that needs the store: a store that fails is one fault of the run, whatever it was needed for. */
function storeUse(report: (fault: RunFault) => void) {
  const failed: { readonly what: string; readonly cause: unknown }[] = [];
  return {
    attempt: async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work();
      } catch (cause) {
        failed.push({ what, cause });
        return null;
      }
    },
    reportOnce: (): void => {
      const [first] = failed;
      if (first === undefined) return;
      const what = `The store failed, so it was not possible to ${failed.map((one) => one.what).join(', to ')}`;
      const remedy = 'The next pass does it again. Check the table, its throttling and the grants.';
      report(runFault(what, remedy, first.cause));
    },
  };
}

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
  const learned = await ports.memory.load(vantage);
  if (learned !== null) await settleWarnings(vantage, learned.state, tickAt, settings, ports);
  if (saved === null || folded.settled.throughTick - saved.state.throughTick >= SAVE_EVERY_MS) {
    await ports.states.save(vantage, folded.settled, saved?.version ?? 0);
  }
}
