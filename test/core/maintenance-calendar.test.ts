import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OWN_NETWORK_SUBJECT } from '../../functions/core/chronic/snapshot.ts';
import { maintenanceCalendar } from '../../functions/core/maintenance-calendar.ts';
import type { MaintenanceWindow } from '../../functions/core/maintenance.ts';
import { WEEKDAYS, type Weekday } from '../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../functions/core/model/time.ts';
import { slowCalendar, wallClock } from './maintenance-reference.ts';

interface Weekly {
  readonly zone?: string;
  readonly weekdays?: readonly Weekday[];
  readonly timeOfDay?: string;
  readonly durationMs?: number;
}

const window = (when: MaintenanceWindow['when'], fields: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  when,
  targets: null,
  isEvidence: false,
  ...fields,
});
const weekly = (when: Weekly = {}, fields: Partial<MaintenanceWindow> = {}): MaintenanceWindow =>
  window({ zone: 'Europe/Amsterdam', weekdays: ['sun'], timeOfDay: '02:00', durationMs: 2 * HOUR_MS, ...when }, fields);

/** When a window is open within a span, minute by minute, as `from to`. */
function openTimes(one: MaintenanceWindow, from: string, to: string): string[] {
  const calendar = maintenanceCalendar([one]);
  const times: string[] = [];
  let since: number | null = null;
  for (let at = Date.parse(from); at <= Date.parse(to); at += MINUTE_MS) {
    const isOpen = calendar?.isOpen(at) === true;
    expect(calendar?.at(at, 'server-time') ?? null).toBe(isOpen ? one : null);
    if (isOpen) since ??= at;
    else if (since !== null) {
      times.push(`${isoTime(since).slice(5, 16)} ${isoTime(at).slice(5, 16)}`);
      since = null;
    }
  }
  return since === null ? times : [...times, isoTime(since).slice(5, 16)];
}

test('without windows there is no calendar', () => {
  expect(maintenanceCalendar([])).toBeNull();
});

describe('the windows that were open in a span of time', () => {
  const calendar = maintenanceCalendar([weekly(), weekly({ weekdays: ['mon'] }, { targets: ['agents'] })]);
  const between = (from: string, to: string, ...subjects: string[]) =>
    (calendar?.between(Date.parse(from), Date.parse(to), subjects) ?? []).map(
      ({ from: start, to: end }) => `${isoTime(start).slice(5, 16)} ${isoTime(end).slice(5, 16)}`,
    );

  test('each once, in order, of the subjects that it is about', () => {
    const week = ['2026-01-10T00:00Z', '2026-01-19T00:30Z'] as const;
    expect(between(...week, 'server-time')).toEqual(['01-11T01:00 01-11T03:00', '01-18T01:00 01-18T03:00']);
    expect(between(...week, 'server-time', 'agents')).toHaveLength(3);
  });

  test('those that reach into it, and none that only touch it', () => {
    expect(between('2026-01-11T02:00Z', '2026-01-11T02:10Z', 'a')).toHaveLength(1);
    expect(between('2026-01-11T03:00Z', '2026-01-12T00:00Z', 'a')).toEqual([]);
    expect(between('2026-01-10T00:00Z', '2026-01-11T01:00Z', 'a')).toHaveLength(1);
  });
});

