import { expect, test } from 'vitest';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import { NO_HINTS, closerWindows, isWatchedCloser } from '../../../functions/core/chronic/probing-hints.ts';
import { HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { every, finding } from './cause-findings.ts';

const suspected: Finding = { ...finding(every(HOUR_MS), 'network/connect-refused'), level: 'suspected' };
const { from, to } = suspected.pattern.nextExpected ?? { from: 0, to: 0 };

test.each<{ name: string; finding: Finding; now: number; isTold: boolean }>([
  { name: 'one that begins within the hour', finding: suspected, now: from - 59 * MINUTE_MS, isTold: true },
  { name: 'one under way', finding: suspected, now: to, isTold: true },
  { name: 'one that is over', finding: suspected, now: to + 1, isTold: false },
  { name: 'one far ahead', finding: suspected, now: from - 61 * MINUTE_MS, isTold: false },
  { name: 'one of a confirmed pattern', finding: { ...suspected, level: 'confirmed' }, now: from, isTold: false },
])('a window is told: $name, $isTold', ({ finding: one, now, isTold }) => {
  expect(closerWindows([one], now)).toEqual(isTold ? [{ from, to }] : []);
});

test('a target is watched closer within its windows, both ends included', () => {
  const hints = { ...NO_HINTS, closer: { a: [{ from: 10, to: 20 }] } };
  expect([9, 10, 20, 21].map((at) => isWatchedCloser(hints, 'a', at))).toEqual([false, true, true, false]);
  expect(isWatchedCloser(hints, 'b', 15)).toBe(false);
});
