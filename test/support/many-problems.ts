import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { HEALTHY, type Failure } from '../../functions/core/model/outcome.ts';
import type { Problem } from '../../functions/core/model/problem.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { RecordedProbe } from '../../functions/core/run-record.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect, type DetectReport } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { keptDetectors } from '../../functions/local/replay/kept-detectors.ts';
import { TICK_AT, aTarget } from './builders.ts';
import { settingsOf } from './builders-settings.ts';
import { memoryLog } from './memory-log.ts';

/** A monitor of many targets, each of which fails for a reason of its own. */
export interface ManyProblems {
  /** Stores the run of a minute. */
  readonly store: (minute: number, isFailing: (target: number) => boolean) => void;
  /** One pass at a minute. */
  readonly detect: (minute: number) => Promise<DetectReport>;
  /** How often a property of a problem was looked at, and problems were written, since this was asked last. */
  readonly work: () => { readonly looks: number; readonly writes: number };
}

const VANTAGE = 'local';
const BROKEN: Failure = { class: 'server', kind: 'internal-error', detail: 'status 500' };

/**
 * So many targets, each at an origin and of an account of its own. Nobody is reminded.
 *
 * @param isWatched whether looks are counted, which takes longer than the looks
 */
export function manyProblems(count: number, isWatched: boolean): ManyProblems {
  const targets = Array.from({ length: count }, (_, index) => {
    return aTarget({ id: `t${index}`, account: `a${index}`, url: `https://h${index}.example.test/server-time` });
  });
  const settings: Settings = { ...settingsOf({ reminders: false }, 'lambda'), targets, digest: null };
  const history = memoryRunHistory();
  const problems = memoryProblems();
  let [looks, writes] = [0, 0];
  const watched = (problem: Problem): Problem => {
    if (!isWatched) return problem;
    return new Proxy(problem, {
      get: (one, name: keyof Problem) => {
        looks += 1;
        return one[name];
      },
    });
  };
  let now: EpochMs = TICK_AT;
  const ports = {
    history,
    problems: {
      ...problems,
      recent: async (since: EpochMs) =>
        (await problems.recent(since)).map(({ problem, version }) => ({ problem: watched(problem), version })),
      commit: (change: Parameters<typeof problems.commit>[0]) => {
        writes += 1;
        return problems.commit(change);
      },
    },
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates<never>(),
    states: memoryStates<never>(),
    chronic: keptDetectors(),
    hints: memoryStates<never>(),
    memory: memoryStates<never>(),
    metrics: { put: () => Promise.resolve() },
    untold: nothingUntold(),
    ...{ subscriptions: null, heartbeat: null },
    notifier: { publish: () => Promise.resolve({ result: 'accepted' } as const) },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: memoryLog(),
    newOwner: () => 'us',
  };
  return {
    store: (minute, isFailing) => {
      const tickAt = TICK_AT + minute * MINUTE_MS;
      const probes = targets.map(({ id }, index) => probe(id, tickAt, isFailing(index)));
      history.add({ key: { vantage: VANTAGE, tickAt, shard: 0 }, diagnoses: {}, probes });
    },
    detect: (minute) => {
      now = TICK_AT + minute * MINUTE_MS;
      return runDetect({ tickAt: now, vantages: [VANTAGE] }, settings, ports);
    },
    work: () => {
      const done = { looks, writes };
      [looks, writes] = [0, 0];
      return done;
    },
  };
}

function probe(targetId: string, tickAt: EpochMs, isFailing: boolean): RecordedProbe {
  const startedAt = tickAt + 300;
  const outcome = isFailing ? BROKEN : HEALTHY;
  const attempt = { startedAt, durationMs: 40, address: '203.0.113.9', outcome, phase: null, status: null };
  return { targetId, startedAt, durationMs: 40, address: '203.0.113.9', outcome, masked: false, attempts: [attempt] };
}
