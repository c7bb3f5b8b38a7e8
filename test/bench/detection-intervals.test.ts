import { describe, expect, test } from 'vitest';
import { quantile, rateOf, shareOf } from './detection-intervals.ts';

describe('a share with its Wilson interval', () => {
  test.each([
    // Newcombe, Statistics in Medicine 17 (1998), table I.
    { hits: 81, trials: 263, low: 0.2553, high: 0.3662 },
    { hits: 15, trials: 148, low: 0.0624, high: 0.1605 },
    { hits: 0, trials: 20, low: 0, high: 0.1611 },
    { hits: 1, trials: 29, low: 0.0061, high: 0.1718 },
  ])('$hits of $trials', ({ hits, trials, low, high }) => {
    const share = shareOf(hits, trials);
    expect(share.value).toBe(hits / trials);
    expect(share.low).toBeCloseTo(low, 4);
    expect(share.high).toBeCloseTo(high, 4);
  });

  test('of no trials nothing is known', () => {
    expect(shareOf(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1 });
  });
});

describe('a rate with its exact Poisson interval', () => {
  test.each([
    // Garwood, Biometrika 28 (1936), table: the limits for so many events.
    { events: 0, low: 0, high: 3.689 },
    { events: 1, low: 0.0253, high: 5.572 },
    { events: 5, low: 1.623, high: 11.668 },
    { events: 30, low: 20.241, high: 42.827 },
  ])('$events events', ({ events, low, high }) => {
    const rate = rateOf(events, 10);
    expect(rate.value).toBe(events / 10);
    expect(rate.low).toBeCloseTo(low / 10, 3);
    expect(rate.high).toBeCloseTo(high / 10, 3);
  });

  test('without exposure nothing is known', () => {
    expect(rateOf(0, 0)).toEqual({ value: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY });
  });
});

test.each([
  { share: 0.5, found: 3 },
  { share: 0.9, found: 5 },
  { share: 0, found: 1 },
])('quantile $share of five values is $found', ({ share, found }) => {
  expect(quantile([5, 1, 4, 2, 3], share)).toBe(found);
});

test('no values have no quantile', () => {
  expect(quantile([], 0.5)).toBeNaN();
});
