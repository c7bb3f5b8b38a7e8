import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoTime } from '../../../functions/core/model/time.ts';
import {
  isAcknowledged,
  isSnoozed,
  newestMomentOf,
  readCare,
  type Care,
} from '../../../functions/core/problems/care.ts';
import { TICK_AT } from '../../support/builders.ts';

const NOTHING: Care = {
  problemId: 'p',
  acknowledgedAt: null,
  acknowledgedBy: null,
  snoozedUntil: null,
  note: null,
};

test.for<{ name: string; care: Care | undefined; acknowledged: boolean; snoozed: boolean; newest: number | null }>([
  { name: 'none', care: undefined, acknowledged: false, snoozed: false, newest: null },
  { name: 'a note alone', care: { ...NOTHING, note: 'x' }, acknowledged: false, snoozed: false, newest: null },
  { name: 'a name', care: { ...NOTHING, acknowledgedBy: 'Anna' }, acknowledged: true, snoozed: false, newest: null },
  { name: 'a time', care: { ...NOTHING, acknowledgedAt: 5 }, acknowledged: true, snoozed: false, newest: 5 },
  {
    name: 'a snooze that goes on',
    care: { ...NOTHING, acknowledgedAt: 5, snoozedUntil: TICK_AT + 1 },
    acknowledged: true,
    snoozed: true,
    newest: TICK_AT + 1,
  },
  {
    name: 'a snooze that ends now',
    care: { ...NOTHING, snoozedUntil: TICK_AT },
    acknowledged: false,
    snoozed: false,
    newest: TICK_AT,
  },
])('$name', ({ care, acknowledged, snoozed, newest }) => {
  expect([isAcknowledged(care), isSnoozed(care, TICK_AT)]).toEqual([acknowledged, snoozed]);
  if (care !== undefined) expect(newestMomentOf(care)).toBe(newest);
});

describe('what is written by hand', () => {
  test('is read with spaces around, and what is blank as not written', () => {
    const written = {
      acknowledgedBy: ' Anna ',
      acknowledgedAt: '',
      snoozedUntil: ' 2026-03-01T09:00+01:00',
      note: '  ',
    };
    expect(readCare('p', written)).toEqual({
      care: { ...NOTHING, acknowledgedBy: 'Anna', snoozedUntil: Date.UTC(2026, 2, 1, 8) },
      faults: [],
    });
  });

  test('may be nothing at all', () => {
    expect(readCare('p', {})).toEqual({ care: NOTHING, faults: [] });
  });

  test.for([
    ['no zone', '2026-03-01T09:00:00'],
    ['a day that does not exist', '2026-02-30T09:00:00Z'],
    ['an hour that does not exist', '2026-03-01T25:00:00Z'],
    ['a date alone', '2026-03-01'],
    ['words', 'tomorrow'],
    ['a time and more', '2026-03-01T09:00:00Z or so'],
    ['an attribute of another type', { N: '1772355600000' }],
  ] as const)('%s is no time: it silences nothing, and is told with the value and what is allowed', ([, value]) => {
    const { care, faults } = readCare('p', { snoozedUntil: value, acknowledgedBy: 'Anna' });
    expect(care).toEqual({ ...NOTHING, acknowledgedBy: 'Anna' });
    expect(faults).toEqual([
      `snoozedUntil must be ISO 8601 text with a zone, like 2026-03-01T09:00:00Z; found ${JSON.stringify(value)}; it counts as not written`,
    ]);
  });

  test('has all of its faults told at once, long values cut', () => {
    const { care, faults } = readCare('p', {
      acknowledgedBy: { BOOL: true },
      acknowledgedAt: 'x'.repeat(500),
      note: { N: '1' },
    });
    expect(care).toEqual(NOTHING);
    expect(faults.map((fault) => fault.split(' ')[0]).toSorted()).toEqual(['acknowledgedAt', 'acknowledgedBy', 'note']);
    expect(Math.max(...faults.map((fault) => fault.length))).toBeLessThan(250);
  });

  test('every moment in the form that the monitor itself writes is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (at) => {
        expect(readCare('p', { acknowledgedAt: isoTime(at) })).toEqual({
          care: { ...NOTHING, acknowledgedAt: at },
          faults: [],
        });
      }),
    );
  });

  test('whatever it is, reading does not throw, and what is not read is a fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue()), (value) => {
        const { care, faults } = readCare('p', { snoozedUntil: value });
        const isBlank = value === '';
        expect(care.snoozedUntil === null ? faults.length : 1).toBe(isBlank ? 0 : 1);
      }),
    );
  });
});
