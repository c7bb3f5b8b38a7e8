import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../functions/core/ports.ts';
import { catchUpClock } from '../../../functions/local/demo/catch-up-clock.ts';

const never = new AbortController().signal;

/** A real clock that stands at a time and notes what it is asked to sleep. */
function standing(at: number) {
  const slept: number[] = [];
  let now = at;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  return { clock, slept };
}

describe('while it catches up', () => {
  test('waits are left out, and concurrent ones end in the order of time', async () => {
    const { clock: real, slept } = standing(1_000_000);
    const clock = catchUpClock(0, real);
    const ended: string[] = [];
    const wait = async (ms: number) => {
      await clock.sleep(ms, never);
      ended.push(`${ms} at ${clock.now()}`);
    };
    await Promise.all([wait(300), wait(100), wait(200)]);
    expect(ended).toEqual(['100 at 100', '200 at 200', '300 at 300']);
    expect({ slept, hasCaughtUp: clock.hasCaughtUp() }).toEqual({ slept: [], hasCaughtUp: false });
  });

  test('no time goes by while something outside of the process is done', async () => {
    const clock = catchUpClock(0, standing(1_000_000).clock);
    const order: string[] = [];
    const deadline = clock.sleep(10, never).then(() => order.push('deadline'));
    await clock.hold(async () => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      order.push(`answer at ${clock.now()}`);
    });
    await deadline;
    expect(order).toEqual(['answer at 0', 'deadline']);
  });

  test('work that fails lets time go on', async () => {
    const clock = catchUpClock(0, standing(1_000_000).clock);
    await expect(clock.hold(() => Promise.reject(new Error('reset')))).rejects.toThrow('reset');
    await clock.sleep(10, never);
    expect(clock.now()).toBe(10);
  });

  test('an aborted wait ends at once and moves no time', async () => {
    const clock = catchUpClock(0, standing(1_000_000).clock);
    const stop = new AbortController();
    const waits = [clock.sleep(100, stop.signal), clock.sleep(50, AbortSignal.abort())];
    stop.abort();
    await Promise.all(waits);
    expect(clock.now()).toBe(0);
  });
});

test('the wait that reaches the real time is real for the rest of it, and so are all later ones', async () => {
  const { clock: real, slept } = standing(1_000);
  const clock = catchUpClock(0, real);
  await clock.sleep(900, never);
  expect(clock.now()).toBe(900);
  await clock.sleep(300, never);
  await clock.caughtUp;
  expect(slept).toEqual([200]);
  await clock.sleep(50, never);
  expect({ slept, now: clock.now(), hasCaughtUp: clock.hasCaughtUp() }).toEqual({
    slept: [200, 50],
    now: 1_250,
    hasCaughtUp: true,
  });
});
