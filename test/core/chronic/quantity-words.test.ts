import { describe, expect, test } from 'vitest';
import {
  chanceText,
  listText,
  percentText,
  periodText,
  roughText,
  weekdaysText,
  windowText,
} from '../../../functions/core/chronic/quantity-words.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';

const AMSTERDAM = 'Europe/Amsterdam';

describe('periods as people say them', () => {
  test.each([
    { ms: 30 * MINUTE_MS + 4 * SECOND_MS, errorMs: 2 * SECOND_MS, text: '30 min' },
    { ms: HOUR_MS + 17 * MINUTE_MS + 13 * SECOND_MS, errorMs: SECOND_MS, text: '1 h 17 min' },
    { ms: DAY_MS + 12 * MINUTE_MS, errorMs: 20 * SECOND_MS, text: '24 h 12 min' },
    { ms: DAY_MS, errorMs: null, text: '24 h' },
    { ms: 2 * DAY_MS, errorMs: null, text: '2 days' },
    { ms: 7 * DAY_MS - 20 * SECOND_MS, errorMs: MINUTE_MS, text: '7 days' },
    { ms: 50 * HOUR_MS, errorMs: MINUTE_MS, text: '50 h' },
    { ms: 47 * MINUTE_MS, errorMs: 3 * MINUTE_MS, text: '47 min' },
    { ms: 31 * MINUTE_MS, errorMs: 3 * MINUTE_MS, text: '30 min' },
    { ms: 31 * MINUTE_MS, errorMs: SECOND_MS, text: '31 min' },
    { ms: 350 * SECOND_MS, errorMs: SECOND_MS, text: '5 min 50 s' },
    { ms: 23 * MINUTE_MS + 17 * SECOND_MS, errorMs: 3 * SECOND_MS, text: '23 min 15 s' },
    { ms: HOUR_MS - 3 * SECOND_MS, errorMs: SECOND_MS, text: 'hour' },
    { ms: MINUTE_MS, errorMs: null, text: 'minute' },
  ])('$ms ms ± $errorMs is $text', ({ ms, errorMs, text }) => {
    expect(periodText(ms, errorMs)).toBe(text);
  });
});

describe('quantities without false precision', () => {
  test.each([
    [59 * SECOND_MS, 'less than a minute'],
    [100 * SECOND_MS, '2 min'],
    [19.6 * MINUTE_MS, '20 min'],
    [38 * MINUTE_MS, '40 min'],
    [59.9 * MINUTE_MS, '1 h'],
    [95 * MINUTE_MS, '1 h 30 min'],
    [8.4 * HOUR_MS, '8 h'],
    [71 * HOUR_MS, '3 days'],
  ])('%d ms is %s', (ms, text) => {
    expect(roughText(ms)).toBe(text);
  });

  test.each([
    [1, '100 %'],
    [0.999, 'more than 99 %'],
    [0.99, '99 %'],
    [0.0834, '8 %'],
    [0.0042, '0.4 %'],
    [0.0002, 'less than 0.1 %'],
  ])('a share of %d is %s', (ratio, text) => {
    expect(percentText(ratio)).toBe(text);
  });

  test.each([
    [0, 'less than 1 in a billion'],
    [9e-8, 'less than 1 in 10 million'],
    [1.1e-7, 'less than 1 in a million'],
    [4e-3, 'less than 1 in 100'],
    [0.2, null],
  ])('a chance of %d is %s', (probability, text) => {
    expect(chanceText(probability)).toBe(text);
  });
});

describe('days of the week', () => {
  test.each([
    { days: ['sun', 'sat'], text: 'Saturday and Sunday' },
    { days: ['fri', 'mon', 'tue', 'wed', 'thu'], text: 'Monday to Friday' },
    { days: ['sun', 'mon', 'sat'], text: 'Saturday to Monday' },
    { days: ['mon', 'tue', 'thu', 'fri'], text: 'Monday, Tuesday, Thursday and Friday' },
    { days: ['mon'], text: 'Monday' },
  ] as const)('$days is $text', ({ days, text }) => {
    expect(weekdaysText(days)).toBe(text);
  });

  test.each([
    { items: [], text: '' },
    { items: ['a'], text: 'a' },
    { items: ['a', 'b'], text: 'a or b' },
    { items: ['a', 'b', 'c'], text: 'a, b or c' },
  ])('a list of $items.length', ({ items, text }) => {
    expect(listText(items, 'or')).toBe(text);
  });
});

describe('a window of time', () => {
  test.each([
    {
      name: 'within a day',
      from: '2026-07-01T10:00:30Z',
      to: '2026-07-01T10:05:00Z',
      text: '2026-07-01 12:00 to 12:05 Europe/Amsterdam',
    },
    {
      name: 'over midnight',
      from: '2026-07-01T21:58:00Z',
      to: '2026-07-01T22:04:00Z',
      text: '2026-07-01 23:58 to 2026-07-02 00:04 Europe/Amsterdam',
    },
    {
      name: 'a moment',
      from: '2026-07-01T10:00:00Z',
      to: '2026-07-01T10:00:00Z',
      text: '2026-07-01 12:00 Europe/Amsterdam',
    },
    {
      name: 'while the clock is put back',
      from: '2026-10-25T00:50:00Z',
      to: '2026-10-25T01:10:00Z',
      text: '2026-10-25 00:50 to 01:10 UTC',
    },
  ])('$name', ({ from, to, text }) => {
    expect(windowText(Date.parse(from), Date.parse(to), AMSTERDAM)).toBe(text);
  });
});
