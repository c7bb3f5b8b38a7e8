import { describe, expect, test } from 'vitest';
import { STRIP_MARKS, mark, withMark, type Mark } from '../../functions/local/strip.ts';
import { REFUSED } from '../support/builders.ts';

test.each([
  { name: 'healthy', outcome: { class: 'healthy' }, masked: false, shown: '.' },
  { name: 'healthy after a retry', outcome: { class: 'healthy' }, masked: true, shown: 'm' },
  { name: 'failing', outcome: REFUSED, masked: false, shown: 'x' },
  {
    name: 'our own network',
    outcome: { class: 'inconclusive', kind: 'own-network', detail: null },
    masked: false,
    shown: 'o',
  },
  { name: 'not probed', outcome: { class: 'not-probed', reason: 'not-due', until: null }, masked: false, shown: ' ' },
] as const)('the mark of $name', ({ outcome, masked, shown }) => {
  expect(mark(outcome, masked)).toBe(shown);
});

describe('a strip', () => {
  test('grows by a mark, up to its length', () => {
    expect(withMark('', '.', true)).toBe('.');
    expect(withMark('.', 'x', true)).toBe('.x');
    expect(withMark(`x${'.'.repeat(STRIP_MARKS - 1)}`, 'm', true)).toBe(`${'.'.repeat(STRIP_MARKS - 1)}m`);
  });

  test.for<[string, Mark, string]>([
    ['.', 'x', 'x'],
    ['x', '.', 'x'],
    ['.', 'm', 'm'],
    ['o', 'm', 'o'],
    ['o', 'x', 'x'],
    [' ', '.', '.'],
    ['', '.', '.'],
  ])('probes that share a mark show the worst: %j and %j as %j', ([strip, next, shown]) => {
    expect(withMark(strip, next, false)).toBe(shown);
  });
});
