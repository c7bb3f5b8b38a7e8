import { describe, expect, test } from 'vitest';
import { badAddress, isSameMatter, seenFromOf, type PlacedFinding } from '../../../functions/core/chronic/scope.ts';
import { OWN_NETWORK_SUBJECT } from '../../../functions/core/chronic/snapshot.ts';
import type { Finding } from '../../../functions/core/chronic/finding.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../functions/core/model/time.ts';
import { clock, every, finding, untimed } from './cause-findings.ts';

const REFUSED = 'network/connect-refused';

function placed(one: Finding, where: Partial<PlacedFinding> = {}): PlacedFinding {
  return { vantage: 'eu', subject: 'a', everyMs: MINUTE_MS, finding: one, ...where };
}
const at = (one: Finding, times: Partial<Finding>): Finding => ({ ...one, ...times });

const HALF_HOURLY = finding(every(30 * MINUTE_MS), REFUSED, 'connect');
const DOWN = finding(untimed('persistent'), REFUSED);
const LOSSY = finding(untimed('lossy'), REFUSED);
const BAD = finding(untimed('one-bad-address'), REFUSED);
const ADDRESS = '203.0.113.9';
const BAD_AT = { ...BAD, mix: { ...BAD.mix, addresses: { [ADDRESS]: 9 } } };
const lossyAt = (addresses: Finding['mix']['addresses']) => ({ ...LOSSY, mix: { ...LOSSY.mix, addresses } });
const started = DOWN.firstFailureAt;
const elsewhere = { vantage: 'us', subject: 'b' };

describe('two findings are one matter', () => {
  test.each<{ name: string; one: Finding; other: Finding; where?: Partial<PlacedFinding>; isSame: boolean }>([
    { name: 'the same period and phase, wherever', one: HALF_HOURLY, other: HALF_HOURLY, isSame: true },
    {
      name: 'windows apart by whole periods',
      one: HALF_HOURLY,
      other: finding(every(30 * MINUTE_MS, 97 * MINUTE_MS + 40 * SECOND_MS), REFUSED),
      isSame: true,
    },
    {
      name: 'another phase',
      one: HALF_HOURLY,
      other: finding(every(30 * MINUTE_MS, 20 * MINUTE_MS), REFUSED),
      isSame: false,
    },
    { name: 'another period', one: HALF_HOURLY, other: finding(every(31 * MINUTE_MS), REFUSED), isSame: false },
    {
      name: 'a period within an error',
      one: HALF_HOURLY,
      other: finding(every(30 * MINUTE_MS + 4 * SECOND_MS), REFUSED),
      isSame: true,
    },
    {
      name: 'another class, in the same phase',
      one: HALF_HOURLY,
      other: finding(every(30 * MINUTE_MS), 'inconclusive/own-fault', 'connect'),
      isSame: true,
    },
    {
      name: 'another class',
      one: HALF_HOURLY,
      other: finding(every(30 * MINUTE_MS), 'server/bad-gateway', 502),
      isSame: false,
    },
    {
      name: 'a daily period and a clock',
      one: finding(every(DAY_MS, HOUR_MS), REFUSED),
      other: finding({ ...clock('02:00'), nextExpected: every(DAY_MS, HOUR_MS).nextExpected }, REFUSED),
      isSame: true,
    },
    { name: 'a period and a raised rate', one: HALF_HOURLY, other: LOSSY, isSame: false },
    {
      name: 'outages that began together',
      one: DOWN,
      other: at(DOWN, { firstFailureAt: started + 30 * MINUTE_MS }),
      isSame: true,
    },
    {
      name: 'outages that did not',
      one: DOWN,
      other: at(DOWN, { firstFailureAt: started + 31 * MINUTE_MS }),
      isSame: false,
    },
    {
      name: 'outages within a long probe interval',
      one: DOWN,
      other: at(DOWN, { firstFailureAt: started + 50 * MINUTE_MS }),
      where: { ...elsewhere, everyMs: HOUR_MS },
      isSame: true,
    },
    {
      name: 'outages of another class',
      one: DOWN,
      other: finding(untimed('persistent'), 'server/other'),
      isSame: false,
    },
    { name: 'loss at another target of the vantage', one: LOSSY, other: LOSSY, where: { subject: 'b' }, isSame: true },
    {
      name: 'loss of the target from another vantage',
      one: LOSSY,
      other: LOSSY,
      where: { vantage: 'us' },
      isSame: true,
    },
    { name: 'loss with nothing in common', one: LOSSY, other: LOSSY, isSame: false },
    {
      name: 'loss found days later',
      one: LOSSY,
      other: at(LOSSY, { foundAt: LOSSY.foundAt + 25 * HOUR_MS }),
      where: { subject: 'b' },
      isSame: false,
    },
    {
      name: 'loss and flapping',
      one: LOSSY,
      other: finding(untimed('flapping'), REFUSED),
      where: { subject: 'b' },
      isSame: false,
    },
    { name: 'the same bad address', one: BAD, other: BAD, isSame: true },
    {
      name: 'a rate that is at the bad address',
      one: BAD_AT,
      other: lossyAt({ [ADDRESS]: 8, other: 2 }),
      isSame: true,
    },
    { name: 'a rate that is elsewhere too', one: BAD_AT, other: lossyAt({ [ADDRESS]: 7, other: 3 }), isSame: false },
    { name: 'a rate without addresses', one: BAD_AT, other: lossyAt({}), isSame: false },
    {
      name: 'another bad address',
      one: BAD,
      other: { ...BAD, mix: { ...BAD.mix, addresses: { '203.0.113.10': 10 } } },
      isSame: false,
    },
    {
      name: 'our own network and a target',
      one: HALF_HOURLY,
      other: HALF_HOURLY,
      where: { subject: OWN_NETWORK_SUBJECT },
      isSame: false,
    },
  ])('$name: $isSame', ({ one, other, where = elsewhere, isSame }) => {
    expect(isSameMatter(placed(one), placed(other, where))).toBe(isSame);
    expect(isSameMatter(placed(other, where), placed(one))).toBe(isSame);
  });
});

test('the address is the one with the most failures, of one that is tied to an address alone', () => {
  expect(badAddress({ ...BAD, mix: { ...BAD.mix, addresses: { x: 2, y: 3 } } })).toBe('y');
  expect(badAddress(LOSSY)).toBeNull();
});

test.each([
  { seeing: ['eu'], probing: ['eu'], found: 'only-vantage' },
  { seeing: ['eu'], probing: ['eu', 'us'], found: 'one-of-several' },
  { seeing: ['eu', 'us'], probing: ['eu', 'us'], found: 'all' },
  { seeing: ['eu', 'us'], probing: ['eu', 'us', 'ap'], found: 'some' },
  { seeing: ['eu', 'us'], probing: ['eu'], found: 'all' },
])('seen from $seeing of $probing: $found', ({ seeing, probing, found }) => {
  expect(seenFromOf(new Set(seeing), new Set(probing))).toBe(found);
});
