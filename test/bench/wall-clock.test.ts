import { expect, test } from 'vitest';
import { clockChanges, momentOf } from '../support/scenarios/wall-clock.ts';

test.each([
  { zone: 'Europe/Amsterdam', wall: '2026-01-15T02:00Z', moment: '2026-01-15T01:00Z', what: 'winter' },
  { zone: 'Europe/Amsterdam', wall: '2026-03-29T01:30Z', moment: '2026-03-29T00:30Z', what: 'just before summer time' },
  { zone: 'Europe/Amsterdam', wall: '2026-03-29T02:30Z', moment: '2026-03-29T01:30Z', what: 'a time that is skipped' },
  { zone: 'Europe/Amsterdam', wall: '2026-03-29T03:30Z', moment: '2026-03-29T01:30Z', what: 'just after it began' },
  { zone: 'Europe/Amsterdam', wall: '2026-10-25T02:30Z', moment: '2026-10-25T00:30Z', what: 'a time that comes twice' },
  { zone: 'Europe/Amsterdam', wall: '2026-10-25T04:30Z', moment: '2026-10-25T03:30Z', what: 'just after its end' },
  { zone: 'Australia/Lord_Howe', wall: '2026-04-05T12:00Z', moment: '2026-04-05T01:30Z', what: 'half an hour back' },
  { zone: 'Asia/Kathmandu', wall: '2026-01-01T00:00Z', moment: '2025-12-31T18:15Z', what: 'three quarters' },
])('$zone, $what: $wall on the wall is $moment', ({ zone, wall, moment }) => {
  expect(new Date(momentOf(zone, Date.parse(wall))).toISOString()).toBe(new Date(moment).toISOString());
});

test('the clock changes twice a year where there is summer time', () => {
  const days = clockChanges('Europe/Amsterdam', 2026, 2026).map((day) => new Date(day).toISOString().slice(0, 10));
  expect(days).toEqual(['2026-03-29', '2026-10-25']);
  expect(clockChanges('Asia/Kathmandu', 2026, 2026)).toEqual([]);
});
