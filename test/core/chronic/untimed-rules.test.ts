import { describe, expect, it } from 'vitest';
import { cover, emptyCoverage, type Coverage } from '../../../functions/core/chronic/coverage.ts';
import {
  badAddress,
  countAddresses,
  isGoodAgain,
  noAddresses,
} from '../../../functions/core/chronic/one-bad-address.ts';
import { PERSISTENT_MS, isPersistent } from '../../../functions/core/chronic/persistent.ts';
import { foldOutage, noOutages, withoutOutages, type Recurrence } from '../../../functions/core/chronic/recurring.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { drawnAddresses, turnedAddresses } from '../../support/chronic-draws.ts';
import { MONDAY, quiet, timeline } from '../../support/chronic-timeline.ts';

const FIVE = 5 * MINUTE_MS;

describe('down all the time', () => {
  const covered = (text: string): Coverage => {
    const coverage = emptyCoverage();
    for (const { at } of timeline(text)) cover(coverage, at);
    return coverage;
  };
  const full = covered(quiet(4));
  const since = MONDAY + DAY_MS;

  it.each([
    ['nothing failed', { since: null, failing: 0, succeeded: 0, workingSince: null }, full, since + 2 * DAY_MS, false],
    [
      'a little less than a day',
      { since, failing: 280, succeeded: 0, workingSince: null },
      full,
      since + PERSISTENT_MS - MINUTE_MS,
      false,
    ],
    ['a day', { since, failing: 288, succeeded: 0, workingSince: null }, full, since + PERSISTENT_MS, true],
    [
      'a day, of which hardly any probe is known',
      { since, failing: 3, succeeded: 0, workingSince: null },
      full,
      since + 2 * DAY_MS,
      false,
    ],
    [
      'a day, most of it a gap',
      { since, failing: 60, succeeded: 0, workingSince: null },
      covered(quiet(1) + '.'.repeat(72) + ' '.repeat(216)),
      since + 1.1 * DAY_MS,
      true,
    ],
    [
      'days, most of them a gap',
      { since, failing: 60, succeeded: 0, workingSince: null },
      covered(quiet(1) + '.'.repeat(72) + ' '.repeat(400) + '.'),
      since + 1.7 * DAY_MS,
      false,
    ],
  ])('%s', (_, downtime, coverage, now, expected) => {
    expect(isPersistent(downtime, coverage, now)).toBe(expected);
  });
});

describe('outages that come too often', () => {
  /** Folds outages that last well beyond noise, at these days after the first probe. */
  const recurrence = (offsets: readonly number[], caution = 0, evidence = noOutages()): Recurrence | null => {
    let found: Recurrence | null = null;
    for (const offset of offsets) {
      for (let probes = 1; probes <= 12; probes++) {
        found = foldOutage(evidence, MONDAY + offset * DAY_MS, probes, FIVE, MONDAY, caution) ?? found;
      }
    }
    return found;
  };
  const daily = (count: number, days: number) =>
    Array.from({ length: count }, (_, i) => 7 + (i * days) / count + 0.013 * ((i * 7) % 5));

  it.each([
    ['two a week for ten weeks are life', daily(20, 70), false],
    ['four a day for ten days', daily(40, 10), true],
    ['twenty on one day', daily(20, 0.9), false],
    ['one', [7], false],
  ])('%s', (_, offsets, expected) => {
    expect(recurrence(offsets) !== null).toBe(expected);
  });

  it('take more to be told the more cautious', () => {
    const needed = (caution: number) =>
      [...Array(80).keys()].find((count) => recurrence(daily(80, 20).slice(0, count), caution)) ?? Infinity;
    expect(needed(3)).toBeGreaterThan(needed(0));
    expect(needed(3)).toBeLessThan(Infinity);
  });

  it('begin with the first of them, and are counted', () => {
    const found = recurrence(daily(40, 10));
    expect(found?.from).toBeGreaterThanOrEqual(MONDAY + 7 * DAY_MS);
    expect(found?.outages).toBeGreaterThan(3);
    expect(found?.outages).toBeLessThanOrEqual(40);
  });

  it('within an hour are one', () => {
    const within = Array.from({ length: 60 }, (_, i) => 7 + Math.floor(i / 20) * 3 + ((i % 20) * 0.9) / 24 / 1.1);
    const evidence = noOutages();
    recurrence(within, 0, evidence);
    expect(Math.max(...evidence.map(({ outages }) => outages.length))).toBe(3);
  });

  it('that a rhythm explains are taken back', () => {
    const evidence = noOutages();
    recurrence(daily(12, 4), 0, evidence);
    const before = evidence.map(({ sum }) => sum);
    const isEven = (start: EpochMs) => evidence[0]?.outages.indexOf(start) !== undefined && start < MONDAY + 9 * DAY_MS;
    withoutOutages(evidence, isEven, MONDAY);
    evidence.forEach(({ sum, outages }, i) => {
      expect(sum).toBeLessThan(before[i] ?? 0);
      expect(outages.every((start) => start >= MONDAY + 9 * DAY_MS)).toBe(true);
      expect(outages.length).toBeGreaterThan(0);
    });
    withoutOutages(evidence, () => true, MONDAY);
    expect(evidence.map(({ sum, outages }) => [sum, outages])).toEqual(noOutages().map(() => [0, []]));
  });
});

