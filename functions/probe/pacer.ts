import type { EpochMs } from '../core/model/time.ts';
import { nextSlot } from '../core/probing/pacing.ts';
import type { Clock } from '../core/ports.ts';
import type { Settings } from '../core/settings-model.ts';
import { Lane, type Waiter } from './lane.ts';
import type { Pauses } from './pauses.ts';

/** Gives requests their turn; all runs of the vantage together keep to the rate. */
export interface Pacer {
  /** Resolves at a first request's turn to whether it may start: not when the run's time is up or its origin was paused. */
  first(origin: string): Promise<boolean>;
  /** The same for a retry that wants to start at `notBefore`; it may not when its turn would come after `notAfter`. */
  retry(origin: string, notBefore: EpochMs, notAfter: EpochMs): Promise<boolean>;
}

/** The turns of one run: of each origin by itself, first requests in the order in which they were asked for. */
export function runPacer(
  tickAt: EpochMs,
  { tickMs, startsPerSecond }: Pick<Settings, 'tickMs' | 'startsPerSecond'>,
  clock: Clock,
  pauses: Pauses,
  signal: AbortSignal,
): Pacer {
  const lanes = new Map<string, Lane>();
  const lastSlots = new Map<string, number>();

  const serve = async (origin: string, lane: Lane): Promise<void> => {
    for (let wanted = lane.earliest(); wanted !== null; wanted = lane.earliest()) {
      const lastSlot = lastSlots.get(origin) ?? -1;
      const { slot, startAt } = nextSlot(Math.max(clock.now(), wanted), lastSlot, { tickAt, tickMs }, startsPerSecond);
      lane.refuse(startAt);
      const waits = AbortSignal.any([signal, pauses.onPause(origin), lane.onAdd()]);
      await clock.sleep(Math.max(0, startAt - clock.now()), waits);
      if (signal.aborted || pauses.pausedUntil(origin) !== null) {
        lane.refuse();
      } else if (clock.now() >= startAt) {
        lastSlots.set(origin, slot);
        lane.admit(startAt);
      }
    }
    lanes.delete(origin);
  };

  const wait = (origin: string, waiter: Pick<Waiter, 'isRetry' | 'notBefore' | 'notAfter'>) =>
    new Promise<boolean>((answer) => {
      const served = lanes.get(origin);
      const lane = served ?? new Lane();
      lane.add({ ...waiter, answer });
      if (served !== undefined) return;
      lanes.set(origin, lane);
      void serve(origin, lane);
    });

  return {
    first: (origin) => wait(origin, { isRetry: false, notBefore: clock.now(), notAfter: Number.POSITIVE_INFINITY }),
    retry: (origin, notBefore, notAfter) => wait(origin, { isRetry: true, notBefore, notAfter }),
  };
}
