import { expect, test } from 'vitest';
import { memoryStates } from '../../functions/adapters/memory/states.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../functions/core/model/time.ts';
import {
  SUBSCRIPTIONS_KEY,
  type ListedSubscription,
  type SubscriptionState,
} from '../../functions/core/subscriptions.ts';
import { runDetect } from '../../functions/detect/run.ts';
import { settleSubscriptions } from '../../functions/detect/settle-subscriptions.ts';
import { TICK_AT } from '../support/builders.ts';
import { settingsOf } from '../support/builders-settings.ts';
import { memoryLog } from '../support/memory-log.ts';
import { minute, monitor } from './monitor.ts';

const SETTINGS = settingsOf({ alerts: { email: ['a@x.test'] } }, 'lambda');

function world() {
  const states = memoryStates<SubscriptionState>();
  const log = memoryLog();
  const answers: (readonly ListedSubscription[] | Error)[] = [];
  let asked = 0;
  const emails = (): Promise<readonly ListedSubscription[]> => {
    asked += 1;
    const answer = answers.shift() ?? [];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const subscriptions = { list: { emails }, states };
  return {
    ...{ states, log, answers, subscriptions },
    asked: () => asked,
    pass: async (tickAt: EpochMs) =>
      (await settleSubscriptions({ tickAt, vantages: [] }, SETTINGS, { subscriptions, log }))?.troubles.map(
        ({ standing }) => standing,
      ),
  };
}

test('they are asked for once an hour; in between, what is known is told', async () => {
  const { answers, pass, asked } = world();
  answers.push([{ address: 'a@x.test', isConfirmed: false }], [{ address: 'a@x.test', isConfirmed: true }]);
  expect(await pass(TICK_AT)).toEqual(['unconfirmed']);
  expect(await pass(TICK_AT + MINUTE_MS)).toEqual(['unconfirmed']);
  expect(await pass(TICK_AT + HOUR_MS - MINUTE_MS)).toEqual(['unconfirmed']);
  expect(asked()).toBe(1);
  expect(await pass(TICK_AT + HOUR_MS)).toEqual([]);
  expect(asked()).toBe(2);
});

test('a list that cannot be had leaves what is known, and is asked for again at the next pass', async () => {
  const { answers, pass, log } = world();
  answers.push([], new Error('AuthorizationError'), [{ address: 'a@x.test', isConfirmed: true }]);
  await pass(TICK_AT);
  expect(await pass(TICK_AT + HOUR_MS)).toEqual(['lost']);
  expect(log.lines.map(({ level, event }) => `${level} ${event}`)).toEqual(['warn subscriptions-unread']);
  expect(await pass(TICK_AT + HOUR_MS + MINUTE_MS)).toEqual([]);
});

test('where nobody can subscribe, nothing is known', async () => {
  const { log } = world();
  expect(
    await settleSubscriptions({ tickAt: TICK_AT, vantages: [] }, SETTINGS, { subscriptions: null, log }),
  ).toBeNull();
});

test('a detect run looks, and a list that cannot be had is no fault of it', async () => {
  const { subscriptions, states, answers } = world();
  answers.push(new Error('AuthorizationError'));
  const { ports } = monitor();
  for (const count of [0, 1]) {
    const tick = { tickAt: minute(count), vantages: ['local'] };
    expect((await runDetect(tick, SETTINGS, { ...ports, subscriptions })).faults).toEqual([]);
  }
  expect((await states.load(SUBSCRIPTIONS_KEY))?.state.troubles).toMatchObject([{ address: 'a@x.test' }]);
});
