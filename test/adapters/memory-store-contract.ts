import { expect, test } from 'vitest';
import { DAY_MS } from '../../functions/core/model/time.ts';
import { NO_MEMORY, type VantageMemory } from '../../functions/core/model/vantage-memory.ts';
import type { DetectStateStore, MemoryStore } from '../../functions/core/ports.ts';
import { initialDetectState } from '../../functions/core/problems/streams.ts';
import { TICK_AT } from '../support/builders.ts';
import { stateStoreContract } from './state-store-contract.ts';

const PAUSED: VantageMemory = { ...NO_MEMORY, pauses: { 'https://api.example.test': { until: TICK_AT } } };

/** Everything there is to remember, of so many origins with names of the usual length. */
function fullMemory(origins: number): VantageMemory {
  const seen = { firstSeenAt: TICK_AT, lastSeenAt: TICK_AT + DAY_MS };
  const facts = Array.from({ length: origins }, (_, n) => [
    `https://portal-${n}.customer.example`,
    {
      certificate: { issuer: 'Let’s Encrypt', fingerprint: 'ab'.repeat(32), validTo: TICK_AT, since: TICK_AT },
      issuers: { 'Let’s Encrypt': seen, 'DigiCert Inc': seen },
      addresses: Object.fromEntries(Array.from({ length: 40 }, (_unused, last) => [`203.0.${n % 250}.${last}`, seen])),
      clockSkew: { since: TICK_AT, ms: -31_000 },
    },
  ]);
  return {
    ...PAUSED,
    origins: Object.fromEntries(facts) as VantageMemory['origins'],
    tokens: { main: { expiresAt: TICK_AT } },
    retries: { 'https://api.example.test 1111': { day: 20_513, count: 7 } },
  };
}

/** What every store of vantages' memories promises; it shares its place with the detectors' states. */
export function memoryStoreContract(
  open: () => Promise<{ readonly memory: MemoryStore; readonly detectState: DetectStateStore }>,
): void {
  stateStoreContract(async () => (await open()).memory, [NO_MEMORY, PAUSED, fullMemory(1)]);

  test('the memory of 500 origins comes back whole', async () => {
    const { memory } = await open();
    expect(await memory.save('local', fullMemory(500), 0)).toBe(true);
    expect(await memory.load('local')).toEqual({ state: fullMemory(500), version: 1 });
  });

  test('a vantage’s memory and its detector’s state do not meet', async () => {
    const { memory, detectState } = await open();
    expect(await memory.save('local', PAUSED, 0)).toBe(true);
    expect(await detectState.load('local')).toBeNull();
    expect(await detectState.save('local', initialDetectState(TICK_AT), 0)).toBe(true);
    expect(await memory.load('local')).toEqual({ state: PAUSED, version: 1 });
  });
}
