import type { EpochMs } from './model/time.ts';

/** An e-mail subscription of the topic, as the channel lists it. */
export interface ListedSubscription {
  readonly address: string;
  readonly isConfirmed: boolean;
}

/** An address that is told nothing: it has not confirmed yet, or its subscription is gone. */
export interface SubscriptionTrouble {
  readonly address: string;
  readonly standing: 'unconfirmed' | 'lost';
  /** When it was found so first. */
  readonly since: EpochMs;
}

/** How the addresses stood when they were looked at last. Plain data. */
export interface SubscriptionState {
  readonly schemaVersion: 1;
  readonly checkedAt: EpochMs;
  readonly confirmed: number;
  readonly troubles: readonly SubscriptionTrouble[];
}

/** Where that is kept: one state for all vantages. */
export const SUBSCRIPTIONS_KEY = 'all';

/** Nobody reads more of them, and a state has to stay small. */
const MOST_TROUBLES = 20;

/**
 * How the addresses stand: those of the settings, and those that were subscribed by hand. An address may be listed twice, e.g. confirmed
 * and once more pending: then it is told.
 */
export function subscriptionState(
  expected: readonly string[],
  listed: readonly ListedSubscription[],
  before: SubscriptionState | null,
  now: EpochMs,
): SubscriptionState {
  const confirmed = new Set(listed.filter(({ isConfirmed }) => isConfirmed).map(({ address }) => keyOf(address)));
  const pending = new Set(listed.filter(({ isConfirmed }) => !isConfirmed).map(({ address }) => keyOf(address)));
  const untold = new Map(
    [...expected, ...listed.map(({ address }) => address)]
      .filter((address) => !confirmed.has(keyOf(address)))
      .map((address) => [keyOf(address), address]),
  );
  const troubles = [...untold].map(([key, address]): SubscriptionTrouble => {
    const standing = pending.has(key) ? 'unconfirmed' : 'lost';
    const known = before?.troubles.find((one) => keyOf(one.address) === key && one.standing === standing);
    return { address, standing, since: known?.since ?? now };
  });
  return {
    schemaVersion: 1,
    checkedAt: now,
    confirmed: confirmed.size,
    troubles: troubles.toSorted((a, b) => a.since - b.since).slice(0, MOST_TROUBLES),
  };
}

/** Mail servers may tell capitals apart; nobody does. */
function keyOf(address: string): string {
  return address.toLowerCase();
}