describe('a weekly window is open', () => {
  test.each([
    {
      name: 'on its day in winter',
      one: weekly(),
      from: '2026-01-05T00:00Z',
      to: '2026-01-19T00:00Z',
      open: ['01-11T01:00 01-11T03:00', '01-18T01:00 01-18T03:00'],
    },
    {
      name: 'after a start that is left out: from the first moment after the gap, in full',
      one: weekly(),
      from: '2026-03-28T00:00Z',
      to: '2026-03-30T00:00Z',
      open: ['03-29T01:00 03-29T03:00'],
    },
    {
      name: 'after a start in the middle of the gap',
      one: weekly({ timeOfDay: '02:59', durationMs: MINUTE_MS }),
      from: '2026-03-28T00:00Z',
      to: '2026-03-30T00:00Z',
      open: ['03-29T01:00 03-29T01:01'],
    },
    {
      name: 'from the first of two starts, once',
      one: weekly(),
      from: '2026-10-24T00:00Z',
      to: '2026-10-26T00:00Z',
      open: ['10-25T00:00 10-25T02:00'],
    },
    {
      name: 'for hours in real time while the clock is put forward',
      one: weekly({ weekdays: ['sat'], timeOfDay: '23:00', durationMs: 8 * HOUR_MS }),
      from: '2026-03-28T00:00Z',
      to: '2026-03-30T00:00Z',
      open: ['03-28T22:00 03-29T06:00'],
    },
    {
      name: 'for whole days on the wall clock, an hour less in spring',
      one: weekly({ weekdays: ['sat'], timeOfDay: '00:00', durationMs: 2 * DAY_MS }),
      from: '2026-03-27T00:00Z',
      to: '2026-03-31T00:00Z',
      open: ['03-27T23:00 03-29T22:00'],
    },
    {
      name: 'and an hour more in autumn',
      one: weekly({ weekdays: ['sat'], timeOfDay: '00:00', durationMs: 2 * DAY_MS }),
      from: '2026-10-23T00:00Z',
      to: '2026-10-27T00:00Z',
      open: ['10-23T22:00 10-25T23:00'],
    },
    {
      name: 'past midnight and the end of the week',
      one: weekly({ zone: 'UTC', weekdays: ['sat'], timeOfDay: '23:00', durationMs: 3 * HOUR_MS }),
      from: '2026-01-09T00:00Z',
      to: '2026-01-13T00:00Z',
      open: ['01-10T23:00 01-11T02:00'],
    },
    {
      name: 'on the day of its zone, which is another one in UTC',
      one: weekly({ zone: 'Asia/Kathmandu', timeOfDay: '02:00' }),
      from: '2026-01-09T00:00Z',
      to: '2026-01-13T00:00Z',
      open: ['01-10T20:15 01-10T22:15'],
    },
    {
      name: 'where half an hour is left out',
      one: weekly({ zone: 'Australia/Lord_Howe', timeOfDay: '02:10', durationMs: HOUR_MS }),
      from: '2026-10-03T00:00Z',
      to: '2026-10-05T00:00Z',
      open: ['10-03T15:30 10-03T16:30'],
    },
    {
      name: 'where half an hour comes twice',
      one: weekly({ zone: 'Australia/Lord_Howe', timeOfDay: '01:40', durationMs: HOUR_MS }),
      from: '2026-04-04T00:00Z',
      to: '2026-04-06T00:00Z',
      open: ['04-04T14:40 04-04T15:40'],
    },
    {
      name: 'for a day that a zone left out: at its end',
      one: weekly({ zone: 'Pacific/Apia', weekdays: ['fri'], timeOfDay: '00:00', durationMs: HOUR_MS }),
      from: '2011-12-29T00:00Z',
      to: '2012-01-01T00:00Z',
      open: ['12-30T10:00 12-30T11:00'],
    },
    {
      name: 'without an end where it starts again before it is over',
      one: weekly({ zone: 'UTC', weekdays: WEEKDAYS, timeOfDay: '12:00', durationMs: DAY_MS }),
      from: '2026-01-09T00:00Z',
      to: '2026-01-13T00:00Z',
      open: ['01-09T00:00'],
    },
  ])('$name', ({ one, from, to, open }) => {
    expect(openTimes(one, from, to)).toEqual(open);
  });
});

test('a window that is open once is open from its first moment to its last, over days', () => {
  const one = window({ from: Date.parse('2026-12-24T21:00Z'), to: Date.parse('2026-12-26T05:00Z') });
  expect(openTimes(one, '2026-12-20T00:00Z', '2026-12-30T00:00Z')).toEqual(['12-24T21:00 12-26T05:00']);
});

describe('whom a window covers', () => {
  const at = Date.parse('2026-01-11T01:30Z');
  const all = weekly();
  const some = weekly({}, { targets: ['agents', 'company'] });
  const evidence = weekly({}, { isEvidence: true });

  test.each([
    { name: 'everything', windows: [all], subject: 'agents', found: all },
    { name: 'our own network with everything', windows: [all], subject: OWN_NETWORK_SUBJECT, found: all },
    { name: 'a target of its list', windows: [some], subject: 'company', found: some },
    { name: 'no other target', windows: [some], subject: 'server-time', found: null },
    { name: 'not our own network with some targets', windows: [some], subject: OWN_NETWORK_SUBJECT, found: null },
    { name: 'another window does', windows: [some, all], subject: 'server-time', found: all },
    { name: 'the first of several', windows: [some, all], subject: 'agents', found: some },
    { name: 'what is no evidence first', windows: [evidence, some], subject: 'agents', found: some },
    { name: 'what is evidence otherwise', windows: [some, evidence], subject: 'server-time', found: evidence },
  ])('$name', ({ windows, subject, found }) => {
    const calendar = maintenanceCalendar(windows);
    expect(calendar?.at(at, subject)).toBe(found);
    expect(calendar?.isOpen(at)).toBe(true);
    expect(calendar?.isOpen(at + DAY_MS)).toBe(false);
  });
});

