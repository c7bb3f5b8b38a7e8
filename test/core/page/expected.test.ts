import { describe, expect, test } from 'vitest';
import type { Pattern } from '../../../functions/core/model/pattern.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../functions/core/model/time.ts';
import { expectedSection } from '../../../functions/core/page/expected-section.ts';
import { expectedStrikes } from '../../../functions/core/page/expected-strikes.ts';
import { TICK_AT, aProblem } from '../../support/builders.ts';
import { every } from '../chronic/cause-findings.ts';
import { chronic } from '../messages/chronic-samples.ts';
import { NIGHTLY, NO_PATTERN } from '../picture/scenes.ts';
import { NOW } from './page-facts.ts';
import { wordsOf } from './safe-page.ts';

/** Every so long, the next window from so long after now. */
const periodic = (periodMs: number, inMs: number, id = 'often') =>
  chronic(
    { ...every(periodMs), toleranceMs: MINUTE_MS, nextExpected: { from: NOW + inMs, to: NOW + inMs + 4 * MINUTE_MS } },
    'network/connect-timeout',
    { id },
  );
const AT_HALF_PAST_THREE: Partial<Pattern> = {
  ...{ ...NIGHTLY, timesOfDay: ['15:30'] },
  nextExpected: { from: Date.UTC(2026, 2, 5, 14, 28), to: Date.UTC(2026, 2, 5, 14, 35) },
};
const daily = () => chronic({ ...NO_PATTERN, ...AT_HALF_PAST_THREE }, 'network/dns-timeout', { id: 'daily' });

describe('what is coming', () => {
  test('every window in the shortest time in which each problem strikes, the next first', () => {
    const { until, strikes } = expectedStrikes([periodic(30 * MINUTE_MS, 10 * MINUTE_MS)], NOW);
    expect(until - NOW).toBe(6 * HOUR_MS);
    expect(strikes.map(({ from }) => (from - NOW) / MINUTE_MS)).toEqual(
      Array.from({ length: 12 }, (_, index) => 10 + 30 * index),
    );
    expect(strikes[0]).toMatchObject({ to: NOW + 14 * MINUTE_MS });
  });

  test('the one that is under way too, and those that passed since the problem was written', () => {
    const { strikes } = expectedStrikes([periodic(30 * MINUTE_MS, -62 * MINUTE_MS)], NOW);
    expect(strikes.slice(0, 2).map(({ from, to }) => [(from - NOW) / MINUTE_MS, (to - NOW) / MINUTE_MS])).toEqual([
      [-2, 2],
      [28, 32],
    ]);
  });

  test('beside what comes daily, a whole day of what comes often', () => {
    const { until, strikes } = expectedStrikes([periodic(30 * MINUTE_MS, 10 * MINUTE_MS), daily()], NOW);
    expect(until - NOW).toBe(DAY_MS);
    expect(strikes.filter(({ problem }) => problem.id === 'often')).toHaveLength(48);
    // 15:30 in Amsterdam, two minutes sooner or later.
    expect(strikes.filter(({ problem }) => problem.id === 'daily').map(({ from }) => from)).toEqual([
      TICK_AT + 14 * HOUR_MS + 28 * MINUTE_MS,
    ]);
  });

  test('nothing of what is over, of incidents, and of what has no windows', () => {
    const over = { ...periodic(30 * MINUTE_MS, 0), closedAs: 'resolved' as const, resolvedAt: NOW };
    const lossy = chronic({ ...NO_PATTERN, kind: 'lossy' }, 'network/connect-timeout');
    expect(expectedStrikes([over, aProblem(), lossy], NOW).strikes).toEqual([]);
    expect(expectedSection([over, aProblem(), lossy], NOW, 'UTC')).toBe('');
  });
});

describe('in words', () => {
  const section = expectedSection([periodic(30 * MINUTE_MS, 10 * MINUTE_MS), daily()], NOW, 'Europe/Amsterdam');
  const words = wordsOf(section);

  test('each window on the wall clock, in UTC, and how far away it is', () => {
    expect(words).toContain(
      '2026-03-01 03:10 to 03:14 Europe/Amsterdam 02:10 to 02:14 UTC · in 10 min server-time: every 30 min (network, connect-timeout)',
    );
    expect(words).toContain('45 more until 2 Mar 03:00');
  });

  test('three of each, so that one that comes often hides none', () => {
    expect(section.match(/<li>/g)).toHaveLength(4);
    expect(words).toContain('2026-03-01 15:28 to 15:35 Europe/Amsterdam 14:28 to 14:35 UTC · in 12 h 28 min');
  });

  test('the picture of each says when too', () => {
    expect(section).toContain(
      'aria-label="Expected 48 times until 2 Mar 03:00, next 2026-03-01 03:10 to 03:14 Europe/Amsterdam (02:10 to 02:14 UTC)."',
    );
    expect(section.match(/class="strike"/g)).toHaveLength(49);
  });
});
