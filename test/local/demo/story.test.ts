import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeText } from '../../../functions/core/messages/time-words.ts';
import { DAY_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { STORY_DAYS, storyFrom } from '../../../functions/local/demo/story.ts';
import { checkScript } from '../../../functions/local/simulator/check-script.ts';
import { faultAt } from '../../../functions/local/simulator/fault-script.ts';

const TICK_MS = 5 * MINUTE_MS;
const START = Date.UTC(2026, 2, 1, 10);

describe('the chapters of a fortnight', () => {
  const story = storyFrom(START, 'Europe/Amsterdam', '127.0.0.3');
  const { chapters, script, token } = story;

  test('by the wall clock of the zone', () => {
    const local = (at: number) => timeText(at, 'Europe/Amsterdam').slice(5, 16);
    expect(chapters.map(({ title, from, to }) => `${local(from)} to ${local(to)}  ${title}`)).toMatchInlineSnapshot(`
      [
        "03-02 03:15 to 03-02 03:25  the monitor’s own line reconnects at night",
        "03-02 09:00 to 03-02 14:30  one of three addresses is bad",
        "03-03 03:15 to 03-03 03:25  the monitor’s own line reconnects at night",
        "03-03 13:10 to 03-03 15:45  an outage: 500, then 503",
        "03-04 03:15 to 03-04 03:25  the monitor’s own line reconnects at night",
        "03-04 20:30 to 03-09 10:30  an update, and since then resets on every full hour",
        "03-05 03:15 to 03-05 03:25  the monitor’s own line reconnects at night",
        "03-06 03:15 to 03-06 03:25  the monitor’s own line reconnects at night",
        "03-07 03:15 to 03-07 03:25  the monitor’s own line reconnects at night",
        "03-11 06:00 to 03-11 09:30  the token runs out, and nobody has put in a new one",
        "03-14 09:00 to 03-14 09:40  a burst of 504",
      ]
    `);
  });

  test('the nightly reconnect keeps its time of day when the clock is put forward', () => {
    const { chapters: over } = storyFrom(Date.UTC(2026, 2, 26, 10), 'Europe/Amsterdam', null);
    const nights = over.filter(({ title }) => title.includes('line'));
    expect(new Set(nights.map(({ from }) => timeText(from, 'Europe/Amsterdam').slice(11, 16)))).toEqual(
      new Set(['03:15']),
    );
    expect(new Set(nights.map(({ from }) => timeText(from, 'UTC').slice(11, 16)))).toEqual(new Set(['02:15', '01:15']));
  });

  test('the script can be played, and is about the paths and the address that it should be', () => {
    expect(checkScript(script)).toEqual([]);
    const faults = (title: string, path: string, address = '127.0.0.1') => {
      const from = chapters.find((chapter) => chapter.title.includes(title))?.from ?? 0;
      return faultAt(script, Math.ceil(from / (60 * MINUTE_MS)) * 60 * MINUTE_MS - START, path, address)?.kind ?? null;
    };
    expect({
      bad: faults('addresses', '/server-time', '127.0.0.3'),
      good: faults('addresses', '/server-time'),
      resets: faults('update', '/agents'),
      'resets elsewhere': faults('update', '/companies/me'),
      burst: faults('504', '/companies/me'),
      'burst elsewhere': faults('504', '/server-time'),
    }).toEqual({
      bad: 'refused',
      good: null,
      resets: 'reset',
      'resets elsewhere': null,
      burst: 'status',
      'burst elsewhere': null,
    });
  });

  test('the line is down at night alone, and the token is replaced after its end', () => {
    expect(story.isLineDown(Date.UTC(2026, 2, 2, 2, 15))).toBe(true);
    expect(story.isLineDown(Date.UTC(2026, 2, 2, 2, 25))).toBe(false);
    expect(token.endsAt).toBeLessThan(token.rotatedAt);
    expect(token.nextEndsAt).toBeGreaterThan(START + STORY_DAYS * DAY_MS);
  });

  test('without a second address there is no bad one', () => {
    const { chapters: fewer } = storyFrom(START, 'UTC', null);
    expect(fewer).toHaveLength(chapters.length - 1);
    expect(fewer.map(({ title }) => title)).not.toContain('one of three addresses is bad');
  });
});

test('whenever and wherever it begins, it is over in time, and one thing is wrong with the API at a time', () => {
  const zones = [
    'UTC',
    'Europe/Amsterdam',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 105_000 }), fc.constantFrom(...zones), (tick, zone) => {
      const startAt = Date.UTC(2026, 0, 1) + tick * TICK_MS;
      const { chapters, script } = storyFrom(startAt, zone, '127.0.0.3');
      expect(checkScript(script)).toEqual([]);
      expect(chapters[0]?.from).toBeGreaterThan(startAt);
      expect(Math.max(...chapters.map(({ to }) => to))).toBeLessThanOrEqual(
        startAt + STORY_DAYS * DAY_MS - 15 * TICK_MS,
      );
      chapters.slice(1).forEach((chapter, index) => {
        const before = chapters[index];
        const isNightly = [before, chapter].some((one) => one?.title.includes('line') ?? false);
        if (!isNightly) expect(chapter.from).toBeGreaterThan(before?.to ?? 0);
      });
      expect(chapters.every(({ from }) => from % TICK_MS === 0)).toBe(true);
    }),
  );
});
