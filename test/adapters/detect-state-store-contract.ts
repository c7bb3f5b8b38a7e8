import { expect, test } from 'vitest';
import type { DetectStateStore } from '../../functions/core/ports.ts';
import { closeTick, foldRun, initialDetectState, type DetectState } from '../../functions/core/problems/streams.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import { unpackRun } from '../../functions/core/run-record.ts';
import { TICK_AT } from '../support/builders.ts';
import { anOutage } from '../support/outage.ts';
import { stateStoreContract } from './state-store-contract.ts';

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
  stateStoreContract(open, [FIRST, SECOND, initialDetectState(0)]);

  test('the state of a total outage of 1,000 targets comes back whole', async () => {
    const store = await open();
    const state = afterOutage(1_000);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeGreaterThan(400 * 1024);
    expect(await store.save('local', state, 0)).toBe(true);
    expect(await store.load('local')).toEqual({ state, version: 1 });
  });
}
