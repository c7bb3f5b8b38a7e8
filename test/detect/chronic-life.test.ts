import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../functions/core/model/time.ts';
import type { DetectPorts } from '../../functions/detect/run.ts';
import { REFUSED, SETTLED, chronicWorld, minute, type Story } from './chronic-world.ts';
import { settingsWith } from './monitor.ts';

const DAY = 1_440;
const ONE = settingsWith(['a']);
const TWO = settingsWith(['a', 'b']);
const halfHourly: Story = (at) => (at % 30 === 7 ? REFUSED : 'healthy');

/** Counts what is written. */
function counting(ports: DetectPorts) {
  const writes: string[] = [];
  const counted: DetectPorts = {
    ...ports,
    chronic: {
      ...ports.chronic,
      save: (vantage, subject, ...rest) => (writes.push(subject), ports.chronic.save(vantage, subject, ...rest)),
    },
    states: { ...ports.states, save: (...save) => (writes.push('state'), ports.states.save(...save)) },
    hints: { ...ports.hints, save: (...save) => (writes.push('hints'), ports.hints.save(...save)) },
    problems: {
      ...ports.problems,
      commit: (change) => (writes.push(change.notice?.reason ?? 'silent'), ports.problems.commit(change)),
    },
  };
  return { writes, counted };
}

describe('what leaves the settings', () => {
  test('a problem of two targets loses the one in silence, and is closed with the other', async () => {
    const world = chronicWorld(TWO);
    await world.watch(0, DAY, halfHourly);
    await world.pass(DAY + SETTLED + 1, ONE);
    expect(await world.open()).toMatchObject([
      { subject: 'a', scope: { targets: ['a'] }, members: [{ subject: 'a' }] },
    ]);
    expect(world.told()).toEqual(['opened chronic a and b']);
    await world.pass(DAY + SETTLED + 2, settingsWith(['c']));
    expect(world.told()).toEqual(['opened chronic a and b', 'no-longer-monitored chronic a']);
    expect(await world.open()).toEqual([]);
  });

  test('a vantage takes its part with it', async () => {
    const world = chronicWorld(ONE, ['eu', 'us']);
    await world.watch(0, DAY, halfHourly);
    await world.pass(DAY + SETTLED + 1, ONE, ['us']);
    expect(await world.open()).toMatchObject([{ scope: { vantages: ['us'] } }]);
    await world.pass(DAY + SETTLED + 2, ONE, ['ap']);
    expect(world.told()).toEqual(['opened chronic a', 'no-longer-monitored chronic a']);
  });

  test('a target that moved to another origin does not take its problem along', async () => {
    const world = chronicWorld(ONE);
    await world.watch(0, DAY, halfHourly);
    const targets = ONE.targets.map((target) => ({ ...target, url: 'https://elsewhere.example.test/a' }));
    await world.pass(DAY + SETTLED + 1, { ...ONE, targets });
    expect(world.told()).toEqual(['opened chronic a', 'no-longer-monitored chronic a']);
  });

  test('a target that comes back with its pattern is told again, as a new problem of the stream', async () => {
    const world = chronicWorld(ONE);
    await world.watch(0, DAY, halfHourly);
    await world.pass(DAY + SETTLED + 1, settingsWith(['c']));
    await world.watch(DAY + 20, 2 * DAY, halfHourly);
    expect(world.told()).toEqual(['opened chronic a', 'no-longer-monitored chronic a', 'opened chronic a']);
    const [first, , again] = world.sent.map(({ problem }) => problem);
    expect(again?.stream).toBe(first?.stream);
    expect(again?.id).not.toBe(first?.id);
  });
});

describe('what is written', () => {
  test('a healthy minute writes nothing, every sixtieth the state and the detectors', async () => {
    const bare = chronicWorld(TWO);
    const { writes, counted } = counting(bare.ports);
    const world = chronicWorld(TWO, ['local'], counted);
    const byMinute: string[] = [];
    for (let at = 0; at < 181; at += 1) {
      bare.record(at, at + 1, () => 'healthy');
      await world.pass(at);
      if (at > 0) byMinute.push(writes.splice(0).join() || '-');
      else writes.splice(0);
    }
    expect(byMinute.filter((one) => one !== '-')).toEqual(new Array(3).fill('@own-network,a,b,state'));
  });

  test('an open chronic problem is updated in silence at most once an hour', async () => {
    const bare = chronicWorld(TWO);
    const { writes, counted } = counting(bare.ports);
    const world = chronicWorld(TWO, ['local'], counted);
    await bare.watch(0, DAY, halfHourly);
    for (let at = DAY + SETTLED; at < DAY + SETTLED + 240; at += 1) {
      bare.record(at, at + 1, halfHourly);
      await world.pass(at);
    }
    const commits = writes.filter((one) => !['state', 'hints', 'a', 'b', '@own-network'].includes(one));
    // In each of the five hours that it reaches into.
    expect(commits).toEqual(new Array(5).fill('silent'));
    const [problem] = await bare.open();
    expect(problem?.pattern?.nextExpected?.from).toBeGreaterThan(minute(DAY + 180));
    expect((problem?.decidedAt ?? 0) - minute(DAY)).toBeLessThanOrEqual(5 * HOUR_MS);
  });
});

test('a class that takes over is told as a change', async () => {
  const world = chronicWorld(ONE);
  const outage: Story = (at) => ({ name: at < 2 * DAY ? 'network/connect-refused' : 'server/bad-gateway' });
  await world.watch(0, 5 * DAY, outage);
  expect(world.sent.map(({ reason, problem }) => `${reason} ${problem.nature} ${problem.class}`)).toEqual([
    'opened incident network',
    'changed chronic network',
    // At once, and within the chronic problem; it goes on there when most of that is of its class.
    'opened incident server',
    'changed chronic server',
  ]);
  const [, chronic, incident] = world.sent.map(({ problem }) => problem);
  expect(incident?.linkedTo).toMatchObject({ problemId: chronic?.id, beyond: 'other-class' });
  expect((await world.open()).map(({ nature }) => nature)).toEqual(['chronic']);
});

test('an incident of two targets goes on in one chronic problem', async () => {
  const world = chronicWorld(TWO);
  const outage: Story = (at) => (at >= 100 && at < 2 * DAY ? REFUSED : 'healthy');
  await world.watch(0, 2 * DAY + 60, outage);
  expect(world.told()).toEqual(['opened incident a and 1 more', 'changed chronic a and b', 'resolved chronic a and b']);
  expect(await world.open()).toEqual([]);
});
