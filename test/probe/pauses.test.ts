import { describe, expect, test } from 'vitest';
import { SECOND_MS, type EpochMs } from '../../functions/core/model/time.ts';
import { runPauses, withPauses, type Admission, type PauseChange } from '../../functions/probe/pauses.ts';
import { TICK_AT } from '../support/builders.ts';

const A = 'https://a.test';
const B = 'https://b.test';

/** Pauses under a clock that is set by hand. */
function pausesAt(startedAt: EpochMs, remembered: Readonly<Record<string, EpochMs>> = {}) {
  let now = startedAt;
  const entries = Object.entries(remembered).map(([origin, until]) => [origin, { until }] as const);
  const pauses = runPauses(Object.fromEntries(entries), () => now);
  return { pauses, at: (later: EpochMs) => void (now = later) };
}

/** Admissions as they come, by name. */
function queue(pauses: ReturnType<typeof runPauses>) {
  const admitted: string[] = [];
  const refused: string[] = [];
  const admissions = new Map<string, Admission & { isAdmitted: true }>();
  const ask = (name: string, origin = A) =>
    void pauses.admit(origin).then((admission) => {
      if (!admission.isAdmitted) {
        refused.push(name);
        return;
      }
      admitted.push(name);
      admissions.set(name, admission);
    });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ask,
    admitted,
    refused,
    done: (name: string, isSent = true) => admissions.get(name)?.onDone(isSent),
    settle,
  };
}

describe('admission', () => {
  test('without a pause: everyone, at once', async () => {
    const { ask, admitted, settle } = queue(pausesAt(TICK_AT).pauses);
    for (const name of ['one', 'two', 'three']) ask(name);
    await settle();
    expect(admitted).toEqual(['one', 'two', 'three']);
  });

  test('under a pause: nobody, and they are told until when; other origins go on', async () => {
    const { pauses } = pausesAt(TICK_AT, { [A]: TICK_AT + 1 });
    expect(await pauses.admit(A)).toEqual({ isAdmitted: false, until: TICK_AT + 1 });
    expect((await pauses.admit(B)).isAdmitted).toBe(true);
    expect(pauses.pausedUntil(A)).toBe(TICK_AT + 1);
    expect(pauses.isHeld(A)).toBe(true);
  });

  test('after it: one canary, and the rest once it came through, in their order', async () => {
    const { pauses } = pausesAt(TICK_AT, { [A]: TICK_AT });
    const { ask, admitted, done, settle } = queue(pauses);
    for (const name of ['canary', 'two', 'three']) ask(name);
    ask('elsewhere', B);
    await settle();
    expect(admitted).toEqual(['canary', 'elsewhere']);
    expect(pauses.pausedUntil(A)).toBeNull();
    expect(pauses.isHeld(A)).toBe(true);
    done('canary');
    await settle();
    expect(admitted).toEqual(['canary', 'elsewhere', 'two', 'three']);
    expect(pauses.isHeld(A)).toBe(false);
    expect([...pauses.changes()]).toEqual([[A, { liftedUntil: TICK_AT }]]);
  });

  test('a canary that is throttled: the rest are refused', async () => {
    const { pauses } = pausesAt(TICK_AT, { [A]: TICK_AT });
    const { ask, admitted, refused, done, settle } = queue(pauses);
    for (const name of ['canary', 'two', 'three']) ask(name);
    await settle();
    pauses.pause(A, TICK_AT + 600 * SECOND_MS);
    done('canary');
    await settle();
    expect({ admitted, refused }).toEqual({ admitted: ['canary'], refused: ['two', 'three'] });
    expect([...pauses.changes()]).toEqual([[A, { until: TICK_AT + 600 * SECOND_MS }]]);
  });

  test('one that could send nothing makes way for the next; one at a time', async () => {
    const { pauses } = pausesAt(TICK_AT, { [A]: TICK_AT });
    const { ask, admitted, done, settle } = queue(pauses);
    for (const name of ['mute', 'canary', 'three', 'four']) ask(name);
    await settle();
    done('mute', false);
    await settle();
    expect(admitted).toEqual(['mute', 'canary']);
    expect(pauses.changes().size).toBe(0);
    done('canary');
    await settle();
    expect(admitted).toEqual(['mute', 'canary', 'three', 'four']);
  });

  test('a pause of this run that is over is tried by a canary as well', async () => {
    const { pauses, at } = pausesAt(TICK_AT);
    pauses.pause(A, TICK_AT + 1_000);
    at(TICK_AT + 1_000);
    const { ask, admitted, done, settle } = queue(pauses);
    for (const name of ['canary', 'two']) ask(name);
    await settle();
    expect(admitted).toEqual(['canary']);
    done('canary');
    expect([...pauses.changes()]).toEqual([[A, { liftedUntil: TICK_AT + 1_000 }]]);
  });
});

test('a second 429 does not shorten a pause', () => {
  const { pauses } = pausesAt(TICK_AT);
  pauses.pause(A, TICK_AT + 600);
  pauses.pause(A, TICK_AT + 10);
  expect(pauses.pausedUntil(A)).toBe(TICK_AT + 600);
});

test('those who wait for their turn learn of a pause at once, of each anew', () => {
  const { pauses } = pausesAt(TICK_AT);
  const [first, elsewhere] = [pauses.onPause(A), pauses.onPause(B)];
  expect(pauses.onPause(A)).toBe(first);
  pauses.pause(A, TICK_AT + 600);
  expect([first.aborted, elsewhere.aborted, pauses.onPause(A).aborted]).toEqual([true, false, false]);
});

describe('what a run changed, over what is stored by then', () => {
  const until = TICK_AT + 100;
  test.each<{ name: string; stored: number | null; change: PauseChange; after: number | null }>([
    { name: 'a new pause', stored: null, change: { until }, after: until },
    { name: 'a longer one', stored: until - 1, change: { until }, after: until },
    { name: 'a shorter one than another run set', stored: until + 1, change: { until }, after: until + 1 },
    { name: 'lifted', stored: until, change: { liftedUntil: until }, after: null },
    { name: 'lifted, after another run lifted it', stored: null, change: { liftedUntil: until }, after: null },
    {
      name: 'lifted, while another run renewed it',
      stored: until + 1,
      change: { liftedUntil: until },
      after: until + 1,
    },
  ])('$name', ({ stored, change, after }) => {
    const before = stored === null ? {} : { [A]: { until: stored } };
    const pauses = withPauses({ ...before, [B]: { until: 7 } }, new Map([[A, change]]));
    expect(pauses).toEqual({ ...(after === null ? {} : { [A]: { until: after } }), [B]: { until: 7 } });
  });

  test('nothing: the same object', () => {
    const stored = { [A]: { until } };
    expect(withPauses(stored, new Map())).toBe(stored);
  });
});
