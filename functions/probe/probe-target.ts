import { runFault, type RunFault } from '../core/fault-report.ts';
import type { Failure, Outcome, SkipReason } from '../core/model/outcome.ts';
import type { Attempt, Probe } from '../core/model/run.ts';
import type { Target } from '../core/model/target.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';
import type { Clock, Prober } from '../core/ports.ts';
import { addressTurn } from '../core/probing/address-turn.ts';
import { classify } from '../core/probing/classify.ts';
import { pauseUntil } from '../core/probing/pause.ts';
import { needsToken, requestHeaders } from '../core/probing/request-headers.ts';
import { nextAttempt, type RetryDecision } from '../core/probing/retry-schedule.ts';
import type { Account, Deadlines, RetryPolicy } from '../core/settings-model.ts';
import type { Pacer } from './pacer.ts';
import type { Pauses } from './pauses.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { SilenceWatch } from './silence-watch.ts';
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
  /** A retry that could start only later is not made: there must be time for it, and to find out what failed. */
  readonly retriesEndAt: EpochMs;
  /** Aborts when the run's time is up. */
  readonly signal: AbortSignal;
  /** By account: when its token ends, as the API said earlier. */
  readonly tokenExpiries: VantageMemory['tokens'];
  readonly pauses: Pauses;
  readonly budget: RetryBudget;
  readonly silence: SilenceWatch;
  readonly pacer: Pacer;
  /** Whether a second connection to a URL's origin can be set up; tried once per origin and run. */
  readonly isPathProven: (url: string) => Promise<boolean>;
  readonly report: (fault: RunFault) => void;
}

/**
 * Probes one target: attempts with back-off until healthy, not worth repeating, or out of time. Never rejects.
 *
 * @param tick the number of this tick, which decides about the addresses that are tried
 */
export async function probeTarget(
  target: Target,
  account: Account,
  tick: number,
  context: ProbeContext,
): Promise<Probe> {
  const startedAt = context.clock.now();
  const found: TokenResult | null = needsToken(target) ? await context.tokens.read(account) : null;
  if (found !== null && !found.ok) return withoutAttempt(target, startedAt, TOKEN_PROBLEMS[found.problem]);
  try {
    const attempts = await attemptUntilDone(target, account, found?.token ?? null, tick, context);
    return summary(target, attempts, startedAt);
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
export function notProbed(target: Target, at: EpochMs, reason: SkipReason, until: EpochMs | null = null): Probe {
  return withoutAttempt(target, at, { class: 'not-probed', reason, until });
}

async function attemptUntilDone(
  target: Target,
  account: Account,
  firstToken: string | null,
  tick: number,
  context: ProbeContext,
): Promise<Attempt[]> {
  const { clock, deadlines, silence, pauses } = context;
  const { origin } = new URL(target.url);
  const firstStartedAt = clock.now();
  const turn = addressTurn(tick, target.id);
  const retriesEndAt = Math.min(firstStartedAt + deadlines.probeMs - deadlines.longAttemptMs, context.retriesEndAt);
  const attempts: Attempt[] = [];
  let token = firstToken;
  let isTokenRefreshed = false;
  for (;;) {
    const elapsedMs = clock.now() - firstStartedAt;
    const longestMs = silence.isHopeless(origin) ? deadlines.longAttemptMs : deadlines.answerMs;
    const observation = await context.prober.attempt({
      url: target.url,
      headers: requestHeaders(target, account, token),
      deadlines: { ...deadlines, answerMs: Math.min(longestMs, Math.max(1, deadlines.probeMs - elapsedMs)) },
      turn: turn + attempts.length,
      signal: context.signal,
      onSilence: {
        afterMs: deadlines.longAttemptMs,
        isPathProven: () => {
          silence.noteSilent(origin);
          return context.isPathProven(target.url);
        },
        isHopeless: () => silence.isHopeless(origin),
      },
    });
    const tokenExpiresAt = context.tokenExpiries[target.account]?.expiresAt ?? null;
    const outcome = classify(observation, { expect: target.expect, tokenExpiresAt });
    attempts.push({ observation, outcome });
    if (outcome.class === 'throttled') {
      pauses.pause(origin, pauseUntil(observation.answer?.headers['retry-after'], clock.now()));
    }
    let hasNewToken = false;
    if (outcome.class === 'authorization' && token !== null && !isTokenRefreshed) {
      isTokenRefreshed = true;
      const changed = await context.tokens.readChanged(account, token);
      hasNewToken = changed !== null;
      token = changed ?? token;
    }
    const now = clock.now();
    const decision: RetryDecision = hasNewToken
      ? { retry: true, waitMs: 0 }
      : nextAttempt(
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
    // A second connection was tried: it was silent for the long wait, of which a probe has one.
    const wasSilent = observation.pathProven !== null;
    if (!decision.retry || wasSilent || pauses.isHeld(origin) || !context.budget.isLeft(target)) return attempts;
    const isTurn = await context.pacer.retry(origin, now + decision.waitMs, retriesEndAt);
    if (!isTurn || !context.budget.take(target)) return attempts;
  }
}

function summary(target: Target, attempts: readonly Attempt[], askedAt: EpochMs): Probe {
  const outcome: Outcome = attempts.at(-1)?.outcome ?? { class: 'not-probed', reason: 'deadline', until: null };
  const startedAt = attempts[0]?.observation.startedAt ?? askedAt;
  const last = attempts.at(-1)?.observation;
  return {
    targetId: target.id,
    attempts,
    outcome,
    masked: outcome.class === 'healthy' && attempts.length > 1,
    startedAt,
    durationMs: last === undefined ? 0 : last.startedAt + last.durationMs - startedAt,
  };
}

function withoutAttempt(target: Target, startedAt: EpochMs, outcome: Outcome): Probe {
  return { targetId: target.id, attempts: [], outcome, masked: false, startedAt, durationMs: 0 };
}
