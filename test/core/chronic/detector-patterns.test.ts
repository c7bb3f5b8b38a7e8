import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { drawnAddresses, noise, renewed, scattered, turnedAddresses, upAndDown } from '../../support/chronic-draws.ts';
import { days, every, findings, over, quiet, timeline, told, type Spacing } from '../../support/chronic-timeline.ts';

const AMSTERDAM = { falseAlarmsPerTargetYear: 0.02, zone: 'Europe/Amsterdam' };
const KATHMANDU = { falseAlarmsPerTargetYear: 0.02, zone: 'Asia/Kathmandu' };
const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const MINUTELY: Spacing = { everyMs: MINUTE_MS };
const DAY = quiet(1).length;

describe('a pattern is found for what it is', () => {
  const rows: readonly (readonly [string, string, Spacing, string])[] = [
    ['half-hourly', quiet(3) + every(30 * MINUTE_MS, 'xx', 2 * DAY), {}, 'periodic every 30 min'],
    [
      'half-hourly, not also hourly twice, by the minute',
      quiet(2, MINUTE_MS) + every(30 * MINUTE_MS, 'xxx', 2 * 1_440, MINUTE_MS),
      MINUTELY,
      'periodic every 30 min',
    ],
    ['hourly', quiet(3) + every(HOUR_MS, 'xx', 2 * DAY), {}, 'periodic every 60 min'],
    [
      'every 47 minutes, which nobody would choose',
      quiet(2, MINUTE_MS) + every(47 * MINUTE_MS, 'xxx', 3 * 1_440, MINUTE_MS),
      MINUTELY,
      'periodic every 47 min',
    ],
    ['every 5 h 17', quiet(3) + every(317 * MINUTE_MS, 'xxx', 12 * DAY), {}, 'periodic every 317 min'],
    [
      'free-running near a day',
      quiet(3) + every(DAY_MS + 10 * MINUTE_MS, 'xx', 14 * DAY),
      {},
      'periodic every 1450 min',
    ],
    ['nightly', quiet(7) + days(7, '02:00 xx'), {}, 'clock at 02:00 UTC'],
    ['nightly, masked by a retry', quiet(7) + days(7, '02:00 mm'), {}, 'clock at 02:00 UTC'],
    ['nightly, before a pause of the probes', quiet(7) + days(7, '02:00 t  '), {}, 'clock at 02:00 UTC'],
    [
      'working days',
      quiet(7) + days(28, '09:00 xxx', { on: WORKDAYS }),
      {},
      'clock at 09:00 UTC on mon tue wed thu fri',
    ],
    ['Mondays', days(42, '09:00 xxx', { on: ['mon'] }), {}, 'clock at 09:00 UTC on mon'],
    ['two times a day', quiet(7) + days(21, '03:00 xxx; 14:20 xxx'), {}, 'clock at 03:00 14:20 UTC'],
    ['a day without success', quiet(2) + 'x*400', {}, 'persistent'],
    ['down most of the time, with pauses of the probes', quiet(2) + 'xxxx  '.repeat(80), {}, 'persistent'],
    ['up and down', quiet(2, MINUTE_MS) + upAndDown('up and down', 1_440, [5, 30], [3, 20]), MINUTELY, 'flapping'],
    ['one probe in ten, at any time', quiet(2) + noise('lossy', 0.1, 4 * DAY), {}, 'lossy'],
    ['outages a few times a day, at any time', quiet(7) + scattered('recurring', 10, () => 4, 'xxxx'), {}, 'recurring'],
  ];

  it.each(rows)('%s', (_, text, spacing, line) => {
    expect(told(text, spacing)).toEqual([line]);
  });
});

describe('a pattern by the clock keeps the wall clock that it keeps', () => {
  const SPRING = Date.parse('2026-03-16T00:00:00Z');
  const AUTUMN = Date.parse('2026-10-12T00:00:00Z');
  it.each([
    ['local time into summer', SPRING, 'Europe/Amsterdam', 'clock at 02:30 Europe/Amsterdam'],
    ['UTC into summer', SPRING, undefined, 'clock at 02:30 UTC'],
    ['local time into winter', AUTUMN, 'Europe/Amsterdam', 'clock at 02:30 Europe/Amsterdam'],
    ['UTC into winter', AUTUMN, undefined, 'clock at 02:30 UTC'],
  ] as const)('%s', (_, from, zone, line) => {
    const text = days(28, '02:30 xxx', zone === undefined ? { from } : { from, zone });
    expect(told(text, { from }, AMSTERDAM)).toEqual([line]);
  });

  it('is told in the zone of its people, a quarter of an hour off the full hour too', () => {
    const text = quiet(4) + days(10, '06:00 xxx', { zone: 'Asia/Kathmandu' });
    expect(told(text, {}, KATHMANDU)).toEqual(['clock at 06:00 Asia/Kathmandu']);
  });

  it('keeps its weekdays by that zone: Monday 02:00 in Kathmandu is Sunday in UTC', () => {
    const text = days(42, '02:00 xxx', { on: ['mon'], zone: 'Asia/Kathmandu' });
    expect(told(text, {}, KATHMANDU)).toEqual(['clock at 02:00 Asia/Kathmandu on mon']);
  });
});

