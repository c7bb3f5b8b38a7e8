import type { AttemptOutcome } from '../model/outcome.ts';
import type { Deadlines, RetryPolicy } from '../settings-model.ts';

/** Where a probe stands after its latest attempt. */
export interface RetryState {
  /** Attempts made so far, at least one. */
  readonly attemptCount: number;
  readonly outcome: AttemptOutcome;
  /** Duration of the latest attempt. */
  readonly attemptMs: number;
  /** Since the start of the first attempt. */
  readonly elapsedMs: number;
  /** Time the whole run has left. */
  readonly runLeftMs: number;
}

export type RetryDecision =
  | { readonly retry: true; readonly waitMs: number }
  | {
      readonly retry: false;
      readonly reason: 'healthy' | 'not-retryable' | 'attempts-used' | 'long-attempt' | 'out-of-time';
    };

/**
 * Whether and when to try again: exponential back-off with full jitter, `random() × min(cap, base × 2^(n−1))` (AWS
 * Architecture Blog, "Exponential Backoff And Jitter", 2015). The source page asks for retries of network errors; 502 and
 * 503 join them, since a gateway wrote them before the API acted. Content, authorization and 429 are never retried.
 *
 * @param random uniform in [0, 1)
 */
export function nextAttempt(
  policy: RetryPolicy,
  deadlines: Pick<Deadlines, 'longAttemptMs' | 'probeMs'>,
  state: RetryState,
  random: () => number,
): RetryDecision {
  if (state.outcome.class === 'healthy') return { retry: false, reason: 'healthy' };
  if (!isRetryable(state.outcome)) return { retry: false, reason: 'not-retryable' };
  if (state.attemptCount >= policy.attempts) return { retry: false, reason: 'attempts-used' };
  if (state.attemptMs > deadlines.longAttemptMs) return { retry: false, reason: 'long-attempt' };
  const ceilingMs = Math.min(policy.capMs, policy.baseMs * 2 ** (state.attemptCount - 1));
  const waitMs = random() * ceilingMs;
  const leftMs = Math.min(deadlines.probeMs - state.elapsedMs, state.runLeftMs);
  return waitMs >= leftMs ? { retry: false, reason: 'out-of-time' } : { retry: true, waitMs };
}

function isRetryable(outcome: AttemptOutcome): boolean {
  if (outcome.class === 'network') return true;
  return outcome.class === 'server' && (outcome.kind === 'bad-gateway' || outcome.kind === 'unavailable');
}
