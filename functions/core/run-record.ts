import { PHASES, type Phase } from './model/observation.ts';
import {
  HEALTHY,
  SKIP_REASONS,
  parseFailureName,
  type AttemptOutcome,
  type Failure,
  type Outcome,
} from './model/outcome.ts';
import type { RunKey } from './model/run.ts';
import type { EpochMs } from './model/time.ts';
import type { Entry, PackedAttempt, Part } from './run-record-format.ts';

/** What is remembered of an attempt. */
export interface RecordedAttempt {
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly address: string | null;
  readonly outcome: AttemptOutcome;
  /** Where the failure struck, when it struck on the wire. */
  readonly phase: Phase | null;
  /** `null` when no answer came. */
  readonly status: number | null;
}

/** What is remembered of a probe. `durationMs` of a probe that was healthy at once is its latency. */
export interface RecordedProbe {
  readonly targetId: string;
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  readonly address: string | null;
  readonly outcome: Outcome;
  readonly masked: boolean;
  /** Empty for a target that was not probed. */
  readonly attempts: readonly RecordedAttempt[];
}

/** What is remembered of a run. */
export interface RecordedRun {
  readonly key: RunKey;
  readonly probes: readonly RecordedProbe[];
  /** Of how many shards it is one; absent where there is one alone, and where nothing tells. */
  readonly shards?: number;
  /** By origin: what trying all of its addresses showed, in words. */
  readonly diagnoses: Readonly<Record<string, string>>;
}

/** A record that this release cannot read, with the reason. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
}

/**
 * Reads a packed run. Targets that no part speaks of are absent, and those that `wanted` lacks, where it is given: to read a few
 * of many costs a third.
 *
 * @throws {UnreadableRecordError} when a part is not in a format this release knows.
 */
export function unpackRun(
  key: RunKey,
  targetIds: readonly string[],
  parts: readonly string[],
  wanted: ReadonlySet<string> | null = null,
): RecordedRun {
  const probes: RecordedProbe[] = [];
  let diagnoses: Readonly<Record<string, string>> = {};
  let shards: number | undefined;
  for (const text of parts) {
    const part = parsePart(text);
    diagnoses = { ...diagnoses, ...part.diagnoses };
    shards ??= part.shards;
    part.probes.forEach((entry, index) => {
      const targetId = targetIds[part.from + index];
      if (targetId === undefined || wanted?.has(targetId) === false) return;
      probes.push(unpackEntry(entry, targetId, key.tickAt, part));
    });
  }
  return { key, probes, diagnoses, ...(shards === undefined ? {} : { shards }) };
}

/** The record of a run that was claimed and never finished: every target failed for a fault of our own. */
export function unfinishedRun(key: RunKey, targetIds: readonly string[]): RecordedRun {
  return ownFaultRun(key, targetIds, 'the run started and never finished');
}

/** The record of a run that was due and left no trace, while other shards of its tick did: the same. */
export function lostRun(key: RunKey, targetIds: readonly string[], shards: number): RecordedRun {
  const detail = `shard ${key.shard + 1} of ${shards} did not run at this tick, while others did`;
  return { ...ownFaultRun(key, targetIds, detail), shards };
}

function ownFaultRun(key: RunKey, targetIds: readonly string[], detail: string): RecordedRun {
  const outcome: Failure = { class: 'inconclusive', kind: 'own-fault', detail };
  return {
    key,
    diagnoses: {},
    probes: targetIds.map((targetId) => ({
      targetId,
      startedAt: key.tickAt,
      durationMs: 0,
      address: null,
      outcome,
      masked: false,
      attempts: [],
    })),
  };
}

function parsePart(text: string): Part {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableRecordError('the run record is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) {
    throw new UnreadableRecordError('the run record has a version this release does not know; known is 1');
  }
  return value as Part;
}

function unpackEntry(entry: Entry, targetId: string, tickAt: EpochMs, part: Part): RecordedProbe {
  const base = { targetId, startedAt: tickAt, durationMs: 0, address: null, masked: false, attempts: [] };
  if (entry === 0) return { ...base, outcome: { class: 'not-probed', reason: 'not-due', until: null } };
  if (entry.length === 2) {
    const [reason, until] = entry;
    return {
      ...base,
      outcome: {
        class: 'not-probed',
        reason: SKIP_REASONS[reason] ?? 'deadline',
        until: until === null ? null : tickAt + until,
      },
    };
  }
  const startedAt = tickAt + entry[0];
  const durationMs = entry[1];
  const address = part.addresses[entry[2]] ?? null;
  const attempts: readonly RecordedAttempt[] =
    entry.length === 3
      ? [{ startedAt, durationMs, address, outcome: HEALTHY, phase: null, status: 200 }]
      : entry[3].map((attempt) => unpackAttempt(attempt, tickAt, part));
  const outcome = attempts.at(-1)?.outcome ?? HEALTHY;
  return {
    targetId,
    startedAt,
    durationMs,
    address,
    outcome,
    masked: outcome.class === 'healthy' && attempts.length > 1,
    attempts,
  };
}

function unpackAttempt(packed: PackedAttempt, tickAt: EpochMs, part: Part): RecordedAttempt {
  const [start, durationMs, address, failure, phase, status, detail] = packed;
  return {
    startedAt: tickAt + start,
    durationMs,
    address: part.addresses[address] ?? null,
    outcome: unpackOutcome(part.failures[failure], part.details[detail] ?? null),
    phase: PHASES[phase] ?? null,
    status: status === 0 ? null : status,
  };
}

function unpackOutcome(name: string | undefined, detail: string | null): AttemptOutcome {
  if (name === undefined) return HEALTHY;
  const known = parseFailureName(name);
  // A record written by a newer release: the failure is kept as evidence, its kind as words.
  if (known === null) return { class: 'inconclusive', kind: 'own-fault', detail: name };
  return { ...known, detail } as Failure;
}
