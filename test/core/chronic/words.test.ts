import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternSentence } from '../../../functions/core/chronic/words.ts';
import { PATTERN_KINDS, WEEKDAYS, type Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';

const AMSTERDAM = 'Europe/Amsterdam';

const HALF_HOURLY: Pattern = {
  kind: 'periodic',
  periodMs: 30 * MINUTE_MS,
  periodErrorMs: 2 * SECOND_MS,
  aliasesMs: [],
  toleranceMs: 90 * SECOND_MS,
  durationMs: 2 * MINUTE_MS,
  zone: null,
  timesOfDay: [],
  weekdays: null,
  failureRatio: 0.067,
  explainedRatio: 0.95,
  hits: { ratio: 41 / 43, low: 0.84, high: 0.99 },
  cycles: 43,
  falseAlarmProbability: 9e-8,
  nextExpected: null,
};
const NIGHTLY: Pattern = {
  ...HALF_HOURLY,
  kind: 'clock',
  periodMs: DAY_MS,
  durationMs: 10 * MINUTE_MS,
  zone: AMSTERDAM,
  timesOfDay: ['02:00'],
  hits: { ratio: 0.9, low: 0.6, high: 0.98 },
  cycles: 10,
  falseAlarmProbability: 3e-5,
};
const STEADY: Pattern = { ...HALF_HOURLY, periodMs: null, hits: null, falseAlarmProbability: null };

describe('a pattern in one sentence', () => {
  const rows: readonly { name: string; pattern: Pattern; text: string }[] = [
    {
      name: 'periodic',
      pattern: HALF_HOURLY,
      text: 'Fails every 30 min for about 2 min (41 of 43 times); mere chance: less than 1 in 10 million.',
    },
    {
      name: 'hourly is said so, and one window is one time',
      pattern: { ...HALF_HOURLY, periodMs: HOUR_MS + SECOND_MS, hits: { ratio: 1, low: 0.2, high: 1 }, cycles: 1 },
      text: 'Fails every hour for about 2 min (1 of 1 time); mere chance: less than 1 in 10 million.',
    },
    {
      name: 'aliases',
      pattern: { ...HALF_HOURLY, aliasesMs: [15 * MINUTE_MS, 45 * MINUTE_MS], durationMs: 20 * SECOND_MS },
      text:
        'Fails every 30 min for less than a minute (41 of 43 times); or every 15 min or 45 min, which look ' +
        'the same where failures are shorter than the time between two probes; mere chance: less than 1 in 10 million.',
    },
    {
      name: 'more aliases than anybody reads',
      pattern: {
        ...HALF_HOURLY,
        hits: null,
        falseAlarmProbability: null,
        aliasesMs: [15, 10, 7.5, 6, 5].map((minutes) => minutes * MINUTE_MS),
      },
      text:
        'Fails every 30 min for about 2 min; or every 15 min, 10 min, 7 min 30 s or 2 more, which look the same ' +
        'where failures are shorter than the time between two probes.',
    },
    {
      name: 'next expected',
      pattern: {
        ...HALF_HOURLY,
        nextExpected: { from: Date.parse('2026-03-01T01:58:20Z'), to: Date.parse('2026-03-01T02:03:01Z') },
      },
      text:
        'Fails every 30 min for about 2 min (41 of 43 times); mere chance: less than 1 in 10 million; ' +
        'next expected 2026-03-01 02:58 to 03:04 Europe/Amsterdam.',
    },
    {
      name: 'nightly on working days',
      pattern: { ...NIGHTLY, weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      text:
        'Fails every night from Monday to Friday at 02:00 Europe/Amsterdam for about 10 min (9 of 10 times); ' +
        'mere chance: less than 1 in 10,000.',
    },
    {
      name: 'several times a day, in UTC',
      pattern: { ...NIGHTLY, zone: 'UTC', timesOfDay: ['06:15', '14:15', '22:15'] },
      text:
        'Fails every day at 06:15, 14:15 and 22:15 UTC for about 10 min (9 of 10 times); ' +
        'mere chance: less than 1 in 10,000.',
    },
    {
      name: 'local or UTC, not decided',
      pattern: { ...NIGHTLY, zone: null },
      text:
        'Fails every night at 02:00 Europe/Amsterdam for about 10 min (9 of 10 times); ' +
        'whether it keeps this clock or UTC cannot be told before the clocks change; mere chance: less than 1 in 10,000.',
    },
    {
      name: 'weekly',
      pattern: { ...NIGHTLY, periodMs: 7 * DAY_MS, weekdays: ['mon'] },
      text:
        'Fails every Monday at 02:00 Europe/Amsterdam for about 10 min (9 of 10 times); ' +
        'mere chance: less than 1 in 10,000.',
    },
    {
      name: 'weekly, with nothing known but the period',
      pattern: { ...STEADY, kind: 'clock', periodMs: 7 * DAY_MS, durationMs: null },
      text: 'Fails every week at the same time.',
    },
    {
      name: 'weekends, as a daily pattern',
      pattern: { ...NIGHTLY, timesOfDay: ['23:00'], weekdays: ['sun', 'sat'], falseAlarmProbability: null },
      text: 'Fails every Saturday and Sunday at 23:00 Europe/Amsterdam for about 10 min (9 of 10 times).',
    },
    {
      name: 'days in a row, as a weekly pattern',
      pattern: { ...NIGHTLY, periodMs: 7 * DAY_MS, timesOfDay: ['09:00'], weekdays: ['tue', 'wed', 'thu'], hits: null },
      text:
        'Fails every day from Tuesday to Thursday at 09:00 Europe/Amsterdam for about 10 min; ' +
        'mere chance: less than 1 in 10,000.',
    },
    {
      name: 'three single days of the week',
      pattern: { ...NIGHTLY, periodMs: 7 * DAY_MS, weekdays: ['fri', 'mon', 'wed'], falseAlarmProbability: 0.5 },
      text: 'Fails every Monday, Wednesday and Friday at 02:00 Europe/Amsterdam for about 10 min (9 of 10 times).',
    },
    {
      name: 'persistent',
      pattern: { ...STEADY, kind: 'persistent', failureRatio: 1 },
      text: 'Fails all the time: at every probe.',
    },
    {
      name: 'persistent, nearly',
      pattern: { ...STEADY, kind: 'persistent', failureRatio: 0.992 },
      text: 'Fails all the time: at more than 99 % of probes.',
    },
    {
      name: 'flapping',
      pattern: { ...STEADY, kind: 'flapping', failureRatio: 0.412, cycles: 28, durationMs: 4.4 * MINUTE_MS },
      text: 'Goes down and comes back again and again: 28 outages of about 4 min, 41 % of probes fail.',
    },
    {
      name: 'lossy',
      pattern: { ...STEADY, kind: 'lossy', failureRatio: 0.083 },
      text: 'Fails at about 8 % of probes, for a moment each time, at any hour.',
    },
    {
      name: 'recurring',
      pattern: { ...STEADY, kind: 'recurring', cycles: 1, durationMs: 40 * SECOND_MS },
      text: 'Fails again and again without a rhythm: 1 outage of less than a minute.',
    },
    {
      name: 'one bad address',
      pattern: { ...STEADY, kind: 'one-bad-address', failureRatio: 0.334 },
      text: 'Fails at one of the addresses of its host, at any hour: about 33 % of probes.',
    },
  ];
  test.each(rows)('$name', ({ pattern, text }) => {
    expect(patternSentence(pattern, AMSTERDAM)).toBe(text);
  });

  test('undecided between UTC and UTC is decided', () => {
    expect(patternSentence({ ...NIGHTLY, zone: null }, 'UTC')).not.toContain('whether');
  });

  test('is always one sentence without a hole', () => {
    const ms = fc.integer({ min: 1, max: 30 * DAY_MS });
    const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const patterns: fc.Arbitrary<Pattern> = fc.record({
      kind: fc.constantFrom(...PATTERN_KINDS),
      periodMs: orNull(ms),
      periodErrorMs: orNull(ms),
      aliasesMs: fc.array(ms, { maxLength: 3 }),
      toleranceMs: orNull(ms),
      durationMs: orNull(ms),
      zone: fc.constantFrom(null, 'UTC', AMSTERDAM),
      timesOfDay: fc.subarray(['01:00', '09:30', '23:59']),
      weekdays: orNull(fc.subarray([...WEEKDAYS])),
      failureRatio: ratio,
      explainedRatio: ratio,
      hits: orNull(ratio.map((share) => ({ ratio: share, low: 0, high: 1 }))),
      cycles: fc.nat(1_000),
      falseAlarmProbability: orNull(ratio),
      nextExpected: orNull(
        fc.integer({ min: 0, max: 2e12 }).chain((from) => ms.map((long) => ({ from, to: from + long }))),
      ),
    });
    fc.assert(
      fc.property(patterns, (pattern) => {
        const text = patternSentence(pattern, AMSTERDAM);
        expect(text).toMatch(/^[A-Z][^.\n]*(\.\d[^.\n]*)*\.$/);
        expect(text).not.toMatch(/null|undefined|NaN| {2}| ,| ;|every (at|for)/);
      }),
    );
  });
});