describe('an address that fails while others work', () => {
  const counted = (text: string) => {
    const evidence = noAddresses();
    for (const one of timeline(text)) countAddresses(evidence, one);
    return evidence;
  };

  it.each([
    ['of two, in turn', turnedAddresses(288, 2, 2)],
    ['of four, at random', drawnAddresses('four', 288, 4, 2)],
  ])('%s', (_, text) => {
    const bad = badAddress(counted(text));
    expect(bad?.address).toBe('192.0.2.2');
    expect(bad?.lnChance).toBeLessThan(Math.log(1e-7));
    expect(bad?.others.failures).toBe(0);
    expect(bad?.from).toBe(MONDAY);
  });

  it.each([
    ['a single address', 'A1'.repeat(200)],
    ['all addresses', 'A1B23C'.repeat(60)],
    ['none', '123'.repeat(100)],
    ['two hours of one', '123'.repeat(40) + '1B3B'.repeat(6) + '123'.repeat(60)],
    ['the worse of two that both fail', '1B1A2B1B1A12'.repeat(60)],
    ['the one in use during an outage, with another in use since', 'A'.repeat(96) + '22222222222B'.repeat(20)],
    ['names that do not resolve', 'd1d2d3'.repeat(60)],
  ])('is not %s', (_, text) => {
    expect(badAddress(counted(text))?.lnChance ?? 0).toBeGreaterThan(Math.log(1e-3));
  });

  it('is good again when it works for an hour, and not known to be when it is hardly used', () => {
    const hour = (attempts: number, failures: number) => ({ '192.0.2.2': { attempts, failures } });
    expect(isGoodAgain(hour(12, 0), '192.0.2.2')).toBe(true);
    expect(isGoodAgain(hour(12, 6), '192.0.2.2')).toBe(false);
    expect(isGoodAgain(hour(1, 0), '192.0.2.2')).toBe(false);
    expect(isGoodAgain(hour(12, 0), '192.0.2.3')).toBe(false);
  });

  it('is not forgotten within a day of health, and fades over weeks', () => {
    const failures = (text: string) => badAddress(counted(text))?.failures ?? 0;
    const bad = turnedAddresses(144, 2, 2);
    expect(failures(bad + turnedAddresses(288, 2, null))).toBeGreaterThan(0.5 * failures(bad));
    const others = ('1'.repeat(11) + 'A').repeat(14 * 24).replaceAll('11111A', '1212A2');
    expect(failures(bad + others)).not.toBe(failures(bad));
  });

  it('counts by the hour', () => {
    expect(counted(turnedAddresses(24, 2, 2)).hourStart % HOUR_MS).toBe(0);
  });
});
