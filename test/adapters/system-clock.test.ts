import { expect, test } from 'vitest';
import { systemClock } from '../../functions/adapters/system-clock.ts';

const HOUR_MS = 3_600_000;

test('now is the time of the machine', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('a sleep lasts as long as it was asked to', async () => {
  const before = performance.now();
  await systemClock.sleep(20, new AbortController().signal);
  expect(performance.now() - before).toBeGreaterThanOrEqual(15);
});

test.for<{ name: string; abort: (sleeper: AbortController) => void }>([
  {
    name: 'before it begins',
    abort: (sleeper) => {
      sleeper.abort();
    },
  },
  {
    name: 'while it lasts',
    abort: (sleeper) => {
      setImmediate(() => {
        sleeper.abort();
      });
    },
  },
])('a sleep that is aborted $name ends at once and does not reject', async ({ abort }) => {
  const sleeper = new AbortController();
  abort(sleeper);
  await expect(systemClock.sleep(HOUR_MS, sleeper.signal)).resolves.toBeUndefined();
});
