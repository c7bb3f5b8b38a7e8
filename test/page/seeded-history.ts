import { openDatabase, type SqliteDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteCare } from '../../functions/adapters/sqlite/care.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import { wallTimeOf } from '../../functions/core/digest/wall-time.ts';
import { parseFailureName, type Failure } from '../../functions/core/model/outcome.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { Notifier } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import type { DeskSubject } from '../../functions/local/page/gather-desk.ts';
import { LOCAL_VANTAGE } from '../../functions/local/host.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRefusedObservation, anAttempt, anObservation } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { seeded } from '../core/picture/scenes.ts';

export const ZONE = 'Europe/Amsterdam';
const TICK_MS = 5 * MINUTE_MS;
/** Fifteen days, and a Monday afternoon. */
const END_AT: EpochMs = TICK_AT + 15 * DAY_MS + 13 * HOUR_MS + 30 * MINUTE_MS;
/** An hour of the page is written while somebody looks. */
export const SEEDED_TO = END_AT;
const OUTAGE = { from: TICK_AT + 6 * DAY_MS + 9 * HOUR_MS, to: TICK_AT + 6 * DAY_MS + 10 * HOUR_MS + 20 * MINUTE_MS };
const EXPIRED_AT = END_AT - 40 * MINUTE_MS;
const RESETS_FROM = TICK_AT + 4 * DAY_MS;
const LATENCY_MS: Readonly<Record<string, number>> = {
  'server-time': 38,
  'platform-servers': 64,
  'access-token': 71,
  company: 96,
  agents: 145,
};

/** The five rungs of an account every five minutes, told in Amsterdam. */
export function pageSettings(): Settings {
  return settingsOf({
    accounts: {
      main: { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555', tokenParameter: '/apiv2-health/token' },
    },
    targets: [{ ladder: 'main', every: '5m' }],
    timeZone: ZONE,
    runbookUrl: 'https://example.com/README.md',
    retention: '35d',
  });
}

/** What the page is about. */
export function pageSubject(settings: Settings): DeskSubject {
  return {
    settings,
    vantages: [LOCAL_VANTAGE],
    watched: '5 targets at https://portal.ixon.cloud',
    told: 'Alerts are sent to the Slack webhook in APIV2_HEALTH_SLACK, and shown here.',
    problemsOptions: '--config monitor.config.ts',
  };
}

/** A monitor's fortnight: devices unavailable each night, a company reset every two hours, an outage, a token that ran out. */
function failureOf(target: string, at: EpochMs): string | null {
  const wallMinute = (wallTimeOf(at, ZONE) % DAY_MS) / MINUTE_MS;
  if (at >= OUTAGE.from && at < OUTAGE.to) return 'server/bad-gateway';
  if (target === 'agents' && wallMinute >= 195 && wallMinute < 215) return 'server/unavailable';
  if (['access-token', 'company', 'agents'].includes(target) && at >= EXPIRED_AT) return 'authorization/token-expired';
  if (target === 'company' && at >= RESETS_FROM && [20, 25].includes((at % (2 * HOUR_MS)) / MINUTE_MS))
    return 'network/connection-reset';
  return null;
}

/** A history that is written as the monitor writes it: runs in order, and a pass of detection after each hour. */
export interface SeededHistory {
  readonly database: SqliteDatabase;
  /** The moment up to which it is written. */
  readonly now: () => EpochMs;
  /** Writes on, a run and a pass each tick. */
  readonly goOn: (ticks: number, failing?: (target: string) => string | null) => Promise<void>;
}

/** Makes such a history in a file. */
export async function seededHistory(path: string, settings: Settings): Promise<SeededHistory> {
  const database = openDatabase(path);
  const history = sqliteRunHistory({ database, retentionMs: settings.retentionMs });
  const problems = sqliteProblems(database);
  const random = seeded(7);
  let now = TICK_AT;
  const notifier: Notifier = { publish: () => Promise.resolve({ result: 'accepted' }) };
  const ports: DetectPorts = {
    ...{ history, problems, outbox: problems, notifier, log: memoryLog(), newOwner: () => 'seed' },
    states: sqliteStates(database, 'detect_state'),
    chronic: sqliteChronicStates(database),
    hints: sqliteStates(database, 'probing_hints'),
    memory: sqliteStates(database, 'vantage_memory'),
    digests: sqliteStates(database, 'digest_state'),
    cares: sqliteCare(database),
    metrics: { put: () => Promise.resolve() },
    untold: nothingUntold(),
    ...{ subscriptions: null, heartbeat: null },
    clock: { now: () => now, sleep: () => Promise.resolve() },
  };
  const store = async (tickAt: EpochMs, failing: (target: string) => string | null) => {
    const key = { vantage: LOCAL_VANTAGE, tickAt, shard: 0 };
    await history.claim(
      key,
      tickAt,
      settings.targets.map(({ id }) => id),
    );
    const probes = settings.targets.map(({ id }, index) => probeOf(id, tickAt + 150 * index, failing(id), random));
    await history.finish(key, packRun({ key, diagnoses: [], probes }));
  };
  const pass = async (tickAt: EpochMs) => {
    now = tickAt + 20_000;
    const { faults } = await runDetect({ tickAt, vantages: [LOCAL_VANTAGE] }, settings, ports);
    if (faults[0] !== undefined) throw new Error(`${faults[0].what}: ${faults[0].error}`);
  };
  for (let at = TICK_AT; at < END_AT; at += TICK_MS) {
    await store(at, (target) => failureOf(target, at));
    if (at % HOUR_MS === HOUR_MS - TICK_MS || at > END_AT - HOUR_MS) await pass(at);
  }
  let written = END_AT - TICK_MS;
  return {
    database,
    now: () => now,
    goOn: async (ticks, failing) => {
      for (let count = 0; count < ticks; count += 1) {
        written += TICK_MS;
        const at = written;
        await store(at, failing ?? ((target) => failureOf(target, at)));
        await pass(at);
      }
    },
  };
}

function probeOf(targetId: string, startedAt: EpochMs, failure: string | null, random: () => number): Probe {
  const base = LATENCY_MS[targetId] ?? 50;
  // Slower by day than by night, now and then much slower.
  const day = 1 + 0.35 * Math.max(0, Math.sin(((startedAt % DAY_MS) / DAY_MS - 0.25) * 2 * Math.PI));
  const durationMs = base * day * (0.85 + 0.3 * random()) * (random() < 0.04 ? 1.6 + random() : 1);
  if (failure === null) {
    if (random() > 0.0015)
      return aProbe({ targetId, attempts: [anAttempt({ observation: anObservation({ startedAt, durationMs }) })] });
    const first = aFailedAttempt({ observation: aRefusedObservation({ startedAt }) });
    const again = anAttempt({ observation: anObservation({ startedAt: startedAt + 800, durationMs }) });
    return aProbe({ targetId, attempts: [first, again] });
  }
  const outcome = { ...parseFailureName(failure), detail: null } as Failure;
  return aProbe({ targetId, attempts: [aFailedAttempt({ observation: aRefusedObservation({ startedAt }), outcome })] });
}
