import { randomUUID } from 'node:crypto';
import type { SqliteDatabase } from '../adapters/sqlite/database.ts';
import { sqliteCare } from '../adapters/sqlite/care.ts';
import { sqliteChronicStates } from '../adapters/sqlite/chronic-states.ts';
import { sqliteProblems } from '../adapters/sqlite/problems.ts';
import { sqliteRunHistory } from '../adapters/sqlite/run-history.ts';
import { sqliteStates } from '../adapters/sqlite/states.ts';
import { compose } from '../core/messages/compose.ts';
import { emailText } from '../core/messages/email-text.ts';
import type { Problem } from '../core/model/problem.ts';
import type { Probe } from '../core/model/run.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Clock, Heartbeat, Log, MemoryStore, Notifier, Prober, ProbingHintStore, Secrets } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import { runDetect, type DetectPorts } from '../detect/run.ts';
import { nothingUntold } from '../detect/untold.ts';
import { nothingCarried } from '../probe/carried-over.ts';
import { runProbe, type ProbePorts } from '../probe/run.ts';
import { mark, withMark } from './strip.ts';
import { localContext } from './telling/local-context.ts';
import type { ShownAlert, TargetRow, ViewModel } from './view.ts';

/** Where runs on a desk are made from. */
export const LOCAL_VANTAGE = 'local';

export interface HostOptions {
  readonly settings: Settings;
  readonly database: SqliteDatabase;
  readonly prober: Prober;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly header: readonly string[];
  /** See `MessageContext.problemsOptions`. */
  readonly problemsOptions: string;
  /** Who is told beside whoever looks on. Default: nobody. */
  readonly channel?: Notifier | null;
  /** A dead-man service of the settings. Default: none. */
  readonly heartbeat?: Heartbeat | null;
  /** Time that a mark in the strip of recent outcomes stands for. Default: a tick. */
  readonly markMs?: number;
}

/** The very functions that Lambda hosts, on one machine. */
export interface LocalHost {
  /** One probe run and the detect run after it. */
  tick(tickAt: EpochMs): Promise<void>;
  /** What is known now. */
  view(): ViewModel;
}

/** Runs probe and detect over SQLite; alerts are kept for showing, and told where there is a channel. Metrics are what the view shows, so none are sent. */
export function localHost(options: HostOptions): LocalHost {
  const { settings, database, clock, log } = options;
  const history = sqliteRunHistory({ database, retentionMs: settings.retentionMs });
  const problems = sqliteProblems(database);
  const metrics = { put: () => Promise.resolve() };
  const alerts: ShownAlert[] = [];
  const shownIds = new Set<string>();
  const context = localContext(settings, options.problemsOptions);
  const { channel = null, heartbeat = null } = options;
  const rows = new Map<string, TargetRow>(
    settings.targets.map(({ id }) => [id, { id, outcome: null, latencyMs: null, recent: '' }]),
  );
  let openProblems: readonly Problem[] = [];
  let faults: readonly string[] = [];
  const markMs = options.markMs ?? settings.tickMs;
  let newestMark: number | null = null;

  const memory: MemoryStore = sqliteStates(database, 'vantage_memory');
  const hints: ProbingHintStore = sqliteStates(database, 'probing_hints');
  const probePorts: ProbePorts = { ...options, history, memory, hints, metrics, carried: nothingCarried() };
  const detectPorts: DetectPorts = {
    history,
    states: sqliteStates(database, 'detect_state'),
    chronic: sqliteChronicStates(database),
    hints,
    memory,
    problems,
    outbox: problems,
    cares: sqliteCare(database),
    digests: sqliteStates(database, 'digest_state'),
    notifier: {
      publish: (notice, care) => {
        // What a channel does not take is tried again, and shown all the same.
        if (!shownIds.has(notice.id)) alerts.push({ at: clock.now(), ...emailText(compose(notice, context, care)) });
        shownIds.add(notice.id);
        return channel === null ? Promise.resolve({ result: 'accepted' }) : channel.publish(notice, care);
      },
    },
    metrics,
    subscriptions: null,
    heartbeat: heartbeat === null ? null : { service: heartbeat, secrets: options.secrets },
    clock,
    log,
    newOwner: randomUUID,
    untold: nothingUntold(),
  };

  return {
    tick: async (tickAt) => {
      const probed = await runProbe({ vantage: LOCAL_VANTAGE, tickAt, shard: 0 }, settings, probePorts);
      const markNow = Math.floor(tickAt / markMs);
      for (const probe of probed.run?.probes ?? [])
        rows.set(probe.targetId, nextRow(rows.get(probe.targetId), probe, markNow !== newestMark));
      newestMark = markNow;
      const detected = await runDetect({ tickAt, vantages: [LOCAL_VANTAGE] }, settings, detectPorts);
      openProblems = detected.openProblems;
      faults = [...probed.faults, ...detected.faults].map(({ what, error, remedy }) => `${what}: ${error}. ${remedy}`);
    },
    view: () => ({
      header: options.header,
      now: clock.now(),
      targets: [...rows.values()],
      openProblems,
      alerts,
      faults,
    }),
  };
}

function nextRow(row: TargetRow | undefined, probe: Probe, isNewMark: boolean): TargetRow {
  const recent = withMark(row?.recent ?? '', mark(probe.outcome, probe.masked), isNewMark);
  // Between its ticks a target shows what it came to last; any other reason for not probing it is news.
  const isBetween = probe.outcome.class === 'not-probed' && probe.outcome.reason === 'not-due';
  if (isBetween && row !== undefined && row.outcome !== null) return { ...row, recent };
  return {
    id: probe.targetId,
    outcome: probe.outcome,
    latencyMs: probe.attempts.at(-1)?.observation.durationMs ?? null,
    recent,
  };
}
