import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { zoneOffsetMs } from '../../../functions/core/chronic/zone-offset.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';

const ZONES = [
  'Europe/Amsterdam',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'UTC',
];

/** The offset that Intl itself names, for example `GMT+05:45`. */
function offsetNamed(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    Math.floor(at),
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? [];
  const ms = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS + Number(seconds ?? 0) * SECOND_MS;
  return sign === '-' ? -ms : ms;
}

describe('the offset of a zone', () => {
  test.each([
    { name: 'winter in Amsterdam', at: '2026-01-15T12:00:00Z', zone: 'Europe/Amsterdam', ms: HOUR_MS },
    { name: 'summer in Amsterdam', at: '2026-07-15T12:00:00Z', zone: 'Europe/Amsterdam', ms: 2 * HOUR_MS },
    { name: 'west of Greenwich', at: '2026-01-15T12:00:00Z', zone: 'America/New_York', ms: -5 * HOUR_MS },
    { name: 'a quarter past', at: '2026-01-15T12:00:00Z', zone: 'Asia/Kathmandu', ms: 5.75 * HOUR_MS },
    { name: 'half an hour of summer', at: '2026-01-15T12:00:00Z', zone: 'Australia/Lord_Howe', ms: 11 * HOUR_MS },
    { name: 'and its winter', at: '2026-07-15T12:00:00Z', zone: 'Australia/Lord_Howe', ms: 10.5 * HOUR_MS },
    { name: 'UTC', at: '2026-07-15T12:00:00Z', zone: 'UTC', ms: 0 },
  ])('$name', ({ at, zone, ms }) => {
    expect(zoneOffsetMs(Date.parse(at), zone)).toBe(ms);
  });

  test.each([
    { name: 'Amsterdam springs', zone: 'Europe/Amsterdam', at: '2026-03-29T01:00:00Z', before: 1, after: 2 },
    { name: 'Amsterdam falls back', zone: 'Europe/Amsterdam', at: '2026-10-25T01:00:00Z', before: 2, after: 1 },
    { name: 'New York springs', zone: 'America/New_York', at: '2026-03-08T07:00:00Z', before: -5, after: -4 },
    { name: 'Lord Howe falls back', zone: 'Australia/Lord_Howe', at: '2026-04-04T15:00:00Z', before: 11, after: 10.5 },
    { name: 'Ramadan starts', zone: 'Africa/Casablanca', at: '2025-02-23T02:00:00Z', before: 1, after: 0 },
    { name: 'Apia leaves out a day', zone: 'Pacific/Apia', at: '2011-12-30T10:00:00Z', before: -10, after: 14 },
    { name: 'a minute past midnight', zone: 'America/St_Johns', at: '2006-04-02T03:31:00Z', before: -3.5, after: -2.5 },
    { name: 'at 24:00 of the wall clock', zone: 'Asia/Beirut', at: '2026-10-24T21:00:00Z', before: 3, after: 2 },
  ])('changes to the fraction of a millisecond: $name', ({ zone, at, before, after }) => {
    const changeAt = Date.parse(at);
    expect(zoneOffsetMs(changeAt - 0.001, zone)).toBe(before * HOUR_MS);
    expect(zoneOffsetMs(changeAt, zone)).toBe(after * HOUR_MS);
  });

  test('is what Intl says, at any moment', () => {
    const at = fc.double({ min: Date.UTC(1960, 0), max: Date.UTC(2060, 0), noNaN: true });
    fc.assert(
      fc.property(at, fc.constantFrom(...ZONES), (moment, zone) => {
        expect(zoneOffsetMs(moment, zone)).toBe(offsetNamed(moment, zone));
      }),
      { numRuns: 1_000 },
    );
  });

  test('is what Intl says every quarter of an hour of a year with every kind of change', () => {
    for (const zone of ZONES) {
      const changes = new Set<number>();
      for (let day = Date.UTC(2026, 0); day < Date.UTC(2027, 0); day += DAY_MS) {
        if (offsetNamed(day, zone) !== offsetNamed(day + DAY_MS, zone)) changes.add(day);
      }
      for (const day of changes) {
        for (let at = day - HOUR_MS; at <= day + DAY_MS; at += 15 * MINUTE_MS) {
          expect(zoneOffsetMs(at, zone)).toBe(offsetNamed(at, zone));
          expect(zoneOffsetMs(at - 1, zone)).toBe(offsetNamed(at - 1, zone));
        }
      }
    }
  });

  test('stays right when more days are asked for than are kept', () => {
    const at = Date.parse('2020-01-01T12:00:00Z');
    for (let day = 0; day < 2_500; day += 1) zoneOffsetMs(at + day * DAY_MS, 'Europe/Amsterdam');
    expect(zoneOffsetMs(at, 'Europe/Amsterdam')).toBe(HOUR_MS);
    expect(zoneOffsetMs(Date.parse('2020-06-01T12:00:00Z'), 'Europe/Amsterdam')).toBe(2 * HOUR_MS);
  });

  test('forgets days when more are asked for than are kept', () => {
    const at = Date.parse('2010-01-01T12:00:00Z');
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    try {
      for (let day = 0; day < 2_500; day += 1) zoneOffsetMs(at + day * DAY_MS, 'Africa/Casablanca');
      asked.mockClear();
      zoneOffsetMs(at, 'Africa/Casablanca');
      expect(asked).toHaveBeenCalled();
    } finally {
      asked.mockRestore();
    }
  });

  test('stays right when more zones are asked for than are kept', () => {
    const at = Date.parse('2026-01-15T12:00:00Z');
    const named = Intl.supportedValuesOf('timeZone').map((zone) => [zone, offsetNamed(at, zone)] as const);
    for (const [zone, ms] of [...named, ...named]) expect(zoneOffsetMs(at, zone), zone).toBe(ms);
  });

  test('a day asked for before costs no Intl', () => {
    const at = Date.parse('2026-03-29T12:00:00Z');
    zoneOffsetMs(at, 'Europe/Amsterdam');
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    try {
      expect(zoneOffsetMs(at + 1.5, 'Europe/Amsterdam')).toBe(2 * HOUR_MS);
      expect(asked).not.toHaveBeenCalled();
      zoneOffsetMs(at + 900 * DAY_MS, 'Europe/Amsterdam');
      expect(asked).toHaveBeenCalled();
    } finally {
      asked.mockRestore();
    }
  });

  test('a zone that does not exist is named, with its cause', () => {
    expect(() => zoneOffsetMs(0, 'Europe/Amsterdm')).toThrow(
      '"Europe/Amsterdm" is no time zone: use an IANA name such as Europe/Amsterdam',
    );
  });
});
