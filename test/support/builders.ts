import type { Observation, PhaseTimes } from '../../functions/core/model/observation.ts';
import { HEALTHY, type Failure } from '../../functions/core/model/outcome.ts';
import type { Notice, Problem } from '../../functions/core/model/problem.ts';
import type { Attempt, Probe, Run, RunKey } from '../../functions/core/model/run.ts';
import type { Target } from '../../functions/core/model/target.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';

/** The tick that every builder below speaks of: 2026-03-01T00:00:00Z, a full minute. */
export const TICK_AT: EpochMs = Date.UTC(2026, 2, 1);

/** A failure as a refused connection is classified. */
export const REFUSED: Failure = {
  class: 'network',
  kind: 'connect-refused',
  detail: 'connect ECONNREFUSED 203.0.113.9:443',
};

const HEALTHY_BODY = JSON.stringify({
  type: 'ServerTime',
  data: { serverTime: '2026-03-01T00:00:00Z' },
  moreAfter: null,
  status: 'success',
});

const HEALTHY_PHASES_MS: PhaseTimes = {
  resolve: 0.4,
  connect: 8.1,
  tls: 17.3,
  request: 0.2,
  processing: 15,
  transfer: 1,
};

/** A target of the `open` tier, probed every minute. */
export function aTarget(overrides: Partial<Target> = {}): Target {
  return {
    id: 'server-time',
    account: 'main',
    url: 'https://api.example.test/server-time',
    tier: 'open',
    everyMs: MINUTE_MS,
    expect: { type: null },
    ...overrides,
  };
}

/** An exchange that ran to its end: status 200, 42 ms, 120 ms after the tick. */
export function anObservation(overrides: Partial<Observation> = {}): Observation {
  return {
    startedAt: TICK_AT + 120,
    durationMs: 42,
    phasesMs: HEALTHY_PHASES_MS,
    address: '203.0.113.9',
    addresses: ['203.0.113.9'],
    certificate: null,
    delivery: 'received',
    answer: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: HEALTHY_BODY,
      bodyBytes: HEALTHY_BODY.length,
      bodyEnd: 'complete',
    },
    error: null,
    pathProven: null,
    ...overrides,
  };
}

/** A connection that was refused after 3 ms. */
export function aRefusedObservation(overrides: Partial<Observation> = {}): Observation {
  return anObservation({
    durationMs: 3,
    phasesMs: { resolve: 0.4, connect: 2.6, tls: null, request: null, processing: null, transfer: null },
    delivery: 'not-sent',
    answer: null,
    error: { phase: 'connect', name: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 203.0.113.9:443' },
    ...overrides,
  });
}

/** A healthy attempt. */
export function anAttempt(overrides: Partial<Attempt> = {}): Attempt {
  return { observation: anObservation(), outcome: HEALTHY, ...overrides };
}

/** An attempt whose connection was refused. */
export function aFailedAttempt(overrides: Partial<Attempt> = {}): Attempt {
  return { observation: aRefusedObservation(), outcome: REFUSED, ...overrides };
}

/** A probe with one healthy attempt. With other `attempts`, everything that follows from them follows from them. */
export function aProbe(overrides: Partial<Probe> = {}): Probe {
  const attempts = overrides.attempts ?? [anAttempt()];
  const outcome = attempts.at(-1)?.outcome ?? ({ class: 'not-probed', reason: 'not-due', until: null } as const);
  const startedAt = attempts[0]?.observation.startedAt ?? TICK_AT;
  const last = attempts.at(-1)?.observation;
  return {
    targetId: 'server-time',
    attempts,
    outcome,
    masked: outcome.class === 'healthy' && attempts.length > 1,
    startedAt,
    durationMs: last === undefined ? 0 : last.startedAt + last.durationMs - startedAt,
    ...overrides,
  };
}

/** The key of shard 0 of the run of `TICK_AT` from `local`. */
export function aRunKey(overrides: Partial<RunKey> = {}): RunKey {
  return { vantage: 'local', tickAt: TICK_AT, shard: 0, ...overrides };
}

/** A run of one healthy probe. */
export function aRun(overrides: Partial<Run> = {}): Run {
  return { key: aRunKey(), probes: [aProbe()], diagnoses: [], ...overrides };
}

/** An incident of `local/server-time` that was opened at the second failing tick and is still open. */
export function aProblem(overrides: Partial<Problem> = {}): Problem {
  const stream = overrides.stream ?? 'local/server-time';
  const [vantage = 'local', target = 'server-time'] = stream.split('/');
  const firstFailureAt = TICK_AT + 120;
  const kinds = { 'network/connect-refused': 2 };
  return {
    id: `${stream}/2026-03-01T00:00:00.000Z`,
    stream,
    subject: target,
    nature: 'incident',
    pattern: null,
    hints: [],
    seenFrom: null,
    members: [],
    covers: [
      {
        vantage,
        subject: target,
        firstFailureTick: TICK_AT,
        firstFailureAt,
        recoveredAt: null,
        pastKinds: {},
        kinds,
        spells: [],
      },
    ],
    spells: [],
    strikes: [],
    linkedTo: null,
    severity: 'critical',
    class: 'network',
    kinds,
    scope: { targets: [target], vantages: [vantage], addresses: [] },
    detail: REFUSED.detail,
    origin: 'https://api.example.test',
    diagnosis: null,
    failedProbes: 2,
    firstFailureAt,
    failingSince: firstFailureAt,
    occurrences: 1,
    previous: null,
    soonAgain: 0,
    rate: null,
    pausedTargets: [],
    isQuiet: false,
    toldOccurrences: 1,
    longestToldMs: 0,
    reminders: 0,
    told: { subject: target, breadth: 1, vantages: 1, periodMs: null, at: null, shape: null, classes: [] },
    openedAt: TICK_AT + MINUTE_MS,
    toldAt: TICK_AT + MINUTE_MS,
    decidedAt: TICK_AT + MINUTE_MS,
    resolvedAt: null,
    closedAs: null,
    ...overrides,
  };
}

/** The notice that tells people of a problem, one minute after it was opened; the id follows from problem and reason. */
export function aNotice(overrides: Partial<Notice> = {}): Notice {
  const problem = overrides.problem ?? aProblem();
  const reason = overrides.reason ?? (problem.closedAs === 'continued' ? 'changed' : (problem.closedAs ?? 'opened'));
  return { id: `${problem.id}/${reason}`, at: problem.openedAt + MINUTE_MS, reason, problem, ...overrides };
}
