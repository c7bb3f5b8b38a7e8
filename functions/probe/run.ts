import { runFault, type RunFault } from '../core/fault-report.ts';
import { probeMetrics } from '../core/metrics.ts';
import { failureName, isFailure } from '../core/model/outcome.ts';
import type { Probe, Run, RunKey } from '../core/model/run.ts';
import { isDue, type Target } from '../core/model/target.ts';
import { SECOND_MS } from '../core/model/time.ts';
import type { Clock, Log, MetricSink, Prober, RunHistory, Secrets } from '../core/ports.ts';
import { packRun } from '../core/run-record.ts';
import type { Account, Settings } from '../core/settings-model.ts';
import { probeTarget, skipped, type ProbeContext } from './probe-target.ts';
import { runTokens } from './tokens.ts';

/** What a probe run needs from outside. */
export interface ProbePorts {
  readonly prober: Prober;
  readonly history: RunHistory;
  readonly metrics: MetricSink;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** What a run did. `run` is `null` when this tick had been claimed before, so that nothing was probed. */
export interface ProbeReport {
  readonly run: Run | null;
  readonly faults: readonly RunFault[];
}

/** Failing probes that are logged in detail in one run; the record holds all of them. */
const DETAILED_FAILURES = 20;

/**
 * One probe run: claim the tick, probe what is due, then record, log and publish it. A store or metric service that fails
 * stops nothing: the fault is logged once and reported.
 */
export async function runProbe(key: RunKey, settings: Settings, ports: ProbePorts): Promise<ProbeReport> {
  const { clock, log } = ports;
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    log.error('run-fault', { ...key, ...fault });
  };
  const startedAt = clock.now();
  const targetIds = settings.targets.map(({ id }) => id);

  const claim = await attempt(() => ports.history.claim(key, startedAt, targetIds), STORE_CLAIM, report);
  if (claim === 'taken') {
    log.info('run-taken', { ...key, why: 'this tick was delivered before' });
    return { run: null, faults };
  }

  const run: Run = { key, probes: await probeAll(key, settings, ports, report) };
  const parts = packRun(run);
  logRun(run, parts, clock.now() - startedAt, log);
  if (claim === 'claimed') await attempt(() => ports.history.finish(key, parts), STORE_FINISH, report);
  await attempt(() => ports.metrics.put(probeMetrics(run), key.tickAt), METRICS_PUT, report);
  return { run, faults };
}

async function probeAll(
  key: RunKey,
  settings: Settings,
  ports: ProbePorts,
  report: (fault: RunFault) => void,
): Promise<Probe[]> {
  const { clock, prober } = ports;
  const { deadlines } = settings;
  const runEndsAt = clock.now() + deadlines.runMs;
  const over = new AbortController();
  const timesUp = new AbortController();
  const secondConnections = new Map<string, Promise<boolean>>();
  const turn = Math.floor(key.tickAt / settings.tickMs);
  const context: ProbeContext = {
    ...ports,
    tokens: runTokens(ports.secrets, report),
    retry: settings.retry,
    deadlines,
    runEndsAt,
    signal: timesUp.signal,
    isPathProven: ({ url }) => {
      const { origin } = new URL(url);
      const known =
        secondConnections.get(origin) ?? prober.canConnect({ url, deadlines, turn, signal: timesUp.signal });
      secondConnections.set(origin, known);
      return known;
    },
    report,
  };
  void clock.sleep(deadlines.runMs, over.signal).then(() => {
    timesUp.abort();
  });
  const startMs = pacer(settings.startsPerSecond);
  try {
    return await Promise.all(
      settings.targets.map(async (target): Promise<Probe> => {
        const account = settings.accounts[target.account];
        if (account === undefined || !isDue(target, key.tickAt, settings.tickMs)) {
          return skipped(target, key.tickAt, 'not-due');
        }
        return probeAt(startMs(target), target, account, turn, context);
      }),
    );
  } finally {
    over.abort();
  }
}

async function probeAt(
  delayMs: number,
  target: Target,
  account: Account,
  turn: number,
  context: ProbeContext,
): Promise<Probe> {
  if (delayMs > 0) await context.clock.sleep(delayMs, context.signal);
  if (context.signal.aborted) return skipped(target, context.clock.now(), 'deadline');
  return probeTarget(target, account, turn, context);
}

/** Spreads starts evenly: the n-th probe of an origin starts n / rate seconds into the run. */
function pacer(startsPerSecond: number): (target: Target) => number {
  const started = new Map<string, number>();
  return ({ url }) => {
    const { origin } = new URL(url);
    const before = started.get(origin) ?? 0;
    started.set(origin, before + 1);
    return (before * SECOND_MS) / startsPerSecond;
  };
}

function logRun(run: Run, parts: readonly string[], durationMs: number, log: Log): void {
  const failing = run.probes.filter((probe) => isFailure(probe.outcome));
  log.info('probe-run', {
    ...run.key,
    durationMs: Math.round(durationMs),
    targets: run.probes.length,
    healthy: run.probes.filter(({ outcome }) => outcome.class === 'healthy').length,
    failing: failing.length,
    masked: run.probes.filter(({ masked }) => masked).length,
    notProbed: run.probes.filter(({ outcome }) => outcome.class === 'not-probed').length,
    targetIds: run.probes.map(({ targetId }) => targetId),
    parts,
  });
  for (const probe of failing.slice(0, DETAILED_FAILURES)) log.warn('probe-failed', failureFields(run.key, probe));
  if (failing.length > DETAILED_FAILURES) {
    log.warn('more-probes-failed', { ...run.key, more: failing.length - DETAILED_FAILURES });
  }
}

function failureFields(key: RunKey, probe: Probe): Record<string, unknown> {
  return {
    ...key,
    target: probe.targetId,
    outcome: isFailure(probe.outcome) ? failureName(probe.outcome) : probe.outcome.class,
    detail: isFailure(probe.outcome) ? probe.outcome.detail : null,
    attempts: probe.attempts.map(({ observation, outcome }) => ({
      outcome: isFailure(outcome) ? failureName(outcome) : outcome.class,
      durationMs: observation.durationMs,
      phasesMs: observation.phasesMs,
      address: observation.address,
      delivery: observation.delivery,
      status: observation.answer?.status ?? null,
      error: observation.error,
    })),
  };
}

interface Station {
  readonly what: string;
  readonly remedy: string;
}
const STORE_CLAIM: Station = {
  what: 'The tick could not be claimed in the store',
  remedy:
    'The probes were made all the same; their record stands in the log line probe-run. Check the table and the grants.',
};
const STORE_FINISH: Station = {
  what: 'The run record could not be stored',
  remedy: 'It stands in the log line probe-run. Check the table, its throttling and the grants.',
};
const METRICS_PUT: Station = {
  what: 'The metrics could not be published',
  remedy: 'The run is recorded all the same. Check the grant for cloudwatch:PutMetricData.',
};

async function attempt<T>(
  work: () => Promise<T>,
  station: Station,
  report: (fault: RunFault) => void,
): Promise<T | null> {
  try {
    return await work();
  } catch (cause) {
    report(runFault(station.what, station.remedy, cause));
    return null;
  }
}
