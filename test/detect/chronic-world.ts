import { memoryCare } from '../../functions/adapters/memory/care.ts';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteChronicStates } from '../../functions/adapters/sqlite/chronic-states.ts';
import type { Phase } from '../../functions/core/model/observation.ts';
import { HEALTHY, parseFailureName, type Failure, type Outcome } from '../../functions/core/model/outcome.ts';
import type { Notice, Problem } from '../../functions/core/model/problem.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { RecordedProbe, RecordedRun } from '../../functions/core/run-record.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { nothingUntold } from '../../functions/detect/untold.ts';
import { TICK_AT } from '../support/builders.ts';
import { memoryLog } from '../support/memory-log.ts';

/** What one probe came to: healthy, skipped, failed, or healthy after a failure. */
export type Mark =
  'healthy' | 'paused' | 'missing' | { readonly name: string; readonly masked?: boolean; readonly phase?: Phase };

/** What every probe of a record came to, by minute since `TICK_AT`. */
export type Story = (minute: number, targetId: string, vantage: string) => Mark;

export const REFUSED: Mark = { name: 'network/connect-refused', phase: 'connect' };
export const OWN_NETWORK: Mark = { name: 'inconclusive/own-network', phase: 'connect' };

/** The time of a minute. */
export const minute = (count: number): EpochMs => TICK_AT + count * MINUTE_MS;

/** A monitor over stores in memory, with passes where the test wants them. */
export interface ChronicWorld {
  readonly ports: DetectPorts;
  readonly sent: readonly Notice[];
  /** Adds the runs of these minutes. */
  readonly record: (fromMinute: number, toMinute: number, story: Story) => void;
  /** One pass at a minute. Throws when it reports a fault. */
  readonly pass: (atMinute: number, settings?: Settings, vantages?: readonly string[]) => Promise<void>;
  /** Records and passes once an hour (or as often as said), and once more when all is settled. */
  readonly watch: (fromMinute: number, toMinute: number, story: Story, everyMinutes?: number) => Promise<void>;
  /** Open problems by stream. */
  readonly open: () => Promise<readonly Problem[]>;
  /** Reason and id's nature of each notice: `opened chronic a`. */
  readonly told: () => readonly string[];
}

/** Minutes after which everything is settled. */
export const SETTLED = 10;

/** See `ChronicWorld`. */
export function chronicWorld(
  settings: Settings,
  vantages: readonly string[] = ['local'],
  replaced: Partial<DetectPorts> = {},
): ChronicWorld {
  const history = memoryRunHistory();
  const problems = memoryProblems();
  const sent: Notice[] = [];
  let now: EpochMs = 0;
  const ports: DetectPorts = {
    history,
    problems,
    outbox: problems,
    cares: memoryCare(),
    digests: memoryStates(),
    subscriptions: null,
    heartbeat: null,
    states: memoryStates(),
    chronic: sqliteChronicStates(openDatabase(':memory:')),
    hints: memoryStates(),
    memory: memoryStates(),
    metrics: { put: () => Promise.resolve() },
    notifier: {
      publish: (notice) => {
        if (notice.reason !== 'digest') sent.push(notice);
        return Promise.resolve({ result: 'accepted' });
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: memoryLog(),
    newOwner: () => 'us',
    untold: nothingUntold(),
    ...replaced,
  };
  const record = (fromMinute: number, toMinute: number, story: Story) => {
    for (let at = fromMinute; at < toMinute; at += 1) {
      for (const vantage of vantages) history.add(runOf(at, vantage, settings, story));
    }
  };
  const pass = async (atMinute: number, use = settings, from = vantages) => {
    now = minute(atMinute);
    const { faults } = await runDetect({ tickAt: now, vantages: from }, use, ports);
    if (faults[0] !== undefined) throw new Error(`${faults[0].what}: ${faults[0].error}`);
  };
  return {
    ports,
    sent,
    record,
    pass,
    watch: async (fromMinute, toMinute, story, everyMinutes = HOUR_MS / MINUTE_MS) => {
      for (let at = fromMinute; at < toMinute; at += everyMinutes) {
        const end = Math.min(toMinute, at + everyMinutes);
        record(at, end, story);
        await pass(end - 1);
        history.forgetRead();
      }
      await pass(toMinute + SETTLED);
    },
    open: async () => {
      const recent = await problems.recent(now);
      return recent.map(({ problem }) => problem).filter(({ closedAs }) => closedAs === null);
    },
    told: () => sent.map(({ reason, problem }) => `${reason} ${problem.nature} ${problem.subject}`),
  };
}

function runOf(at: number, vantage: string, { targets }: Settings, story: Story): RecordedRun {
  const tickAt = minute(at);
  const isDue = (everyMs: number) => tickAt % everyMs === 0;
  return {
    key: { vantage, tickAt, shard: 0 },
    diagnoses: {},
    probes: targets
      .filter(({ everyMs }) => isDue(everyMs))
      .flatMap(({ id }, index) => probeOf(story(at, id, vantage), id, tickAt + 300 + 40 * index)),
  };
}

function probeOf(mark: Mark, targetId: string, startedAt: EpochMs): RecordedProbe[] {
  const base = { targetId, startedAt, durationMs: 40, address: '203.0.113.9', masked: false };
  const attempt = (outcome: typeof HEALTHY | Failure, phase: Phase | null) => ({
    startedAt,
    durationMs: 40,
    address: '203.0.113.9',
    outcome,
    phase,
    status: outcome.class === 'healthy' ? 200 : null,
  });
  if (mark === 'missing') return [];
  if (mark === 'healthy') return [{ ...base, outcome: HEALTHY, attempts: [attempt(HEALTHY, null)] }];
  if (mark === 'paused') {
    const outcome: Outcome = { class: 'not-probed', reason: 'paused', until: null };
    return [{ ...base, outcome, attempts: [] }];
  }
  const parsed = parseFailureName(mark.name);
  if (parsed === null) throw new Error(`no failure is named ${mark.name}`);
  const failure = { ...parsed, detail: null } as Failure;
  const failed = attempt(failure, mark.phase ?? null);
  return mark.masked === true
    ? [{ ...base, outcome: HEALTHY, masked: true, attempts: [failed, attempt(HEALTHY, null)] }]
    : [{ ...base, outcome: failure, attempts: [failed] }];
}
