import { openDatabase } from '../../functions/adapters/sqlite/database.ts';
import { sqliteRunHistory } from '../../functions/adapters/sqlite/run-history.ts';
import { sqliteStates } from '../../functions/adapters/sqlite/states.ts';
import type { MetricValue } from '../../functions/core/metrics.ts';
import type { Observation } from '../../functions/core/model/observation.ts';
import type { Probe } from '../../functions/core/model/run.ts';
import type { Target } from '../../functions/core/model/target.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import type { AddressExamination, AttemptRequest, Clock, MemoryStore, Prober } from '../../functions/core/ports.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { nothingCarried } from '../../functions/probe/carried-over.ts';
import { runProbe, type ProbePorts, type ProbeReport } from '../../functions/probe/run.ts';
import { unpackRun, type RecordedRun } from '../../functions/core/run-record.ts';
import { TICK_AT, aRefusedObservation, aRunKey, aTarget, anObservation } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { errorAnswer } from '../support/scripted-prober.ts';
import { memoryLog, type LogLine } from '../support/memory-log.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** What a request meets: an observation's fields, a server that never answers, or an exception (a bug). */
export type Meeting = Partial<Observation> | 'silence' | Error;

/** What the network is like: by path and time. Everything is healthy unless told otherwise. */
export interface Network {
  readonly answer?: (path: string, at: EpochMs, request: AttemptRequest) => Meeting;
  /** Hosts at which no connection can be set up. */
  readonly isReachable?: (host: string, at: EpochMs) => boolean;
}

/** A request as it was made. */
export interface Sent {
  readonly host: string;
  readonly path: string;
  readonly at: EpochMs;
}

/** The account of every world, with two origins so that one can be told from the other. */
export const ORIGIN = 'https://api.example.test';
export const OTHER_ORIGIN = 'https://other.example.test';
const ACCOUNTS = {
  main: { origin: ORIGIN, application: 'demoDEMO1234', company: '1111-2222-3333-4444-5555', tokenParameter: '/t' },
  other: { origin: OTHER_ORIGIN, application: 'demoDEMO1234' },
};

/** Targets `/<prefix>0`, `/<prefix>1`, … of an account, every minute. */
export function targetsOf(count: number, overrides: Partial<Target> = {}, prefix = 'a'): Target[] {
  const { account = 'main' } = overrides;
  return Array.from({ length: count }, (_, n) =>
    aTarget({
      id: `${prefix}${n}`,
      url: `${account === 'main' ? ORIGIN : OTHER_ORIGIN}/${prefix}${n}`,
      tier: 'application',
      ...overrides,
    }),
  );
}

/** The defaults for these targets. */
export function settingsFor(targets: readonly Target[]): Settings {
  return { ...settingsOf({ accounts: ACCOUNTS }), tickMs: MINUTE_MS, targets };
}

/** So many targets of the main origin, `/a0`, `/a1`, …, and of the other, `/b0`, …. */
export function manyTargets(count: number, otherCount = 0): Settings {
  return settingsFor([...targetsOf(count), ...targetsOf(otherCount, { account: 'other' }, 'b')]);
}

/** Everything around the runs of one vantage: a database that stays, a clock without waiting, a network that is told. */
export interface World {
  readonly ports: ProbePorts;
  readonly clock: Clock;
  readonly sent: readonly Sent[];
  /** URLs that only a connection was tried to. */
  readonly connectionsTried: readonly string[];
  /** Origins whose addresses were all tried. */
  readonly examined: readonly string[];
  /** One for each save of the memory, refused ones too. */
  readonly saves: readonly VantageMemory[];
  readonly log: readonly LogLine[];
  readonly published: readonly MetricValue[];
  /** Runs the tick of that minute, which begins so long after it. */
  run(minute: number, settings: Settings, offsetMs?: number): Promise<Ran>;
  memory(): Promise<VantageMemory | null>;
}

/** What a run came to. */
export interface Ran extends ProbeReport {
  readonly probes: readonly Probe[];
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** As it was read back from the store. */
  readonly record: RecordedRun | null;
}

