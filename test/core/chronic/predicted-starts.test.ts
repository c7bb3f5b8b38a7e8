import { expect, test } from 'vitest';
import { offsetFromStart, predictedStarts } from '../../../functions/core/chronic/predicted-starts.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { clock, every, untimed } from './cause-findings.ts';

/** A window of a pattern around a predicted start. */
function around(pattern: Pattern, start: string): Pattern {
  const at = Date.parse(start);
  return { ...pattern, toleranceMs: MINUTE_MS, nextExpected: { from: at - MINUTE_MS, to: at + 3 * MINUTE_MS } };
}
/** At 02:00 in Amsterdam, where the clocks change on 29 March 2026. */
const NIGHTLY = around(clock('02:00'), '2026-03-30T00:00:00Z');
const HALF_HOURLY = around(every(30 * MINUTE_MS), '2026-03-30T00:00:00Z');

test.each<{ name: string; pattern: Pattern; from: string; to: string; starts: readonly string[] }>([
  {
    name: 'before and after the next window',
    pattern: HALF_HOURLY,
    from: '2026-03-29T23:10:00Z',
    to: '2026-03-30T00:40:00Z',
    starts: ['2026-03-29T23:30', '2026-03-30T00:00', '2026-03-30T00:30'],
  },
  {
    name: 'at the ends of the span',
    pattern: HALF_HOURLY,
    from: '2026-03-29T23:30:00Z',
    to: '2026-03-30T00:00:00Z',
    starts: ['2026-03-29T23:30', '2026-03-30T00:00'],
  },
  {
    name: 'before a change of the clocks',
    pattern: NIGHTLY,
    from: '2026-03-26T12:00:00Z',
    to: '2026-03-30T12:00:00Z',
    starts: ['2026-03-27T01:00', '2026-03-28T01:00', '2026-03-29T01:00', '2026-03-30T00:00'],
  },
  {
    name: 'long before',
    pattern: NIGHTLY,
    from: '2026-01-05T00:00:00Z',
    to: '2026-01-05T12:00:00Z',
    starts: ['2026-01-05T01:00'],
  },
  {
    name: 'on days that it keeps to',
    pattern: around(clock('02:00', ['mon', 'fri']), '2026-03-30T00:00:00Z'),
    from: '2026-03-24T00:00:00Z',
    to: '2026-03-31T00:00:00Z',
    starts: ['2026-03-27T01:00', '2026-03-30T00:00'],
  },
  {
    name: 'on every day of a week that it keeps to, before its next window and after',
    pattern: { ...around(clock('02:00', ['sat', 'sun']), '2026-03-22T01:00:00Z'), periodMs: 7 * DAY_MS },
    from: '2026-03-15T00:00:00Z',
    to: '2026-03-29T00:30:00Z',
    starts: ['2026-03-15T01:00', '2026-03-21T01:00', '2026-03-22T01:00', '2026-03-28T01:00'],
  },
  {
    name: 'at every time of day',
    pattern: { ...NIGHTLY, timesOfDay: ['02:00', '14:00'] },
    from: '2026-03-27T12:00:00Z',
    to: '2026-03-28T12:00:00Z',
    starts: ['2026-03-27T13:00', '2026-03-28T01:00'],
  },
  {
    name: 'none of what predicts none',
    pattern: untimed('lossy'),
    from: '2026-03-24T00:00:00Z',
    to: '2026-04-24T00:00:00Z',
    starts: [],
  },
])('$name', ({ pattern, from, to, starts }) => {
  const found = predictedStarts(pattern, Date.parse(from), Date.parse(to));
  expect(found.map((at) => isoTime(at).slice(0, 16))).toEqual(starts);
});

test('how far a moment lies from the nearest start', () => {
  const at = Date.parse('2026-03-27T01:00:00Z');
  expect(offsetFromStart(NIGHTLY, at + 5_000)).toBe(5_000);
  expect(offsetFromStart(NIGHTLY, at - 3 * HOUR_MS)).toBe(-3 * HOUR_MS);
  expect(offsetFromStart(HALF_HOURLY, at + 20 * MINUTE_MS)).toBe(-10 * MINUTE_MS);
  expect(offsetFromStart(HALF_HOURLY, at + 400 * DAY_MS)).toBe(0);
  expect(offsetFromStart(untimed('flapping'), at)).toBeNull();
});
