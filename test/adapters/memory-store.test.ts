import { describe, expect, test } from 'vitest';
import { memoryProblems } from '../../functions/adapters/memory/problems.ts';
import { memoryRunHistory } from '../../functions/adapters/memory/run-history.ts';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { MINUTE_MS } from '../../functions/core/model/time.ts';
import { initialDetectState, type DetectState } from '../../functions/core/problems/streams.ts';
import { TICK_AT, aRunKey } from '../support/builders.ts';
import { tickTime, timelineRuns } from '../support/timeline.ts';
import { passingStoreContract } from './store-contract.ts';

passingStoreContract('memory', () =>
  Promise.resolve({
    history: memoryRunHistory(),
    problems: memoryProblems(),
    detectState: memoryStates(),
    hints: memoryStates(),
    memory: memoryStates(),
  }),
);

test('a state that a caller goes on changing stays as it was saved', async () => {
  const states = memoryStates<{ ticks: number[] }>();
  const state = { ticks: [1] };
  await states.save('local', state, 0);
  state.ticks.push(2);
  (await states.load('local'))?.state.ticks.push(3);
  expect(await states.load('local')).toEqual({ state: { ticks: [1] }, version: 1 });
});

describe('runs that were never packed', () => {
  const runs = timelineRuns('..x');
  const ticksOf = (found: readonly { key: { tickAt: number } }[]) => found.map(({ key }) => key.tickAt);

  test('are read as they came', async () => {
    const history = memoryRunHistory();
    for (const run of runs) history.add(run);
    const found = await history.read('local', tickTime(1), tickTime(2));
    expect(found.map(({ record }) => record)).toEqual(runs.slice(1));
    expect(found.map(({ state }) => state)).toEqual(['finished', 'finished']);
  });

  test('are forgotten once reads have moved on, each vantage by itself', async () => {
    const history = memoryRunHistory();
    for (const run of runs) {
      history.add(run);
      history.add({ ...run, key: { ...run.key, vantage: 'other' } });
    }
    await history.read('local', tickTime(1), tickTime(9));
    await history.read('local', tickTime(2), tickTime(9));
    history.forgetRead();
    expect(ticksOf(await history.read('local', TICK_AT, tickTime(9)))).toEqual([tickTime(1), tickTime(2)]);
    expect(await history.read('other', TICK_AT, tickTime(9))).toHaveLength(3);
  });

  test('nothing is forgotten before anything is read', async () => {
    const history = memoryRunHistory();
    await history.claim(aRunKey(), TICK_AT, []);
    history.forgetRead();
    expect(await history.read('local', TICK_AT - MINUTE_MS, TICK_AT)).toHaveLength(1);
  });
});

test('vantages have states of their own', async () => {
  const states = memoryStates<DetectState>();
  await states.save('local', initialDetectState(0), 0);
  expect(await states.load('other')).toBeNull();
});
