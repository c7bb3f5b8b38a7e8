import { describe, expect, test } from 'vitest';
import {
  durationText,
  minuteText,
  roughDurationText,
  spanText,
  timeText,
} from '../../../functions/core/messages/time-words.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { TICK_AT } from '../../support/builders.ts';

describe('times stand in the zone of the reader, with UTC beside', () => {
  test.each([
    {
      name: 'winter',
      at: Date.UTC(2026, 0, 31, 23, 59, 59),
      zone: 'Europe/Amsterdam',
      text: '2026-02-01 00:59:59 Europe/Amsterdam (2026-01-31 23:59:59 UTC)',
    },
    {
      name: 'summer',
      at: Date.UTC(2026, 6, 1, 12, 0, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-07-01 14:00:00 Europe/Amsterdam (12:00:00 UTC)',
    },
    {
      name: 'the last second before summer time',
      at: Date.UTC(2026, 2, 29, 0, 59, 59),
      zone: 'Europe/Amsterdam',
      text: '2026-03-29 01:59:59 Europe/Amsterdam (00:59:59 UTC)',
    },
    {
      name: 'the first second of summer time',
      at: Date.UTC(2026, 2, 29, 1, 0, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-03-29 03:00:00 Europe/Amsterdam (01:00:00 UTC)',
    },
    {
      name: 'the hour that comes twice, once',
      at: Date.UTC(2026, 9, 25, 0, 30, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-10-25 02:30:00 Europe/Amsterdam (00:30:00 UTC)',
    },
    {
      name: 'the hour that comes twice, again',
      at: Date.UTC(2026, 9, 25, 1, 30, 0),
      zone: 'Europe/Amsterdam',
      text: '2026-10-25 02:30:00 Europe/Amsterdam (01:30:00 UTC)',
    },
    {
      name: 'half an hour off',
      at: Date.UTC(2026, 2, 1),
      zone: 'Asia/Kolkata',
      text: '2026-03-01 05:30:00 Asia/Kolkata (00:00:00 UTC)',
    },
    { name: 'UTC needs nothing beside', at: TICK_AT, zone: 'UTC', text: '2026-03-01 00:00:00 UTC' },
  ])('$name', ({ at, zone, text }) => {
    expect(timeText(at, zone)).toBe(text);
  });
});

describe('durations in their two largest units', () => {
  test.each([
    { ms: 0, text: '0 s' },
    { ms: -5000, text: '0 s' },
    { ms: 499, text: '0 s' },
    { ms: 500, text: '1 s' },
    { ms: 42 * SECOND_MS, text: '42 s' },
    { ms: 59_499, text: '59 s' },
    { ms: 59_500, text: '1 min' },
    { ms: 200 * SECOND_MS, text: '3 min 20 s' },
    { ms: HOUR_MS - SECOND_MS, text: '59 min 59 s' },
    { ms: HOUR_MS, text: '1 h' },
    { ms: HOUR_MS + 30 * SECOND_MS, text: '1 h' },
    { ms: 2 * HOUR_MS + 5 * MINUTE_MS + 9 * SECOND_MS, text: '2 h 5 min' },
    { ms: 3 * DAY_MS + 4 * HOUR_MS + 59 * MINUTE_MS, text: '3 d 4 h' },
    { ms: 400 * DAY_MS, text: '400 d' },
  ])('$ms ms is $text', ({ ms, text }) => {
    expect(durationText(ms)).toBe(text);
  });
});

test.each([
  { ms: 42_000, text: '42 s' },
  { ms: 7 * 60_000 + 29_000, text: '7 min' },
  { ms: 2 * 3_600_000 + 4 * 60_000, text: '2 h 5 min' },
  { ms: 9 * 3_600_000 + 59 * 60_000, text: '10 h' },
  { ms: 26 * 3_600_000 + 100_000, text: '1 d 2 h' },
  { ms: 10 * 86_400_000 + 4 * 3_600_000, text: '10 d' },
])('how long something has gone on is rounded: $text', ({ ms, text }) => {
  expect(roughDurationText(ms)).toBe(text);
});

describe('spans, to the minute', () => {
  const from = Date.UTC(2026, 2, 1, 13, 28, 30);
  test('the date stands once, in UTC where it is another', () => {
    expect(spanText(from, from + 240_000, 'Europe/Amsterdam')).toBe(
      '2026-03-01 14:28 to 14:33 Europe/Amsterdam (13:28 to 13:33 UTC)',
    );
    expect(spanText(from, from + 240_000, 'UTC')).toBe('2026-03-01 13:28 to 13:33 UTC');
    expect(minuteText(Date.UTC(2026, 2, 1, 23, 10, 30), 'Europe/Amsterdam')).toBe(
      '2026-03-02 00:10 Europe/Amsterdam (2026-03-01 23:10 UTC)',
    );
  });
});
