import { expect, test } from 'vitest';
import type { ProbingHints } from '../../functions/core/chronic/probing-hints.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import type { DetectPorts } from '../../functions/detect/run.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { REFUSED, chronicWorld, minute, type Story } from './chronic-world.ts';

const EVERY_5 = settingsOf(
  {
    targets: [
      { id: 'a', account: 'main', path: '/a', every: '5m' },
      { id: 'b', account: 'main', path: '/b' },
    ],
  },
  'lambda',
);
const twoHourly: Story = (at, target) => (target === 'a' && at % 120 === 35 ? REFUSED : 'healthy');

/** The hints that were saved over a day and a half, in passes of an hour. */
async function hintsOf(settings: Settings): Promise<readonly ProbingHints[]> {
  const saved: ProbingHints[] = [];
  const bare = chronicWorld(settings);
  const ports: DetectPorts = {
    ...bare.ports,
    hints: {
      ...bare.ports.hints,
      save: (vantage, hints, version) => (saved.push(hints), bare.ports.hints.save(vantage, hints, version)),
    },
  };
  const world = chronicWorld(settings, ['local'], ports);
  for (let at = 0; at < 2_160; at += 60) {
    bare.record(at, at + 60, twoHourly);
    await world.pass(at + 59);
  }
  return saved;
}

test('the next window of a suspected pattern is passed on to the probe runs, and withdrawn', async () => {
  const saved = await hintsOf(EVERY_5);
  const windows = saved.flatMap(({ closer }) => closer.a ?? []);
  expect(windows.length).toBeGreaterThan(0);
  for (const { from, to } of windows) {
    const strikes = Array.from({ length: 30 }, (_, count) => minute(35 + 120 * count));
    expect(strikes.some((at) => from <= at + 300 && at + 300 <= to)).toBe(true);
  }
  expect(saved.every(({ closer }) => closer.b === undefined)).toBe(true);
  expect(saved.at(-1)?.closer).toEqual({});
});

test('nothing is passed on when the settings do not want it, or every target is probed at every tick', async () => {
  expect(await hintsOf({ ...EVERY_5, closerProbing: false })).toEqual([]);
  expect(
    await hintsOf({ ...EVERY_5, targets: EVERY_5.targets.map((target) => ({ ...target, everyMs: EVERY_5.tickMs })) }),
  ).toEqual([]);
});
