import { SECOND_MS, type EpochMs } from '../../core/model/time.ts';
import { errorAnswer, type Answer } from './answer.ts';

/** When the API stops answering a client that asks too much. */
export interface RateLimit {
  /** Requests within any one second that are still answered. */
  readonly perSecond: number;
  /** How long everything answers 429 afterwards. */
  readonly lockOutMs: number;
  /** Whether a 429 says how long to wait. The real API is not known to. */
  readonly sendsRetryAfter: boolean;
}

/** The strictest of the provider's published rate limits: 30 requests a second, a lock-out of ten minutes. */
export const DEFAULT_RATE_LIMIT: RateLimit = { perSecond: 30, lockOutMs: 600_000, sendsRetryAfter: false };

/** Counts requests; the real limit is per source address, and here there is only one. */
export interface RateLimiter {
  /** Counts one request. `null`: it may be answered; otherwise its 429. */
  refuse(now: EpochMs): Answer | null;
}

/** A rate limiter that has seen no request. Requests during a lock-out do not prolong it. */
export function rateLimiter(limit: RateLimit): RateLimiter {
  let recent: EpochMs[] = [];
  let lockedUntil: EpochMs = -Infinity;
  return {
    refuse(now) {
      if (now >= lockedUntil) {
        recent = recent.filter((at) => now - at < SECOND_MS);
        recent.push(now);
        if (recent.length <= limit.perSecond) return null;
        lockedUntil = now + limit.lockOutMs;
      }
      const waitS = Math.ceil((lockedUntil - now) / SECOND_MS);
      return errorAnswer(
        429,
        [{ message: 'Too Many Requests' }],
        limit.sendsRetryAfter ? { 'retry-after': String(waitS) } : {},
      );
    },
  };
}
