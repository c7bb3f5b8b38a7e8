import { isWatchedCloser, type ProbingHints } from '../core/chronic/probing-hints.ts';
import type { RunFault } from '../core/fault-report.ts';
import type { Probe, RunKey } from '../core/model/run.ts';
import { isDue, type Target } from '../core/model/target.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import { diagnosisText, isCutOff, type Diagnosis } from '../core/probing/diagnosis.ts';
import { blameOwnNetwork, isTotalNetworkFailure, shareSilence } from '../core/probing/judge-run.ts';
import type { PathExamination } from '../core/ports.ts';
import type { Account, Settings } from '../core/settings-model.ts';
import { runPacer } from './pacer.ts';
import { runPauses, type PauseChange } from './pauses.ts';
import { notProbed, probeTarget, type ProbeContext } from './probe-target.ts';
import { runRetryBudget } from './retry-budget.ts';
import type { ProbePorts } from './run.ts';
import { silenceWatch } from './silence-watch.ts';
import { runTokens } from './tokens.ts';

/** What probing all targets found, and what the next run should know. */
export interface ProbedAll {
  /** In the order of the settings. */
  readonly probes: readonly Probe[];
  readonly diagnoses: readonly Diagnosis[];
  readonly pauseChanges: ReadonlyMap<string, PauseChange>;
  readonly retriesTaken: ReadonlyMap<string, number>;
}

/**
 * Probes every target that is due, within the time of the run that began at `startedAt`, and finds out where a failure on the
 * network lies.
 */
export async function probeAll(
  key: RunKey,
  startedAt: EpochMs,
  settings: Settings,
  memory: VantageMemory,
  hints: ProbingHints,
  ports: ProbePorts,
  report: (fault: RunFault) => void,
): Promise<ProbedAll> {
  const { clock, prober, log } = ports;
  const { deadlines, targets } = settings;
  const over = new AbortController();
  const timesUp = new AbortController();
  const { signal } = timesUp;
  void clock.sleep(startedAt + deadlines.runMs - clock.now(), over.signal).then(() => {
    timesUp.abort();
  });

  const turn = Math.floor(key.tickAt / settings.tickMs);
  const pauses = runPauses(memory.pauses, () => clock.now());
  const budget = runRetryBudget(settings, memory.retries, key.tickAt);
  const silence = silenceWatch();
  const secondConnection = oncePer<boolean>();
  const examination = oncePer<PathExamination>();
  const context: ProbeContext = {
    ...ports,
    tokens: runTokens(ports.secrets, log, report),
    tokenExpiries: memory.tokens,
    retry: settings.retry,
    deadlines,
    runEndsAt: startedAt + deadlines.runMs,
    retriesEndAt: startedAt + deadlines.runMs - deadlines.longAttemptMs - deadlines.connectMs,
    signal,
    pauses,
    budget,
    silence,
    pacer: runPacer(key.tickAt, settings, clock, pauses, signal),
    isPathProven: (url) =>
      secondConnection(new URL(url).origin, () => prober.canConnect({ url, deadlines, turn, signal })),
    report,
  };

  try {
    const probed = await Promise.all(
      targets.map(async (target): Promise<Probe> => {
        const account = settings.accounts[target.account];
        const isItsTurn = () =>
          isDue(target, key.tickAt, settings.tickMs) ||
          // Beyond what was scheduled, and what the day's limit was divided for: from the reserve.
          (isWatchedCloser(hints, target.id, key.tickAt) && budget.take(target));
        if (account === undefined || !isItsTurn()) {
          return notProbed(target, key.tickAt, 'not-due');
        }
        const probe = await probeInTurn(target, account, turn, context);
        if (probe.outcome.class === 'network') {
          void examination(new URL(target.url).origin, () => prober.examine({ url: target.url, deadlines, signal }));
        }
        return probe;
      }),
    );
    const isControlReached = await askControl(probed, settings, signal, (url) =>
      prober.canConnect({ url, deadlines, turn, signal }),
    );
    const examined = await Promise.all(
      [...examination.known()].map(async ([origin, finding]) => ({
        origin,
        examination: await finding,
        isControlReached,
      })),
    );
    const diagnoses = examined.filter((diagnosis) => !isCutOff(diagnosis));
    for (const diagnosis of diagnoses) log.warn('diagnosis', { ...key, ...diagnosis, text: diagnosisText(diagnosis) });
    const probes = isControlReached === false ? blameOwnNetwork(probed) : shareSilence(probed, targets);
    return { probes, diagnoses, pauseChanges: pauses.changes(), retriesTaken: budget.taken() };
  } finally {
    over.abort();
  }
}

/**
 * Whether the control host can be reached; asked only when every target failed on the network, `null` otherwise, and when the
 * run's time was up before it answered: that proves nothing.
 */
async function askControl(
  probes: readonly Probe[],
  { controlHost }: Settings,
  signal: AbortSignal,
  canConnect: (url: string) => Promise<boolean>,
): Promise<boolean | null> {
  if (controlHost === null || !isTotalNetworkFailure(probes)) return null;
  const isReached = await canConnect(controlHost);
  return signal.aborted ? null : isReached;
}

async function probeInTurn(target: Target, account: Account, turn: number, context: ProbeContext): Promise<Probe> {
  const { clock, pauses, signal } = context;
  const { origin } = new URL(target.url);
  const admission = await pauses.admit(origin);
  if (!admission.isAdmitted) return notProbed(target, clock.now(), 'paused', admission.until);
  const isTurn = await context.pacer.first(origin);
  const probe = isTurn
    ? await probeTarget(target, account, turn, context)
    : signal.aborted
      ? notProbed(target, clock.now(), 'deadline')
      : notProbed(target, clock.now(), 'paused', pauses.pausedUntil(origin));
  admission.onDone(probe.attempts.length > 0);
  return probe;
}

/** Remembers one promise per key, so that work is done once however many ask for it. */
function oncePer<T>() {
  const promises = new Map<string, Promise<T>>();
  const ask = (key: string, work: () => Promise<T>): Promise<T> => {
    const promise = promises.get(key) ?? work();
    promises.set(key, promise);
    return promise;
  };
  return Object.assign(ask, { known: () => promises as ReadonlyMap<string, Promise<T>> });
}
