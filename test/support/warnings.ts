import type { EpochMs } from '../../functions/core/model/time.ts';
import { NO_MEMORY, type OriginFacts, type VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import { warningsOf, type Warning } from '../../functions/core/problems/warnings.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { aTarget } from './builders.ts';
import { settingsOf } from './builders-settings.ts';

/** The origin that `memoryOf` knows something of. */
export const ORIGIN = 'https://api.example.test:8443';
/** The same, as people are told of it. */
export const HOST = 'api.example.test:8443';
/** Three targets of that origin and one of another. */
export const SETTINGS: Settings = {
  ...settingsOf({}),
  targets: [
    aTarget({ id: 'server-time', url: `${ORIGIN}/server-time` }),
    aTarget({ id: 'access-token', url: `${ORIGIN}/access-tokens/me`, tier: 'token' }),
    aTarget({ id: 'agents', url: `${ORIGIN}/agents`, tier: 'company' }),
    aTarget({ id: 'elsewhere', account: 'other', url: 'https://other.test/server-time' }),
  ],
};
/** The targets of that origin. */
export const OF_ORIGIN = ['server-time', 'access-token', 'agents'];

/** Nothing known of an origin. */
export const NO_FACTS: OriginFacts = { certificate: null, issuers: {}, addresses: {}, clockSkew: null };
/** Seen once. */
export const seen = (firstSeenAt: EpochMs) => ({ firstSeenAt, lastSeenAt: firstSeenAt });
/** A certificate that ends then. */
export const certificate = (validTo: EpochMs, issuer = 'Honest CA') => ({
  issuer,
  fingerprint: 'aa',
  validTo,
  since: 0,
});

/** What is known of the origin, and of tokens. */
export function memoryOf(facts: Partial<OriginFacts>, tokens: VantageMemory['tokens'] = {}): VantageMemory {
  return { ...NO_MEMORY, origins: { [ORIGIN]: { ...NO_FACTS, ...facts } }, tokens };
}

/** The warnings that a memory gives rise to. */
export const warningsAt = (at: EpochMs, memory: VantageMemory): Warning[] => warningsOf('local', memory, SETTINGS, at);
