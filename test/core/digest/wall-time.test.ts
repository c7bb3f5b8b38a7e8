import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atWallTime, wallTimeOf } from '../../../functions/core/digest/wall-time.ts';

describe('the moment of a wall-clock time', () => {
  test.each([
    { name: 'winter', zone: 'Europe/Amsterdam', shown: '2026-01-15T08:00', at: '2026-01-15T07:00' },
    { name: 'summer', zone: 'Europe/Amsterdam', shown: '2026-07-15T08:00', at: '2026-07-15T06:00' },
    {
      name: 'an hour before the clock springs',
      zone: 'Europe/Amsterdam',
      shown: '2026-03-29T01:59',
      at: '2026-03-29T00:59',
    },
    { name: 'left out: as much later', zone: 'Europe/Amsterdam', shown: '2026-03-29T02:30', at: '2026-03-29T01:30' },
    { name: 'shown twice: the first', zone: 'Europe/Amsterdam', shown: '2026-10-25T02:30', at: '2026-10-25T00:30' },
    { name: 'after the second', zone: 'Europe/Amsterdam', shown: '2026-10-25T03:00', at: '2026-10-25T02:00' },
    { name: 'midnight is left out', zone: 'Asia/Beirut', shown: '2026-03-29T00:00', at: '2026-03-28T22:00' },
    {
      name: 'half an hour is put back',
      zone: 'Australia/Lord_Howe',
      shown: '2026-04-05T01:45',
      at: '2026-04-04T14:45',
    },
    { name: 'a whole day is left out', zone: 'Pacific/Apia', shown: '2011-12-30T08:00', at: '2011-12-30T18:00' },
    { name: 'west of Greenwich', zone: 'America/New_York', shown: '2026-11-16T23:30', at: '2026-11-17T04:30' },
    { name: 'UTC', zone: 'UTC', shown: '2026-11-16T08:00', at: '2026-11-16T08:00' },
  ])('$name', ({ zone, shown, at }) => {
    expect(atWallTime(Date.parse(`${shown}Z`), zone)).toBe(Date.parse(`${at}Z`));
  });

  test('is the first at which the clock shows it, or it is shown never', () => {
    const moments = fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    const zones = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    fc.assert(
      fc.property(moments, zones, (minute, zone) => {
        const shown = wallTimeOf(minute * 60_000, zone);
        const at = atWallTime(shown, zone);
        expect(wallTimeOf(at, zone)).toBe(shown);
        expect(at).toBeLessThanOrEqual(minute * 60_000);
      }),
    );
  });
});
