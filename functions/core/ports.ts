import type { ProbingHints } from './chronic/probing-hints.ts';
import type { ChronicSnapshot } from './chronic/snapshot.ts';
import type { MetricValue } from './metrics.ts';
import type { Observation, Phase } from './model/observation.ts';
import type { Announcement, Notice, Problem } from './model/problem.ts';
import type { RunKey } from './model/run.ts';
import type { EpochMs } from './model/time.ts';
import type { VantageMemory } from './model/vantage-memory.ts';
import type { Care } from './problems/care.ts';
import type { DetectState } from './problems/streams.ts';
import type { RecordedRun } from './run-record.ts';
import type { Deadlines } from './settings-model.ts';
import type { ListedSubscription } from './subscriptions.ts';

/** Where to connect, and how long each part may take. */
export interface ConnectRequest {
  readonly url: string;
  readonly deadlines: Pick<Deadlines, 'resolveMs' | 'connectMs' | 'tlsMs' | 'answerMs'>;
  /** Picks one of the resolved addresses, modulo their number, so that attempts and ticks take turns over all of them. */
  readonly turn: number;
  /** Ends the attempt early, e.g. at the run's deadline. The attempt is then observed as far as it got. */
  readonly signal: AbortSignal;
}

/** What to do when no answer came for a while. */
export interface OnSilence {
  readonly afterMs: number;
  /** Asked once, `afterMs` after the request: whether a second connection to the origin can be set up. */
  readonly isPathProven: () => Promise<boolean>;
  /** Asked at the same moment: whether waiting any longer is of no use, because so many others are silent too. */
  readonly isHopeless: () => boolean;
}

/** One request to make: everything an attempt needs, so that the prober holds no settings. */
export interface AttemptRequest extends ConnectRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly onSilence: OnSilence;
}

/** One address of an origin, tried on its own. */
export interface AddressExamination {
  readonly address: string;
  /** How far it got: `reached` when TCP and, for https, TLS completed. */
  readonly result: 'reached' | 'failed';
  /** The phase and error code that ended it; `null` when reached. */
  readonly phase: Phase | null;
  readonly errorCode: string | null;
  readonly durationMs: number;
}

/** What trying every address of an origin showed. */
export interface PathExamination {
  /** The resolver's error code for A and AAAA records; `null` when it answered or needed not be asked. */
  readonly nameErrors: { readonly a: string | null; readonly aaaa: string | null };
  readonly addresses: readonly AddressExamination[];
}

export interface Prober {
  /** One request on a fresh connection. Trouble on the wire is part of the observation; it rejects for bugs only. */
  attempt(request: AttemptRequest): Promise<Observation>;
  /** Whether a fresh connection, TLS included, can be set up. Sends no request. Never rejects. */
  canConnect(request: ConnectRequest): Promise<boolean>;
  /** Resolves A and AAAA records and tries to connect to each address. Sends no request. Never rejects. */
  examine(request: Omit<ConnectRequest, 'turn'>): Promise<PathExamination>;
}

