import type { Digest, ProbeCounts } from '../../functions/core/model/digest.ts';
import type { Pattern } from '../../functions/core/model/pattern.ts';
import type { Problem } from '../../functions/core/model/problem.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { TICK_AT, aProblem } from './builders.ts';

/** Every half hour for two minutes, from `TICK_AT` on, found after a day. */
export function aPattern(overrides: Partial<Pattern> = {}): Pattern {
  const next = TICK_AT + 48 * 30 * MINUTE_MS;
  return {
    kind: 'periodic',
    periodMs: 30 * MINUTE_MS,
    periodErrorMs: 1_000,
    aliasesMs: [],
    toleranceMs: MINUTE_MS,
    durationMs: 2 * MINUTE_MS,
    zone: null,
    timesOfDay: [],
    weekdays: null,
    failureRatio: 1,
    explainedRatio: 1,
    hits: { ratio: 1, low: 0.9, high: 1 },
    cycles: 48,
    falseAlarmProbability: 1e-9,
    nextExpected: { from: next - MINUTE_MS, to: next + 3 * MINUTE_MS },
    ...overrides,
  };
}

/** A chronic problem of targets as seen from `local`; every half hour unless told otherwise. */
export function aChronic(targets: readonly string[], overrides: Partial<Problem> = {}): Problem {
  const stream = `local/#chronic/${targets.join('+')}`;
  return aProblem({
    stream,
    id: `${stream}@2026-03-01T00:00:00.000Z`,
    subject: targets.join(', '),
    nature: 'chronic',
    severity: 'warning',
    scope: { targets, vantages: ['local'], addresses: [] },
    pattern: aPattern(),
    seenFrom: 'only-vantage',
    members: targets.map((subject) => ({
      vantage: 'local',
      subject,
      findingId: 'periodic',
      joinedAt: TICK_AT,
      overAt: null,
    })),
    covers: [],
    ...overrides,
  });
}

/** Of no probe, but for what is said. */
export function someCounts(overrides: Partial<ProbeCounts> = {}): ProbeCounts {
  return { healthy: 0, failed: 0, masked: 0, ownNetwork: 0, ownFault: 0, skipped: 0, ...overrides };
}

/** The digest of a quiet week from Monday 2026-11-16 on, in Amsterdam: five targets, each minute. */
export function aDigest(overrides: Partial<Digest> = {}): Digest {
  const from = Date.parse('2026-11-15T23:00:00Z');
  return {
    from,
    to: from + 7 * DAY_MS,
    targets: 5,
    vantages: [{ vantage: 'eu-west-1', firstTick: from, unrecordedMs: 0 }],
    counts: someCounts({ healthy: 50_400 }),
    worst: { shown: [], all: 0 },
    problems: { shown: [], all: 0 },
    open: { chronic: 0, incidents: 0, warnings: 0 },
    expiries: [],
    untold: [],
    monthlyCostUsd: 8.6312,
    ...overrides,
  };
}
