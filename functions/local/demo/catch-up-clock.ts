import type { EpochMs } from '../../core/model/time.ts';
import type { Clock } from '../../core/ports.ts';

/** A clock that begins in the past, leaves out every wait until it has caught up with the real one, and then goes with it. */
export interface CatchUpClock extends Clock {
  /** Whether it goes with the real clock. */
  hasCaughtUp(): boolean;
  /** Resolves when it does. */
  readonly caughtUp: Promise<void>;
  /** Does work outside of this process, such as a request: meanwhile no time is left out. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly wakeAt: EpochMs;
  readonly wake: () => void;
}

/**
 * Until it has caught up, time stands still while anything is done, and jumps to the next moment that somebody sleeps until
 * whenever everybody sleeps. So what happens is decided by the waits alone, and not by how fast the machine is.
 */
export function catchUpClock(startAt: EpochMs, real: Clock): CatchUpClock {
  let now = startAt;
  let isReal = false;
  let held = 0;
  let isResting = false;
  const sleepers = new Set<Sleeper>();
  const arrival = Promise.withResolvers<undefined>();

  const hasCaughtUp = () => isReal;

  function goReal(): void {
    isReal = true;
    arrival.resolve(undefined);
    for (const sleeper of sleepers) sleeper.wake();
  }

  /** Looks what to do next once the promises that are ready, and those that they make ready, have run. */
  function whenAtRest(): void {
    if (isResting) return;
    isResting = true;
    setImmediate(() =>
      setImmediate(() => {
        isResting = false;
        if (!isReal && held === 0) jump();
      }),
    );
  }

  function jump(): void {
    let next: Sleeper | null = null;
    for (const sleeper of sleepers) if (next === null || sleeper.wakeAt < next.wakeAt) next = sleeper;
    if (next === null) return;
    if (next.wakeAt > real.now()) {
      goReal();
      return;
    }
    now = Math.max(now, next.wakeAt);
    next.wake();
    whenAtRest();
  }

  const leaveOut = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const sleeper: Sleeper = {
        wakeAt: now + Math.max(0, ms),
        wake: () => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      sleepers.add(sleeper);
      signal.addEventListener('abort', sleeper.wake);
      whenAtRest();
    });

  return {
    now: () => (isReal ? real.now() : now),
    sleep: async (ms, signal) => {
      const wakeAt = now + ms;
      const wasReal = isReal;
      if (!wasReal) await leaveOut(ms, signal);
      // It may have caught up meanwhile: the rest of the wait is real.
      if (hasCaughtUp() && !signal.aborted) await real.sleep(wasReal ? ms : Math.max(0, wakeAt - real.now()), signal);
    },
    hasCaughtUp,
    caughtUp: arrival.promise,
    hold: async (work) => {
      held += 1;
      try {
        return await work();
      } finally {
        held -= 1;
        whenAtRest();
      }
    },
  };
}
