import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../functions/core/model/time.ts';
import { subscriptionState, type ListedSubscription } from '../../functions/core/subscriptions.ts';

const NOW = 100 * HOUR_MS;
const confirmed = (address: string): ListedSubscription => ({ address, isConfirmed: true });
const pending = (address: string): ListedSubscription => ({ address, isConfirmed: false });

test.each<{ name: string; expected: string[]; listed: ListedSubscription[]; count: number; troubles: string[] }>([
  { name: 'nobody at all', expected: [], listed: [], count: 0, troubles: [] },
  {
    name: 'everybody confirmed',
    expected: ['a@x', 'b@x'],
    listed: [confirmed('b@x'), confirmed('a@x')],
    count: 2,
    troubles: [],
  },
  { name: 'not confirmed yet', expected: ['a@x'], listed: [pending('a@x')], count: 0, troubles: ['a@x unconfirmed'] },
  {
    name: 'gone from the list',
    expected: ['a@x', 'b@x'],
    listed: [confirmed('b@x')],
    count: 1,
    troubles: ['a@x lost'],
  },
  { name: 'in other capitals', expected: ['Ops@X.test'], listed: [confirmed('ops@x.test')], count: 1, troubles: [] },
  {
    name: 'confirmed, and asked once more',
    expected: ['a@x'],
    listed: [pending('a@x'), confirmed('a@x')],
    count: 1,
    troubles: [],
  },
  {
    name: 'subscribed by hand, not confirmed',
    expected: [],
    listed: [pending('c@x')],
    count: 0,
    troubles: ['c@x unconfirmed'],
  },
  { name: 'subscribed by hand, confirmed', expected: [], listed: [confirmed('c@x')], count: 1, troubles: [] },
])('$name', ({ expected, listed, count, troubles }) => {
  const state = subscriptionState(expected, listed, null, NOW);
  expect(state).toMatchObject({ schemaVersion: 1, checkedAt: NOW, confirmed: count });
  expect(state.troubles.map(({ address, standing }) => `${address} ${standing}`)).toEqual(troubles);
});

test('a trouble keeps its beginning until it becomes another one', () => {
  const first = subscriptionState(['a@x'], [pending('a@x')], null, NOW);
  const second = subscriptionState(['a@x'], [pending('a@x')], first, NOW + HOUR_MS);
  const third = subscriptionState(['a@x'], [], second, NOW + 48 * HOUR_MS);
  const since = [first, second, third].map(({ troubles }) => troubles.map((one) => [one.standing, one.since]));
  expect(since).toEqual([[['unconfirmed', NOW]], [['unconfirmed', NOW]], [['lost', NOW + 48 * HOUR_MS]]]);
});

test('however many there are, the state stays small, and whoever is confirmed is in no trouble', () => {
  const address = fc.constantFrom(
    'a@x',
    'A@x',
    'b@x',
    'c@x',
    ...Array.from({ length: 30 }, (_, index) => `${index}@x`),
  );
  const listed = fc.array(fc.record({ address, isConfirmed: fc.boolean() }));
  fc.assert(
    fc.property(fc.array(address), listed, (expected, found) => {
      const { troubles } = subscriptionState(expected, found, null, NOW);
      expect(troubles.length).toBeLessThanOrEqual(20);
      const told = found.filter(({ isConfirmed }) => isConfirmed).map((one) => one.address.toLowerCase());
      expect(troubles.filter((one) => told.includes(one.address.toLowerCase()))).toEqual([]);
    }),
  );
});
