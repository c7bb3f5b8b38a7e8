import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../functions/core/model/time.ts';
import { isHopeless } from '../../../functions/core/problems/delivery.ts';
import { TICK_AT } from '../../support/builders.ts';

test.for([
  { name: 'the first refusal', since: null, refusals: 0, hours: 0, hopeless: false },
  { name: 'a day of refusals', since: TICK_AT, refusals: 1_440, hours: 24, hopeless: true },
  { name: 'a little less than a day', since: TICK_AT, refusals: 1_440, hours: 23.99, hopeless: false },
  { name: 'the third refusal, after a pause', since: TICK_AT, refusals: 2, hours: 72, hopeless: true },
  { name: 'the second one, after a pause', since: TICK_AT, refusals: 1, hours: 72, hopeless: false },
])('$name: $hopeless', ({ since, refusals, hours, hopeless }) => {
  expect(isHopeless({ refusedSince: since, refusals }, TICK_AT + hours * HOUR_MS)).toBe(hopeless);
});
