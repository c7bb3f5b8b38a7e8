import { memoryCare } from '../../adapters/memory/care.ts';
import { memoryProblems } from '../../adapters/memory/problems.ts';
import { memoryRunHistory } from '../../adapters/memory/run-history.ts';
import { memoryStates } from '../../adapters/memory/states.ts';
import type { DetectorState } from '../../core/chronic/detector-state.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import type { RecordedRun } from '../../core/run-record.ts';
import type { Settings } from '../../core/settings-model.ts';
import { runDetect, type DetectPorts } from '../../detect/run.ts';
import { nothingUntold } from '../../detect/untold.ts';
import type { RecordedLine } from './recorded-line.ts';
import { keptDetectors } from './kept-detectors.ts';
import { runAssembly } from './recorded-runs.ts';
import { orderOf } from './reorder.ts';
import { replaySettings } from './replay-settings.ts';
import { toldProblems, type ToldProblem } from './told-problems.ts';

/** What a record came to. */
export interface Replayed {
  /** Time of the first and of the last line; `null` for a record without lines. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** Lines in all, and those of them that were not probed. */
  readonly probes: number;
  readonly notProbed: number;
  readonly targetIds: readonly string[];
  readonly vantages: readonly string[];
  readonly problems: readonly ToldProblem[];
  /** What is remembered in the end, by vantage and subject. */
  readonly detectors: ReadonlyMap<string, ReadonlyMap<string, DetectorState>>;
}

/** A record under examination. */
export interface Replay {
  /** Takes the next lines, in order, and examines what is complete by then. */
  take(lines: readonly RecordedLine[]): Promise<void>;
  /** The record is over: examines the rest. */
  finish(): Promise<Replayed>;
}

/**
 * Recorded time between two detect runs. Each reads all that is new, so that fewer cost less and decide the same; but no
 * pass may take in more than the day that a first one looks back.
 */
const PASS_MS = HOUR_MS;
/** A detect run this long after a run's deadline takes it for settled. */
const AFTERWARDS_MS = 5 * MINUTE_MS;

/**
 * Examines a record with the very detect run that Lambda hosts, on the recorded clock, over stores in memory. Memory holds
 * the lines of about two passes, and what was found.
 *
 * @param onRun is told each run as it is put together, for pictures
 * @param passMs a multiple of a minute; what is found is the same for any
 */
export function startReplay(
  given: Settings,
  passMs: number = PASS_MS,
  onRun: (run: RecordedRun) => void = () => undefined,
): Replay {
  const settings = replaySettings(given);
  const history = memoryRunHistory();
  const problems = memoryProblems();
  const told = toldProblems();
  const kept = keptDetectors();
  const vantages = new Set<string>();
  let now: EpochMs = 0;
  const ports: DetectPorts = {
    // A record does not tell what its probes have learned, and nobody is told of the past.
    memory: memoryStates(),
    metrics: { put: () => Promise.resolve() },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    subscriptions: null,
    heartbeat: null,
    newOwner: () => 'replay',
    untold: nothingUntold(),
    history,
    states: memoryStates(),
    chronic: kept,
    hints: memoryStates(),
    problems: told.watched(problems),
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates(),
    notifier: {
      publish: (notice) => {
        if (notice.reason !== 'digest') told.tell(notice);
        return Promise.resolve({ result: 'accepted' });
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
  };

  let from: EpochMs | null = null;
  let to: EpochMs | null = null;
  let newestTick: EpochMs = 0;
  let probes = 0;
  let notProbed = 0;
  let passAt: EpochMs | null = null;

  const assembly = runAssembly((run: RecordedRun) => {
    history.add(run);
    onRun(run);
    newestTick = Math.max(newestTick, run.key.tickAt);
  });
  const pass = async (tickAt: EpochMs) => {
    assembly.close();
    now = tickAt;
    const { faults } = await runDetect({ tickAt, vantages: [...vantages] }, settings.now(), ports);
    const [first] = faults;
    if (first !== undefined) throw new Error(`${first.what}: ${first.error}`);
    history.forgetRead();
  };
  const count = ({ vantage, probe }: RecordedLine) => {
    from = Math.min(from ?? probe.startedAt, probe.startedAt);
    to = Math.max(to ?? probe.startedAt, probe.startedAt);
    probes += 1;
    if (probe.outcome.class === 'not-probed') notProbed += 1;
    vantages.add(vantage);
    settings.know(probe.targetId);
  };

  return {
    take: async (lines) => {
      for (const line of lines) {
        const at = orderOf(line);
        if (passAt !== null && at >= passAt) {
          await pass(passAt);
          passAt = null;
        }
        passAt ??= (Math.floor(at / passMs) + 1) * passMs;
        count(line);
        assembly.add(line);
      }
    },
    finish: async () => {
      assembly.close();
      if (probes > 0) await pass(newestTick + given.deadlines.runMs + AFTERWARDS_MS);
      const targetIds = settings.targetIds();
      const problems = told.inOrder();
      return { from, to, probes, notProbed, targetIds, vantages: [...vantages], problems, detectors: kept.all() };
    },
  };
}
