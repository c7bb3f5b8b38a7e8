import { expect, test } from 'vitest';
import type { DetectStateStore } from '../../functions/core/ports.ts';
import { closeTick, foldRun, initialDetectState, type DetectState } from '../../functions/core/problems/streams.ts';
import { packRun, unpackRun } from '../../functions/core/run-record.ts';
import { TICK_AT } from '../support/builders.ts';
import { anOutage } from '../support/outage.ts';

const FIRST = initialDetectState(TICK_AT);
const SECOND = initialDetectState(TICK_AT + 60_000);

/** The state after a tick at which every target failed, each with other words. */
function afterOutage(targets: number): DetectState {
  const run = anOutage(targets, 1);
  const ids = run.probes.map((probe) => probe.targetId);
  const thresholds = { failingTicks: 1, healthyTicks: 1 };
  return closeTick(foldRun(initialDetectState(0), unpackRun(run.key, ids, packRun(run)), thresholds), TICK_AT);
}

/** What every detect state store promises. */
export function detectStateContract(open: () => Promise<DetectStateStore>): void {
  test('a vantage without a state has none', async () => {
    const store = await open();
    expect(await store.load('local')).toBeNull();
  });

  test('a saved state is loaded with its version, which counts up', async () => {
    const store = await open();
    expect(await store.save('local', FIRST, 0)).toBe(true);
    expect(await store.load('local')).toEqual({ state: FIRST, version: 1 });
    expect(await store.save('local', SECOND, 1)).toBe(true);
    expect(await store.load('local')).toEqual({ state: SECOND, version: 2 });
  });

  const stale = [
    { name: 'that claims to be the first', expectedVersion: 0 },
    { name: 'on an older version', expectedVersion: 1 },
    { name: 'on a version that was never saved', expectedVersion: 3 },
  ];
  test.for(stale)('a save $name is refused and changes nothing', async ({ expectedVersion }) => {
    const store = await open();
    await store.save('local', FIRST, 0);
    await store.save('local', SECOND, 1);
    expect(await store.save('local', initialDetectState(0), expectedVersion)).toBe(false);
    expect(await store.load('local')).toEqual({ state: SECOND, version: 2 });
  });

  test('a save on a version of a vantage that has no state is refused', async () => {
    const store = await open();
    expect(await store.save('local', FIRST, 1)).toBe(false);
    expect(await store.load('local')).toBeNull();
  });

  test('vantages are kept apart', async () => {
    const store = await open();
    await store.save('eu-west-1', FIRST, 0);
    expect(await store.save('eu-central-1', SECOND, 0)).toBe(true);
    expect(await store.load('eu-west-1')).toEqual({ state: FIRST, version: 1 });
  });

  test('the state of a total outage of 1,000 targets comes back whole', async () => {
    const store = await open();
    const state = afterOutage(1_000);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeGreaterThan(400 * 1024);
    expect(await store.save('local', state, 0)).toBe(true);
    expect(await store.load('local')).toEqual({ state, version: 1 });
  });
}
