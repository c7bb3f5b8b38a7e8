import type { EpochMs } from '../core/model/time.ts';
import type { Clock } from '../core/ports.ts';

/** Runs of one schedule that may be under way at once (design: at most three overlap). */
const OVERLAP_LIMIT = 3;

/**
 * Calls `onTick` at every multiple of `tickMs` until `signal` aborts, then waits for the runs under way. A tick at which
 * three runs are still going is left out: it is a gap, not a queue. The first tick is the one that is current. Rejects when
 * a run does, which is a bug.
 */
export async function scheduleLoop(
  tickMs: number,
  clock: Clock,
  signal: AbortSignal,
  onTick: (tickAt: EpochMs) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const bugs: unknown[] = [];
  const broken = new AbortController();
  const over = AbortSignal.any([signal, broken.signal]);
  let tickAt = Math.floor(clock.now() / tickMs) * tickMs;
  while (!over.aborted) {
    if (running.size < OVERLAP_LIMIT) {
      const run: Promise<void> = onTick(tickAt)
        .catch((bug: unknown) => {
          bugs.push(bug);
          broken.abort();
        })
        .finally(() => running.delete(run));
      running.add(run);
    }
    // Never longer than a tick: the machine's clock may be set back meanwhile.
    await clock.sleep(Math.min(tickMs, tickAt + tickMs - clock.now()), over);
    // After a pause of the machine the loop goes on with the current tick.
    tickAt = Math.max(tickAt + tickMs, Math.floor(clock.now() / tickMs) * tickMs);
  }
  await Promise.all(running);
  if (bugs.length > 0) throw bugs[0];
}
