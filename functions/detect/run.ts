import { runFault, type RunFault } from '../core/fault-report.ts';
import { endsOf } from '../core/digest/expiries.ts';
import { detectMetrics, isUntold } from '../core/metrics.ts';
import type { Problem } from '../core/model/problem.ts';
import { maintenanceCalendar } from '../core/maintenance-calendar.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import type {
  CareStore,
  ChronicStore,
  Clock,
  DetectStateStore,
  Log,
  MemoryStore,
  MetricSink,
  Notifier,
  Outbox,
  ProbingHintStore,
  ProblemBook,
  RunHistory,
} from '../core/ports.ts';
import { monitoredTargets, withoutUnmonitored } from '../core/problems/unmonitored.ts';
import type { Settings } from '../core/settings-model.ts';
import { deliver } from './deliver.ts';
import { reportAlive, type HeartbeatPorts } from './report-alive.ts';
import { passOnHints } from './pass-on-hints.ts';
import { readMemory } from './read-memory.ts';
import { problemDesk, type ProblemDesk } from './problem-desk.ts';
import { settleDigest, type DigestStateStore } from './settle-digest.ts';
import { settleSubscriptions, type SubscriptionPorts } from './settle-subscriptions.ts';
import { settleTicks } from './settle-ticks.ts';
import { settleSharedWarnings, settleWarnings } from './settle-warnings.ts';
import type { Untold } from './untold.ts';
import { loadDetectors, openWatch, saveWatch, type VantageWatch } from './vantage-watch.ts';

/** What a detect run needs from outside. */
export interface DetectPorts {
  readonly history: RunHistory;
  readonly states: DetectStateStore;
  readonly chronic: ChronicStore;
  readonly hints: ProbingHintStore;
  readonly memory: MemoryStore;
  readonly problems: ProblemBook;
  readonly outbox: Outbox;
  readonly cares: CareStore;
  readonly digests: DigestStateStore;
  readonly notifier: Notifier;
  readonly metrics: MetricSink;
  /** `null` where nobody can subscribe. */
  readonly subscriptions: SubscriptionPorts | null;
  /** `null` where nobody outside is told that the monitor runs. */
  readonly heartbeat: HeartbeatPorts | null;
  readonly clock: Clock;
  readonly log: Log;
  /** A fresh name for this run, under which it leases notices. */
  readonly newOwner: () => string;
  /** From earlier passes of this process; changed in place. */
  readonly untold: Untold;
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

/** Longer than an incident may be away, and than the history that is read where no state was saved. */
const RECENT_MS = 2 * DAY_MS;

/** A run that is still missing this long after its own deadline is not coming. */
const SETTLE_MARGIN_MS = 2 * MINUTE_MS;

/**
 * One detect run: fold what is new, settle the problems, deliver the notices. It can be repeated at any time over the same
 * history and decides the same things. A part that fails does not stop the others: it is logged, reported, and done by the
 * next pass.
 */
export async function runDetect(tick: DetectTick, settings: Settings, ports: DetectPorts): Promise<DetectReport> {
  const { log, metrics, untold } = ports;
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    log.error('run-fault', { tickAt: tick.tickAt, ...fault });
  };
  const store = storeUse(report);
  const desk = problemDesk(ports, tick.tickAt - RECENT_MS);
  // First, so that what is healthy elsewhere is not taken for a recovery.
  await store.attempt('close unmonitored problems', () => closeUnmonitored(tick, settings, desk));
  const { memories, newestRun } = await examine(tick, settings, desk, ports, store, report);
  const outbox = await store.attempt('read the outbox', () => deliver(ports, report));
  const subscribed = await store.attempt('remember who is subscribed', () =>
    settleSubscriptions(tick, settings, ports),
  );
  // Last, since it reads a week: it goes out with the next pass.
  const troubles = subscribed?.troubles ?? [];
  await store.attempt('make the weekly message', () => settleDigest(tick, troubles, settings, ports));
  store.reportOnce();
  const open = desk.isPrepared() ? [...desk.all()].filter(({ closedAs }) => closedAs === null) : null;