export interface Clock {
  now(): EpochMs;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A run as the history keeps it. */
export interface StoredRun {
  readonly key: RunKey;
  /** Claimed and never finished means that the run died. */
  readonly state: 'claimed' | 'finished';
  readonly claimedAt: EpochMs;
  /** The targets that the parts speak of, in their order. */
  readonly targetIds: readonly string[];
  /** The packed record, see `run-record.ts`; empty until finished. */
  readonly parts: readonly string[];
  /** The record itself, where the history holds runs that were never packed; `parts` is empty then. */
  readonly record?: RecordedRun;
}

export interface RunHistory {
  /**
   * Reserves a tick before anything is probed, and stores the target set under its hash if it is new. A second delivery
   * of the same tick gets `taken`.
   */
  claim(key: RunKey, at: EpochMs, targetIds: readonly string[]): Promise<'claimed' | 'taken'>;
  /** Stores the packed record of a claimed run. Storing the same again changes nothing. */
  finish(key: RunKey, parts: readonly string[]): Promise<void>;
  /** All runs of a vantage with `fromTick <= tickAt <= toTick`, claimed ones too, by tick and shard. */
  read(vantage: string, fromTick: EpochMs, toTick: EpochMs): Promise<readonly StoredRun[]>;
}

/** A problem with the version that a change must name. */
export interface VersionedProblem {
  readonly problem: Problem;
  readonly version: number;
}

/** A problem as it shall be, and what it was decided on. */
export interface ProblemWrite {
  readonly problem: Problem;
  /** The version that was read; 0 when the stream had no problem. */
  readonly expectedVersion: number;
}

/** A change of a problem, with the notice that tells people of it. */
export interface ProblemChange extends ProblemWrite {
  /** `null` for a change that nobody needs to be told of. */
  readonly notice: Notice | null;
  /**
   * The problem of another stream that goes on in this one, or gives way to it: written along, without a notice of its own.
   * Absent or `null` when there is none. The notice's `at` must be later than its newest notice: across streams nothing else
   * keeps the order in which people are told.
   */
  readonly replaces?: ProblemWrite | null;
}

export interface ProblemBook {
  /** The newest problem of each of these streams, open or not; streams that never had one are absent. */
  newest(streams: readonly string[]): Promise<ReadonlyMap<string, VersionedProblem>>;
  /** Every open problem, and those closed of which the newest tick (`newestTickOf`) is not before this one. */
  recent(since: EpochMs): Promise<readonly VersionedProblem[]>;
  /**
   * Writes the problem, puts its notice, if any, in the outbox, and writes what it replaces: all or nothing. `conflict`:
   * somebody else changed one of the streams' problems since it was read. `known`: this notice id was recorded before, so
   * nothing was written. Rejects when a problem replaces one of its own stream.
   */
  commit(change: ProblemChange): Promise<'committed' | 'conflict' | 'known'>;
}

/** What waits to be told, and how often the channel refused it for certain. */
export interface OutboxEntry {
  readonly announcement: Announcement;
  /** When it was refused first; `null` when it never was. */
  readonly refusedSince: EpochMs | null;
  readonly refusals: number;
}

export interface Outbox {
  /** Puts in what belongs to no problem. `known`: this id was put in before, sent or not, so nothing was written. */
  add(announcement: Announcement): Promise<'added' | 'known'>;
  /** What is not yet marked as sent, nor buried, oldest first, that of one thread in its order. */
  pending(): Promise<readonly OutboxEntry[]>;
  /** Takes a notice for `leaseMs`; false when another owner holds it, or it is sent or buried. */
  claim(noticeId: string, owner: string, now: EpochMs, leaseMs: number): Promise<boolean>;
  /** After the channel accepted it. */
  markSent(noticeId: string, owner: string, at: EpochMs): Promise<void>;
  /**
   * After it was not accepted for certain: gives the lease back, so that the next pass tries again. `refusedAt` counts it as
   * refused; `null` when that had nothing to do with the notice.
   */
  release(noticeId: string, owner: string, refusedAt: EpochMs | null): Promise<void>;
  /** Makes it a dead letter: kept, and not tried again. Leaves alone what another owner holds. */
  bury(noticeId: string, owner: string, at: EpochMs): Promise<void>;
  /** The dead letters, oldest first. */
  buried(): Promise<readonly Announcement[]>;
  /** Lets a dead letter wait again, as if it was never refused; false when there is none of this id. */
  revive(noticeId: string): Promise<boolean>;
}

/** A state with the version that a save must name. */
export interface VersionedState<S> {
  readonly state: S;
  readonly version: number;
}

/** One state per vantage, with optimistic versions. */
export interface StateStore<S> {
  load(vantage: string): Promise<VersionedState<S> | null>;
  /** Returns false when somebody else saved since (`expectedVersion` 0: never saved); the caller's state is dropped then. */
  save(vantage: string, state: S, expectedVersion: number): Promise<boolean>;
}

/** One detector's snapshot per subject of a vantage, see `chronic/snapshot.ts`, with optimistic versions. */
export interface ChronicStore {
  /**
   * Every snapshot of a vantage, by subject. Rejects with an `UnreadableSnapshotError` when one is of a release that this one
   * does not know: nothing is lost, and the vantage's chronic evidence waits.
   *
   * @param savedThrough the tick through which the snapshots are known to be saved: a store that remembers ones that reach as far
   *   need not read. Should others be newer all the same, the next save is refused, and the next load reads.
   */
  load(vantage: string, savedThrough?: EpochMs): Promise<ReadonlyMap<string, VersionedState<ChronicSnapshot>>>;
  /** Returns false when somebody else saved since (`expectedVersion` 0: never saved); the caller's snapshot is dropped then. */
  save(vantage: string, subject: string, snapshot: ChronicSnapshot, expectedVersion: number): Promise<boolean>;
}

/** Where detection stands. */
export type DetectStateStore = StateStore<DetectState>;
/** What the probe runs of a vantage pass on. */
export type MemoryStore = StateStore<VantageMemory>;
/** What detection asks the probe runs of a vantage to look at more closely: it writes, they read. */
export type ProbingHintStore = StateStore<ProbingHints>;

export interface MetricSink {
  /** Publishes all values, stamped with `at`. Rejects when the service refused them. */
  put(values: readonly MetricValue[], at: EpochMs): Promise<void>;
}

/**
 * How a publish ended: `refused` for what this notice is, `unavailable` when none would have been accepted (throttled, not
 * reached, no topic or grant), `ambiguous` when it may have been accepted (a time-out after sending).
 */
export type PublishResult =
  { readonly result: 'accepted' } | { readonly result: 'refused' | 'unavailable' | 'ambiguous'; readonly error: Error };

export interface Notifier {
  /**
   * Hands one notice to the channel, once, without retrying. Never rejects.
   *
   * @param care what people said of its problem by now
   */
  publish(notice: Announcement, care: Care | null): Promise<PublishResult>;
}

export interface SubscriptionList {
  /** Every e-mail subscription of the channel, those that are not confirmed yet too. Rejects when they cannot be listed. */
  emails(): Promise<readonly ListedSubscription[]>;
}

/** How a call of a dead-man service ended; `why` holds nothing of its URL. */
export type HeartbeatAnswer = { readonly result: 'heard' } | { readonly result: 'failed'; readonly why: string };

/** A service outside that rings when it is not called for a while. */
export interface Heartbeat {
  /** Calls it once, without retrying. Never rejects. */
  call(url: URL): Promise<HeartbeatAnswer>;
}

export interface Secrets {
  /**
   * The value of a parameter; `fresh` goes around any cache. Rejects with an error whose message never holds the value.
   */
  read(parameter: string, freshness: 'cached' | 'fresh'): Promise<string>;
}

/** A structured log: one line an event. Fields must be plain data without secrets. */
export interface Log {
  info(event: string, fields: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields: Readonly<Record<string, unknown>>): void;
  error(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/** What people said about problems: acknowledged, snoozed. Of two who write at the same time, the last one stays. */
export interface CareStore {
  /** By problem id. */
  all(): Promise<ReadonlyMap<string, Care>>;
  /** In place of what was said about the problem before. */
  put(care: Care): Promise<void>;
  /** Removing what is not there changes nothing. */
  remove(problemId: string): Promise<void>;
}
