import { describe, expect, test } from 'vitest';
import type { MetricName, MetricValue } from '../../functions/core/metrics.ts';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import type { PublishResult } from '../../functions/core/ports.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { aDigest } from '../support/digests.ts';
import { nextState, type AlarmState } from '../support/sparse-alarm.ts';
import { monitorTemplate } from '../support/template.ts';
import { detectWorld, minute, settingsWith } from './monitor.ts';

const SETTINGS = settingsWith(['a']);

/** The alarms as they are deployed. */
function alarmOn(metric: MetricName): { periods: number; threshold: number } {
  const alarms = Object.values(monitorTemplate().findResources('AWS::CloudWatch::Alarm')) as {
    Properties: Record<string, unknown>;
  }[];
  const found = alarms.find(({ Properties }) => Properties.MetricName === metric)?.Properties;
  expect(found).toMatchObject({ TreatMissingData: 'ignore', Period: 60, Statistic: 'Maximum' });
  expect(found).not.toHaveProperty('DatapointsToAlarm');
  return { periods: Number(found?.EvaluationPeriods), threshold: Number(found?.Threshold) };
}

describe('the evaluation of an alarm that ignores missing points, by the table in the user guide', () => {
  test.each([
    ['0-X-X', 'OK'],
    ['0----', 'OK'],
    ['-----', 'as it was'],
    ['0XX-X', 'ALARM'],
    ['--X--', 'as it was'],
  ])('%s: %s', (text, expected) => {
    const points = Array.from(text, (mark) => (mark === '-' ? null : Number(mark === 'X')));
    for (const state of ['OK', 'ALARM'] as const) {
      expect(nextState(state, points, { periods: 3, threshold: 1 })).toBe(expected === 'as it was' ? state : expected);
    }
  });
});

/** What befalls the passes. */
interface HalfADay {
  readonly untold: DetectPorts['untold'];
  isReadable: boolean;
}

type Untold = 'OldestUnsentMinutes' | 'DeadNotices';

/** Twelve hours of passes; a notice waits since minute 61, and the channel accepts nothing before a later one. */
async function halfADay(acceptsFrom: number, onMinute: (count: number, world: HalfADay) => void = () => undefined) {
  const alarms = { OldestUnsentMinutes: alarmOn('OldestUnsentMinutes'), DeadNotices: alarmOn('DeadNotices') };
  const points: Record<Untold, (number | null)[]> = { OldestUnsentMinutes: [], DeadNotices: [] };
  const states: Record<Untold, AlarmState[]> = { OldestUnsentMinutes: [], DeadNotices: [] };
  let now = minute(0);
  let values: readonly MetricValue[] = [];
  const unavailable: PublishResult = { result: 'unavailable', error: new Error('no such topic') };
  const { ports: all } = detectWorld({
    notifier: { publish: () => Promise.resolve(now < minute(acceptsFrom) ? unavailable : { result: 'accepted' }) },
    metrics: { put: (put) => Promise.resolve(void (values = put)) },
  });
  const world: HalfADay = { untold: all.untold, isReadable: true };
  const pending = () => (world.isReadable ? all.outbox.pending() : Promise.reject(new Error('throttled')));
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const ports: DetectPorts = { ...all, clock, outbox: { ...all.outbox, pending } };
  for (let count = 0; count < (12 * HOUR_MS) / MINUTE_MS; count += 1) {
    now = minute(count);
    if (count === 61) await ports.outbox.add({ id: 'digest/1', at: now, reason: 'digest', digest: aDigest() });
    onMinute(count, world);
    await runDetect({ tickAt: now, vantages: ['local'] }, SETTINGS, ports);
    for (const name of ['OldestUnsentMinutes', 'DeadNotices'] as const) {
      points[name].push(values.find((one) => one.name === name)?.value ?? null);
      states[name].push(nextState(states[name].at(-1) ?? 'INSUFFICIENT_DATA', points[name], alarms[name]));
    }
  }
  return { points, states, hoursPaid: hoursWith(points.OldestUnsentMinutes) };
}

function hoursWith(points: readonly (number | null)[]): number[] {
  return [...new Set(points.flatMap((point, index) => (point === null ? [] : [Math.floor(index / 60)])))];
}

/** The minutes at which an alarm changed its state. */
function changes(states: readonly AlarmState[]): string[] {
  return states.flatMap((state, index) => (state === states[index - 1] ? [] : [`${state} ${index}`]));
}

describe('an alarm on what is published while a notice is untold', () => {
  test('without any trouble it is OK from the first pass on, for two hours of twelve', async () => {
    const { states, hoursPaid } = await halfADay(0);
    expect(changes(states.OldestUnsentMinutes)).toEqual(['OK 0']);
    expect(changes(states.DeadNotices)).toEqual(['OK 0']);
    expect(hoursPaid).toEqual([0, 6]);
  });

  test('rings after a quarter of an hour, is over when the notice is through, and stays so', async () => {
    const { states, hoursPaid } = await halfADay(150);
    // 15 minutes old at minute 76; the third point in a row comes at 78.
    expect(changes(states.OldestUnsentMinutes)).toEqual(['OK 0', 'ALARM 78', 'OK 150']);
    expect(changes(states.DeadNotices)).toEqual(['OK 0']);
    expect(hoursPaid).toEqual([0, 1, 2, 6]);
  });

  test('is over all the same when the process that knew of it is gone: within six hours', async () => {
    const { states } = await halfADay(150, (count, { untold }) => {
      if (count === 150) untold.at = null;
    });
    expect(changes(states.OldestUnsentMinutes)).toEqual(['OK 0', 'ALARM 78', 'OK 360']);
  });

  test('stays as it is while the outbox cannot be read: silence is no recovery', async () => {
    const { states } = await halfADay(150, (count, world) => {
      world.isReadable = count < 100 || count >= 200;
    });
    expect(changes(states.OldestUnsentMinutes)).toEqual(['OK 0', 'ALARM 78', 'OK 200']);
  });
});
