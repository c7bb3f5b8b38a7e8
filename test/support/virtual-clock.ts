import type { EpochMs } from '../../functions/core/model/time.ts';
import type { Clock } from '../../functions/core/ports.ts';

interface Sleeper {
  readonly wakeAt: EpochMs;
  readonly wake: () => void;
}

/**
 * A clock without waiting: whenever everything else has come to rest, it jumps to the next moment that somebody sleeps
 * until. Concurrent sleepers wake in order of time.
 */
export function virtualClock(startAt: EpochMs): Clock {
  let now = startAt;
  let sleepers: Sleeper[] = [];
  let isPumping = false;

  function pump(): void {
    const next = sleepers.toSorted((a, b) => a.wakeAt - b.wakeAt)[0];
    isPumping = next !== undefined;
    if (next === undefined) return;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    now = Math.max(now, next.wakeAt);
    next.wake();
    rest(pump);
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const sleeper: Sleeper = { wakeAt: now + Math.max(0, ms), wake: resolve };
        sleepers.push(sleeper);
        signal.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        });
        if (!isPumping) {
          isPumping = true;
          rest(pump);
        }
      }),
  };
}

/** Calls back after the promises that are ready, and those that they make ready, have run. */
function rest(then: () => void): void {
  setImmediate(() => setImmediate(then));
}
