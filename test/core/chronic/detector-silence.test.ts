import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import { noise, scattered } from '../../support/chronic-draws.ts';
import { days, findings, over, quiet, timeline, told, type Spacing } from '../../support/chronic-timeline.ts';
import { seededRandom } from '../../support/scenarios/seeded-random.ts';

const DAY = quiet(1).length;

/** Every day without its probes at these times. */
function without(text: string, isMissing: (indexInDay: number) => boolean): string {
  return Array.from(text, (letter, index) => (isMissing(index % DAY) ? ' ' : letter)).join('');
}

/** A day of outages that come as they like, and nothing before or after. */
function oneBadDay(seed: string, outages: number, marks: string): string {
  return quiet(10) + scattered(seed, 1, () => outages, marks) + quiet(20);
}

describe('what is no pattern stays untold', () => {
  const rows: readonly (readonly [string, string, Spacing])[] = [
    ['nothing but health', quiet(30), {}],
    ['failures only where a nightly gap ends: they may have begun at any time in it', days(21, '01:00  *12xx'), {}],
    [
      'one outage of 16 hours in a probe schedule with a gap every night',
      without(quiet(10) + days(1, '06:00 x*192') + quiet(14), (index) => index < 12),
      {},
    ],
    ['an outage of 16 hours', quiet(7) + 'x*192' + quiet(20), {}],
    ['an outage of 23 hours', quiet(7) + 'x*276' + quiet(20), {}],
    ['one bad day of ten outages', oneBadDay('bad day 1', 10, 'xxx'), {}],
    [
      'one bad stretch of ten hours with every sixth probe',
      quiet(10) + noise('bad stretch', 0.17, 120) + quiet(20),
      {},
    ],
    ['one bad day of fifteen blips', oneBadDay('bad day 2', 15, 'x'), {}],
    ['two nights at the same hour', quiet(14) + days(2, '02:00 xx') + quiet(21), {}],
    ['two Mondays at the same hour', quiet(21) + days(14, '09:00 xx', { on: ['mon'] }) + quiet(7), {}],
    ['a deploy on most working days, at any hour of the working day', deploys('deploys', 42), {}],
    ['an outage a week', scattered('weekly', 56, (random) => (random.chance(1 / 7) ? 1 : 0), 'xxxx'), {}],
    ['noise of 2 %', noise('two per cent', 0.02, 35 * DAY), {}],
    ['noise that slowly rises to 1.5 %', drift('drift', 40, 0.001, 0.015), {}],
    ['half of the probes missing, every night', without(quiet(30), (index) => index > 140), {}],
    ['more than half of the probes of two days missing, the others failing', quiet(3) + 'xxxxx       '.repeat(48), {}],
    ['our own network failing every night', days(21, '02:00 ooo'), {}],
    ['our own network failing every night, with the first probe after it', days(21, '02:00 oooooox'), {}],
    ['a day of probes and no more', noise('first day', 0.02, DAY), {}],
    [
      'one of the hundred probes of the same two hours, every night',
      onceANight('once a night', 28),
      { everyMs: MINUTE_MS },
    ],
    ['probes more often at noon, with noise', uneven('uneven', 30), {}],
  ];

  it.each(rows)('%s', (_, text, spacing) => {
    expect(told(text, spacing)).toEqual([]);
  });

  it('an outage of days in a schedule with nightly gaps is one persistent problem, not a nightly one', () => {
    const text = without(
      quiet(7) + 'x'.repeat(8 * DAY) + quiet(7),
      (index) => index < 12 || (index >= 144 && index < 156),
    );
    expect(told(text)).toEqual(['persistent ended']);
  });

  it('a day of probes that all succeed at the second attempt is not down', () => {
    expect(told(quiet(2) + 'm*400' + quiet(7)).filter((line) => line.startsWith('persistent'))).toEqual([]);
  });

  it('an hour of failures where a nightly gap ends has no time of day', () => {
    const rhythms = findings(timeline(days(21, '01:00  *12x*12'))).confirmed.filter(
      ({ pattern }) => pattern.periodMs !== null,
    );
    expect(rhythms).toEqual([]);
  });

  it('two targets do not add up: one detector knows nothing of another', () => {
    const first = timeline(quiet(14) + days(2, '02:00 xx'));
    expect(findings(first).confirmed).toEqual([]);
    expect(findings(timeline(quiet(14) + days(2, '02:00 xx') + quiet(2))).confirmed).toEqual([]);
  });
});

function deploys(seed: string, count: number): string {
  const random = seededRandom(seed);
  let text = '';
  for (let day = 0; day < count; day++) {
    const isDeploy = day % 7 < 5 && random.chance(0.6);
    const hour = String(random.whole(9, 16)).padStart(2, '0');
    const minute = String(5 * random.whole(0, 11)).padStart(2, '0');
    text += isDeploy ? days(1, `${hour}:${minute} x`) : quiet(1);
  }
  return text;
}

/** A failing probe each night between ten past one and three, by the minute. */
function onceANight(seed: string, count: number): string {
  const random = seededRandom(seed);
  let text = quiet(7, MINUTE_MS);
  for (let day = 0; day < count; day++) {
    const time = `0${random.pick([1, 2])}:${random.whole(10, 59)}`;
    text += days(1, `${time} x`, { everyMs: MINUTE_MS });
  }
  return text;
}

function drift(seed: string, count: number, from: number, to: number): string {
  const random = seededRandom(seed);
  const length = count * DAY;
  return Array.from({ length }, (_, i) => (random.chance(from + ((to - from) * i) / length) ? 'x' : '.')).join('');
}

/** Every half hour, and every five minutes from ten to two. */
function uneven(seed: string, count: number): string {
  const text = noise(seed, 0.005, count * DAY);
  return Array.from(text, (letter, i) => ((i % DAY >= 120 && i % DAY < 168) || i % 6 === 0 ? letter : ' ')).join('');
}

describe('seeded noise of 1 % at the default policy', () => {
  it.each(Array.from({ length: 12 }, (_, index) => index))('28 days of five-minute probes, draw %i', (draw) => {
    expect(told(noise(`noise ${draw}`, 0.01, 28 * DAY))).toEqual([]);
  });

  it.each([0, 1])('14 days of one-minute probes, draw %i', (draw) => {
    expect(told(noise(`minutely ${draw}`, 0.01, 14 * 1_440), { everyMs: MINUTE_MS })).toEqual([]);
  });

  it('of three classes at once', () => {
    const text = over(
      noise('c1', 0.004, 28 * DAY),
      over(noise('c2', 0.004, 28 * DAY, 's'), noise('c3', 0.004, 28 * DAY, 'd')),
    );
    expect(told(text)).toEqual([]);
  });
});
