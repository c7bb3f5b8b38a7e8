import { describe, expect, test } from 'vitest';
import type { MonitorConfig } from '../../../functions/core/config-model.ts';
import { isDue, mostDue } from '../../../functions/core/model/target.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { spreadOver, startsPerRun } from '../../../functions/core/probing/capacity.ts';
import { nextSlot } from '../../../functions/core/probing/pacing.ts';
import { TICK_AT } from '../../support/builders.ts';
import { settingsOf } from '../../support/builders-settings.ts';

const many = (count: number, every: `${number}m`, name = 't'): NonNullable<MonitorConfig['targets']> =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, account: 'main', path: '/x', every }));

/** Of the targets that are due at each of the ticks of an hour, how many. */
function dueEachTick({ targets, tickMs }: ReturnType<typeof settingsOf>): number[] {
  const ticks = Array.from({ length: HOUR_MS / tickMs }, (_, index) => TICK_AT + index * tickMs);
  return ticks.map((tickAt) => targets.filter((target) => isDue(target, tickAt, tickMs)).length);
}

describe('what a run can start', () => {
  test.each([
    { tickMs: MINUTE_MS, most: 480, why: 'eight a second while its tick lasts' },
    { tickMs: 5 * MINUTE_MS, most: 720, why: 'as long as the last one still has time for an answer' },
    { tickMs: SECOND_MS, most: 8, why: 'of a short tick' },
  ])('$most in a tick of $tickMs ms: $why', ({ tickMs, most }) => {
    expect(startsPerRun({ ...settingsOf({}, 'lambda'), tickMs })).toBe(most);
  });

  test('is what the pacing gives: begun 5 s late, the last of 480 still starts half a minute after the tick', () => {
    let last = -1;
    let startAt = 0;
    for (let count = 0; count < 480; count += 1) {
      const next = nextSlot(TICK_AT + 5 * SECOND_MS, last, { tickAt: TICK_AT, tickMs: MINUTE_MS }, 10);
      last = next.slot;
      startAt = next.startAt;
    }
    expect(startAt - TICK_AT).toBeGreaterThan(MINUTE_MS);
    expect(startAt - TICK_AT).toBeLessThan(90 * SECOND_MS);
  });
});

describe('targets of a crowded origin', () => {
  test('with a longer interval are spread evenly over the ticks, each as often as before', () => {
    const settings = settingsOf({ targets: [...many(80, '1m'), ...many(2_000, '5m', 's')] }, 'lambda');
    expect(settings.tickMs).toBe(MINUTE_MS);
    expect(new Set(dueEachTick(settings))).toEqual(new Set([480]));
    expect(mostDue(settings.targets, settings.tickMs)).toBe(480);
  });

  test('that are all alike are spread over ticks of a minute', () => {
    const settings = settingsOf({ targets: many(720, '10m') }, 'lambda');
    expect(settings.tickMs).toBe(MINUTE_MS);
    expect(new Set(dueEachTick(settings))).toEqual(new Set([72]));
  });

  test('leave those of other origins where they are', () => {
    const accounts = { main: {}, other: { origin: 'https://other.example.test' } };
    const other = { id: 'other', account: 'other', path: '/x', every: '5m' } as const;
    const settings = settingsOf({ accounts, targets: [...many(600, '5m'), other] }, 'lambda');
    expect(settings.targets.at(-1)).not.toHaveProperty('phase');
    expect(settings.targets.filter(({ phase }) => phase !== undefined)).toHaveLength(480);
  });

  test('are no matter where there is room: nothing about the settings changes', () => {
    const settings = settingsOf({ targets: many(480, '5m') }, 'lambda');
    expect(settings.tickMs).toBe(5 * MINUTE_MS);
    expect(spreadOver(settings, 'lambda')).toBe(settings);
  });
});
