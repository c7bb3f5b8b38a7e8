import { NO_HINTS, type ProbingHints } from '../core/chronic/probing-hints.ts';
import { runFault, type RunFault } from '../core/fault-report.ts';
import { probeMetrics } from '../core/metrics.ts';
import { failureName, isFailure } from '../core/model/outcome.ts';
import type { Probe, Run, RunKey } from '../core/model/run.ts';
import { SECOND_MS } from '../core/model/time.ts';
import { NO_MEMORY, memoryName } from '../core/model/vantage-memory.ts';
import type {
  Clock,
  Log,
  MemoryStore,
  MetricSink,
  Prober,
  ProbingHintStore,
  RunHistory,
  Secrets,
} from '../core/ports.ts';
import { packRun } from '../core/pack-run.ts';
import type { Settings } from '../core/settings-model.ts';
import { isOfTick, type UnsentRun } from '../core/unsent-runs.ts';
import { afterRun } from './after-run.ts';
import { carryOn, type CarriedOver } from './carried-over.ts';
import { handIn } from './hand-in.ts';
import {
  attempt,
  HAND_IN,
  HINTS_LOAD,
  MEMORY_LOAD,
  MEMORY_SAVE,
  METRICS_PUT,
  STORE_CLAIM,
  STORE_FINISH,
} from './station.ts';
import { probeAll, type ProbedAll } from './probe-all.ts';
import { loadMemory, withOthers, type KnownBefore } from './shard-memory.ts';

/** What a probe run needs from outside. */
export interface ProbePorts {
  readonly prober: Prober;
  readonly history: RunHistory;
  readonly memory: MemoryStore;
  readonly hints: ProbingHintStore;
  readonly metrics: MetricSink;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** From earlier runs of this process; changed in place. */
  readonly carried: CarriedOver;
}

/** What a run did. `run` is `null` when this tick had been claimed before, so that nothing was probed. */
export interface ProbeReport {
  readonly run: Run | null;
  readonly faults: readonly RunFault[];
}

/** A store that does not answer takes this long to be given up (`AWS_TIMEOUTS`, three tries), and the function has its end. */
const HAND_IN_MARGIN_MS = 20 * SECOND_MS;

const NOTHING_KNOWN: KnownBefore = { saved: null, others: [] };

/** Failing probes that are logged in detail in one run; the record holds all of them. */
const DETAILED_FAILURES = 20;

/**
 * One probe run: claim the tick, probe what is due, then record, log and publish it. A store or metric service that fails
 * stops nothing: the fault is logged once and reported, and the run is handed in with a later one.
 *
 * @param settings with the targets of the key's shard alone
 * @param shards how many there are
 */
export async function runProbe(key: RunKey, settings: Settings, ports: ProbePorts, shards = 1): Promise<ProbeReport> {
  const { clock, log, carried } = ports;
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    log.error('run-fault', { ...key, ...fault });
  };
  const startedAt = clock.now();
  const targetIds = settings.targets.map(({ id }) => id);

  if (carried.unsent.some((waiting) => isOfTick(waiting, key))) return deliveredBefore(key, faults, log);
  const claim = await attempt(() => ports.history.claim(key, startedAt, targetIds), STORE_CLAIM, report);
  if (claim === 'taken') return deliveredBefore(key, faults, log);

  const isFirstRun = !carried.learned.has(key.shard);
  const load = () => loadMemory(key, settings, shards, isFirstRun, ports.memory);
  const loaded = claim === null ? null : await attempt(load, MEMORY_LOAD, report);
  const before = loaded ?? NOTHING_KNOWN;
  const known = withOthers(before.saved?.state ?? carried.learned.get(key.shard) ?? NO_MEMORY, before, settings);
  const hints = claim === null ? NO_HINTS : await closerHints(key, settings, ports.hints, report);
  const probed = await probeAll(key, startedAt, settings, known, hints, ports, report);
  const { probes, diagnoses } = probed;
  const run: Run = { key, probes, ...(shards > 1 ? { shards } : {}), diagnoses };
  const parts = packRun(run);
  logRun(run, parts, clock.now() - startedAt, log);
  carried.learned.set(key.shard, afterRun(known, run, probed, settings));
  const finished = { key, claimedAt: startedAt, isClaimed: claim === 'claimed', targetIds, parts, refusals: 0 };
  const isStored = await store(finished, ports, report);
  if (claim === 'claimed') {
    await attempt(() => remember(run, probed, settings, before, ports.memory), MEMORY_SAVE, report);
  }
  await attempt(() => ports.metrics.put(probeMetrics(run, settings.metrics), key.tickAt), METRICS_PUT, report);
  if (isStored) {
    const until = startedAt + settings.deadlines.runMs - HAND_IN_MARGIN_MS;
    await handIn(ports, until, (cause) => {
      report(runFault(HAND_IN.what, HAND_IN.remedy, cause));
    });
  }
  return { run, faults };
}

function deliveredBefore(key: RunKey, faults: readonly RunFault[], log: Log): ProbeReport {
  log.info('run-taken', { ...key, why: 'this tick was delivered before' });
  return { run: null, faults };
}

/** Stores a run of which the tick is claimed, and keeps it for later if that is not possible; whether it is stored. */
async function store(
  run: UnsentRun,
  { history, carried, log }: ProbePorts,
  report: (fault: RunFault) => void,
): Promise<boolean> {
  const finish = async () => {
    await history.finish(run.key, run.parts);
    return true;
  };
  const isStored = run.isClaimed && (await attempt(finish, STORE_FINISH, report)) === true;
  if (!isStored) carryOn(carried, [run], log);
  return isStored;
}

/** What to probe more closely. Only targets that are not probed at every tick can be, so that most monitors read nothing. */
async function closerHints(
  { vantage }: RunKey,
  { closerProbing, targets, tickMs }: Settings,
  store: ProbingHintStore,
  report: (fault: RunFault) => void,
): Promise<ProbingHints> {
  if (!closerProbing || targets.every(({ everyMs }) => everyMs <= tickMs)) return NO_HINTS;
  return (await attempt(() => store.load(vantage), HINTS_LOAD, report))?.state ?? NO_HINTS;
}

/** Runs that overlap: one may lose the race for a save to each of the others. */
const SAVE_TRIES = 4;

/** Saves what this run learned, if anything; upon what overlapping runs saved in between. */
async function remember(
  run: Run,
  probed: ProbedAll,
  settings: Settings,
  known: KnownBefore,
  memory: MemoryStore,
): Promise<void> {
  const name = memoryName(run.key);
  let base = known.saved;
  for (let tries = 0; tries < SAVE_TRIES; tries += 1) {
    const before = base?.state ?? NO_MEMORY;
    const after = afterRun(withOthers(before, known, settings), run, probed, settings);
    if (after === before || (await memory.save(name, after, base?.version ?? 0))) return;
    base = await memory.load(name);
  }
  throw new Error(`other runs saved theirs first, ${SAVE_TRIES} times in a row`);
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
