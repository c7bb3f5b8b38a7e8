import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { TICK_AT } from '../support/builders.ts';
import { OWN_NETWORK, REFUSED, chronicWorld, type ChronicWorld, type Mark, type Story } from './chronic-world.ts';

const DAY = 1_440;
const HOUR = 60;
const BROKEN: Mark = { name: 'server/internal-error', phase: 'processing' };

const probedEvery = (every: '1m' | '5m') =>
  settingsOf({ targets: [{ id: 'a', account: 'main', path: '/a', every }], reminders: false }, 'lambda');
const EACH_MINUTE = probedEvery('1m');

/** What people were told: day, time of day, reason and nature. */
function toldWhen({ sent }: ChronicWorld): readonly string[] {
  return sent.map(({ reason, problem, at }) => {
    const minutes = Math.floor((at - TICK_AT) / MINUTE_MS);
    const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
    const time = `${two((minutes % DAY) / HOUR)}:${two(minutes % HOUR)}`;
    return `${Math.floor(minutes / DAY)} ${time} ${reason} ${problem.nature}`;
  });
}

/** Ten minutes at 02:00 from day 3 on, unless a day has failures of its own. */
const nightly =
  (days: Readonly<Record<number, (inDay: number) => Mark>> = {}, mark: Mark = REFUSED): Story =>
  (at) => {
    const [day, inDay] = [Math.floor(at / DAY), at % DAY];
    const own = days[day];
    if (own !== undefined) return own(inDay);
    return day >= 3 && inDay >= 2 * HOUR && inDay < 2 * HOUR + 10 ? mark : 'healthy';
  };
const failing =
  (from: number, minutes: number, mark: Mark = REFUSED) =>
  (inDay: number): Mark =>
    inDay >= from && inDay < from + minutes ? mark : 'healthy';

/** The first strike is an incident, the second a repeat that rings nobody; at the third it is known. */
const UNTIL_KNOWN = ['3 02:02 opened incident', '3 02:11 resolved incident', '5 02:00 reopened chronic'];

describe('a nightly problem for a month, with an outage of three hours that starts at the same minute', () => {
  const story = nightly({ 17: failing(2 * HOUR, 3 * HOUR) });

  test('probed every minute: five messages, the outage at the first tick beyond', async () => {
    const world = chronicWorld(EACH_MINUTE);
    await world.watch(0, 30 * DAY, story);
    expect(toldWhen(world)).toEqual([...UNTIL_KNOWN, '17 02:17 opened incident', '17 05:01 resolved incident']);
    const [chronic, outage, end] = world.sent.slice(-3).map(({ problem }) => problem);
    expect(outage?.linkedTo).toMatchObject({ problemId: chronic?.id, beyond: 'longer', pattern: { kind: 'clock' } });
    expect(outage).toMatchObject({
      failedProbes: 18,
      firstFailureAt: TICK_AT + (17 * DAY + 2 * HOUR) * MINUTE_MS + 300,
    });
    expect((end?.resolvedAt ?? 0) - (end?.firstFailureAt ?? 0)).toBe(3 * HOUR * MINUTE_MS);
    // The strikes that rang nobody are counted all the same: those of 26 nights, and the usual part of the outage.
    const [open] = await world.open();
    expect(open?.failedProbes).toBeGreaterThanOrEqual(26 * 10);
  });

  test('probed every five minutes: two failures in a row are no incident', async () => {
    const world = chronicWorld(probedEvery('5m'));
    await world.watch(0, 30 * DAY, story);
    expect(toldWhen(world)).toEqual([
      '5 02:00 opened chronic',
      '17 02:25 opened incident',
      '17 05:05 resolved incident',
    ]);
  });
});