/** A zone, and a moment in the week of a change of its clock. */
const WEEKS = [
  { zone: 'Europe/Amsterdam', near: '2026-03-29T00:00Z' },
  { zone: 'Europe/Amsterdam', near: '2026-10-25T00:00Z' },
  { zone: 'America/New_York', near: '2026-03-08T00:00Z' },
  { zone: 'Australia/Lord_Howe', near: '2026-04-05T00:00Z' },
  { zone: 'Australia/Lord_Howe', near: '2026-10-04T00:00Z' },
  { zone: 'Asia/Kathmandu', near: '2026-03-29T00:00Z' },
  { zone: 'Asia/Beirut', near: '2026-03-29T00:00Z' },
  { zone: 'Asia/Beirut', near: '2026-10-25T00:00Z' },
  { zone: 'America/St_Johns', near: '2006-10-29T00:00Z' },
  { zone: 'Pacific/Apia', near: '2011-12-30T00:00Z' },
] as const;

/** Start and length of random windows, many of them where clocks are changed. */
const anyWeekly = fc.record({
  weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
  minuteOfDay: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 1_439 })),
  minutes: fc.oneof(
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 1, max: 7 }).map((days) => days * 1_440),
    fc.integer({ min: 1, max: 7 * 1_440 }),
  ),
});

describe('every minute of a week is in the window or out of it, as counted minute by minute', () => {
  test.each(WEEKS)('$zone around $near', ({ zone, near }) => {
    const clock = wallClock(zone, Date.parse(near) - 13 * DAY_MS, Date.parse(near) + 12 * DAY_MS);
    fc.assert(
      fc.property(anyWeekly, ({ weekdays, minuteOfDay, minutes }) => {
        const digits = (value: number) => String(value).padStart(2, '0');
        const timeOfDay = `${digits(Math.floor(minuteOfDay / 60))}:${digits(minuteOfDay % 60)}`;
        const one = weekly({ zone, weekdays, timeOfDay, durationMs: minutes * MINUTE_MS });
        const calendar = maintenanceCalendar([one]);
        const isOpen = slowCalendar(clock, weekdays, minuteOfDay, minutes);
        for (let at = Date.parse(near) - 4 * DAY_MS; at <= Date.parse(near) + 4 * DAY_MS; at += MINUTE_MS) {
          if ((calendar?.at(at, 'x') === one) !== isOpen(at)) {
            throw new Error(`at ${isoTime(at)} ${JSON.stringify(one.when)} must be ${isOpen(at) ? 'open' : 'closed'}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('the answer does not depend on what was asked before', () => {
  const calendar = maintenanceCalendar([weekly({ weekdays: WEEKDAYS })]);
  const moments = Array.from({ length: 1_200 }, (_, day) => (day + 20_000) * DAY_MS + 2.5 * HOUR_MS);
  const first = moments.map((at) => calendar?.isOpen(at));
  expect(new Set(first)).toEqual(new Set([true, false]));
  expect(moments.toReversed().map((at) => calendar?.isOpen(at))).toEqual(first.toReversed());
});

test('the openings of a day are found once', () => {
  let looks = 0;
  const { when, ...fields } = weekly({ weekdays: WEEKDAYS });
  const watched: MaintenanceWindow = {
    ...fields,
    get when() {
      looks += 1;
      return when;
    },
  };
  const calendar = maintenanceCalendar([watched]);
  const day = 20_000 * DAY_MS;
  for (let minute = 0; minute < 1_440; minute += 1) calendar?.at(day + minute * MINUTE_MS, 'server-time');
  expect(looks).toBe(1);
  calendar?.at(day + DAY_MS, 'server-time');
  expect(looks).toBe(2);
});
