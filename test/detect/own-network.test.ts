import { describe, expect, test } from 'vitest';
import { diagnosisText, type Diagnosis } from '../../functions/core/probing/diagnosis.ts';
import { mailOf } from '../support/mail.ts';
import { monitor, settingsWith } from './monitor.ts';

const BOTH = ['a', 'b'];
const SETTINGS = settingsWith(BOTH);

/** A pass a minute, each twice, over one timeline for each target; a space is a run that never came. */
async function watched(timelines: readonly [string, string]) {
  const all = monitor();
  for (let count = 0; count < timelines[0].length; count += 1) {
    const marks = timelines.map((timeline) => timeline[count] ?? ' ').join('');
    if (!marks.includes(' ')) await all.store(count, BOTH, marks);
    await all.detect(count, SETTINGS);
    await all.detect(count, SETTINGS);
  }
  return all;
}

describe('while our own network is down', () => {
  test.each<{ name: string; timelines: readonly [string, string]; told: readonly string[] }>([
    {
      name: 'no target is blamed, and one problem of the vantage is opened and resolved',
      timelines: ['..oooo..', '..oooo..'],
      told: ['opened @own-network 4', 'resolved @own-network 7'],
    },
    { name: 'for less than it takes, nothing is told', timelines: ['.oo.oo.', '.oo.oo.'], told: [] },
    {
      name: 'a problem of a target is neither resolved nor told again',
      timelines: ['xxxooooxx..', '...oooo....'],
      told: ['opened a 2', 'opened @own-network 5', 'resolved @own-network 8', 'resolved a 10'],
    },
    {
      name: 'failures before and after add up, as over any gap',
      timelines: ['xxoooox', '..oooo.'],
      told: ['opened @own-network 4', 'opened a 6'],
    },
    {
      name: 'health before and after adds up too',
      timelines: ['xxx.oo.', '....oo.'],
      told: ['opened a 2', 'resolved a 6'],
    },
    {
      name: 'targets that were not probed in it are none of its business',
      timelines: ['ooo..', '---..'],
      told: ['opened @own-network 2', 'resolved @own-network 4'],
    },
    {
      name: 'an API that fails proves our network as health does',
      timelines: ['oooxxx', 'oooxxx'],
      told: ['opened @own-network 2', 'resolved @own-network 4', 'opened a 5'],
    },
    {
      name: 'a run that could not ask proves nothing',
      timelines: ['oooooo', 'oooooo'].map((timeline) => timeline + 'uuu-- ') as [string, string],
      told: ['opened @own-network 2', 'opened a 8'],
    },
  ])('$name', async ({ timelines, told }) => {
    const all = await watched(timelines);
    expect(all.told()).toEqual(told);
  });

  test('the problem names the vantage, no target, and what to do', async () => {
    const { sent } = await watched(['ooo', 'ooo']);
    expect(sent[0]?.problem).toMatchObject({
      stream: 'local/@own-network',
      subject: "the monitor's own network (local)",
      class: 'inconclusive',
      severity: 'warning',
      kinds: { 'inconclusive/own-network': 3 },
      scope: { targets: [], vantages: ['local'] },
      origin: null,
      diagnosis: null,
    });
    const [notice] = sent;
    if (notice === undefined) throw new Error('nothing was sent');
    const { subject, body } = mailOf(notice);
    expect(subject).toBe("PROBLEM the monitor's own network (local)");
    expect(body).toContain("The monitor's own network (local) has been failing since 2026-03-01 00:00:00 UTC");
    expect(body).toContain('README.md#own-network');
  });

  test('of a vantage that is no longer there, it is closed', async () => {
    const { detect, told } = await watched(['ooo', 'ooo']);
    await detect(3, SETTINGS, ['eu-west-1']);
    expect(told()).toEqual(['opened @own-network 2', 'no-longer-monitored @own-network 3']);
  });
});

describe('the diagnosis', () => {
  const diagnosis: Diagnosis = {
    origin: new URL(SETTINGS.targets[0]?.url ?? '').origin,
    isControlReached: true,
    examination: {
      nameErrors: { a: null, aaaa: 'ENODATA' },
      addresses: [
        { address: '203.0.113.9', result: 'failed', phase: 'connect', errorCode: 'ECONNREFUSED', durationMs: 3 },
      ],
    },
  };

  test('of the tick that opens a problem stands in it and in its notice, of that origin alone', async () => {
    const { store, detect, sent } = monitor();
    const elsewhere = { ...diagnosis, origin: 'https://elsewhere.test' };
    for (const count of [0, 1, 2]) await store(count, BOTH, 'x.', count === 2 ? [elsewhere, diagnosis] : []);
    await detect(2, SETTINGS);
    const [notice] = sent;
    if (notice === undefined) throw new Error('nothing was sent');
    expect(notice.problem.diagnosis).toBe(diagnosisText(diagnosis));
    const { body } = mailOf(notice);
    expect(body).toContain(`Diagnosis: no connection to its only address can be set up, while the independent control`);
  });

  test('stays as it was then', async () => {
    const { store, detect, sent } = monitor();
    for (const count of [0, 1, 2]) await store(count, ['a'], 'x', [diagnosis]);
    for (const count of [3, 4]) await store(count, ['a'], '.');
    await detect(4, SETTINGS);
    expect(sent.map(({ problem }) => problem.diagnosis)).toEqual([diagnosisText(diagnosis), diagnosisText(diagnosis)]);
  });

  test.each<{ name: string; diagnoses: readonly Diagnosis[] }>([
    { name: 'none was made', diagnoses: [] },
    { name: 'it is of another origin', diagnoses: [{ ...diagnosis, origin: 'https://elsewhere.test' }] },
  ])('is absent where $name', async ({ diagnoses }) => {
    const { store, detect, sent } = monitor();
    for (const count of [0, 1, 2]) await store(count, ['a'], 'x', diagnoses);
    await detect(2, SETTINGS);
    expect(sent.map(({ problem }) => problem.diagnosis)).toEqual([null]);
  });
});

test('a record that still speaks of a target that was removed opens nothing', async () => {
  const { store, detect, told } = monitor();
  for (const count of [0, 1]) await store(count, BOTH, 'xx');
  await detect(1, SETTINGS);
  await store(2, BOTH, 'xx');
  for (const count of [2, 3]) await detect(count, settingsWith(['b']));
  expect(told()).toEqual(['opened b 2']);
});

test('a target that is removed while failing and comes back, still failing, is told of again, once', async () => {
  const { store, detect, told } = monitor();
  const timeline: readonly (readonly [readonly string[], string])[] = [
    [BOTH, 'x.'],
    [BOTH, 'x.'],
    [BOTH, 'x.'],
    [['b'], '.'],
    [['b'], '.'],
    [BOTH, '-.'],
    [BOTH, 'x.'],
    [BOTH, 'x.'],
    [BOTH, '..'],
    [BOTH, '..'],
  ];
  for (const [count, [ids, marks]] of timeline.entries()) {
    await store(count, ids, marks);
    await detect(count, settingsWith(ids));
    await detect(count, settingsWith(ids));
  }
  expect(told()).toEqual(['opened a 2', 'no-longer-monitored a 3', 'opened a 6', 'resolved a 9']);
});
