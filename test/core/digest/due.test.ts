import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestDueAt, digestWeek } from '../../../functions/core/digest/due.ts';
import { WEEKDAYS } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';

const MONDAY = { weekday: 'mon', timeOfDay: '08:00' } as const;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16));
const at = (text: string) => Date.parse(`${text}Z`);

describe('when a weekly message was due', () => {
  test.each([
    { name: 'at the minute', tick: '2026-11-23T07:00', due: '2026-11-23T07:00' },
    { name: 'a minute before: a week ago is too long ago', tick: '2026-11-23T06:59', due: null },
    { name: 'on Tuesday', tick: '2026-11-24T12:00', due: '2026-11-23T07:00' },
    { name: 'six days late', tick: '2026-11-29T07:00', due: '2026-11-23T07:00' },
    { name: 'more than that', tick: '2026-11-29T07:01', due: null },
    { name: 'in summer', tick: '2026-07-06T06:00', due: '2026-07-06T06:00' },
    { name: 'the Monday after the clock was put forward', tick: '2026-03-30T06:00', due: '2026-03-30T06:00' },
    { name: 'the Monday after it was put back', tick: '2026-10-26T07:00', due: '2026-10-26T07:00' },
  ])('$name', ({ tick, due }) => {
    expect(iso(digestDueAt(at(tick), MONDAY, 'Europe/Amsterdam'))).toBe(due);
  });

  test.each([
    { name: 'a time that the clock leaves out', timeOfDay: '02:30', tick: '2026-03-29T01:30', due: '2026-03-29T01:30' },
    { name: 'not before it', timeOfDay: '02:30', tick: '2026-03-29T01:29', due: null },
    { name: 'a time that is shown twice', timeOfDay: '02:30', tick: '2026-10-25T01:30', due: '2026-10-25T00:30' },
  ])('on the Sunday of a change: $name', ({ timeOfDay, tick, due }) => {
    expect(iso(digestDueAt(at(tick), { weekday: 'sun', timeOfDay }, 'Europe/Amsterdam'))).toBe(due);
  });

  test('it is shown by the wall clock, on its weekday, and nothing between it and the tick is', () => {
    const zones = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC');
    const minutes = fc.integer({ min: at('2020-01-01T00:00') / MINUTE_MS, max: at('2035-01-01T00:00') / MINUTE_MS });
    const times = fc.record({ weekday: fc.constantFrom(...WEEKDAYS), hour: fc.integer({ min: 4, max: 23 }) });
    fc.assert(
      fc.property(minutes, zones, times, (minute, zone, { weekday, hour }) => {
        const timeOfDay = `${String(hour).padStart(2, '0')}:15`;
        const tickAt = minute * MINUTE_MS;
        const due = digestDueAt(tickAt, { weekday, timeOfDay }, zone);
        const clock = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
        const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...clock });
        const shown = (moment: number) => format.format(moment).toLowerCase().replace(',', '');
        const wanted = `${weekday} ${timeOfDay}`;
        const hits = [...Array(8 * 24 * 4).keys()]
          .map((quarter) => (Math.floor(tickAt / (15 * MINUTE_MS)) - quarter) * 15 * MINUTE_MS)
          .filter((moment) => shown(moment) === wanted);
        const newest = hits[0] ?? Number.NaN;
        expect(due).toBe(tickAt - newest > 6 * DAY_MS ? null : newest);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the week it is about', () => {
  const rows = [
    { name: 'an ordinary one', due: '2026-11-23T07:00', id: '2026-11-23', from: '2026-11-15T23:00', hours: 168 },
    { name: 'with an hour left out', due: '2026-03-30T06:00', id: '2026-03-30', from: '2026-03-22T23:00', hours: 167 },
    { name: 'with an hour twice', due: '2026-10-26T07:00', id: '2026-10-26', from: '2026-10-18T22:00', hours: 169 },
    { name: 'over a change of year', due: '2027-01-04T07:00', id: '2027-01-04', from: '2026-12-27T23:00', hours: 168 },
  ];
  test.each(rows)('$name', ({ due, id, from, hours }) => {
    const week = digestWeek(at(due), 'Europe/Amsterdam');
    expect([week.id, iso(week.from), (week.to - week.from) / HOUR_MS]).toEqual([`digest/${id}`, from, hours]);
  });

  test('the weeks of a year follow each other without a gap', () => {
    let before: number | null = null;
    for (let day = 0; day < 400; day += 7) {
      const due = digestDueAt(at('2026-01-05T22:00') + day * DAY_MS, MONDAY, 'America/New_York');
      const week = digestWeek(due ?? Number.NaN, 'America/New_York');
      if (before !== null) expect(week.from).toBe(before);
      before = week.to;
    }
  });
});
