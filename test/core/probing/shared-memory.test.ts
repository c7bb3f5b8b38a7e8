import { describe, expect, test } from 'vitest';
import { shardLayout } from '../../../functions/core/model/shards.ts';
import { NO_MEMORY, type OriginFacts, type VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { isStrange, takeOver, wholeMemory } from '../../../functions/core/probing/shared-memory.ts';
import { TICK_AT } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';
import { TWO_SHARDS, fleetConfig } from '../../support/sharded.ts';
import { NO_FACTS, certificate, seen } from '../../support/warnings.ts';

const OWN = 'https://o0.example.test';
const FOREIGN = 'https://elsewhere.example.test';
const OWNER = settingsOf(fleetConfig(1, 2), 'lambda');

const knows = (origin: string, facts: Partial<OriginFacts>, more: Partial<VantageMemory> = {}): VantageMemory => ({
  ...NO_MEMORY,
  origins: { [origin]: { ...NO_FACTS, ...facts } },
  ...more,
});
const lastSeen = (at: number) => ({ addresses: { a: seen(at) } });

describe('an origin that came from another shard', () => {
  test('brings what was learned of it, its pause, its token and its retries', () => {
    const other = knows(OWN, lastSeen(1), {
      pauses: { [OWN]: { until: TICK_AT } },
      tokens: { o0: { expiresAt: TICK_AT } },
      retries: { [`${OWN}/api 1111`]: { day: 1, count: 2 } },
    });
    expect(isStrange(NO_MEMORY, OWNER.targets)).toBe(true);
    expect(takeOver(NO_MEMORY, [other], OWNER)).toEqual(other);
  });

  test('what is known later counts, whoever knows it', () => {
    const mine = knows(OWN, lastSeen(5), { pauses: { [OWN]: { until: 9 } } });
    const older = knows(OWN, lastSeen(4), { pauses: { [OWN]: { until: 8 } } });
    const newer = knows(OWN, lastSeen(6), { pauses: { [OWN]: { until: 10 } } });
    expect(takeOver(mine, [older], OWNER)).toBe(mine);
    expect(takeOver(mine, [older, newer], OWNER)).toEqual(newer);
  });

  test('a token that the owner knows to have no end stays so', () => {
    const other = knows(OWN, lastSeen(1), { tokens: { o0: { expiresAt: TICK_AT } } });
    expect(takeOver(knows(OWN, lastSeen(2)), [other], OWNER).tokens).toEqual({});
  });

  test('nothing of other origins is taken', () => {
    const other = knows(FOREIGN, lastSeen(1), {
      pauses: { [FOREIGN]: { until: TICK_AT } },
      tokens: { another: { expiresAt: TICK_AT } },
      retries: { [`${FOREIGN}/api 1111`]: { day: 1, count: 2 } },
    });
    expect(takeOver(NO_MEMORY, [other], OWNER)).toBe(NO_MEMORY);
  });
});

describe('what a vantage of two shards knows', () => {
  const settings = settingsOf(TWO_SHARDS, 'lambda');
  const owner = shardLayout(settings).shardOf(OWN);
  const place = (own: VantageMemory | null, other: VantageMemory | null) => (owner === 0 ? [own, other] : [other, own]);
  const old = knows(OWN, { certificate: certificate(1) }, { tokens: { o0: { expiresAt: 1 } } });
  const now = knows(OWN, { certificate: certificate(2) }, { tokens: { o0: { expiresAt: 2 } } });

  test('is what the shard of an origin knows of it', () => {
    const { origins, tokens } = wholeMemory(place(now, old), settings);
    expect([origins, tokens]).toEqual([now.origins, now.tokens]);
  });

  test('is what the other still knows, while its shard has not run', () => {
    for (const own of [null, NO_MEMORY]) {
      const { origins, tokens } = wholeMemory(place(own, old), settings);
      expect([origins, tokens]).toEqual([old.origins, old.tokens]);
    }
  });

  test('an end that its shard knows no more is over', () => {
    expect(wholeMemory(place({ ...now, tokens: {} }, old), settings).tokens).toEqual({});
  });
});
