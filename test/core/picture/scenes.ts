import { HEALTHY, type Failure, type Outcome } from '../../../functions/core/model/outcome.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import type { HeatSubject } from '../../../functions/core/picture/heat-subject.ts';
import type { RecordedAttempt, RecordedProbe, RecordedRun } from '../../../functions/core/run-record.ts';

export const TIMEOUT: Failure = { class: 'network', kind: 'connect-timeout', detail: null };
export const GATEWAY: Failure = { class: 'server', kind: 'gateway-timeout', detail: null };
export const NO_PATTERN: Pattern = {
  kind: 'recurring',
  periodMs: null,
  periodErrorMs: null,
  aliasesMs: [],
  toleranceMs: null,
  durationMs: 2 * MINUTE_MS,
  zone: null,
  timesOfDay: [],
  weekdays: null,
  failureRatio: 0.02,
  explainedRatio: 0.9,
  hits: null,
  cycles: 30,
  falseAlarmProbability: 1e-7,
  nextExpected: null,
};

/** A probe whose attempts came to these outcomes, in order; the last one counts. */
export function probeOf(
  targetId: string,
  startedAt: EpochMs,
  outcomes: readonly Exclude<Outcome, { class: 'not-probed' }>[],
  durationMs = 40,
  addresses: readonly string[] = ['203.0.113.9'],
): RecordedProbe {
  const attempts = outcomes.map((outcome, index): RecordedAttempt => {
    const address = addresses[index % addresses.length] ?? null;
    return { startedAt, durationMs, address, outcome, phase: null, status: null };
  });
  const outcome = outcomes.at(-1) ?? HEALTHY;
  const masked = outcome.class === 'healthy' && outcomes.length > 1;
  return { targetId, startedAt, durationMs, address: addresses[0] ?? null, outcome, masked, attempts };
}

/** A target whose turn had not come, or that was skipped. */
export function skippedProbe(targetId: string, startedAt: EpochMs, reason: 'not-due' | 'paused'): RecordedProbe {
  const outcome: Outcome = { class: 'not-probed', reason, until: null };
  return { targetId, startedAt, durationMs: 0, address: null, outcome, masked: false, attempts: [] };
}

export function runOf(tickAt: EpochMs, probes: readonly RecordedProbe[], vantage = 'local'): RecordedRun {
  return { key: { vantage, tickAt, shard: 0 }, diagnoses: {}, probes };
}

/** One run for every step of a range. */
export function* runsOf(
  from: EpochMs,
  to: EpochMs,
  stepMs: number,
  probesAt: (tickAt: EpochMs) => readonly RecordedProbe[],
): Generator<RecordedRun> {
  for (let tickAt = from; tickAt < to; tickAt += stepMs) yield runOf(tickAt, probesAt(tickAt));
}

/** A small, seeded generator: the same numbers every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A problem of one target as seen from `local`. */
export function subjectOf(pattern: Partial<Pattern>, overrides: Partial<HeatSubject> = {}): HeatSubject {
  return {
    title: 'server-time: a pattern',
    sentence: 'Fails as the test says.',
    pattern: { ...NO_PATTERN, ...pattern },
    isOver: false,
    classes: ['network'],
    members: [{ vantage: 'local', subject: 'server-time' }],
    ...overrides,
  };
}

/** 2026-03-01 00:00 UTC, a Sunday; five weeks from here hold the change of European clocks on 29 March. */
export const MONTH_FROM: EpochMs = Date.UTC(2026, 2, 1);
export const MONTH_TO: EpochMs = MONTH_FROM + 35 * DAY_MS;

/** Every night at 02:30 in Amsterdam, for three minutes, as a pattern. */
export const NIGHTLY: Partial<Pattern> = {
  kind: 'clock',
  periodMs: DAY_MS,
  toleranceMs: 2 * MINUTE_MS,
  durationMs: 3 * MINUTE_MS,
  zone: 'Europe/Amsterdam',
  timesOfDay: ['03:30'],
  nextExpected: { from: Date.UTC(2026, 3, 5, 1, 28), to: Date.UTC(2026, 3, 5, 1, 35) },
};

/** Every 30 minutes, for two minutes. */
export const HALF_HOURLY: Partial<Pattern> = {
  kind: 'periodic',
  periodMs: 30 * MINUTE_MS,
  periodErrorMs: 500,
  toleranceMs: MINUTE_MS,
  durationMs: 2 * MINUTE_MS,
  nextExpected: { from: MONTH_TO + 6 * MINUTE_MS, to: MONTH_TO + 10 * MINUTE_MS },
};

export { DAY_MS, HOUR_MS, MINUTE_MS };