describe('told at once, within the nightly problem', () => {
  test.each<{ name: string; day: (inDay: number) => Mark; told: readonly string[]; beyond: string | undefined }>([
    {
      name: 'another class in the window',
      day: failing(2 * HOUR, 10, BROKEN),
      told: ['8 02:02 opened incident', '8 02:11 resolved incident'],
      beyond: 'other-class',
    },
    {
      name: 'what began before the window',
      day: failing(HOUR + 50, 20),
      told: ['8 01:52 opened incident', '8 02:11 resolved incident'],
      beyond: undefined,
    },
    {
      name: 'what had begun shortly before it',
      day: (inDay) => (inDay > 114 && inDay < 119 ? 'paused' : failing(114, 16)(inDay)),
      told: ['8 02:00 opened incident', '8 02:11 resolved incident'],
      beyond: 'wider',
    },
    {
      name: 'at noon',
      day: failing(12 * HOUR, 5),
      told: ['8 12:02 opened incident', '8 12:06 resolved incident'],
      beyond: undefined,
    },
    { name: 'not: a strike a little longer', day: failing(2 * HOUR, 15), told: [], beyond: undefined },
  ])('$name', async ({ day, told, beyond }) => {
    const world = chronicWorld(EACH_MINUTE);
    await world.watch(0, 10 * DAY, nightly({ 8: day }));
    expect(toldWhen(world)).toEqual([...UNTIL_KNOWN, ...told]);
    if (told.length > 0) expect(world.sent.at(-1)?.problem.linkedTo?.beyond).toBe(beyond);
  });

  test('an outage in the night in which it is confirmed', async () => {
    const world = chronicWorld(EACH_MINUTE);
    await world.watch(0, 7 * DAY, nightly({ 5: failing(2 * HOUR, 60) }));
    expect(toldWhen(world)).toEqual([...UNTIL_KNOWN, '5 02:17 opened incident', '5 03:01 resolved incident']);
    const ids = world.sent.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('once it has ended, a strike rings again', async () => {
  const world = chronicWorld(EACH_MINUTE);
  const story = nightly();
  await world.watch(0, 30 * DAY, (at, ...rest) => (at >= 12 * DAY && at < 29 * DAY ? 'healthy' : story(at, ...rest)));
  const told = toldWhen(world);
  expect(told.slice(0, 3)).toEqual(UNTIL_KNOWN);
  expect(told[3]).toContain('resolved chronic');
  expect(told.slice(4)).toEqual(['29 02:02 opened incident', '29 02:11 resolved incident']);
});

test('the nightly interruption of our own network is one problem too', async () => {
  const world = chronicWorld(EACH_MINUTE);
  await world.watch(0, 20 * DAY, nightly({ 17: failing(2 * HOUR, 2 * HOUR, OWN_NETWORK) }, OWN_NETWORK));
  expect(toldWhen(world)).toEqual([...UNTIL_KNOWN, '17 02:17 opened incident', '17 04:01 resolved incident']);
});

test('hourly resets of four minutes for a week', async () => {
  const world = chronicWorld(EACH_MINUTE);
  await world.watch(0, 7 * DAY, (at) => (at % HOUR >= 20 && at % HOUR < 24 ? REFUSED : 'healthy'));
  const told = toldWhen(world);
  expect(told).toEqual(['0 00:22 opened incident', '0 00:25 resolved incident', '0 03:20 reopened chronic']);
});

/** Failing and working stretches of one to twelve minutes, for ten days. */
function randomMarks(): readonly boolean[] {
  let [state, left, random] = [false, 0, 7];
  return Array.from({ length: 10 * DAY }, () => {
    if (left === 0) {
      random = (random * 48_271) % 2_147_483_647;
      state = !state;
      left = 1 + (random % 12);
    }
    left -= 1;
    return state;
  });
}

test('flapping rings nobody once it is known, an outage of six hours within it does', async () => {
  const world = chronicWorld(EACH_MINUTE);
  const marks = randomMarks();
  const story: Story = (at) => {
    const isOutage = at >= 5 * DAY && at < 5 * DAY + 6 * HOUR;
    return at > DAY && (isOutage || marks[at] === true) ? REFUSED : 'healthy';
  };
  await world.watch(0, 10 * DAY, story);
  const known = world.sent.findIndex(({ problem }) => problem.nature === 'chronic');
  const [chronic, outage, end, ...more] = world.sent.slice(known);
  expect([chronic?.reason, outage?.reason, end?.reason, more]).toEqual(['changed', 'opened', 'resolved', []]);
  expect(known).toBeLessThanOrEqual(6);
  const startAt = TICK_AT + 5 * DAY * MINUTE_MS;
  expect(outage?.at).toBeGreaterThan(startAt + 30 * MINUTE_MS);
  expect(outage?.at).toBeLessThan(startAt + 90 * MINUTE_MS);
  expect(end?.problem.linkedTo).toMatchObject({ problemId: chronic?.problem.id, beyond: 'longer' });
});
