import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // An aborted wait is a wait that ended early.
    await wait(ms, undefined, { signal }).catch(() => undefined);
  },
};
