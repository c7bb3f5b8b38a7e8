import type { EpochMs } from '../core/model/time.ts';

/**
 * While first requests wait, one turn in so many may go to a retry: a target that fails alone is soon tried again, and many
 * that fail do not keep the others from being probed.
 */
const RETRY_SHARE = 16;

/** A request that waits for its turn. */
export interface Waiter {
  readonly isRetry: boolean;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  readonly answer: (isTurn: boolean) => void;
}

/** The requests that wait for their turn at one origin. */
export class Lane {
  private waiting: readonly Waiter[] = [];
  private firstsSinceRetry = RETRY_SHARE;
  private change = new AbortController();

  /** Whoever waits is answered sooner or later by `admit` or `refuse`. */
  add(waiter: Waiter): void {
    this.waiting = [...this.waiting, waiter];
    this.change.abort();
    this.change = new AbortController();
  }

  /** Aborts when another one is added, which may want its turn sooner. */
  onAdd(): AbortSignal {
    return this.change.signal;
  }

  /** When the first of them wants to start; `null` when nobody waits. */
  earliest(): EpochMs | null {
    return this.waiting.length === 0 ? null : Math.min(...this.waiting.map(({ notBefore }) => notBefore));
  }

  /** Gives the turn at `startAt` to one of those that want it by then. */
  admit(startAt: EpochMs): void {
    const due = this.waiting.filter(({ notBefore }) => notBefore <= startAt);
    const first = due.find(({ isRetry }) => !isRetry);
    const retry = due.find(({ isRetry }) => isRetry);
    const isRetrysTurn = first === undefined || this.firstsSinceRetry >= RETRY_SHARE - 1;
    const next = isRetrysTurn ? (retry ?? first) : first;
    if (next === undefined) return;
    this.firstsSinceRetry = next.isRetry ? 0 : this.firstsSinceRetry + 1;
    this.waiting = this.waiting.filter((waiter) => waiter !== next);
    next.answer(true);
  }

  /** Sends away those for whom a turn at `startAt` is too late; without it, everybody. */
  refuse(startAt: EpochMs = Number.POSITIVE_INFINITY): void {
    const leaving = this.waiting.filter(({ notAfter }) => notAfter < startAt || startAt === Number.POSITIVE_INFINITY);
    this.waiting = this.waiting.filter((waiter) => !leaving.includes(waiter));
    for (const { answer } of leaving) answer(false);
  }
}
