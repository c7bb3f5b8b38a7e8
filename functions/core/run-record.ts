import { PHASES, type Phase } from './model/observation.ts';
import {
  HEALTHY,
  SKIP_REASONS,
  failureName,
  isFailure,
  parseFailureName,
  type AttemptOutcome,
  type Failure,
  type Outcome,
} from './model/outcome.ts';
import type { Attempt, Probe, Run, RunKey } from './model/run.ts';
import type { EpochMs } from './model/time.ts';

/**
 * How one run is written down: JSON text in one or more parts, about a dozen bytes for a healthy probe.
 *
 *     { "v": 1, "from": 0, "addresses": ["203.0.113.9"], "failures": ["network/connect-timeout"], "details": ["…"],
 *       "probes": [ E, … ] }
 *     E = 0                                              not due
 *       | [skip reason, until − tick | null]             not probed for another reason
 *       | [start, latency, address]                      healthy at once, with status 200
 *       | [start, duration, address, [A, …]]             everything else; the last A decides
 *     A = [start, duration, address, failure | -1, phase | -1, status, detail | -1]
 *
 * Times are milliseconds after the tick, rounded; the rest are indexes into the part's own lists, -1 for "none".
 * `from` is the position in the target set of the part's first probe.
 */
interface Part {
  v: 1;
  from: number;
  addresses: string[];
  failures: string[];
  details: string[];
  probes: Entry[];
}
type PackedAttempt = [
  start: number,
  duration: number,
  address: number,
  failure: number,
  phase: number,
  status: number,
  detail: number,
];
type Entry =
  | 0
  | [reason: number, untilOffset: number | null]
  | [start: number, latency: number, address: number]
  | [start: number, duration: number, address: number, attempts: PackedAttempt[]];

/** Kept below DynamoDB's item limit of 400 KB with room for keys and the claim (design: split below 300 KB). */
export const PART_LIMIT_BYTES = 300_000;

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
}

/** A record that this release cannot read, with the reason. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
}

/** Packs a run into parts of at most `limitBytes` each. The parts speak of `run.probes` in their order. */
export function packRun(run: Run, limitBytes: number = PART_LIMIT_BYTES): string[] {
  const parts: string[] = [];
  let part = new PartBuilder(run.key.tickAt, 0);
  run.probes.forEach((probe, index) => {
    if (part.length > 0 && part.bytes + entryBytesBound(probe) > limitBytes) {
      parts.push(part.toJson());
      part = new PartBuilder(run.key.tickAt, index);
    }
    part.add(probe);
  });
  parts.push(part.toJson());
  return parts;
}

/**
 * Reads a packed run. Targets that no part speaks of are absent.
 *
 * @throws {UnreadableRecordError} when a part is not in a format this release knows.
 */
export function unpackRun(key: RunKey, targetIds: readonly string[], parts: readonly string[]): RecordedRun {
  const probes: RecordedProbe[] = [];
  for (const text of parts) {
    const part = parsePart(text);
    part.probes.forEach((entry, index) => {
      const targetId = targetIds[part.from + index];
      if (targetId !== undefined) probes.push(unpackEntry(entry, targetId, key.tickAt, part));
    });
  }
  return { key, probes };
}

/** The record of a run that was claimed and never finished: every target failed for a fault of our own. */
export function unfinishedRun(key: RunKey, targetIds: readonly string[]): RecordedRun {
  const outcome: Failure = {
    class: 'inconclusive',
    kind: 'own-fault',
    detail: 'the run started and never finished',
  };
  return {
    key,
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

class PartBuilder {
  private readonly addresses = new Interner();
  private readonly failures = new Interner();
  private readonly details = new Interner();
  private readonly probes: Entry[] = [];
  private readonly tickAt: EpochMs;
  private readonly from: number;
  private entryBytes = 0;

  constructor(tickAt: EpochMs, from: number) {
    this.tickAt = tickAt;
    this.from = from;
  }

  get length(): number {
    return this.probes.length;
  }

  get bytes(): number {
    return this.entryBytes + this.addresses.bytes + this.failures.bytes + this.details.bytes + 100;
  }

  add(probe: Probe): void {
    const entry = this.pack(probe);
    this.probes.push(entry);
    this.entryBytes += JSON.stringify(entry).length + 1;
  }

  toJson(): string {
    const part: Part = {
      v: 1,
      from: this.from,
      addresses: this.addresses.values,
      failures: this.failures.values,
      details: this.details.values,
      probes: this.probes,
    };
    return JSON.stringify(part);
  }

  private pack(probe: Probe): Entry {
    const { outcome } = probe;
    if (outcome.class === 'not-probed') {
      if (outcome.reason === 'not-due') return 0;
      const until = outcome.until === null ? null : Math.round(outcome.until - this.tickAt);
      return [SKIP_REASONS.indexOf(outcome.reason), until];
    }
    const start = Math.round(probe.startedAt - this.tickAt);
    const address = this.addresses.index(probe.attempts.at(-1)?.observation.address ?? null);
    const [first, ...others] = probe.attempts;
    if (first !== undefined && others.length === 0 && isPlain(first)) {
      return [start, Math.round(first.observation.durationMs), address];
    }
    const attempts =
      probe.attempts.length > 0
        ? probe.attempts.map((attempt) => this.packAttempt(attempt))
        : [this.packUnsent(probe, outcome)];
    return [start, Math.round(probe.durationMs), address, attempts];
  }

  private packAttempt({ observation, outcome }: Attempt): PackedAttempt {
    return [
      Math.round(observation.startedAt - this.tickAt),
      Math.round(observation.durationMs),
      this.addresses.index(observation.address),
      this.failures.index(isFailure(outcome) ? failureName(outcome) : null),
      observation.error === null ? -1 : PHASES.indexOf(observation.error.phase),
      observation.answer?.status ?? 0,
      this.details.index(isFailure(outcome) ? outcome.detail : null),
    ];
  }

  /** A probe that failed before anything could be sent, e.g. because its token could not be read. */
  private packUnsent(probe: Probe, outcome: AttemptOutcome): PackedAttempt {
    const failure = isFailure(outcome) ? outcome : null;
    return [
      Math.round(probe.startedAt - this.tickAt),
      Math.round(probe.durationMs),
      -1,
      this.failures.index(failure === null ? null : failureName(failure)),
      -1,
      0,
      this.details.index(failure?.detail ?? null),
    ];
  }
}

class Interner {
  readonly values: string[] = [];
  private readonly indexes = new Map<string, number>();
  bytes = 0;

  index(value: string | null): number {
    if (value === null) return -1;
    const known = this.indexes.get(value);
    if (known !== undefined) return known;
    this.indexes.set(value, this.values.length);
    this.bytes += jsonBytes(value) + 1;
    return this.values.push(value) - 1;
  }
}

/** Healthy with status 200, which goes without saying. */
function isPlain({ observation, outcome }: Attempt): boolean {
  return outcome.class === 'healthy' && observation.answer?.status === 200 && observation.error === null;
}

/** An upper bound of what a probe adds to a part: its entry, and its strings should all of them be new. */
function entryBytesBound(probe: Probe): number {
  const strings = probe.attempts.reduce(
    (sum, { observation, outcome }) =>
      sum +
      jsonBytes(observation.address ?? '') +
      (isFailure(outcome) ? jsonBytes(failureName(outcome)) + jsonBytes(outcome.detail ?? '') : 0),
    isFailure(probe.outcome) ? jsonBytes(probe.outcome.detail ?? '') + 60 : 0,
  );
  return 60 + 70 * probe.attempts.length + strings;
}

function jsonBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
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
