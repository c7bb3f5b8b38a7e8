import { expect, test } from 'vitest';
import { asOf } from '../../../functions/core/chronic/next-window.ts';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../../functions/core/model/time.ts';
import { clock, every } from './cause-findings.ts';

/** A window of a pattern around a predicted start. */
function around(pattern: Pattern, start: string): Pattern {
  const at = Date.parse(start);
  return { ...pattern, toleranceMs: MINUTE_MS, nextExpected: { from: at - MINUTE_MS, to: at + 3 * MINUTE_MS } };
}
const NIGHTLY = around(clock('02:00'), '2026-03-27T01:00:00Z');

test.each<{ name: string; pattern: Pattern; now: string; start: string | null }>([
  { name: 'one that is to come', pattern: NIGHTLY, now: '2026-03-26T12:00:00Z', start: '2026-03-27T01:00:00.000Z' },
  {
    name: 'the next after one that began',
    pattern: NIGHTLY,
    now: '2026-03-27T01:00:00Z',
    start: '2026-03-28T01:00:00.000Z',
  },
  {
    name: 'over a change of the clocks',
    pattern: NIGHTLY,
    now: '2026-03-29T12:00:00Z',
    start: '2026-03-30T00:00:00.000Z',
  },
  {
    name: 'on a day that it keeps to',
    pattern: around(clock('02:00', ['mon', 'fri']), '2026-03-27T01:00:00Z'),
    now: '2026-03-27T12:00:00Z',
    start: '2026-03-30T00:00:00.000Z',
  },
  {
    name: 'on the other day of a week',
    pattern: { ...around(clock('10:00', ['sat', 'sun']), '2026-03-28T09:00:00Z'), periodMs: 7 * DAY_MS },
    now: '2026-03-28T12:00:00Z',
    start: '2026-03-29T08:00:00.000Z',
  },
  {
    name: 'in the next week, on the one day that it keeps to',
    pattern: { ...around(clock('10:00', ['sat']), '2026-03-28T09:00:00Z'), periodMs: 7 * DAY_MS },
    now: '2026-03-28T12:00:00Z',
    start: '2026-04-04T08:00:00.000Z',
  },
  {
    name: 'at its other time of day',
    pattern: { ...NIGHTLY, timesOfDay: ['02:00', '14:00'] },
    now: '2026-03-27T02:00:00Z',
    start: '2026-03-27T13:00:00.000Z',
  },
  {
    name: 'of a period, many windows later',
    pattern: around(every(30 * MINUTE_MS), '2026-03-01T00:10:00Z'),
    now: isoTime(Date.parse('2026-03-01T00:10:00Z') + 100 * HOUR_MS),
    start: isoTime(Date.parse('2026-03-01T00:40:00Z') + 100 * HOUR_MS),
  },
])('$name', ({ pattern, now, start }) => {
  const found = asOf(pattern, Date.parse(now)).nextExpected;
  expect(found === null ? null : isoTime(found.from + MINUTE_MS)).toBe(start);
});

test('what predicts nothing stays as it is', () => {
  const lossy: Pattern = { ...NIGHTLY, kind: 'lossy', nextExpected: null };
  expect(asOf(lossy, DAY_MS)).toBe(lossy);
});