  const untoldAt = untold.at;
  if (outbox === null || isUntold(outbox)) untold.at = tick.tickAt;
  try {
    await metrics.put(
      detectMetrics({ tickAt: tick.tickAt, open, outbox, ends: endsOf(memories, settings), untoldAt }),
      tick.tickAt,
    );
  } catch (cause) {
    const remedy = 'Problems and notices are not affected. Check the grant for cloudwatch:PutMetricData.';
    report(runFault('The metrics could not be published', remedy, cause));
  }
  log.info('detect-run', {
    tickAt: tick.tickAt,
    openProblems: open?.length ?? null,
    unsentNotices: outbox?.unsentNotices ?? null,
  });
  const oldestUnsentMs = outbox?.oldestUnsentMs ?? null;
  await reportAlive({ faults: faults.length, newestRun, oldestUnsentMs }, tick, settings, ports);
  return { openProblems: open ?? [], faults };
}

/** Work that needs the store, see `storeUse`. */
interface StoreUse {
  /** Does the work; `null` when it failed. */
  readonly attempt: <T>(what: string, work: () => Promise<T>) => Promise<T | null>;
  readonly reportOnce: () => void;
}

/** Work that needs the store: a store that fails is one fault of the run, whatever it was needed for. */
function storeUse(report: (fault: RunFault) => void): StoreUse {
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
      const what = `The store failed, so it was not possible to ${[...new Set(failed.map((one) => one.what))].join(', to ')}`;
      const remedy = 'The next pass does it again. Check the table, its throttling and the grants.';
      report(runFault(what, remedy, first.cause));
    },
  };
}

/** What the vantages came to. */
interface Examined {
  /** What they have learned, as far as it could be read. */
  readonly memories: readonly VantageMemory[];
  /** The tick of the newest finished run of any of them; `null` when none of those read anew was. */
  readonly newestRun: EpochMs | null;
}

/** Reads what is new of every vantage, settles it in the order of time, and saves how far that came. */
async function examine(
  { tickAt, vantages }: DetectTick,
  settings: Settings,
  desk: ProblemDesk,
  ports: DetectPorts,
  store: StoreUse,
  report: (fault: RunFault) => void,
): Promise<Examined> {
  const lagMs = settings.deadlines.runMs + SETTLE_MARGIN_MS;
  const examineHistory = <T>(vantage: string, work: () => Promise<T>) =>
    store.attempt(`examine the history of ${vantage}`, work);
  const watches: VantageWatch[] = [];
  for (const vantage of vantages) {
    const opened = await examineHistory(vantage, () =>
      openWatch(vantage, tickAt, lagMs, settings, desk, ports, report),
    );
    if (opened === null) continue;
    watches.push(opened);
    await store.attempt(`read the chronic evidence of ${vantage}`, () =>
      loadDetectors(opened, settings, ports, report),
    );
  }
  const cares = await store.attempt('read what was acknowledged and snoozed', () => ports.cares.all());
  const calendar = maintenanceCalendar(settings.maintenance);
  await settleTicks(watches, {
    settings,
    desk,
    lagMs,
    calendar,
    // Rather told once too often than not at all.
    cares: cares ?? new Map(),
    attempt: examineHistory,
  });
  const memories = new Map<string, VantageMemory>();
  for (const watch of watches) {
    const { vantage } = watch;
    await examineHistory(vantage, async () => {
      const learned = await readMemory(vantage, settings, ports.memory);
      if (learned !== null) {
        memories.set(vantage, learned);
        await settleWarnings(vantage, learned, tickAt, settings, desk);
      }
      await saveWatch(watch, ports);
    });
    await store.attempt(`pass on what to probe closer from ${vantage}`, () =>
      passOnHints(watch, tickAt, settings, ports.hints),
    );
  }
  await store.attempt('settle the warnings', () => settleSharedWarnings(memories, tickAt, settings, desk));
  const newest = watches.flatMap(({ newestRun }) => newestRun ?? []);
  return { memories: [...memories.values()], newestRun: newest.length === 0 ? null : Math.max(...newest) };
}

async function closeUnmonitored(
  { tickAt, vantages }: DetectTick,
  settings: Settings,
  desk: ProblemDesk,
): Promise<void> {
  await desk.prepare();
  const monitored = monitoredTargets(settings);
  for (const problem of [...desk.all()]) {
    if (problem.closedAs !== null) continue;
    const change = withoutUnmonitored(problem, vantages, monitored, tickAt);
    if (change !== null) await desk.commit(change.problem, change.notice);
  }
}
