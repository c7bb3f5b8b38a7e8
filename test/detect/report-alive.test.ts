import { describe, expect, test } from 'vitest';
import type { HeartbeatAnswer } from '../../functions/core/ports.ts';
import type { HeartbeatSettings } from '../../functions/core/settings-model.ts';
import { runDetect } from '../../functions/detect/run.ts';
import { memoryLog } from '../support/memory-log.ts';
import { minute, monitor, settingsWith } from './monitor.ts';

const URL_TEXT = 'https://ping.example.test/hunter2';

/** A monitor that reports itself to a service, which answers so. */
function reporting(answer: HeartbeatAnswer = { result: 'heard' }, heartbeatUrl: HeartbeatSettings | null = URL_TEXT) {
  const world = monitor();
  const log = memoryLog();
  const calls: string[] = [];
  const secrets = new Map([['/heartbeat', ` ${URL_TEXT}\n`]]);
  const ports = {
    ...world.ports,
    log,
    heartbeat: {
      service: { call: (url: URL) => (calls.push(url.href), Promise.resolve(answer)) },
      secrets: {
        read: (name: string) => {
          const value = secrets.get(name);
          return value === undefined ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve(value);
        },
      },
    },
  };
  const settings = { ...settingsWith(['a']), heartbeatUrl };
  return {
    ...{ ...world, log, calls, secrets, ports },
    pass: (count: number, replaced: Partial<typeof ports> = {}) =>
      runDetect({ tickAt: minute(count), vantages: ['local'] }, settings, { ...ports, ...replaced }),
    /** What was logged of it: the event, and why. */
    logged: () =>
      log.lines.flatMap(({ level, event, fields }) =>
        event.startsWith('heartbeat') ? [`${level} ${event}: ${String(fields.why ?? fields.error)}`] : [],
      ),
  };
}

test('each sound pass calls the service once', async () => {
  const { store, pass, calls, logged } = reporting();
  for (const count of [0, 1]) {
    await store(count, ['a'], '.');
    await pass(count);
  }
  expect(calls).toEqual([URL_TEXT, URL_TEXT]);
  expect(logged()).toEqual([]);
});

test('failing targets are no fault of the monitor', async () => {
  const { store, pass, calls } = reporting();
  await store(0, ['a'], 'x');
  await pass(0);
  expect(calls).toHaveLength(1);
});

test('its URL may be a secret', async () => {
  const { store, pass, calls } = reporting({ result: 'heard' }, { parameter: '/heartbeat' });
  await store(0, ['a'], '.');
  await pass(0);
  expect(calls).toEqual([URL_TEXT]);
});

test('without a URL nobody is called', async () => {
  const { store, pass, calls, logged } = reporting({ result: 'heard' }, null);
  await store(0, ['a'], '.');
  await pass(0);
  expect([calls, logged()]).toEqual([[], []]);
});

describe('an unsound pass does not call, and says why in the log', () => {
  test('nothing is probed', async () => {
    const { pass, calls, logged } = reporting();
    await pass(0);
    expect([calls, logged()]).toEqual([[], ['warn heartbeat-withheld: no probe run is on record lately']]);
  });

  test('a fault', async () => {
    const { store, pass, calls, logged } = reporting();
    await store(0, ['a'], '.');
    const { faults } = await pass(0, { metrics: { put: () => Promise.reject(new Error('denied')) } });
    expect(faults).toHaveLength(1);
    expect([calls, logged()]).toEqual([[], ['warn heartbeat-withheld: the run had faults']]);
  });

  test.each([5, 10, 11, 12, 13, 30, 31].map((count) => ({ count, isSound: count <= 10 })))(
    'probes that stopped, $count minutes ago: $isSound',
    async ({ count, isSound }) => {
      const { store, pass, calls } = reporting();
      await store(0, ['a'], '.');
      // Every pass before it, so that detection has long said how far it looked.
      for (let earlier = 1; earlier < count; earlier += 1) await pass(earlier);
      calls.length = 0;
      await pass(count);
      expect(calls.length === 1).toBe(isSound);
    },
  );

  test('runs that start and die', async () => {
    const { ports, pass, calls, logged } = reporting();
    for (let count = 0; count <= 20; count += 1) {
      await ports.history.claim({ vantage: 'local', tickAt: minute(count), shard: 0 }, minute(count), ['a']);
      await pass(count);
    }
    expect(calls).toEqual([]);
    expect(logged().at(-1)).toBe('warn heartbeat-withheld: no probe run is on record lately');
  });
});

describe('a call that fails is a line in the log, and no fault of the run', () => {
  test.each<{ name: string; answer: HeartbeatAnswer; setting: HeartbeatSettings; error: string }>([
    {
      name: 'no answer',
      answer: { result: 'failed', why: 'there was no answer (ETIMEDOUT)' },
      setting: URL_TEXT,
      error: 'Error: there was no answer (ETIMEDOUT)',
    },
    {
      name: 'a parameter that is not there',
      answer: { result: 'heard' },
      setting: { parameter: '/absent' },
      error: 'Error: no /absent',
    },
    {
      name: 'a parameter that holds no URL',
      answer: { result: 'heard' },
      setting: { parameter: '/plain' },
      error: 'Error: the parameter /plain holds no URL that starts with https://',
    },
  ])('$name', async ({ answer, setting, error }) => {
    const { store, pass, secrets, log, logged } = reporting(answer, setting);
    secrets.set('/plain', 'hunter2');
    await store(0, ['a'], '.');
    expect((await pass(0)).faults).toEqual([]);
    expect(logged()).toEqual([`error heartbeat-failed: ${error}`]);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });
});
