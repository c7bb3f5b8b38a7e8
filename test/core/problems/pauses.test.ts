import { expect, test } from 'vitest';
import { tickTime } from '../../support/timeline.ts';
import { fold, lengthOf, worldOf } from './incident-world.ts';

test.each<{ name: string; a: string; failing: number; probes: number; breached: boolean | null }>([
  { name: 'goes on as a 429', a: '.lpp', failing: 3, probes: 1, breached: true },
  { name: 'below the threshold', a: '.lp', failing: 2, probes: 1, breached: false },
  { name: 'after a 429 that followed something else', a: '.nlp', failing: 3, probes: 2, breached: true },
  { name: 'after something else that followed a 429', a: '.lnppp', failing: 2, probes: 2, breached: false },
  { name: 'while healthy', a: '..ppp', failing: 0, probes: 0, breached: null },
  { name: 'before anything was probed', a: 'ppp', failing: 0, probes: 0, breached: null },
  { name: 'is no recovery, nor is the rest of it', a: '.lpp.p', failing: 0, probes: 1, breached: true },
  { name: 'ends with health', a: '.lpp..', failing: 0, probes: 0, breached: null },
  { name: 'a target that was not due is left as it was', a: '.l--', failing: 1, probes: 1, breached: false },
])('a pause $name: $a', ({ a, failing, probes, breached }) => {
  const world = worldOf({ a });
  for (let tick = 0; tick < lengthOf(world); tick += 1) fold(world, tick);
  const state = world.streams['here/a'];
  expect(state?.streak?.ticks ?? 0).toBe(failing);
  expect(state?.stretch?.failedProbes ?? 0).toBe(probes);
  expect(state?.stretch?.breached ?? null).toBe(breached);
});

test('a pause is seen at its ticks, so that what goes on is no pause of detection', () => {
  const world = worldOf({ a: '.lpp' });
  for (let tick = 0; tick < lengthOf(world); tick += 1) fold(world, tick);
  const { newestTick, stretch } = world.streams['here/a'] ?? {};
  expect([newestTick, stretch?.newestFailureTick, stretch?.firstFailureTick]).toEqual([
    tickTime(3),
    tickTime(3),
    tickTime(1),
  ]);
});
