import type { CauseContext } from '../../../functions/core/chronic/cause-traits.ts';
import type { Finding, FailureMix } from '../../../functions/core/chronic/finding.ts';
import type { FailureClass } from '../../../functions/core/model/outcome.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';

const MIDNIGHT = Date.parse('2026-03-02T00:00:00Z');

export const SINGLE: CauseContext = {
  targets: ['server-time'],
  vantages: ['local'],
  isOwnNetwork: false,
  tokenLifeMs: null,
};

const UNTIMED: Pattern = {
  kind: 'lossy',
  periodMs: null,
  periodErrorMs: null,
  aliasesMs: [],
  toleranceMs: null,
  durationMs: null,
  zone: null,
  timesOfDay: [],
  weekdays: null,
  failureRatio: 0.08,
  explainedRatio: 1,
  hits: null,
  cycles: 30,
  falseAlarmProbability: 1e-6,
  nextExpected: null,
};

export const OWN: CauseContext = { ...SINGLE, targets: [], isOwnNetwork: true };
export const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** A hint, where it fits and where it must not. */
export interface CauseRow {
  readonly id: string;
  readonly fitting: Finding;
  /** The nearest finding on which the hint must stay silent, and what makes it so. */
  readonly control: Finding;
  readonly because: string;
  readonly context?: CauseContext;
  readonly controlContext?: CauseContext;
}

/** A pattern that predicts nothing. */
export function untimed(kind: Pattern['kind']): Pattern {
  return { ...UNTIMED, kind };
}

/** A period whose strikes start `phaseMs` after midnight UTC and each period from there. */
export function every(periodMs: number, phaseMs = 7 * MINUTE_MS + 30_000): Pattern {
  const toleranceMs = MINUTE_MS;
  const startsAt = MIDNIGHT + phaseMs;
  const nextExpected = { from: startsAt - toleranceMs, to: startsAt + toleranceMs };
  return {
    ...UNTIMED,
    kind: 'periodic',
    periodMs,
    periodErrorMs: 1_000,
    toleranceMs,
    durationMs: 3 * MINUTE_MS,
    nextExpected,
  };
}

/** A wall clock's pattern, daily unless said otherwise. */
export function clock(time: string, weekdays: Pattern['weekdays'] = null, periodMs = DAY_MS): Pattern {
  return { ...every(periodMs), kind: 'clock', zone: 'Europe/Amsterdam', timesOfDay: [time], weekdays };
}

/** A finding whose ten failures are all of one kind, phase and status. */
export function finding(pattern: Pattern, name: string, where: string | number | null = null): Finding {
  const failureClass = name.slice(0, name.indexOf('/')) as FailureClass;
  const mix: FailureMix = {
    kinds: { [name]: 10 },
    phases: typeof where === 'string' ? { [where]: 10 } : {},
    statuses: typeof where === 'number' ? { [String(where)]: 10 } : {},
    addresses: { '203.0.113.9': 10 },
  };
  return {
    id: 'f1',
    level: 'confirmed',
    pattern,
    class: failureClass,
    mix,
    firstFailureAt: MIDNIGHT - 20 * DAY_MS,
    newestFailureAt: MIDNIGHT - HOUR_MS,
    failedProbes: 10,
    foundAt: MIDNIGHT - HOUR_MS,
    endedAt: null,
  };
}
