import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../functions/core/model/observation.ts';
import { MINUTE_MS, SECOND_MS, isoTime, type EpochMs } from '../../../functions/core/model/time.ts';
import { NO_MEMORY, type VantageMemory } from '../../../functions/core/model/vantage-memory.ts';
import { TOLERATED_SKEW_MS, learn } from '../../../functions/core/probing/facts.ts';
import { TICK_AT, aProbe, aRun, aTarget, anAttempt } from '../../support/builders.ts';
import { ORIGIN, answering, learned } from '../../support/learning.ts';

describe('the clock', () => {
  /** The API's clock is ahead of ours by so much, at the middle of the time that it took. */
  const ahead = (skewMs: number, startedAt: EpochMs = TICK_AT): Observation =>
    answering(
      { datetime: isoTime(startedAt + 100 + 500 + skewMs) },
      {
        startedAt,
        phasesMs: { resolve: 10, connect: 20, tls: 60, request: 10, processing: 1_000, transfer: 4_000 },
      },
    );
  const skewAfter = (...skewsMs: readonly number[]) =>
    skewsMs.reduce(
      (memory, skewMs, minute) => learned(memory, { 'server-time': ahead(skewMs, TICK_AT + minute * MINUTE_MS) }),
      NO_MEMORY,
    ).origins[ORIGIN]?.clockSkew;

  test.each<{ name: string; skewsMs: readonly number[]; found: { since: EpochMs; ms: number } | null }>([
    { name: 'as much as is tolerated', skewsMs: [TOLERATED_SKEW_MS], found: null },
    { name: 'more', skewsMs: [TOLERATED_SKEW_MS + 1], found: { since: TICK_AT, ms: TOLERATED_SKEW_MS + 1 } },
    { name: 'behind', skewsMs: [-TOLERATED_SKEW_MS - 1], found: { since: TICK_AT, ms: -TOLERATED_SKEW_MS - 1 } },
    { name: 'an hour', skewsMs: [3_600_000], found: { since: TICK_AT, ms: 3_600_000 } },
    { name: 'it grows: the same matter', skewsMs: [40_000, 90_000], found: { since: TICK_AT, ms: 40_000 } },
    {
      name: 'it shrinks below the tolerated: not over',
      skewsMs: [40_000, 15_000],
      found: { since: TICK_AT, ms: 40_000 },
    },
    { name: 'below half of it: over', skewsMs: [40_000, 14_999], found: null },
    { name: 'below half on the other side: over', skewsMs: [40_000, -14_999], found: null },
    {
      name: 'again: a new matter',
      skewsMs: [40_000, 0, 50_000],
      found: { since: TICK_AT + 2 * MINUTE_MS, ms: 50_000 },
    },
    {
      name: 'around the tolerated: one matter',
      skewsMs: [31_000, 29_000, 31_000],
      found: { since: TICK_AT, ms: 31_000 },
    },
  ])('$name', ({ skewsMs, found }) => {
    expect(skewAfter(...skewsMs)).toEqual(found);
  });

  test('another rung’s answer is no clock', () => {
    const observation = ahead(90_000);
    expect(learned(NO_MEMORY, { agents: observation }).origins[ORIGIN]?.clockSkew).toBeNull();
  });

  test('on plain HTTP to an address, where phases do not exist', () => {
    const phasesMs = { resolve: null, connect: 1, tls: null, request: 1, processing: 8, transfer: 1 };
    const observation = answering(
      { datetime: isoTime(TICK_AT + 6 + 31 * SECOND_MS) },
      { startedAt: TICK_AT, phasesMs },
    );
    expect(learned(NO_MEMORY, { 'server-time': observation }).origins[ORIGIN]?.clockSkew?.ms).toBe(31_000);
  });
});

describe('the end of a token', () => {
  const ending = (expiresOn: unknown) => ({ 'access-token': answering({ expiresOn }) });
  const after = (...ends: readonly unknown[]) =>
    ends.reduce<VantageMemory>((memory, end) => learned(memory, ending(end)), NO_MEMORY).tokens;

  test.each<{ name: string; ends: readonly unknown[]; tokens: VantageMemory['tokens'] }>([
    { name: 'as the API says', ends: ['2026-12-01T00:00:00Z'], tokens: { main: { expiresAt: Date.UTC(2026, 11, 1) } } },
    {
      name: 'of a new token',
      ends: ['2026-12-01T00:00:00Z', '2027-12-01T00:00:00Z'],
      tokens: { main: { expiresAt: Date.UTC(2027, 11, 1) } },
    },
    { name: 'a new one that has no end', ends: ['2026-12-01T00:00:00Z', null], tokens: {} },
    {
      name: 'the API does not say',
      ends: ['2026-12-01T00:00:00Z', undefined],
      tokens: { main: { expiresAt: Date.UTC(2026, 11, 1) } },
    },
    { name: 'none known, and none there', ends: [null], tokens: {} },
  ])('$name', ({ ends, tokens }) => {
    expect(after(...ends)).toEqual(tokens);
  });

  test('each account has its own', () => {
    const targets = ['one', 'two'].map((account) =>
      aTarget({ id: account, account, url: `${ORIGIN}/access-tokens/me`, tier: 'token' }),
    );
    const probes = ['one', 'two'].map((targetId, index) =>
      aProbe({
        targetId,
        attempts: [anAttempt({ observation: answering({ expiresOn: `2026-0${index + 5}-01T00:00:00Z` }) })],
      }),
    );
    expect(learn(NO_MEMORY, aRun({ probes }), targets).tokens).toEqual({
      one: { expiresAt: Date.UTC(2026, 4, 1) },
      two: { expiresAt: Date.UTC(2026, 5, 1) },
    });
  });
});
