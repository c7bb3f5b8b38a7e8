import { expect, test } from 'vitest';
import { SECOND_MS } from '../../functions/core/model/time.ts';
import type { RunHistory } from '../../functions/core/ports.ts';
import { manyTargets, probeWorld, type World } from './world.ts';

test('a store that is slow to fail takes its time from the run, which must end before its function does', async () => {
  const history: RunHistory = {
    claim: async () => {
      await world.clock.sleep(15 * SECOND_MS, new AbortController().signal);
      throw new Error('no answer');
    },
    finish: () => Promise.reject(new Error('no answer')),
    read: () => Promise.resolve([]),
  };
  const world: World = probeWorld({}, { history });
  // More than a run has time for, at one request a second.
  const settings = { ...manyTargets(150), startsPerSecond: 1 };
  const { startedAt, endedAt } = await world.run(0, settings);
  expect(endedAt - startedAt).toBe(settings.deadlines.runMs);
});
