import { describe, expect, test } from 'vitest';
import { failureWindow } from '../../../functions/core/problems/failure-window.ts';
import {
  ticksUntilOver,
  withFailingTick,
  withHealthyTick,
  withoutScattered,
  type RecentTicks,
} from '../../../functions/core/problems/recent-ticks.ts';
import { tickTime } from '../../support/timeline.ts';
import { unfold } from './marks.ts';

const WINDOW = { ticks: 30, failing: 15 };

/** After these ticks: `.` healthy, `n` failing, `f` our own fault, `|` all so far is in a stretch. */
function after(timeline: string): RecentTicks | null {
  return Array.from(unfold(timeline)).reduce<RecentTicks | null>((recent, mark, tick) => {
    if (mark === '.') return recent === null ? null : withHealthyTick(recent, WINDOW);
    if (mark === '|') return recent === null ? null : withoutScattered(recent);
    const name = mark === 'f' ? 'inconclusive/own-fault' : 'network/connect-refused';
    return withFailingTick(recent, { tick: tickTime(tick), at: tickTime(tick), name }, mark === 'f', WINDOW);
  }, null);
}

describe('the window', () => {
  test.each([
    { failingTicks: 3, is: WINDOW },
    { failingTicks: 1, is: { ticks: 10, failing: 5 } },
    { failingTicks: 24, is: { ticks: 240, failing: 120 } },
    { failingTicks: 25, is: null },
  ])('of $failingTicks failing ticks', ({ failingTicks, is }) => {
    expect(failureWindow({ failingTicks, healthyTicks: 2 })).toEqual(is);
  });

  /** The chance of at least so many of n independent failures. */
  const tail = (n: number, least: number, ratio: number): number => {
    let term = (1 - ratio) ** n;
    let sum = least === 0 ? term : 0;
    for (let k = 1; k <= n; k += 1) {
      term *= ((n - k + 1) / k) * (ratio / (1 - ratio));
      if (k >= least) sum += term;
    }
    return sum;
  };

  test.each([
    { lossRatio: 0.1, mostADay: 1e-4 },
    { lossRatio: 0.2, mostADay: 0.34 },
    { lossRatio: 0.3, mostADay: 24.5 },
  ])('a loss of $lossRatio is not an outage: windows of a day that are full by chance', ({ lossRatio, mostADay }) => {
    // An upper bound of how often it opens: windows overlap, and full ones come in clusters.
    expect(1440 * tail(WINDOW.ticks, WINDOW.failing, lossRatio)).toBeLessThan(mostADay);
  });
});

describe('what is remembered', () => {
  test.each([
    { timeline: '...', marks: undefined, scattered: [] },
    { timeline: '..n', marks: 'x', scattered: [2] },
    { timeline: 'n.n..', marks: 'x.x..', scattered: [0, 2] },
    { timeline: 'nnn|.n', marks: 'XXX.x', scattered: [5] },
    { timeline: 'n.(29)', marks: 'x' + '.'.repeat(29), scattered: [0] },
    { timeline: 'n.(30)', marks: undefined, scattered: [] },
    { timeline: 'nn.(28)n', marks: 'x' + '.'.repeat(28) + 'x', scattered: [1, 30] },
    { timeline: 'n.(29)n', marks: 'x', scattered: [30] },
    { timeline: 'n.fn.f', marks: 'x', scattered: [5] },
  ])('$timeline', ({ timeline, marks, scattered }) => {
    const recent = after(timeline);
    expect(recent?.marks).toBe(marks);
    const ticks = (recent?.scattered ?? []).map(({ tick }) => (tick - tickTime(0)) / 60_000);
    expect(ticks).toEqual(scattered);
  });

  test('there is a failure for each x, however long it goes on', () => {
    let seed = 7;
    let timeline = '';
    for (let tick = 0; tick < 500; tick += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      timeline += seed % 5 === 0 ? '.' : seed % 31 === 0 ? '|' : seed % 2 === 0 ? 'n' : '.';
      const recent = after(timeline);
      expect(recent?.scattered.length ?? 0).toBe((recent?.marks ?? '').split('x').length - 1);
    }
  });
});

test.each([
  { name: 'without a break', timeline: 'n(20)', ticks: 0 },
  { name: 'without a break, and well by now', timeline: 'n(20).(5)', ticks: 0 },
  { name: 'at every other tick', timeline: 'n.n.n.n.n.n.n.n.n', ticks: 4 },
  { name: 'at two of three', timeline: 'nn.nn.nn.nn.nn.nn', ticks: 4 },
  { name: 'with one gap of a tick', timeline: 'n(9).n(9)', ticks: 7 },
  { name: 'with gaps of one, two and three', timeline: 'nn.nnn..nn...nn', ticks: 14 },
  { name: 'for minutes, with gaps of minutes', timeline: 'n(7).(7)n(7)', ticks: 15 },
  { name: 'now and then', timeline: 'n.(7)n.(7)n', ticks: 0 },
])('how long it must work when it fails $name: $timeline', ({ timeline, ticks }) => {
  const recent = after(timeline);
  expect(recent === null ? null : ticksUntilOver(recent, WINDOW)).toBe(ticks);
});
