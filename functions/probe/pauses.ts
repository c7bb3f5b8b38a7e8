import type { EpochMs } from '../core/model/time.ts';
import type { VantageMemory } from '../core/model/vantage-memory.ts';

/** Whether a target may be probed now. */
export type Admission =
  /** `onDone` must be called with whether any request was sent. */
  | { readonly isAdmitted: true; readonly onDone: (isSent: boolean) => void }
  | { readonly isAdmitted: false; readonly until: EpochMs };

/** What a run did to the pause of an origin: set or renewed it, or lifted the one that ended at that moment. */
export type PauseChange = { readonly until: EpochMs } | { readonly liftedUntil: EpochMs };

/** The pauses of one run: which origins are left alone after a 429, and who tries first when a pause is over. */
export interface Pauses {
  /** Asks for admission; behind a pause that is over, one canary goes first and the others wait for what it finds. */
  admit(origin: string): Promise<Admission>;
  /** Until when an origin is paused; `null` when it is not, or no more. */
  pausedUntil(origin: string): EpochMs | null;
  /** Whether an origin is paused, or was and no canary has come through yet: there are no retries then. */
  isHeld(origin: string): boolean;
  /** A 429: the origin is left alone until then. */
  pause(origin: string, until: EpochMs): void;
  /** Aborts at the next pause of an origin, so that nobody waits for a turn that will not come. */
  onPause(origin: string): AbortSignal;
  /** What this run changed, by origin. */
  changes(): ReadonlyMap<string, PauseChange>;
}

/** Pauses as earlier runs left them. */
export function runPauses(remembered: VantageMemory['pauses'], now: () => EpochMs): Pauses {
  const pauses = new Map(Object.entries(remembered).map(([origin, { until }]) => [origin, until]));
  const canaries = new Map<string, Promise<void>>();
  const alarms = new Map<string, AbortController>();
  const changes = new Map<string, PauseChange>();

  const pausedUntil = (origin: string) => {
    const until = pauses.get(origin) ?? 0;
    return until > now() ? until : null;
  };
  /** Makes the caller the canary of an origin whose pause is over. */
  const sendCanary = (origin: string): Admission => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    canaries.set(origin, promise);
    return {
      isAdmitted: true,
      onDone: (isSent) => {
        const until = pauses.get(origin);
        if (isSent && until !== undefined && until <= now()) {
          pauses.delete(origin);
          changes.set(origin, { liftedUntil: until });
        }
        canaries.delete(origin);
        resolve(undefined);
      },
    };
  };

  return {
    admit: async (origin) => {
      for (let canary = canaries.get(origin); canary !== undefined; canary = canaries.get(origin)) await canary;
      if (!pauses.has(origin)) return { isAdmitted: true, onDone: () => undefined };
      const until = pausedUntil(origin);
      return until === null ? sendCanary(origin) : { isAdmitted: false, until };
    },
    pausedUntil,
    isHeld: (origin) => pauses.has(origin),
    pause: (origin, until) => {
      const later = Math.max(until, pauses.get(origin) ?? 0);
      pauses.set(origin, later);
      changes.set(origin, { until: later });
      alarms.get(origin)?.abort();
      alarms.delete(origin);
    },
    onPause: (origin) => {
      const alarm = alarms.get(origin) ?? new AbortController();
      alarms.set(origin, alarm);
      return alarm.signal;
    },
    changes: () => changes,
  };
}

/** The pauses with a run's changes: one that another run set or renewed meanwhile is neither lifted nor shortened. */
export function withPauses(
  pauses: VantageMemory['pauses'],
  changes: ReadonlyMap<string, PauseChange>,
): VantageMemory['pauses'] {
  if (changes.size === 0) return pauses;
  const next = new Map(Object.entries(pauses));
  for (const [origin, change] of changes) {
    const before = next.get(origin)?.until ?? 0;
    if ('until' in change) next.set(origin, { until: Math.max(change.until, before) });
    else if (before <= change.liftedUntil) next.delete(origin);
  }
  return Object.fromEntries(next);
}
