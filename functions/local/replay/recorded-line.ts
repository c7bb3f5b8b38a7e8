import { PHASES, type Phase } from '../../core/model/observation.ts';
import { HEALTHY, isFailure, type Outcome } from '../../core/model/outcome.ts';
import { MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import type { RecordedAttempt, RecordedProbe } from '../../core/run-record.ts';
import { fault } from '../../core/settings-fault.ts';
import { LOCAL_VANTAGE } from '../host.ts';
import { OUTCOMES, outcomeRule } from './outcome-column.ts';
import { NAME_RULE, isName, nameReader, targetId, vantageId } from './recorded-names.ts';
import { TIME_RULE, recordedTimeReader } from './recorded-time.ts';

/** The columns of a record; the first three are required. */
export const COLUMNS = [
  'at',
  'target',
  'outcome',
  'vantage',
  'phase',
  'status',
  'address',
  'masked',
  'latencyMs',
  'tickAt',
] as const;
export type Column = (typeof COLUMNS)[number];
export const REQUIRED_COLUMNS = ['at', 'target', 'outcome'] as const satisfies readonly Column[];

/** One line as it was found, by column; `null` is as good as absent. */
export type RawLine = Readonly<Partial<Record<Column, unknown>>>;

/** One line that was read. */
export interface RecordedLine {
  /** Number of the line, or of the entry in a document. */
  readonly line: number;
  readonly vantage: string;
  /** `null` when the record does not tell. */
  readonly tickAt: EpochMs | null;
  /** A masked failure has two attempts, the failed one and a healthy one; both start with the probe: no more is known. */
  readonly probe: RecordedProbe;
  /** What its run found of origins, where the record tells: see `RecordedRun`. */
  readonly diagnoses?: Readonly<Record<string, string>>;
}

/** A line that cannot be used: why, the value found, and what is allowed. */
export interface LineFault {
  readonly line: number;
  readonly reason: string;
}

/** A run starts its probes within its deadline; a tick further from its probe is a mistake. */
export const TICK_DISTANCE_MS = 5 * MINUTE_MS;

/** Turns raw lines into probes, checking every column. */
export function lineReader(): (raw: RawLine, line: number) => RecordedLine | LineFault {
  const readTime = recordedTimeReader();
  const readTick = recordedTimeReader();
  const readTarget = nameReader(targetId);
  const readVantage = nameReader(vantageId);

  return (raw, line) => {
    const bad = (column: Column, rule: string): LineFault => {
      const found = raw[column] ?? undefined;
      return { line, reason: `${column}: ${rule}; found ${fault([column], found, rule).found}` };
    };
    const at = typeof raw.at === 'string' ? readTime(raw.at) : null;
    if (at === null) return bad('at', TIME_RULE);
    const target = readTarget(raw.target);
    if (target === null) return bad('target', NAME_RULE);
    const outcome = typeof raw.outcome === 'string' ? OUTCOMES.get(raw.outcome) : undefined;
    if (outcome === undefined) return bad('outcome', outcomeRule(raw.outcome));
    const vantage = readVantage(raw.vantage ?? LOCAL_VANTAGE);
    if (vantage === null) return bad('vantage', NAME_RULE);
    const phase = raw.phase ?? null;
    if (!isPhase(phase)) return bad('phase', `must be one of ${PHASES.join(', ')}`);
    const status = raw.status ?? null;
    if (!isStatus(status)) return bad('status', 'must be a whole number from 100 to 599');
    const address = raw.address ?? null;
    if (!isAddress(address)) return bad('address', NAME_RULE);
    const masked = raw.masked ?? false;
    if (typeof masked !== 'boolean') return bad('masked', 'must be true or false');
    if (masked && !isFailure(outcome)) return bad('masked', `must not be true with the outcome ${outcome.class}`);
    const latencyMs = raw.latencyMs ?? 0;
    if (!isLatency(latencyMs)) return bad('latencyMs', 'must be a number, 0 or more');
    const tickText = raw.tickAt ?? null;
    const tickAt = typeof tickText === 'string' ? readTick(tickText) : null;
    if (tickText !== null && tickAt === null) return bad('tickAt', TIME_RULE);
    if (tickAt !== null && Math.abs(at - tickAt) > TICK_DISTANCE_MS) {
      return bad('tickAt', `must be within five minutes of at, which is ${String(raw.at)}`);
    }
    return {
      line,
      vantage,
      tickAt,
      probe: probeOf(target, at, outcome, { phase, status, address }, masked, latencyMs),
    };
  };
}

/** Whether a line was refused. */
export function isLineFault(line: RecordedLine | LineFault): line is LineFault {
  return 'reason' in line;
}

type WireFacts = Pick<RecordedAttempt, 'phase' | 'status' | 'address'>;

function probeOf(
  targetId: string,
  startedAt: EpochMs,
  outcome: Outcome,
  { phase, status, address }: WireFacts,
  masked: boolean,
  durationMs: number,
): RecordedProbe {
  if (outcome.class === 'not-probed') {
    return { targetId, startedAt, durationMs: 0, address: null, outcome, masked, attempts: [] };
  }
  const struckAt = outcome.class === 'healthy' ? null : phase;
  const attempt: RecordedAttempt = { startedAt, durationMs, address, outcome, phase: struckAt, status };
  if (!masked) return { targetId, startedAt, durationMs, address, outcome, masked, attempts: [attempt] };
  // The columns speak of the failed attempt.
  const healthy: RecordedAttempt = {
    startedAt,
    durationMs,
    address: null,
    outcome: HEALTHY,
    phase: null,
    status: null,
  };
  return { targetId, startedAt, durationMs, address: null, outcome: HEALTHY, masked, attempts: [attempt, healthy] };
}

function isPhase(value: unknown): value is Phase | null {
  return value === null || (PHASES as readonly unknown[]).includes(value);
}

function isStatus(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599);
}

function isAddress(value: unknown): value is string | null {
  return value === null || isName(value);
}

function isLatency(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
