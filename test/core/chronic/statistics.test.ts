import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstAtLeast,
  lnBernoulli,
  lnBinomialTail,
  nearest,
  quantile,
  wilson,
} from '../../../functions/core/chronic/statistics.ts';

const RUNS = { seed: 20_260_105, numRuns: 300 };
const ascending = fc
  .array(fc.integer({ min: -50, max: 50 }), { maxLength: 20 })
  .map((values) => values.toSorted((a, b) => a - b));
const WANTED = fc.integer({ min: -60, max: 60 });

/** P(Bin(n, p) >= m), term by term. */
function tail(n: number, m: number, p: number): number {
  let sum = 0;
  for (let k = m; k <= n; k++) {
    let term = 1;
    for (let i = 1; i <= k; i++) term *= ((n - k + i) / i) * p;
    sum += term * (1 - p) ** (n - k);
  }
  return sum;
}

describe('the binomial tail', () => {
  it('is the sum of its terms', () => {
    const counts = fc.tuple(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      fc.double({ min: 0.001, max: 0.95, noNaN: true }),
    );
    fc.assert(
      fc.property(counts, ([n, m, p]) => {
        fc.pre(m <= n && m > n * p);
        expect(lnBinomialTail(n, m, p)).toBeCloseTo(Math.log(tail(n, m, p)), 8);
      }),
      RUNS,
    );
  });

  it.each([
    ['two heads in two', 2, 2, 0.5, Math.log(0.25)],
    ['a coin thrown a thousand times', 1_000, 1_000, 0.5, 1_000 * Math.log(0.5)],
    ['what is expected', 10, 5, 0.5, Math.log(0.5)],
    ['no hit', 10, 0, 0.1, 0],
    ['a sure thing', 10, 10, 1, 0],
    ['what cannot be', 10, 1, 0, -Infinity],
  ])('of %s', (_, n, m, p, expected) => {
    expect(lnBinomialTail(n, m, p)).toBeCloseTo(expected, 9);
  });
});

describe('the Wilson interval', () => {
  it.each([
    // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [0, 0, 0, 1],
  ])('of %i in %i', (m, n, low, high) => {
    expect(wilson(m, n).low).toBeCloseTo(low, 4);
    expect(wilson(m, n).high).toBeCloseTo(high, 4);
  });

  it('holds the share, within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (n, m) => {
        fc.pre(m <= n);
        const { low, high } = wilson(m, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(m / n);
        expect(high).toBeGreaterThanOrEqual(m / n - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });
});

describe('searching ascending values', () => {
  it('finds the first at or above', () => {
    fc.assert(
      fc.property(ascending, WANTED, (values, wanted) => {
        const found = values.findIndex((value) => value >= wanted);
        expect(firstAtLeast(values, wanted)).toBe(found < 0 ? values.length : found);
      }),
      RUNS,
    );
  });

  it('finds the nearest', () => {
    fc.assert(
      fc.property(ascending, WANTED, (values, wanted) => {
        const distances = values.map((value) => Math.abs(value - wanted));
        const found = nearest(values, wanted);
        if (values.length === 0) expect(found).toBe(-1);
        else expect(distances[found]).toBe(Math.min(...distances));
      }),
      RUNS,
    );
  });
});

it('a quantile is the value below which that share lies', () => {
  expect(quantile([], 0.5)).toBe(0);
  expect(quantile([7], 0.9)).toBe(7);
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  expect(quantile([4, 3, 2, 1], 0.5)).toBe(3);
  expect(quantile([10, 30, 20], 0)).toBe(10);
  expect(quantile([10, 30, 20], 1)).toBe(30);
});

it('the log-likelihood of a share is that of its own rate', () => {
  expect(lnBernoulli(0, 9)).toBe(0);
  expect(lnBernoulli(9, 9)).toBe(0);
  expect(lnBernoulli(1, 4)).toBeCloseTo(Math.log(0.25 * 0.75 ** 3), 12);
});
