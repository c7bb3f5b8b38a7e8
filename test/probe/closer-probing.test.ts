import { expect, test } from 'vitest';
import { NO_HINTS, type ProbingHints } from '../../functions/core/chronic/probing-hints.ts';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { minute, probeWorld, settingsFor, targetsOf } from './world.ts';

const SELDOM = targetsOf(1, { everyMs: 10 * MINUTE_MS });
const HINTS: ProbingHints = { ...NO_HINTS, closer: { a0: [{ from: minute(12), to: minute(14) }] } };

/** The minutes of these at which `/a0` was asked, when this was suspected. */
async function asked(settings: Settings, minutes: readonly number[], hints = HINTS) {
  const world = probeWorld();
  await world.ports.hints.save('local', hints, 0);
  const found: number[] = [];
  for (const count of minutes) {
    const before = world.sent.length;
    await world.run(count, settings);
    if (world.sent.length > before) found.push(count);
  }
  return { found, memory: await world.memory() };
}
const TWENTY = Array.from({ length: 21 }, (_, count) => count);

test('a target is probed at every tick in which a suspected pattern may strike', async () => {
  expect((await asked(settingsFor(SELDOM), TWENTY)).found).toEqual([0, 10, 12, 13, 14, 20]);
});

test.each<{ name: string; settings: Settings; hints?: ProbingHints }>([
  { name: 'the settings do not want it', settings: { ...settingsFor(SELDOM), closerProbing: false } },
  { name: 'nothing is suspected', settings: settingsFor(SELDOM), hints: NO_HINTS },
])('and at its own ticks alone when $name', async ({ settings, hints }) => {
  expect((await asked(settings, TWENTY, hints)).found).toEqual([0, 10, 20]);
});

test('what that costs a company comes out of the day’s reserve for retries, and ends with it', async () => {
  const settings = settingsFor(targetsOf(1, { tier: 'company', everyMs: 60 * MINUTE_MS }));
  const always: ProbingHints = { ...NO_HINTS, closer: { a0: [{ from: minute(0), to: minute(DAY_MS / MINUTE_MS) }] } };
  const { found, memory } = await asked(settings, TWENTY, always);
  // 24 requests a day keep 2 for retries.
  expect(found).toEqual([0, 1, 2]);
  expect(Object.values(memory?.retries ?? {}).map(({ count }) => count)).toEqual([2]);
});

test('hints that cannot be read are a fault, and every target is probed as always', async () => {
  const refuse = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const world = probeWorld({}, { hints: { load: refuse, save: refuse } });
  const { faults } = await world.run(0, settingsFor(SELDOM));
  expect(faults.map(({ what }) => what)).toEqual(['What to probe more closely could not be read']);
  expect(world.sent).toHaveLength(1);
});

test('they are not even read where every target is probed at every tick', async () => {
  const refuse = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const world = probeWorld({}, { hints: { load: refuse, save: refuse } });
  expect((await world.run(0, settingsFor(targetsOf(1)))).faults).toEqual([]);
});
