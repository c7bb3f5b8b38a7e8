import { expect, test } from 'vitest';
import { catchUpClock } from '../../../functions/local/demo/catch-up-clock.ts';
import { demoTempo } from '../../../functions/local/demo/tempo.ts';
import type { ViewModel } from '../../../functions/local/view.ts';
import { TICK_AT } from '../../support/builders.ts';

const never = new AbortController().signal;

function aModel(alertCount: number, ratio = 0.5, isPlaying = true): ViewModel {
  const alert = { at: TICK_AT, subject: 'PROBLEM', body: '' };
  return {
    ...{ header: [], now: TICK_AT, targets: [], openProblems: [], faults: [] },
    alerts: Array.from({ length: alertCount }, () => alert),
    progress: { isPlaying, ratio, day: 7, days: 14, today: 'all is well' },
  };
}

function aTempo(isLive: boolean) {
  const slept: number[] = [];
  const time = { now: TICK_AT };
  const real = {
    now: () => time.now,
    sleep: (ms: number) => {
      slept.push(ms);
      return Promise.resolve();
    },
  };
  return { tempo: demoTempo(catchUpClock(0, real), real, never, isLive), time, slept };
}

test('on a terminal: drawn now and then, at once for news, and always once it is over', () => {
  const { tempo, time } = aTempo(true);
  expect(tempo.isShown(aModel(0))).toBe(true);
  expect(tempo.isShown(aModel(0))).toBe(false);
  expect(tempo.isShown(aModel(1))).toBe(true);
  time.now += 100;
  expect(tempo.isShown(aModel(1))).toBe(true);
  expect(tempo.isShown(aModel(1, 1, false))).toBe(true);
});

test('on a terminal: a stop at each alert, none where it is late or over', async () => {
  const { tempo, time, slept } = aTempo(true);
  await tempo.dwell(aModel(1));
  await tempo.dwell(aModel(1));
  await tempo.dwell(aModel(3));
  expect(slept).toHaveLength(2);
  time.now += 30_000;
  await tempo.dwell(aModel(4));
  await tempo.dwell(aModel(5, 1, false));
  expect(slept).toHaveLength(2);
});

test('in a pipe: everything, and no stop', async () => {
  const { tempo, slept } = aTempo(false);
  expect([tempo.isShown(aModel(0)), tempo.isShown(aModel(0))]).toEqual([true, true]);
  await tempo.dwell(aModel(1));
  expect(slept).toEqual([]);
});
