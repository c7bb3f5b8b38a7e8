import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { REFUSED, OWN_NETWORK, chronicWorld, minute, type Mark, type Story } from './chronic-world.ts';
import { settingsWith } from './monitor.ts';

const DAY = 1_440;
const ONE = settingsWith(['a']);
const TWO = settingsWith(['a', 'b']);

const halfHourly: Story = (at) => (at % 30 === 7 ? REFUSED : 'healthy');
const nightly =
  (mark: Mark, hour = 2): Story =>
  (at) => {
    const inDay = at % DAY;
    return inDay >= hour * 60 && inDay < hour * 60 + 6 ? mark : 'healthy';
  };

describe('a pattern becomes one chronic problem', () => {
  test('every 30 minutes', async () => {
    const world = chronicWorld(ONE);
    await world.watch(0, DAY, halfHourly);
    expect(world.told()).toEqual(['opened chronic a']);
    expect(await world.open()).toMatchObject([
      {
        nature: 'chronic',
        class: 'network',
        severity: 'warning',
        pattern: { kind: 'periodic', periodMs: expect.closeTo(30 * MINUTE_MS, -3) as number },
        scope: { targets: ['a'], vantages: ['local'], addresses: [] },
        seenFrom: 'only-vantage',
        firstFailureAt: minute(7) + 300,
      },
    ]);
  });

  test('a nightly one of our own network is that of the vantage', async () => {
    const world = chronicWorld(TWO);
    await world.watch(0, 6 * DAY, nightly(OWN_NETWORK, 3));
    const chronic = (await world.open()).filter(({ nature }) => nature === 'chronic');
    expect(chronic).toMatchObject([
      {
        class: 'inconclusive',
        scope: { targets: [], vantages: ['local'] },
        seenFrom: null,
        pattern: { kind: 'clock', periodMs: DAY_MS },
      },
    ]);
    expect(world.told().filter((one) => one.includes('chronic'))).toHaveLength(1);
  });

  test('the same at two targets is one, seen from one of two vantages', async () => {
    const world = chronicWorld(TWO, ['eu', 'us']);
    await world.watch(0, DAY, (at, _target, vantage) => (vantage === 'eu' ? halfHourly(at, '', '') : 'healthy'));
    expect(await world.open()).toMatchObject([
      { subject: 'a and b', scope: { targets: ['a', 'b'], vantages: ['eu'] }, seenFrom: 'one-of-several' },
    ]);
    expect(world.told()).toEqual(['opened chronic a and b']);
  });

  test('from both vantages it is seen from all', async () => {
    const world = chronicWorld(ONE, ['eu', 'us']);
    await world.watch(0, DAY, halfHourly);
    expect(await world.open()).toMatchObject([{ scope: { vantages: ['eu', 'us'] }, seenFrom: 'all' }]);
  });

  test('an outage of three days goes on as the incident that it was, under the same id', async () => {
    const world = chronicWorld(ONE);
    const outage: Story = (at) => (at >= 100 && at < 100 + 3 * DAY ? { name: 'server/internal-error' } : 'healthy');
    await world.watch(0, 2 * DAY, outage);
    expect(world.told()).toEqual(['opened incident a', 'changed chronic a']);
    await world.watch(2 * DAY, 3 * DAY + 300, outage);
    expect(world.told()).toEqual(['opened incident a', 'changed chronic a', 'resolved chronic a']);
    expect(new Set(world.sent.map(({ problem }) => problem.id)).size).toBe(1);
    expect(world.sent.at(-1)?.problem).toMatchObject({
      class: 'server',
      severity: 'critical',
      pattern: { kind: 'persistent' },
      firstFailureAt: minute(100) + 300,
      resolvedAt: minute(100 + 3 * DAY) + 300,
    });
    expect(await world.open()).toEqual([]);
  });

  test('masked failures are enough', async () => {
    const world = chronicWorld(ONE);
    await world.watch(0, DAY, (at) =>
      at % 30 === 7 ? { name: 'network/connect-timeout', phase: 'connect', masked: true } : 'healthy',
    );
    expect(world.told()).toEqual(['opened chronic a']);
  });

  test('one that stops is resolved, with the time of its last failure', async () => {
    const world = chronicWorld(ONE);
    await world.watch(0, 2 * DAY, (at, ...rest) => (at < DAY ? halfHourly(at, ...rest) : 'healthy'));
    expect(world.told()).toEqual(['opened chronic a', 'resolved chronic a']);
    expect(world.sent.at(-1)?.problem).toMatchObject({ resolvedAt: minute(DAY - 23) + 300, closedAs: 'resolved' });
  });
});

test('a DNS failure that repeats shows among resets that do not', async () => {
  const world = chronicWorld(ONE);
  const resets = new Set([
    3, 71, 95, 212, 388, 401, 533, 690, 702, 811, 999, 1_034, 1_180, 1_322, 1_777, 2_003, 2_160, 2_400, 2_713,
  ]);
  await world.watch(0, 2 * DAY, (at) => {
    if (at % 60 === 20) return { name: 'network/dns-timeout', phase: 'resolve' };
    return resets.has(at) ? { name: 'network/connection-reset', phase: 'processing' } : 'healthy';
  });
  expect((await world.open()).map(({ pattern, kinds }) => [pattern?.kind, Object.keys(kinds)[0]])).toEqual([
    ['periodic', 'network/dns-timeout'],
  ]);
});

test('a pause after a 429 counts by its onset', async () => {
  const world = chronicWorld(ONE);
  await world.watch(0, 2 * DAY, (at) => {
    const inCycle = at % 120;
    if (inCycle === 50) return { name: 'throttled/too-many-requests' };
    return inCycle > 50 && inCycle <= 60 ? 'paused' : 'healthy';
  });
  expect(await world.open()).toMatchObject([
    { class: 'throttled', pattern: { kind: 'periodic', periodMs: expect.closeTo(120 * MINUTE_MS, -4) as number } },
  ]);
});
