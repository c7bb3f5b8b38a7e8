import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FailureClass } from '../../../functions/core/model/outcome.ts';
import type { Target, Tier } from '../../../functions/core/model/target.ts';
import { MINUTE_MS } from '../../../functions/core/model/time.ts';
import {
  explains,
  isSameIncident,
  matterKeys,
  type FailingPlace,
} from '../../../functions/core/problems/same-incident.ts';
import { ownNetworkPlace, targetPlace } from '../../../functions/core/problems/stream-place.ts';
import { aTarget } from '../../support/builders.ts';
import { tickTime } from '../../support/timeline.ts';

interface Failing extends Partial<Target> {
  readonly vantage?: string;
  readonly class?: FailureClass;
  readonly kind?: string;
  /** Minute of the first failure. */
  readonly from?: number;
}

/** Target `a` of the `open` tier at `here`, as it fails with `server/x` from minute 0 on, unless told otherwise. */
function failing({
  vantage = 'here',
  class: failureClass = 'server',
  kind = 'x',
  from = 0,
  ...target
}: Failing): FailingPlace {
  const place = targetPlace(vantage, aTarget({ id: 'a', ...target }));
  return { place, class: failureClass, kind, firstFailureTick: tickTime(from) };
}

const ELSEWHERE = 'https://elsewhere.test/b';
const LATER = { id: 'b', from: 60 };

describe('two streams fail for one reason', () => {
  test.each<{ name: string; one: Failing; other: Failing; cutOff?: string; is: boolean }>([
    {
      name: 'the same target seen from two vantages, whenever',
      one: {},
      other: { vantage: 'far', from: 60 },
      is: true,
    },
    { name: 'the same in another class', one: {}, other: { vantage: 'far', class: 'content' }, is: false },
    {
      name: 'network at one origin, whenever',
      one: { class: 'network' },
      other: { ...LATER, class: 'network', kind: 'y' },
      is: true,
    },
    {
      name: 'network at two origins',
      one: { class: 'network' },
      other: { id: 'b', url: ELSEWHERE, class: 'network' },
      is: false,
    },
    {
      name: 'network at two origins of a vantage that reaches none',
      one: { class: 'network' },
      other: { ...LATER, url: ELSEWHERE, class: 'network' },
      cutOff: 'here',
      is: true,
    },
    {
      name: 'the same when another vantage reaches none',
      one: { class: 'network' },
      other: { id: 'b', url: ELSEWHERE, class: 'network' },
      cutOff: 'far',
      is: false,
    },
    {
      name: 'network at two origins from two vantages',
      one: { class: 'network' },
      other: { id: 'b', url: ELSEWHERE, class: 'network', vantage: 'far' },
      cutOff: 'here',
      is: false,
    },
    {
      name: 'server at two origins, cut off or not',
      one: {},
      other: { id: 'b', url: ELSEWHERE },
      cutOff: 'here',
      is: false,
    },
    {
      name: '429 at one origin, whenever',
      one: { class: 'throttled' },
      other: { ...LATER, class: 'throttled' },
      is: true,
    },
    {
      name: '429 at two origins',
      one: { class: 'throttled' },
      other: { id: 'b', url: ELSEWHERE, class: 'throttled' },
      is: false,
    },
    { name: 'server at once, of any kind', one: {}, other: { id: 'b', kind: 'y', account: 'other' }, is: true },
    { name: 'server two intervals apart', one: {}, other: { id: 'b', from: 2 }, is: true },
    { name: 'server three intervals apart', one: {}, other: { id: 'b', from: 3 }, is: false },
    {
      name: 'server three minutes apart, one looked at every two',
      one: {},
      other: { id: 'b', from: 3, everyMs: 2 * MINUTE_MS },
      is: true,
    },
    {
      name: 'server three minutes before, one looked at every two',
      one: { from: 3 },
      other: { id: 'b', everyMs: 2 * MINUTE_MS },
      is: true,
    },
    {
      name: 'server that the lower rung explains, whenever',
      one: {},
      other: { ...LATER, tier: 'token', kind: 'y' },
      is: true,
    },
    { name: 'the same the other way round', one: { ...LATER, tier: 'token' }, other: {}, is: true },
    {
      name: 'intercepted at once',
      one: { class: 'intercepted' },
      other: { id: 'b', class: 'intercepted', kind: 'y' },
      is: true,
    },
    { name: 'intercepted later', one: { class: 'intercepted' }, other: { ...LATER, class: 'intercepted' }, is: false },
    ...[
      { name: 'a fault of our own at two origins at once', from: 1, is: true },
      { name: 'later, at another origin', from: 60, is: false },
      { name: 'at once, at another origin, from another vantage', vantage: 'far', is: false },
      { name: 'at once, at another origin, of another kind', kind: 'y', is: false },
    ].map(({ name, is, ...rest }) => ({
      name: `inconclusive ${name}`,
      one: { class: 'inconclusive' as const },
      other: { class: 'inconclusive' as const, id: 'b', account: 'other', url: ELSEWHERE, ...rest },
      is,
    })),
    ...(['content', 'authorization', 'inconclusive'] as const).flatMap((failureClass) => [
      {
        name: `${failureClass} at once`,
        one: { class: failureClass },
        other: { id: 'b', class: failureClass },
        is: true,
      },
      {
        name: `${failureClass} of another kind`,
        one: { class: failureClass },
        other: { id: 'b', class: failureClass, kind: 'y' },
        is: false,
      },
      {
        name: `${failureClass} of another account`,
        one: { class: failureClass },
        other: { id: 'b', class: failureClass, account: 'other' },
        is: false,
      },
      {
        name: `${failureClass} later`,
        one: { class: failureClass },
        other: { ...LATER, class: failureClass },
        is: false,
      },
      {
        name: `${failureClass} later, on a higher rung`,
        one: { class: failureClass },
        other: { ...LATER, tier: 'token' as const, class: failureClass },
        is: true,
      },
    ]),
  ])('$name: $is', ({ one, other, cutOff, is }) => {
    const isCutOff = (vantage: string) => vantage === cutOff;
    expect(isSameIncident(failing(one), failing(other), isCutOff)).toBe(is);
    expect(isSameIncident(failing(other), failing(one), isCutOff)).toBe(is);
  });

  test("a vantage's own network is a matter of its own", () => {
    const own = (vantage: string): FailingPlace => {
      const place = ownNetworkPlace(vantage, MINUTE_MS);
      return { place, class: 'inconclusive', kind: 'inconclusive/own-network', firstFailureTick: tickTime(0) };
    };
    const target = failing({ class: 'inconclusive', kind: 'inconclusive/own-network' });
    expect(isSameIncident(own('here'), own('here'), () => true)).toBe(true);
    expect(isSameIncident(own('here'), own('far'), () => true)).toBe(false);
    expect(isSameIncident(own('here'), target, () => true)).toBe(false);
    expect(isSameIncident(target, own('here'), () => true)).toBe(false);
  });
});

