import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { NO_MEMORY } from '../../functions/core/model/vantage-memory.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runRetryBudget, withRetries } from '../../functions/probe/retry-budget.ts';
import { TICK_AT } from '../support/builders.ts';
import { REFUSED_ATTEMPT } from '../support/scripted-prober.ts';
import { ORIGIN, probeWorld, settingsFor, targetsOf } from './world.ts';

const COMPANY = '1111-2222-3333-4444-5555';
const KEY = `${ORIGIN} ${COMPANY}`;
const TODAY = TICK_AT / DAY_MS;
const MINUTES_A_DAY = DAY_MS / MINUTE_MS;

/** One target of a company every 10 minutes: 144 a day, and a tenth of that for retries. */
const SELDOM = targetsOf(1, { tier: 'company', everyMs: 10 * MINUTE_MS });
const RESERVE = 14;

describe('through runs', () => {
  /** The requests of each run to this path, over these minutes. */
  async function requests(settings: Settings, minutes: readonly number[], path: string): Promise<number[]> {
    const world = probeWorld({ answer: () => REFUSED_ATTEMPT });
    const counts: number[] = [];
    for (const count of minutes) {
      const before = world.sent.length;
      await world.run(count, { ...settings, controlHost: null });
      counts.push(world.sent.slice(before).filter((one) => one.path === path).length);
    }
    return counts;
  }

  const everyTenMinutes = Array.from({ length: 10 }, (_, n) => MINUTES_A_DAY - 100 + n * 10);

  test('retries of a company stop at the day’s reserve and go on the next day', async () => {
    const nextDay = [MINUTES_A_DAY, MINUTES_A_DAY + 10];
    const counts = await requests(settingsFor(SELDOM), [...everyTenMinutes, ...nextDay], '/a0');
    // Seven runs of two retries each, then none.
    expect(counts).toEqual([3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 3, 3]);
    expect(counts.slice(0, 10).reduce((sum, count) => sum + count - 1, 0)).toBe(RESERVE);
  });

  test.each(['open', 'application', 'token'] as const)('those of the %s tier do not stop', async (tier) => {
    const settings = settingsFor([...SELDOM, ...targetsOf(1, { tier, everyMs: 10 * MINUTE_MS }, 'free')]);
    expect(await requests(settings, everyTenMinutes, '/free0')).toEqual(Array.from({ length: 10 }, () => 3));
  });

  test('another company has a reserve of its own', async () => {
    const settings = settingsFor([...SELDOM, ...targetsOf(1, { tier: 'company', account: 'second' }, 'b')]);
    const second = {
      ...settings.accounts.main,
      origin: 'https://other.example.test',
      company: 'other',
      application: 'x',
      tokenParameter: 't',
    };
    const accounts = { ...settings.accounts, second };
    const last = (await requests({ ...settings, accounts }, everyTenMinutes, '/b0')).at(-1);
    expect(last).toBe(3);
  });

  test('a retry that is not made for lack of time is not counted', async () => {
    const world = probeWorld({ answer: () => ({ ...REFUSED_ATTEMPT, durationMs: 9_000 }) });
    const settings = settingsFor(targetsOf(1, { tier: 'company', everyMs: MINUTE_MS }));
    const deadlines = { ...settings.deadlines, probeMs: 25_000 };
    await world.run(0, { ...settings, deadlines, retry: { attempts: 5, baseMs: 500, capMs: 500 }, controlHost: null });
    expect(world.sent).toHaveLength(2);
    expect((await world.memory())?.retries).toEqual({ [KEY]: { day: TODAY, count: 1 } });
  });
});

test('a retry that may not be made is not waited for', async () => {
  const world = probeWorld({ answer: () => REFUSED_ATTEMPT });
  await world.ports.memory.save('local', { ...NO_MEMORY, retries: { [KEY]: { day: TODAY, count: RESERVE } } }, 0);
  const { startedAt, endedAt } = await world.run(0, { ...settingsFor(SELDOM), controlHost: null });
  expect(world.sent).toHaveLength(1);
  // The attempt takes 3 ms, and 30 ms trying every address.
  expect(endedAt - startedAt).toBe(33);
});

describe('one run', () => {
  const [target] = SELDOM;
  if (target === undefined) throw new Error('no target');
  const settings = settingsFor(SELDOM);

  test.each([
    { name: 'nothing used', used: {}, left: RESERVE },
    { name: 'some used today', used: { [KEY]: { day: TODAY, count: 4 } }, left: RESERVE - 4 },
    { name: 'all used today', used: { [KEY]: { day: TODAY, count: RESERVE } }, left: 0 },
    { name: 'more than all', used: { [KEY]: { day: TODAY, count: RESERVE + 9 } }, left: 0 },
    { name: 'all used yesterday', used: { [KEY]: { day: TODAY - 1, count: RESERVE } }, left: RESERVE },
    { name: 'all used by another company', used: { 'x y': { day: TODAY, count: 99 } }, left: RESERVE },
  ])('takes what is left: $name', ({ used, left }) => {
    const budget = runRetryBudget(settings, used, TICK_AT + 5 * HOUR_MS);
    let taken = 0;
    while (budget.take(target)) taken += 1;
    expect(taken).toBe(left);
    expect(budget.isLeft(target)).toBe(false);
    expect([...budget.taken()]).toEqual(left === 0 ? [] : [[KEY, left]]);
  });

  test('asking takes nothing', () => {
    const budget = runRetryBudget(settings, {}, TICK_AT);
    for (let n = 0; n < 99; n += 1) expect(budget.isLeft(target)).toBe(true);
    expect(budget.taken().size).toBe(0);
  });
});

describe('the count of the day', () => {
  const before = { [KEY]: { day: TODAY, count: 5 }, other: { day: TODAY - 9, count: 1 } };

  test.each([
    { name: 'the same day', tickAt: TICK_AT + DAY_MS - 1, after: { day: TODAY, count: 8 } },
    { name: 'the next day', tickAt: TICK_AT + DAY_MS, after: { day: TODAY + 1, count: 3 } },
    { name: 'a late run of the day before', tickAt: TICK_AT - 1, after: { day: TODAY, count: 8 } },
  ])('$name', ({ tickAt, after }) => {
    expect(withRetries(before, new Map([[KEY, 3]]), tickAt)).toEqual({ ...before, [KEY]: after });
  });

  test('without retries: the same object', () => {
    expect(withRetries(before, new Map(), TICK_AT)).toBe(before);
  });
});
