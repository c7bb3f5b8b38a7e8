import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import type { Failure } from '../../functions/core/model/outcome.ts';
import type { Notice } from '../../functions/core/model/problem.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { MemoryStore } from '../../functions/core/ports.ts';
import type { Diagnosis } from '../../functions/core/probing/diagnosis.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect, type DetectPorts, type DetectReport } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRefusedObservation, anAttempt, anObservation } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** The time of a minute. */
export const minute = (count: number): EpochMs => TICK_AT + count * MINUTE_MS;

/** Settings of these targets of the default origin; nobody is reminded. */
export function settingsWith(ids: readonly string[]): Settings {
  return settingsOf(
    { targets: ids.map((id) => ({ id, account: 'main', path: `/${id}` })), reminders: false },
    'lambda',
  );
}

/** Settings of these targets, each of an account and origin of its own. */
export function settingsApart(ids: readonly string[]): Settings {
  const accounts = ids.map((id) => [id, { origin: `https://${id}.example.test/api` }] as const);
  const targets = ids.map((id) => ({ id, account: id, path: '/server-time' }));
  return settingsOf({ accounts: Object.fromEntries(accounts), targets }, 'lambda');
}

const OWN_NETWORK: Failure = { class: 'inconclusive', kind: 'own-network', detail: 'seen was connect-refused' };

/** `x` refused, `o` our own network, `u` a token that could not be read, `-` not probed, healthy otherwise. */
function probeOf(mark: string, targetId: string, tickAt: EpochMs): Probe {
  const startedAt = tickAt + 500;
  const observation = aRefusedObservation({ startedAt });
  if (mark === '-') return aProbe({ targetId, attempts: [], startedAt });
  if (mark === 'x') return aProbe({ targetId, attempts: [aFailedAttempt({ observation })] });
  if (mark === 'o') return aProbe({ targetId, attempts: [anAttempt({ observation, outcome: OWN_NETWORK })] });
  if (mark === 'u')
    return aProbe({
      targetId,
      attempts: [],
      startedAt,
      outcome: { class: 'inconclusive', kind: 'own-fault', detail: null },
    });
  return aProbe({ targetId, attempts: [anAttempt({ observation: anObservation({ startedAt }) })] });
}

/** Detection over a database that stays. */
export interface Monitor {
  readonly ports: DetectPorts;
  readonly sent: readonly Notice[];
  /** Stores the run of a minute, one mark a target. */
  readonly store: (
    count: number,
    ids: readonly string[],
    marks: string,
    diagnoses?: readonly Diagnosis[],
    vantage?: string,
  ) => Promise<void>;
  /** What the probes of a vantage have learned by now. */
  readonly remember: (memory: VantageMemory, vantage?: string) => Promise<void>;
  readonly detect: (count: number, settings: Settings, vantages?: readonly string[]) => Promise<DetectReport>;
  /** What people were told: the reason, the stream without its vantage, and the minute. */
  readonly told: () => readonly string[];
}

/** What detection works on, over a database of its own; only the channel and the metrics are the test's. */
export function detectWorld(channel: Pick<DetectPorts, 'notifier' | 'metrics'>) {
  const database = openDatabase(':memory:');
  const history = sqliteRunHistory({ database, retentionMs: 35 * DAY_MS });
  const problems = sqliteProblems(database);
  const memory: MemoryStore = sqliteStates(database, 'vantage_memory');
  const clock = virtualClock(TICK_AT);
  const log = memoryLog();
  let owners = 0;
  const ports: DetectPorts = {
    ...channel,
    history,
    states: sqliteStates(database, 'detect_state'),
    chronic: sqliteChronicStates(database),
    hints: sqliteStates(database, 'probing_hints'),
    memory,
    problems,
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates(),
    subscriptions: null,
    heartbeat: null,
    clock,
    log,
    newOwner: () => `owner-${++owners}`,
    untold: nothingUntold(),
  };
  return { ports, history, problems, memory, clock, log };
}

/** A monitor whose channel accepts everything. */
export function monitor(): Monitor {
  const sent: Notice[] = [];
  const { ports, history, memory } = detectWorld({
    notifier: {
      publish: (notice) => {
        if (notice.reason !== 'digest') sent.push(notice);
        return Promise.resolve({ result: 'accepted' });
      },
    },
    metrics: { put: () => Promise.resolve() },
  });
  return {
    ports,
    sent,
    store: async (count, ids, marks, diagnoses = [], vantage = 'local') => {
      const key = { vantage, tickAt: minute(count), shard: 0 };
      await history.claim(key, key.tickAt, ids);
      const probes = ids.map((id, index) => probeOf(marks[index] ?? '.', id, key.tickAt));
      await history.finish(key, packRun({ key, diagnoses, probes }));
    },
    remember: async (state, vantage = 'local') => {
      await memory.save(vantage, state, (await memory.load(vantage))?.version ?? 0);
    },
    detect: (count, settings, vantages = ['local']) => runDetect({ tickAt: minute(count), vantages }, settings, ports),
    told: () =>
      sent.map(({ reason, problem, at }) => {
        const stream = problem.stream.slice(problem.stream.indexOf('/') + 1);
        return `${reason} ${stream} ${(at - TICK_AT) / MINUTE_MS}`;
      }),
  };
}
