import { describe, expect, test } from 'vitest';
import { median, ratio, spread } from './statistics.ts';

describe('median', () => {
  const rows: { name: string; values: number[]; expected: number }[] = [
    { name: 'one value', values: [3], expected: 3 },
    { name: 'odd number, not in order', values: [10, 2, 9], expected: 9 },
    { name: 'even number: the mean of the middle two', values: [4, 1, 3, 100], expected: 3.5 },
  ];
  test.each(rows)('$name', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('no values have none', () => {
    expect(() => median([])).toThrow('no median of no values');
  });
});

test('spread holds the median with the lowest and highest', () => {
  expect(spread([5, 1, 2])).toEqual({ median: 2, lowest: 1, highest: 5 });
});

describe('ratio', () => {
  test('compares within each round, so that a slow round of both changes nothing', () => {
    expect(ratio([1, 10, 2], [2, 20, 4])).toBe(0.5);
  });

  test('refuses rounds that do not belong together', () => {
    expect(() => ratio([1, 2], [1])).toThrow('2 rounds against 1');
  });
});