test.each<{ lower: Tier; higher: Tier; other?: Partial<Target>; is: boolean }>([
  { lower: 'open', higher: 'application', is: true },
  { lower: 'open', higher: 'open', is: false },
  { lower: 'token', higher: 'open', is: false },
  { lower: 'application', higher: 'company', is: true },
  { lower: 'open', higher: 'company', other: { account: 'other' }, is: true },
  { lower: 'application', higher: 'company', other: { account: 'other' }, is: false },
  { lower: 'open', higher: 'company', other: { url: ELSEWHERE }, is: false },
])('what fails on the rung "$lower" explains what fails on "$higher" $other: $is', ({ lower, higher, other, is }) => {
  const low = targetPlace('here', aTarget({ tier: lower }));
  expect(explains(low, targetPlace('here', aTarget({ tier: higher, ...other })))).toBe(is);
});

describe('names of what may fail for one reason', () => {
  const place: fc.Arbitrary<FailingPlace> = fc
    .record({
      id: fc.constantFrom('a', 'b', 'c'),
      vantage: fc.constantFrom('here', 'far'),
      url: fc.constantFrom('https://api.example.test/x', ELSEWHERE),
      class: fc.constantFrom<FailureClass>('network', 'server', 'content', 'throttled'),
      tier: fc.constantFrom<Tier>('open', 'token'),
      from: fc.nat({ max: 4 }),
      isOwn: fc.boolean(),
    })
    .map(({ isOwn, ...rest }) => {
      const one = failing(rest);
      return isOwn ? { ...one, place: ownNetworkPlace(rest.vantage, MINUTE_MS), class: 'inconclusive' } : one;
    });

  test('what fails for one reason has one in common', () => {
    fc.assert(
      fc.property(place, place, fc.subarray(['here', 'far']), (one, other, cutOff) => {
        const isCutOff = (vantage: string) => cutOff.includes(vantage);
        if (!isSameIncident(one, other, isCutOff)) return;
        const names = new Set(matterKeys(one, isCutOff));
        expect(matterKeys(other, isCutOff).some((name) => names.has(name))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
