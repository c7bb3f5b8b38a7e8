import { PHASES } from './model/observation.ts';
import { SKIP_REASONS, failureName, isFailure, type AttemptOutcome } from './model/outcome.ts';
import type { Attempt, Probe, Run } from './model/run.ts';
import type { EpochMs } from './model/time.ts';
import { diagnosisText } from './probing/diagnosis.ts';
import type { Entry, PackedAttempt, Part } from './run-record-format.ts';

/** Kept below DynamoDB's item limit of 400 KB with room for keys and the claim (design: split below 300 KB). */
export const PART_LIMIT_BYTES = 300_000;

/** Packs a run into parts of at most `limitBytes` each. The parts speak of `run.probes` in their order. */
export function packRun(run: Run, limitBytes: number = PART_LIMIT_BYTES): string[] {
  const parts: string[] = [];
  const diagnoses = Object.fromEntries(run.diagnoses.map((one) => [one.origin, diagnosisText(one)]));
  let part = new PartBuilder(run.key.tickAt, 0, diagnoses, run.shards);
  run.probes.forEach((probe, index) => {
    if (part.length > 0 && part.bytes + entryBytesBound(probe) > limitBytes) {
      parts.push(part.toJson());
      part = new PartBuilder(run.key.tickAt, index, {});
    }
    part.add(probe);
  });
  parts.push(part.toJson());
  return parts;
}

class PartBuilder {
  private readonly addresses = new Interner();
  private readonly failures = new Interner();
  private readonly details = new Interner();
  private readonly probes: Entry[] = [];
  private readonly tickAt: EpochMs;
  private readonly from: number;
  private readonly diagnoses: Record<string, string>;
  private readonly shards: number | undefined;
  private entryBytes: number;

  constructor(tickAt: EpochMs, from: number, diagnoses: Record<string, string>, shards?: number) {
    this.tickAt = tickAt;
    this.from = from;
    this.diagnoses = diagnoses;
    this.shards = shards;
    this.entryBytes = jsonBytes(diagnoses);
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
      ...(Object.keys(this.diagnoses).length > 0 ? { diagnoses: this.diagnoses } : {}),
      ...(this.shards === undefined ? {} : { shards: this.shards }),
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

function jsonBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
