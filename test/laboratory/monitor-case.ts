import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteCare } from '../../functions/adapters/sqlite/care.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import { sqliteProblems } from '../../functions/adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import { systemClock } from '../../functions/adapters/system-clock.ts';
import type { EmailText } from '../../functions/core/messages/email-text.ts';
import type { MetricValue } from '../../functions/core/metrics.ts';
import type { Announcement } from '../../functions/core/model/problem.ts';
import type { Run } from '../../functions/core/model/run.ts';
import { NO_MEMORY } from '../../functions/core/model/vantage-memory.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { Clock, MemoryStore, ProbingHintStore, ProblemBook } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import { runProbe } from '../../functions/probe/run.ts';
import { TICK_AT, aRunKey } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { deadlinesWith, PLANTED_TOKEN } from '../support/finding.ts';
import { mailOf } from '../support/mail.ts';
import { memoryLog, type LogLine } from '../support/memory-log.ts';
import type { LabCase, OpenCase } from './case.ts';
import { proberFor } from './observe-case.ts';

/** Everything that a monitor says and keeps of a case. */
export interface Monitored {
  readonly run: Run;
  readonly settings: Settings;
  readonly messages: readonly EmailText[];
  readonly metrics: readonly MetricValue[];
  readonly log: readonly LogLine[];
  readonly records: readonly string[];
  readonly problems: Awaited<ReturnType<ProblemBook['recent']>>;
  readonly memory: unknown;
  readonly faults: readonly unknown[];
}

/** One probe run and one detect run of the monitor over the listeners of a case, with a planted token; one failing tick alerts. */
export async function monitorCase(lab: LabCase, open: OpenCase): Promise<Monitored> {
  const settings = settingsFor(lab, open);
  const database = openDatabase(':memory:');
  const history = sqliteRunHistory({ database, retentionMs: settings.retentionMs });
  const problems = sqliteProblems(database);
  const memory = memoryFor(lab, sqliteStates(database, 'vantage_memory'));
  const hints: ProbingHintStore = sqliteStates(database, 'probing_hints');
  const log = memoryLog();
  const published: MetricValue[] = [];
  const messages: EmailText[] = [];
  const metrics = { put: (values: readonly MetricValue[]) => Promise.resolve(void published.push(...values)) };
  const clock = clockFrom(TICK_AT + 250);
  const key = aRunKey();
  try {
    const probed = await runProbe(key, settings, {
      ...{ history, memory, hints, metrics, clock, log },
      prober: proberFor(open),
      secrets: { read: () => Promise.resolve(PLANTED_TOKEN) },
      random: () => 0.5,
      carried: nothingCarried(),
    });
    if (probed.run === null) throw new Error('a tick of its own database cannot be taken');
    const publish = (notice: Announcement) => {
      messages.push(mailOf(notice, settings));
      return Promise.resolve({ result: 'accepted' } as const);
    };
    const detected = await runDetect({ tickAt: key.tickAt, vantages: [key.vantage] }, settings, {
      ...{ history, memory, metrics, clock, log, problems },
      states: sqliteStates(database, 'detect_state'),
      chronic: sqliteChronicStates(database),
      hints,
      cares: sqliteCare(database),
      digests: sqliteStates(database, 'digest_state'),
      outbox: problems,
      notifier: { publish },
      subscriptions: null,
      heartbeat: null,
      newOwner: () => 'laboratory',
      untold: nothingUntold(),
    });
    return {
      ...{ run: probed.run, settings, messages, metrics: published, log: log.lines },
      records: packRun(probed.run),
      problems: await problems.recent(0),
      memory: await memory.load(key.vantage),
      faults: [...probed.faults, ...detected.faults],
    };
  } finally {
    database.close();
  }
}

function settingsFor(lab: LabCase, { url }: OpenCase): Settings {
  const credentials = { application: 'demoDEMO1234', tokenParameter: '/laboratory/token' };
  const settings = settingsOf({ accounts: { main: credentials }, targets: [{ ladder: 'main' }] });
  const token = settings.targets.find(({ tier }) => tier === 'token');
  if (token === undefined) throw new Error('the ladder has no rung that carries a token');
  return {
    ...settings,
    targets: [{ ...token, url, expect: lab.context?.expect ?? { type: null } }],
    thresholds: { failingTicks: 1, healthyTicks: 1 },
    retry: { attempts: 2, baseMs: 1, capMs: 1 },
    deadlines: { ...settings.deadlines, ...deadlinesWith(lab.deadlines) },
    controlHost: null,
    startsPerSecond: 1_000,
  };
}

/** What an earlier run learned of the token's end, where the case knows of one. */
function memoryFor(lab: LabCase, store: MemoryStore): MemoryStore {
  const expiresAt = lab.context?.tokenExpiresAt ?? null;
  if (expiresAt === null) return store;
  const tokens = { main: { expiresAt } };
  return {
    ...store,
    load: async (name) => {
      const learned = name === aRunKey().vantage ? { state: { ...NO_MEMORY, tokens }, version: 0 } : null;
      return (await store.load(name)) ?? learned;
    },
  };
}

/** The machine's clock, set to another time. */
function clockFrom(at: number): Clock {
  const startedMs = performance.now();
  return { now: () => at + performance.now() - startedMs, sleep: (ms, signal) => systemClock.sleep(ms, signal) };
}
