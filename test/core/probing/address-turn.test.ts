import { describe, expect, test } from 'vitest';
import { addressTurn } from '../../../functions/core/probing/address-turn.ts';

const DAY = 1_440;
const FIRST = 29_500_000;
const turns = (target: string, addresses: number) =>
  Array.from({ length: DAY }, (_, tick) => addressTurn(FIRST + tick, target) % addresses);

describe.each([2, 3, 4, 8])('of %i addresses', (addresses) => {
  test('each is tried first equally often', () => {
    const counts = new Map<number, number>();
    for (const turn of turns('server-time', addresses)) counts.set(turn, (counts.get(turn) ?? 0) + 1);
    const expected = DAY / addresses;
    expect([...counts.keys()].toSorted()).toEqual(Array.from({ length: addresses }, (_, index) => index));
    // Four standard deviations of a binomial count.
    const allowed = 4 * Math.sqrt(expected * (1 - 1 / addresses));
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(allowed);
  });

  test('one of them comes back after no fixed number of ticks', () => {
    const isFirst = turns('server-time', addresses).map((turn) => turn === 0);
    const share = 1 / addresses;
    for (let lag = 1; lag <= 60; lag += 1) {
      const both = isFirst.filter((hit, tick) => hit && isFirst[tick + lag] === true).length;
      const expected = (DAY - lag) * share * share;
      expect(Math.abs(both - expected), `lag ${lag}`).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});

test('targets of one tick try different ones', () => {
  const turnsOfTick = Array.from({ length: 50 }, (_, index) => addressTurn(FIRST, `target-${index}`) % 3);
  expect(new Set(turnsOfTick).size).toBe(3);
});
