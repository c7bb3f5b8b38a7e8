import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { whyUnsound } from '../../functions/core/sound-pass.ts';
import { TICK_AT } from '../support/builders.ts';

const SOUND = { tickAt: TICK_AT, faults: 0, newestRun: TICK_AT - 2 * MINUTE_MS, oldestUnsentMs: 0 };

test.each([
  { name: 'all went well', outcome: {}, why: null },
  { name: 'the run had a fault', outcome: { faults: 1 }, why: 'the run had faults' },
  { name: 'nothing was probed ever', outcome: { newestRun: null }, why: 'no probe run is on record lately' },
  { name: 'a run is late', outcome: { newestRun: TICK_AT - 10 * MINUTE_MS }, why: null },
  {
    name: 'probes stay away',
    outcome: { newestRun: TICK_AT - 11 * MINUTE_MS },
    why: 'the newest probe run is 11 min old',
  },
  { name: 'the outbox is unread', outcome: { oldestUnsentMs: null }, why: 'the outbox could not be read' },
  { name: 'a notice waits', outcome: { oldestUnsentMs: 14 * MINUTE_MS }, why: null },
  { name: 'a notice is late', outcome: { oldestUnsentMs: 15 * MINUTE_MS }, why: 'a notice has waited for 15 min' },
])('$name: $why', ({ outcome, why }) => {
  expect(whyUnsound({ ...SOUND, ...outcome }, MINUTE_MS)).toBe(why);
});

test('targets that are probed each hour may be silent for three', () => {
  expect(whyUnsound({ ...SOUND, newestRun: TICK_AT - 3 * HOUR_MS }, HOUR_MS)).toBeNull();
  expect(whyUnsound({ ...SOUND, newestRun: TICK_AT - 4 * HOUR_MS }, HOUR_MS)).toBe('the newest probe run is 4 h old');
});