/** A 429 after 42 ms, as the API writes it. */
export function throttled(retryAfter?: string): Meeting {
  const { answer } = errorAnswer(429, 'Too many requests');
  if (answer === null || answer === undefined) throw new Error('no answer');
  const headers = { ...answer.headers, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
  return { answer: { ...answer, headers } };
}

const NEVER = new AbortController().signal;

/** The time of a minute. */
export const minute = (count: number): EpochMs => TICK_AT + count * MINUTE_MS;

/** The paths of the main origin that were asked since then, in order. */
export function pathsSince({ sent }: World, at: EpochMs, host = 'api.example.test'): string[] {
  return sent.filter((one) => one.at >= at && one.host === host).map(({ path }) => path);
}

export function probeWorld(network: Network = {}, replaced: Partial<ProbePorts> = {}): World {
  const clock = virtualClock(TICK_AT);
  const database = openDatabase(':memory:');
  const history = sqliteRunHistory({ database, retentionMs: 35 * DAY_MS });
  const states: MemoryStore = sqliteStates(database, 'vantage_memory');
  const saves: VantageMemory[] = [];
  const log = memoryLog();
  const published: MetricValue[] = [];
  const { prober, ...seen } = networkProber(clock, network);
  const ports: ProbePorts = {
    prober,
    history,
    memory: {
      load: (vantage) => states.load(vantage),
      save: (vantage, state, version) => {
        saves.push(state);
        return states.save(vantage, state, version);
      },
    },
    hints: sqliteStates(database, 'probing_hints'),
    metrics: { put: (values) => Promise.resolve(void published.push(...values)) },
    secrets: { read: () => Promise.resolve('PlantedTokenPlantedTokenPlanted1') },
    clock,
    log,
    random: () => 0.5,
    carried: nothingCarried(),
    ...replaced,
  };
  return {
    ...{ ports, clock, saves, published, ...seen },
    log: log.lines,
    run: async (count, settings, offsetMs = 0) => {
      await clock.sleep(minute(count) + offsetMs - clock.now(), NEVER);
      const startedAt = clock.now();
      const report = await runProbe(aRunKey({ tickAt: minute(count) }), settings, ports);
      const [stored] = await history.read('local', minute(count), minute(count));
      const record = stored === undefined ? null : unpackRun(stored.key, stored.targetIds, stored.parts);
      return { ...report, probes: report.run?.probes ?? [], startedAt, endedAt: clock.now(), record };
    },
    memory: async () => (await states.load('local'))?.state ?? null,
  };
}

function networkProber(clock: Clock, { answer = () => ({}), isReachable = () => true }: Network) {
  const sent: Sent[] = [];
  const connectionsTried: string[] = [];
  const examined: string[] = [];
  const prober: Prober = {
    attempt: async (request) => {
      const { hostname: host, pathname: path } = new URL(request.url);
      sent.push({ host, path, at: clock.now() });
      const met = answer(path, clock.now(), request);
      if (met instanceof Error) throw met;
      if (met === 'silence') return silence(clock, request);
      const base = met.error === undefined || met.error === null ? anObservation() : aRefusedObservation();
      const observation = { ...base, startedAt: clock.now(), ...met };
      await clock.sleep(observation.durationMs, request.signal);
      return observation;
    },
    canConnect: async ({ url, signal }) => {
      connectionsTried.push(url);
      await clock.sleep(20, signal);
      return !signal.aborted && isReachable(new URL(url).hostname, clock.now());
    },
    examine: async ({ url, signal }) => {
      const { origin, hostname } = new URL(url);
      examined.push(origin);
      await clock.sleep(30, signal);
      const isFree = isReachable(hostname, clock.now());
      const errorCode = signal.aborted ? 'RUN_ABORTED' : isFree ? null : 'ECONNREFUSED';
      const isReached = errorCode === null;
      const address: AddressExamination = {
        address: '203.0.113.9',
        result: isReached ? 'reached' : 'failed',
        phase: isReached ? null : 'connect',
        errorCode,
        durationMs: 30,
      };
      return { nameErrors: { a: null, aaaa: 'ENODATA' }, addresses: [address] };
    },
  };
  return { prober, sent, connectionsTried, examined };
}

/** A connection at which nothing ever comes back, as the real prober sees it. */
async function silence(clock: Clock, { deadlines, onSilence, signal }: AttemptRequest): Promise<Observation> {
  const startedAt = clock.now();
  const end = async (code: string, proven: Promise<boolean> | null): Promise<Observation> => {
    const durationMs = clock.now() - startedAt;
    const pathProven = proven === null ? null : await proven;
    const error = { phase: 'processing', name: 'WireTrouble', code, message: '' } as const;
    return aRefusedObservation({ startedAt, durationMs, delivery: 'unknown', error, pathProven });
  };
  const orAborted = (code: string) => (signal.aborted ? 'RUN_ABORTED' : code);
  await clock.sleep(Math.min(onSilence.afterMs, deadlines.answerMs), signal);
  if (signal.aborted || deadlines.answerMs < onSilence.afterMs) return end(orAborted('RESPONSE_DEADLINE'), null);
  const proven = onSilence.isPathProven();
  if (onSilence.isHopeless()) return end('SHARED_SILENCE', proven);
  await clock.sleep(deadlines.answerMs - onSilence.afterMs, signal);
  return end(orAborted('RESPONSE_DEADLINE'), proven);
}
