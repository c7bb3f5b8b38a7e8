import type { Expiry } from '../model/digest.ts';
import type { EarlyWarning } from '../model/outcome.ts';
import { DAY_MS, type EpochMs } from '../model/time.ts';
import type { VantageMemory } from '../model/vantage-memory.ts';
import { needsToken } from '../probing/request-headers.ts';
import type { Settings } from '../settings-model.ts';

/** Two months: time enough to plan a renewal between two weekly messages. */
export const EXPIRY_AHEAD_MS = 60 * DAY_MS;

/** The warnings that say the same of one end. */
export const WARNINGS_OF_ENDS: readonly EarlyWarning[] = [
  'authorization/token-expiring',
  'server/certificate-expiring',
];

/** The ends of `endsOf` within the next 60 days, or past. */
export function expiriesOf(
  memories: readonly VantageMemory[],
  settings: Pick<Settings, 'targets'>,
  now: EpochMs,
): readonly Expiry[] {
  return endsOf(memories, settings).filter(({ at }) => at - now <= EXPIRY_AHEAD_MS);
}

/**
 * When tokens and certificates of what is probed end, or ended, the soonest first. Where vantages know different ends of the
 * same thing, the first one counts.
 */
export function endsOf(memories: readonly VantageMemory[], { targets }: Pick<Settings, 'targets'>): readonly Expiry[] {
  const origins = new Set(targets.map(({ url }) => new URL(url).origin));
  const accounts = new Set(targets.filter(needsToken).map(({ account }) => account));
  const found = new Map<string, Expiry>();
  const note = (expiry: Expiry) => {
    const name = `${expiry.what} ${expiry.name}`;
    if (expiry.at < (found.get(name)?.at ?? Infinity)) found.set(name, expiry);
  };
  for (const memory of memories) {
    for (const [account, { expiresAt }] of Object.entries(memory.tokens)) {
      if (accounts.has(account)) note({ what: 'token', name: account, at: expiresAt });
    }
    for (const [origin, { certificate }] of Object.entries(memory.origins)) {
      if (certificate === null || !origins.has(origin)) continue;
      note({ what: 'certificate', name: new URL(origin).host, at: certificate.validTo });
    }
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
}
