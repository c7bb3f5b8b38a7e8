import { describe, expect, test } from 'vitest';
import type { MetricValue } from '../../functions/core/metrics.ts';
import type { Notice } from '../../functions/core/model/problem.ts';
import type { Probe, RunKey } from '../../functions/core/model/run.ts';
import { MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import type { PublishResult } from '../../functions/core/ports.ts';
import { packRun } from '../../functions/core/pack-run.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { runDetect, type DetectPorts } from '../../functions/detect/run.ts';
import { TICK_AT, aFailedAttempt, aProbe, aRefusedObservation, anAttempt, anObservation } from '../support/builders.ts';
import { detectWorld, minute, settingsApart, settingsWith } from './monitor.ts';

/** One target's probe at a tick: x failing, . healthy, - not probed. */
function probeOf(mark: string, targetId: string, tickAt: EpochMs): Probe {
  const startedAt = tickAt + 500;
  if (mark === '-') return aProbe({ targetId, attempts: [], startedAt });
  return mark === 'x'
    ? aProbe({ targetId, attempts: [aFailedAttempt({ observation: aRefusedObservation({ startedAt }) })] })
    : aProbe({ targetId, attempts: [anAttempt({ observation: anObservation({ startedAt }) })] });
}

/** A monitor with a history written as text, a mark a tick per target; a space is a run that never came, c one that died. */
function monitor(ids: readonly string[] = ['a'], settings = settingsWith(ids)) {
  const sent: Notice[] = [];
  const published: MetricValue[] = [];
  const answers: PublishResult[] = [];
  const { ports, history, problems, clock, log } = detectWorld({
    notifier: {
      publish: (notice) => {
        const answer = answers.shift() ?? { result: 'accepted' as const };
        if (answer.result !== 'refused' && notice.reason !== 'digest') sent.push(notice);
        return Promise.resolve(answer);
      },
    },
    metrics: { put: (values) => Promise.resolve(void published.push(...values)) },
  });
  const store = async (tick: number, marks: readonly string[]) => {
    const key: RunKey = { vantage: 'local', tickAt: minute(tick), shard: 0 };
    if (marks.includes(' ')) return;
    await history.claim(key, key.tickAt, ids);
    if (marks.includes('c')) return;
    await history.finish(
      key,
      packRun({ key, diagnoses: [], probes: ids.map((id, n) => probeOf(marks[n] ?? '.', id, key.tickAt)) }),
    );
  };
  return {
    ...{ ports, sent, published, answers, log, clock, problems, settings, store },
    write: async (...timelines: string[]) => {
      for (let tick = 0; tick < (timelines[0]?.length ?? 0); tick += 1) {
        await store(
          tick,
          timelines.map((timeline) => timeline[tick] ?? ' '),
        );
      }
    },
    detect: (tick: number, use: Settings = settings) =>
      runDetect({ tickAt: minute(tick), vantages: ['local'] }, use, ports),
    told: () =>
      sent.map(({ reason, problem, at }) => `${reason} ${problem.scope.targets.join()} @${(at - TICK_AT) / MINUTE_MS}`),
  };
}

describe('incidents', () => {
  const rows = [
    { name: 'three failing ticks in a row open one, at the third', timeline: '..xxx', told: ['opened a @4'] },
    { name: 'two do not', timeline: '..xx.xx.', told: [] },
    { name: 'two healthy ticks resolve it', timeline: '.xxxx..', told: ['opened a @3', 'resolved a @6'] },
    { name: 'one does not', timeline: '.xxxx.x.x', told: ['opened a @3'] },
    {
      name: 'a tick that was not probed neither counts nor interrupts',
      timeline: '.x-x-x-.-.',
      told: ['opened a @5', 'resolved a @9'],
    },
    { name: 'nor does a run that never came', timeline: '.x x x . .', told: ['opened a @5', 'resolved a @9'] },
    {
      name: 'a repeat that is as short is counted, not told',
      timeline: 'xxx..xxx..',
      told: ['opened a @2', 'resolved a @4'],
    },
    {
      name: 'a repeat that is longer is told, and so is its end',
      timeline: `xxx${'.'.repeat(30)}xxxxxxxxxx..`,
      told: ['opened a @2', 'resolved a @4', 'reopened a @40', 'resolved a @44'],
    },
  ];

  test.for(rows)('$name', async ({ timeline, told }) => {
    const all = monitor();
    await all.write(timeline);
    await all.detect(timeline.length - 1);
    expect(all.told()).toEqual(told);
  });

  test.for(rows)('the same in a pass per tick, each twice: $name', async ({ timeline, told }) => {
    const { store, detect, told: heard } = monitor();
    for (const [tick, mark] of Array.from(timeline).entries()) {
      await store(tick, [mark]);
      await detect(tick);
      await detect(tick);
    }
    expect(heard()).toEqual(told);
  });

  test('targets that the network does not reach are one, until the last of them works', async () => {
    const { write, detect, told } = monitor(['a', 'b']);
    await write('xxx......', '..xxxx...');
    await detect(8);
    expect(told()).toEqual(['opened a,b @2', 'resolved a,b @7']);
  });

  test('targets of different origins by themselves', async () => {
    const { write, detect, told } = monitor(['a', 'b', 'c'], settingsApart(['a', 'b', 'c']));
    await write('xxx..', '..xxx', '.....');
    await detect(4);
    expect(told()).toEqual(['opened a @2', 'resolved a @4', 'opened b @4']);
  });

  test('of different origins too, when the vantage reaches none', async () => {
    const { write, detect, told } = monitor(['a', 'b', 'c'], settingsApart(['a', 'b', 'c']));
    await write('xxx..', '.xxx.', '.xxx.');
    await detect(4);
    expect(told()).toEqual(['opened a,b,c @2']);
  });

  test('a failing run that is stored later than healthy ones is counted where it belongs', async () => {
    const { store, detect, told } = monitor();
    for (const tick of [0, 1, 3]) await store(tick, [tick === 0 ? '.' : 'x']);
    await detect(3);
    expect(told()).toEqual([]);
    await store(2, ['x']);
    await detect(4);
    expect(told()).toEqual(['opened a @3']);
  });

  test('runs that died are own faults once nothing more can come, and not before', async () => {
    const { write, detect, sent } = monitor();
    await write('.ccc');
    await detect(3);
    expect(sent).toEqual([]);
    await detect(8);
    expect(sent[0]?.problem).toMatchObject({
      class: 'inconclusive',
      kinds: { 'inconclusive/own-fault': 3 },
      severity: 'warning',
    });
  });

  test('an outage that goes on after a late failing run is told again, though it seemed over', async () => {
    const { store, detect, told } = monitor();
    for (const [tick, mark] of Array.from('xxxxx.').entries()) {
      await store(tick, [mark]);
      await detect(tick);
    }
    await store(7, ['.']);
    await detect(7);
    await store(6, ['x']);
    for (let tick = 8; tick < 30; tick += 1) {
      await store(tick, ['x']);
      await detect(tick);
    }
    expect(told()).toEqual(['opened a @2', 'resolved a @7', 'reopened a @18']);
  });

  test('the same when the late run died', async () => {
    const { store, detect, told } = monitor();
    for (const [tick, mark] of Array.from('xxxxx.c.').entries()) {
      await store(tick, [mark]);
      await detect(tick);
    }
    for (let tick = 8; tick < 30; tick += 1) {
      await store(tick, ['x']);
      await detect(tick);
    }
    expect(told()).toEqual(['opened a @2', 'resolved a @7', 'reopened a @18']);
  });

  test('runs of our own that died and failures of the API do not add up', async () => {
    const { write, detect, told } = monitor();
    await write('..ccx.....');
    await detect(9);
    expect(told()).toEqual([]);
  });

  test('ticks on both sides of a pause of days are not in a row', async () => {
    const { store, detect, told } = monitor();
    for (const tick of [0, 1, 2]) await store(tick, [tick === 0 ? '.' : 'x']);
    await detect(2);
    const later = 3 * 24 * 60;
    await store(later, ['x']);
    await detect(later);
    expect(told()).toEqual([]);
    for (const tick of [later + 1, later + 2]) await store(tick, ['x']);
    await detect(later + 2);
    expect(told()).toEqual([`opened a @${later + 2}`]);
  });

  test('the resolved notice has the true length and the count', async () => {
    const { write, detect, sent } = monitor();
    await write('..xxxxx.x.......');
    await detect(15);
    expect(sent.at(-1)?.problem).toMatchObject({
      failedProbes: 6,
      kinds: { 'network/connect-refused': 6 },
      firstFailureAt: minute(2) + 500,
      resolvedAt: minute(9) + 500,
      closedAs: 'resolved',
    });
  });

  test('a target that leaves the settings is closed as no longer monitored, once', async () => {
    const { write, detect, told, published } = monitor();
    await write('xxx');
    await detect(2);
    for (const tick of [3, 4]) await detect(tick, settingsWith(['b']));
    expect(told()).toEqual(['opened a @2', 'no-longer-monitored a @3']);
    expect(published.filter(({ name }) => name === 'OpenProblems').map(({ value }) => value)).toEqual([1, 0, 0]);
  });

  test('a target that moves to another origin is closed, not resolved, however healthy it is there', async () => {
    const { store, detect, told, settings } = monitor();
    for (const tick of [0, 1, 2]) await store(tick, ['x']);
    await detect(2);
    const moved: Settings = {
      ...settings,
      targets: settings.targets.map((target) => ({ ...target, url: 'https://elsewhere.example.test/a' })),
    };
    for (const tick of [3, 4, 5]) {
      await store(tick, ['.']);
      await detect(tick, moved);
    }
    expect(told()).toEqual(['opened a @2', 'no-longer-monitored a @3']);
  });

  test('state is saved seldom, and a lost state changes nothing that was told', async () => {
    const { store, detect, told, ports } = monitor();
    const timeline = `${'.'.repeat(30)}xxxx${'.'.repeat(30)}`;
    const saves: number[] = [];
    const counting: DetectPorts['states'] = {
      ...ports.states,
      save: (vantage, state, version) => {
        saves.push(state.throughTick);
        return ports.states.save(vantage, state, version);
      },
    };
    for (const [tick, mark] of Array.from(timeline).entries()) {
      await store(tick, [mark]);
      await runDetect({ tickAt: minute(tick), vantages: ['local'] }, settingsWith(['a']), {
        ...ports,
        states: counting,
      });
    }
    expect(saves.length).toBeLessThanOrEqual(1 + 64 / 10);
    const forgetful = { ...ports, states: { load: () => Promise.resolve(null), save: () => Promise.resolve(true) } };
    await runDetect({ tickAt: minute(63), vantages: ['local'] }, settingsWith(['a']), forgetful);
    expect(told()).toEqual(['opened a @32', 'resolved a @35']);
    await detect(64);
    expect(told()).toHaveLength(2);
  });
});

describe('delivery', () => {
  const APART = ['a', 'b', 'c', 'd'];
  const refused: PublishResult = { result: 'refused', error: new Error('AuthorizationError') };
  const ambiguous: PublishResult = { result: 'ambiguous', error: new Error('socket hang up') };

  test('a refused notice is a fault, stays, and goes out with the next pass, before what follows it', async () => {
    const { store, detect, told, answers } = monitor();
    for (const [tick, mark] of Array.from('xxx').entries()) await store(tick, [mark]);
    answers.push(refused);
    const { faults } = await detect(2);
    expect(faults.map(({ what }) => what)).toEqual([expect.stringMatching(/\/opened was not accepted \(refused\)$/)]);
    for (const [tick, mark] of Array.from('...').entries()) await store(tick + 3, [mark]);
    answers.push(refused);
    await detect(5);
    expect(told()).toEqual([]);
    await detect(5);
    expect(told()).toEqual(['opened a @2', 'resolved a @4']);
  });

  test('a channel that refuses everything is one fault', async () => {
    const { write, detect, answers } = monitor(APART, settingsApart(APART));
    await write('xxx', 'xxx', 'xxx', '...');
    answers.push(refused, refused, refused);
    const { faults } = await detect(2);
    expect(faults.map(({ what }) => what)).toEqual([expect.stringMatching(/\(refused\), nor were 2 more$/)]);
  });

  test('one that ended ambiguously is repeated only after its lease, with the same id', async () => {
    const { write, detect, sent, answers, clock } = monitor();
    await write('xxx');
    answers.push(ambiguous);
    await detect(2);
    await detect(2);
    expect(sent).toHaveLength(1);
    await clock.sleep(2 * MINUTE_MS + 1, new AbortController().signal);
    await detect(2);
    await detect(2);
    expect(sent.map(({ id }) => id)).toEqual([sent[0]?.id, sent[0]?.id]);
  });

  test('two detectors at once tell once', async () => {
    const { write, detect, told } = monitor(APART, settingsApart(APART));
    await write('xxx', 'xxx', 'xxx', '...');
    await Promise.all([detect(2), detect(2)]);
    await detect(2);
    expect(told().toSorted()).toEqual(['opened a @2', 'opened b @2', 'opened c @2']);
  });
});

describe('own trouble', () => {
  test('an unreachable store is one fault, whatever it was needed for, and metrics still go out', async () => {
    const { ports, settings, published } = monitor();
    const refuse = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const broken: DetectPorts = {
      ...ports,
      states: { load: refuse, save: refuse },
      problems: { newest: refuse, recent: refuse, commit: refuse },
      cares: { all: refuse, put: refuse, remove: refuse },
      outbox: { ...ports.outbox, pending: refuse, claim: refuse, markSent: refuse, release: refuse },
    };
    const { faults } = await runDetect({ tickAt: TICK_AT, vantages: ['local'] }, settings, broken);
    expect(faults.map(({ what }) => what)).toEqual([
      'The store failed, so it was not possible to close unmonitored problems, to examine the history of local, ' +
        'to read what was acknowledged and snoozed, to read the outbox',
    ]);
    expect(published.map(({ name }) => name)).toContain('DetectRun');
  });

  test('a record that cannot be read counts as missing and is reported', async () => {
    const { write, ports, detect, told } = monitor();
    await write('.xx');
    const key: RunKey = { vantage: 'local', tickAt: minute(3), shard: 0 };
    await ports.history.claim(key, key.tickAt, ['a']);
    await ports.history.finish(key, ['{"v":99}']);
    const { faults } = await detect(3);
    expect(faults.map(({ error }) => error)).toEqual([expect.stringContaining('UnreadableRecordError')]);
    expect(told()).toEqual([]);
  });
});
