import { runFault, type RunFault } from '../core/fault-report.ts';
import type { Failure, Outcome, SkipReason } from '../core/model/outcome.ts';
import type { Attempt, Probe } from '../core/model/run.ts';
import type { Target } from '../core/model/target.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Clock, Prober } from '../core/ports.ts';
import { classify } from '../core/probing/classify.ts';
import { needsToken, requestHeaders } from '../core/probing/request-headers.ts';
import { nextAttempt } from '../core/probing/retry-schedule.ts';
import type { Account, Deadlines, RetryPolicy } from '../core/settings-model.ts';
import type { RunTokens, TokenResult } from './tokens.ts';

/** What all probes of a run share. */
export interface ProbeContext {
  readonly prober: Prober;
  readonly clock: Clock;
  readonly random: () => number;
  readonly tokens: RunTokens;
  readonly retry: RetryPolicy;
  readonly deadlines: Deadlines;
  readonly runEndsAt: EpochMs;
  /** Aborts when the run's time is up. */
  readonly signal: AbortSignal;
  /** Whether a second connection to the target's origin can be set up; tried once per origin and run. */
  readonly isPathProven: (target: Target) => Promise<boolean>;
  readonly report: (fault: RunFault) => void;
}

/**
 * Probes one target: attempts with back-off until healthy, not worth repeating, or out of time. Never rejects.
 *
 * @param turn the number of this tick, so that addresses take turns over ticks and attempts
 */
export async function probeTarget(
  target: Target,
  account: Account,
  turn: number,
  context: ProbeContext,
): Promise<Probe> {
  const startedAt = context.clock.now();
  const found: TokenResult | null = needsToken(target) ? await context.tokens.read(account) : null;
  if (found !== null && !found.ok) return withoutAttempt(target, startedAt, TOKEN_PROBLEMS[found.problem]);
  try {
    const attempts = await attemptUntilDone(target, account, found?.token ?? null, turn, context);
    return { ...summary(target, attempts, startedAt), durationMs: context.clock.now() - startedAt };
  } catch (cause) {
    const remedy = 'This is a bug of the monitor: please report it with this log line.';
    context.report(runFault(`The probe of ${target.id} could not be made`, remedy, cause));
    const detail = cause instanceof Error ? cause.name : 'unknown error';
    return withoutAttempt(target, startedAt, { class: 'inconclusive', kind: 'own-fault', detail });
  }
}

const TOKEN_PROBLEMS: Readonly<Record<'unreadable' | 'illegal-characters', Failure>> = {
  unreadable: {
    class: 'inconclusive',
    kind: 'own-fault',
    detail: 'the token parameter could not be read; nothing was sent',
  },
  'illegal-characters': {
    class: 'authorization',
    kind: 'token-malformed',
    detail: 'the stored token has characters that cannot stand in a header; nothing was sent',
  },
};

/** A target that is skipped at this tick. */
export function skipped(target: Target, at: EpochMs, reason: SkipReason): Probe {
  return withoutAttempt(target, at, { class: 'not-probed', reason, until: null });
}

async function attemptUntilDone(
  target: Target,
  account: Account,
  firstToken: string | null,
  turn: number,
  context: ProbeContext,
): Promise<Attempt[]> {
  const { clock, deadlines } = context;
  const firstStartedAt = clock.now();
  const attempts: Attempt[] = [];
  let token = firstToken;
  let isTokenRefreshed = false;
  for (;;) {
    const elapsedMs = clock.now() - firstStartedAt;
    const observation = await context.prober.attempt({
      url: target.url,
      headers: requestHeaders(target, account, token),
      deadlines: { ...deadlines, answerMs: Math.min(deadlines.answerMs, Math.max(1, deadlines.probeMs - elapsedMs)) },
      turn: turn + attempts.length,
      signal: context.signal,
      onSilence: { afterMs: deadlines.longAttemptMs, isPathProven: () => context.isPathProven(target) },
    });
    const outcome = classify(observation, { expect: target.expect, tokenExpiresAt: null });
    attempts.push({ observation, outcome });
    if (outcome.class === 'authorization' && token !== null && !isTokenRefreshed) {
      isTokenRefreshed = true;
      const changed = await context.tokens.readChanged(account, token);
      if (changed !== null) {
        token = changed;
        continue;
      }
    }
    const now = clock.now();
    const decision = nextAttempt(
      context.retry,
      deadlines,
      {
        attemptCount: attempts.length,
        outcome,
        attemptMs: observation.durationMs,
        elapsedMs: now - firstStartedAt,
        runLeftMs: context.runEndsAt - now,
      },
      context.random,
    );
    if (!decision.retry) return attempts;
    await clock.sleep(decision.waitMs, context.signal);
    if (context.signal.aborted) return attempts;
  }
}

function summary(target: Target, attempts: readonly Attempt[], startedAt: EpochMs): Omit<Probe, 'durationMs'> {
  const outcome: Outcome = attempts.at(-1)?.outcome ?? { class: 'not-probed', reason: 'deadline', until: null };
  return {
    targetId: target.id,
    attempts,
    outcome,
    masked: outcome.class === 'healthy' && attempts.length > 1,
    startedAt: attempts[0]?.observation.startedAt ?? startedAt,
  };
}

function withoutAttempt(target: Target, startedAt: EpochMs, outcome: Outcome): Probe {
  return { targetId: target.id, attempts: [], outcome, masked: false, startedAt, durationMs: 0 };
}
