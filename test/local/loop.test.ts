import { describe, expect, test } from 'vitest';
import type { EpochMs } from '../../functions/core/model/time.ts';
import { scheduleLoop } from '../../functions/local/loop.ts';
import { TICK_AT } from '../support/builders.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const TICK_MS = 5_000;
const never = new AbortController().signal;

describe('the schedule loop', () => {
  test('starts with the current tick and keeps to the multiples', async () => {
    const clock = virtualClock(TICK_AT + 3_200);
    const stop = new AbortController();
    const ticks: EpochMs[] = [];
    await scheduleLoop(TICK_MS, clock, stop.signal, async (tickAt) => {
      ticks.push(tickAt - TICK_AT);
      if (ticks.length === 4) stop.abort();
      await Promise.resolve();
    });
    expect(ticks).toEqual([0, 5_000, 10_000, 15_000]);
  });

  test('never has more than three runs under way: what does not fit is a gap', async () => {
    const clock = virtualClock(TICK_AT);
    const stop = new AbortController();
    const ticks: EpochMs[] = [];
    let running = 0;
    let most = 0;
    await scheduleLoop(TICK_MS, clock, stop.signal, async (tickAt) => {
      ticks.push((tickAt - TICK_AT) / TICK_MS);
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(22_000, never);
      running -= 1;
      if (ticks.length >= 6) stop.abort();
    });
    expect(most).toBe(3);
    expect(ticks.slice(0, 6)).toEqual([0, 1, 2, 5, 6, 7]);
  });

  test('after a pause of the machine it goes on with the current tick', async () => {
    const clock = virtualClock(TICK_AT);
    const stop = new AbortController();
    const ticks: EpochMs[] = [];
    let pausedMs = 0;
    const pausing = { ...clock, now: () => clock.now() + pausedMs };
    await scheduleLoop(TICK_MS, pausing, stop.signal, async (tickAt) => {
      ticks.push((tickAt - TICK_AT) / TICK_MS);
      if (ticks.length === 2) pausedMs = 3_600_000;
      if (ticks.length === 4) stop.abort();
      await Promise.resolve();
    });
    expect(ticks).toEqual([0, 1, 721, 722]);
  });

  test('waits for the run under way when it is stopped', async () => {
    const clock = virtualClock(TICK_AT);
    const stop = new AbortController();
    let isFinished = false;
    await scheduleLoop(TICK_MS, clock, stop.signal, async () => {
      stop.abort();
      await clock.sleep(1_000, never);
      isFinished = true;
    });
    expect(isFinished).toBe(true);
  });

  test('ends with the bug of a run instead of losing it', async () => {
    const clock = virtualClock(TICK_AT);
    const bug = new TypeError('x is undefined');
    await expect(scheduleLoop(TICK_MS, clock, never, () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