describe('one bad address', () => {
  it.each([2, 3, 4])('of %i in turn is found, and nothing else', (addresses) => {
    const healthy = turnedAddresses(2 * DAY, addresses, null);
    expect(told(healthy + turnedAddresses(4 * DAY, addresses, 2))).toEqual(['one-bad-address']);
  });

  it.each([2, 3, 4])('of %i at random is found, and nothing else', (addresses) => {
    const healthy = drawnAddresses('healthy', 2 * DAY, addresses, null);
    expect(told(healthy + drawnAddresses('one is bad', 4 * DAY, addresses, 2))).toEqual(['one-bad-address']);
  });

  it('is named, and told again when it is good', () => {
    const text = drawnAddresses('one is bad', 4 * DAY, 3, 2) + drawnAddresses('good again', 4 * DAY, 3, null);
    const { events, last } = findings(timeline(text));
    expect(events.map(({ type }) => type)).toEqual(['confirmed', 'ended']);
    expect(Object.keys(last[0]?.mix.addresses ?? {})).toEqual(['192.0.2.2']);
  });

  it('is not what a target with one address has, nor one whose addresses all fail', () => {
    const single = noise('single', 0.1, 6 * DAY, 'A').replaceAll('.', '1');
    const all = over(drawnAddresses('all', 6 * DAY, 3, null), noise('a', 0.05, 6 * DAY, 'A'));
    const others = over(all, over(noise('b', 0.05, 6 * DAY, 'B'), noise('c', 0.05, 6 * DAY, 'C')));
    expect(told(single)).not.toContain('one-bad-address');
    expect(told(others)).not.toContain('one-bad-address');
    expect(told(others)).not.toEqual([]);
  });
});

describe('several patterns in one target', () => {
  it('finds the second by itself once the first is explained away', () => {
    const text = over(quiet(7) + every(HOUR_MS, 'xx', 14 * DAY), quiet(7) + days(14, '03:30 xx'));
    expect(told(text)).toEqual(['periodic every 60 min', 'clock at 03:30 UTC']);
  });

  it('does not count the outages that it explained as recurring, when a few others come', () => {
    const others = days(1, '05:10 xxxx; 16:20 xxxx') + days(1, '15:25 xxxx; 19:15 xxxx');
    expect(told(quiet(7) + every(2 * HOUR_MS, 'xxxx', 120) + quiet(1) + others + quiet(1))).toEqual([
      'periodic every 120 min ended',
    ]);
  });

  it('finds a pattern of name resolution among unrelated resets, with its own failures alone', () => {
    const text = over(noise('resets', 0.012, 21 * DAY, 'r'), quiet(7) + days(14, '03:00 dd'));
    const { confirmed } = findings(timeline(text));
    expect(confirmed.map(({ pattern }) => pattern.timesOfDay)).toEqual([['03:00']]);
    expect(Object.keys(confirmed[0]?.mix.kinds ?? {})).toEqual(['network/dns-not-found']);
  });

  it('finds a pattern of one class among another', () => {
    const text = over(noise('server errors', 0.012, 21 * DAY, 's'), quiet(7) + days(14, '03:00 uu'));
    const { confirmed } = findings(timeline(text));
    expect(confirmed.map(({ class: failureClass, pattern }) => [failureClass, pattern.kind])).toEqual([
      ['authorization', 'clock'],
    ]);
  });
});

describe('periods are as exact as the probes allow', () => {
  it('states the aliases of outages that are shorter than the time between two probes', () => {
    const everyMs = 5 * MINUTE_MS;
    const truePeriodMs = 23 * MINUTE_MS;
    const text = Array.from({ length: 4 * DAY }, (_, i) => ((i * everyMs) % truePeriodMs < 2 * MINUTE_MS ? 'x' : '.'));
    const [finding] = findings(timeline(quiet(2) + text.join(''))).confirmed;
    const told = [finding?.pattern.periodMs ?? 0, ...(finding?.pattern.aliasesMs ?? [])];
    expect(told.some((periodMs) => Math.abs(periodMs / truePeriodMs - 1) < 0.02)).toBe(true);
  });

  it('states no alias of outages that are longer', () => {
    const [finding] = findings(timeline(quiet(3) + every(HOUR_MS, 'xx', 2 * DAY))).confirmed;
    expect(finding?.pattern.aliasesMs).toEqual([]);
  });

  it.each(['first', 'second', 'third'])(
    'knows the period of a timer that starts anew to a fiftieth: %s draw',
    (seed) => {
      const { confirmed } = findings(timeline(renewed(seed, 28, 3 * HOUR_MS, 0.05, 'xxx')));
      const periods = confirmed.flatMap(({ pattern }) => (pattern.kind === 'periodic' ? [pattern.periodMs ?? 0] : []));
      expect(periods.some((periodMs) => Math.abs(periodMs / (3 * HOUR_MS) - 1) < 0.02)).toBe(true);
      expect(periods.filter((periodMs) => Math.abs(periodMs / (3 * HOUR_MS) - 1) > 0.05)).toEqual([]);
    },
  );

  it('sees through probes that start late', () => {
    const text = quiet(7) + days(7, '02:00 xx');
    expect(told(text, { lateMs: (index) => (index * 7_919) % 200_000 })).toHaveLength(1);
  });
});
