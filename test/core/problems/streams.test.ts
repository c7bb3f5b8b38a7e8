import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeTick, foldRun, initialDetectState, streamName } from '../../../functions/core/problems/streams.ts';
import { START_OFFSET_MS, THRESHOLDS, foldRuns, streamAfter, tickTime, timelineRuns } from '../../support/timeline.ts';

const startOf = (tick: number): number => tickTime(tick) + START_OFFSET_MS;

describe('counting ticks in a row', () => {
  test.each([
    { timeline: '.', failing: 0, healthy: 1 },
    { timeline: '....', failing: 0, healthy: 4 },
    { timeline: '..x', failing: 1, healthy: 0 },
    { timeline: '.xxx', failing: 3, healthy: 0 },
    { timeline: '.xxx.', failing: 0, healthy: 1 },
    { timeline: 'xx xx', failing: 4, healthy: 0 },
    { timeline: '.. ..', failing: 0, healthy: 4 },
    { timeline: 'xx__x', failing: 3, healthy: 0 },
    { timeline: '.m.m', failing: 0, healthy: 4 },
    { timeline: 'xts', failing: 3, healthy: 0 },
  ])('"$timeline": $failing failing, $healthy healthy', ({ timeline, failing, healthy }) => {
    const state = streamAfter(timeline);
    expect({ failing: state?.streak?.ticks ?? 0, healthy: state?.healthyTicks }).toEqual({ failing, healthy });
  });

  test.each(['', ' ', '__', '  '])('"%s" says nothing of the target', (timeline) => {
    expect(streamAfter(timeline)?.healthyTicks ?? 0).toBe(0);
    expect(streamAfter(timeline)?.stretch ?? null).toBeNull();
  });

  test('health lasts since its first probe, whatever lay between', () => {
    expect(streamAfter('xx..')?.healthySince).toBe(startOf(2));
    expect(streamAfter('xx. _.')?.healthySince).toBe(startOf(2));
    expect(streamAfter('xx.x')?.healthySince).toBeNull();
  });
});

describe('a stretch', () => {
  test('begins with the first failure and counts every one', () => {
    expect(streamAfter('.xtxs')?.stretch).toEqual({
      firstFailureTick: tickTime(1),
      newestFailureTick: tickTime(4),
      firstFailureAt: startOf(1),
      failedProbes: 4,
      kinds: { 'network/connect-refused': 2, 'network/connect-timeout': 1, 'server/internal-error': 1 },
      newest: { class: 'server', kind: 'internal-error', detail: 'status 500' },
      spells: [
        {
          from: startOf(1),
          to: startOf(3),
          kinds: { 'network/connect-refused': 2, 'network/connect-timeout': 1 },
          phases: {},
          addresses: { '203.0.113.9': 3 },
        },
        {
          from: startOf(4),
          to: startOf(4),
          kinds: { 'server/internal-error': 1 },
          phases: {},
          addresses: { '203.0.113.9': 1 },
        },
      ],
      breached: true,
    });
  });

  test.each([
    { timeline: 'x', breached: false },
    { timeline: 'xx', breached: false },
    { timeline: 'xxx', breached: true },
    { timeline: 'x x_x', breached: true },
    { timeline: 'xxx.x', breached: true },
  ])('"$timeline": over the threshold is $breached', ({ timeline, breached }) => {
    expect(streamAfter(timeline)?.stretch?.breached).toBe(breached);
  });

  test.each([
    { timeline: 'xx.', name: 'below the threshold it ends with one healthy tick, and is forgotten', ended: false },
    { timeline: 'xxx.', name: 'above it goes on over one healthy tick', open: true, ended: false },
    { timeline: 'xxx..', name: 'and ends with the second', ended: true },
    { timeline: 'xxx. .', name: 'a tick that was not probed does not count', ended: true },
    { timeline: 'xxx..xx', name: 'the ended one is kept while the next begins', open: true, ended: true },
  ])('"$timeline": $name', ({ timeline, open = false, ended }) => {
    expect(streamAfter(timeline)?.stretch !== null).toBe(open);
    expect(streamAfter(timeline)?.ended !== null).toBe(ended);
  });

  test('goes on after a healthy tick that was not enough', () => {
    expect(streamAfter('xxx.x')?.stretch).toMatchObject({ firstFailureTick: tickTime(0), failedProbes: 4 });
  });
});

describe('a tick that is already folded in changes nothing', () => {
  test('folding again, in any order', () => {
    const timeline = fc.string({
      unit: fc.constantFrom('.', 'x', 't', 's', 'm', ' ', '_'),
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(timeline, fc.array(fc.nat({ max: 29 })), (text, again) => {
        const runs = timelineRuns(text);
        const state = foldRuns(runs);
        const repeated = again.flatMap((index) => runs[index] ?? []);
        expect(foldRuns(repeated, THRESHOLDS, state)).toBe(state);
      }),
    );
  });

  test('closing it again', () => {
    const state = closeTick(initialDetectState(tickTime(3)), tickTime(4));
    expect(state.throughTick).toBe(tickTime(4));
    expect(closeTick(state, tickTime(4))).toBe(state);
    expect(closeTick(state, tickTime(2))).toBe(state);
  });
});

test('the shards of one tick are folded side by side', () => {
  const [run] = timelineRuns('x');
  if (run === undefined) throw new Error('no run');
  const other = {
    ...run,
    key: { ...run.key, shard: 1 },
    probes: run.probes.map((p) => ({ ...p, targetId: 'agents' })),
  };
  const folded = [run, other].reduce((state, shard) => foldRun(state, shard, THRESHOLDS), initialDetectState(0));
  expect(folded.streams[streamName('local', 'server-time')]?.streak?.ticks).toBe(1);
  expect(folded.streams[streamName('local', 'agents')]?.streak?.ticks).toBe(1);
});

test('the state survives JSON, as it does in the store', () => {
  const state = foldRuns(timelineRuns('..xts..x m'));
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
