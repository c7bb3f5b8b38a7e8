import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEALTHY, KINDS, type AttemptOutcome, type Failure } from '../../../functions/core/model/outcome.ts';
import { nextAttempt, type RetryState } from '../../../functions/core/probing/retry-schedule.ts';
import type { RetryPolicy } from '../../../functions/core/settings-model.ts';
import { REFUSED } from '../../support/builders.ts';

const POLICY: RetryPolicy = { attempts: 5, baseMs: 500, capMs: 3000 };
const DEADLINES = { longAttemptMs: 10_000, probeMs: 75_000 };
/** Just below 1, the end of the interval that `random` never reaches. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;

function aState(overrides: Partial<RetryState> = {}): RetryState {
  return { attemptCount: 1, outcome: REFUSED, attemptMs: 3, elapsedMs: 3, runLeftMs: 100_000, ...overrides };
}

const decide = (state: RetryState, random = 0.5) => nextAttempt(POLICY, DEADLINES, state, () => random);

const ALL_FAILURES = Object.entries(KINDS).flatMap(([failureClass, kinds]) =>
  kinds.map((kind) => ({ class: failureClass, kind, detail: null }) as Failure),
);
const RETRIED_SERVER_KINDS: readonly string[] = ['bad-gateway', 'unavailable'];
const isRetryable = (failure: Failure): boolean =>
  failure.class === 'network' || (failure.class === 'server' && RETRIED_SERVER_KINDS.includes(failure.kind));

describe('what is tried again', () => {
  test.each(ALL_FAILURES.filter(isRetryable))('$class/$kind is', (outcome) => {
    expect(decide(aState({ outcome }))).toEqual({ retry: true, waitMs: 250 });
  });

  test.each(ALL_FAILURES.filter((failure) => !isRetryable(failure)))('$class/$kind is not', (outcome) => {
    expect(decide(aState({ outcome }))).toEqual({ retry: false, reason: 'not-retryable' });
  });

  test('health is not', () => {
    expect(decide(aState({ outcome: HEALTHY }))).toEqual({ retry: false, reason: 'healthy' });
  });
});

describe('how long to wait', () => {
  test.each([
    { attemptCount: 1, ceilingMs: 500 },
    { attemptCount: 2, ceilingMs: 1000 },
    { attemptCount: 3, ceilingMs: 2000 },
    { attemptCount: 4, ceilingMs: 3000 },
  ])('after attempt $attemptCount: from 0 to $ceilingMs ms', ({ attemptCount, ceilingMs }) => {
    expect(decide(aState({ attemptCount }), 0)).toEqual({ retry: true, waitMs: 0 });
    expect(decide(aState({ attemptCount }), 0.5)).toEqual({ retry: true, waitMs: ceilingMs / 2 });
    const longest = decide(aState({ attemptCount }), ALMOST_ONE);
    expect(longest).toEqual({ retry: true, waitMs: ceilingMs * ALMOST_ONE });
  });
});

describe('when to stop', () => {
  test.each([
    { name: 'one attempt left', state: { attemptCount: 4 }, retry: true },
    { name: 'no attempt left', state: { attemptCount: 5 }, retry: false, reason: 'attempts-used' },
    { name: 'an attempt of 10 s', state: { attemptMs: 10_000 }, retry: true },
    { name: 'an attempt over 10 s', state: { attemptMs: 10_001 }, retry: false, reason: 'long-attempt' },
    { name: 'the wait ends before the probe', state: { elapsedMs: 74_749 }, retry: true },
    { name: 'the wait ends with the probe', state: { elapsedMs: 74_750 }, retry: false, reason: 'out-of-time' },
    { name: 'the wait ends before the run', state: { runLeftMs: 251 }, retry: true },
    { name: 'the wait ends with the run', state: { runLeftMs: 250 }, retry: false, reason: 'out-of-time' },
    { name: 'the run is over', state: { runLeftMs: -1 }, retry: false, reason: 'out-of-time' },
  ])('$name', ({ state, retry, reason }) => {
    const decision = decide(aState(state));
    expect(decision.retry).toBe(retry);
    if (!decision.retry) expect(decision.reason).toBe(reason);
  });
});

describe('any sequence of outcomes', () => {
  const outcome: fc.Arbitrary<AttemptOutcome> = fc.oneof(
    fc.constantFrom<AttemptOutcome>(HEALTHY, ...ALL_FAILURES),
    fc.constant<AttemptOutcome>(REFUSED),
  );
  const step = fc.record({
    outcome,
    attemptMs: fc.double({ min: 0, max: 80_000, noNaN: true }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  const policy = fc.record({
    attempts: fc.integer({ min: 1, max: 5 }),
    baseMs: fc.integer({ min: 0, max: 10_000 }),
    capMs: fc.integer({ min: 0, max: 30_000 }),
  });
  const anyDeadlines = fc.record({
    longAttemptMs: fc.integer({ min: 1, max: 80_000 }),
    probeMs: fc.integer({ min: 1, max: 80_000 }),
  });
  const anyRunMs = fc.integer({ min: 1, max: 110_000 });

  test('no more attempts than allowed, none after the deadlines, none of what must not be repeated', () => {
    fc.assert(
      fc.property(
        policy,
        anyDeadlines,
        anyRunMs,
        fc.array(step, { minLength: 8 }),
        (rules, deadlines, runMs, steps) => {
          let elapsedMs = 0;
          let attemptCount = 0;
          for (const { outcome: found, attemptMs, random } of steps) {
            attemptCount += 1;
            elapsedMs += attemptMs;
            const state = { attemptCount, outcome: found, attemptMs, elapsedMs, runLeftMs: runMs - elapsedMs };
            const decision = nextAttempt(rules, deadlines, state, () => random);
            if (!decision.retry) return;
            expect(attemptCount).toBeLessThan(rules.attempts);
            expect(found.class === 'healthy' || !isRetryable(found)).toBe(false);
            expect(attemptMs).toBeLessThanOrEqual(deadlines.longAttemptMs);
            expect(decision.waitMs).toBeGreaterThanOrEqual(0);
            expect(decision.waitMs).toBeLessThanOrEqual(Math.min(rules.capMs, rules.baseMs * 2 ** (attemptCount - 1)));
            elapsedMs += decision.waitMs;
            expect(elapsedMs).toBeLessThan(deadlines.probeMs);
            expect(elapsedMs).toBeLessThan(runMs);
          }
          expect.unreachable('more attempts than any policy allows');
        },
      ),
      { numRuns: 1000 },
    );
  });
});
