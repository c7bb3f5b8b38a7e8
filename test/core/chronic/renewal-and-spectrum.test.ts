import { describe, expect, it } from 'vitest';
import { renewalOf } from '../../../functions/core/chronic/renewal.ts';
import { fastPeriod } from '../../../functions/core/chronic/spectrum.ts';
import { HOUR_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { MONDAY } from '../../support/chronic-timeline.ts';
import { seededRandom } from '../../support/scenarios/seeded-random.ts';

function timer(seed: string, count: number, periodMs: number, variation: number): EpochMs[] {
  const random = seededRandom(seed);
  const starts = [MONDAY];
  while (starts.length < count) starts.push((starts.at(-1) ?? 0) + periodMs * (1 + variation * random.normal()));
  return starts;
}

function scattered(seed: string, count: number, meanMs: number): EpochMs[] {
  const random = seededRandom(seed);
  const starts = [MONDAY];
  while (starts.length < count) starts.push((starts.at(-1) ?? 0) + random.exponential(meanMs));
  return starts;
}

describe('a timer that starts anew', () => {
  it.each(['a', 'b', 'c', 'd', 'e'])('has the mean of its steps as period, draw %s', (seed) => {
    const renewal = renewalOf(timer(seed, 30, 3 * HOUR_MS, 0.05), HOUR_MS);
    expect(Math.abs((renewal?.periodMs ?? 0) / (3 * HOUR_MS) - 1)).toBeLessThan(0.04);
    expect((renewal?.scatterMs ?? 0) / (3 * HOUR_MS)).toBeGreaterThan(0.02);
    expect((renewal?.scatterMs ?? 0) / (3 * HOUR_MS)).toBeLessThan(0.1);
  });

  it('goes on over a strike that was not seen', () => {
    const starts = timer('missed', 20, 3 * HOUR_MS, 0.03).filter((_, i) => i !== 9);
    const renewal = renewalOf(starts, HOUR_MS);
    expect(renewal?.starts).toEqual(starts);
    expect(renewal?.cycles).toEqual(Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 9));
  });

  it('begins after what was there before', () => {
    const before = [MONDAY - 31 * HOUR_MS, MONDAY - 30 * HOUR_MS];
    const steps = timer('later', 15, 3 * HOUR_MS, 0.03);
    expect(renewalOf([...before, ...steps], HOUR_MS)?.starts).toEqual(steps);
  });

  it.each(['a', 'b', 'c', 'd', 'e'])('is not what comes at random, draw %s', (seed) => {
    expect(renewalOf(scattered(seed, 40, 3 * HOUR_MS), HOUR_MS)).toBeNull();
  });

  it('takes several steps, and none that are too short', () => {
    expect(renewalOf(timer('few', 4, 3 * HOUR_MS, 0.03), HOUR_MS)).toBeNull();
    expect(renewalOf(timer('short', 30, HOUR_MS / 2, 0.03), HOUR_MS)).toBeNull();
    expect(renewalOf([], HOUR_MS)).toBeNull();
  });
});

describe('a fast period that single probes catch now and then', () => {
  const everyMs = 5 * MINUTE_MS;
  const caught = (periodMs: number, lastingMs: number, probes: number) =>
    Array.from({ length: probes }, (_, i) => MONDAY + i * everyMs).filter((at) => (at - MONDAY) % periodMs < lastingMs);

  it.each([17, 23, 31, 47])('of %i min is found', (minutes) => {
    const found = fastPeriod(caught(minutes * MINUTE_MS, 2 * MINUTE_MS, 4 * 288), everyMs);
    expect(Math.abs((found?.periodMs ?? 0) / (minutes * MINUTE_MS) - 1)).toBeLessThan(0.01);
    expect(found?.concentration).toBeGreaterThan(0.8);
    expect(found?.concentration).toBeLessThanOrEqual(1);
  });

  it.each(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])('is not found at random, draw %s', (seed) => {
    const random = seededRandom(seed);
    const at = Array.from({ length: 4 * 288 }, (_, i) => MONDAY + i * everyMs).filter(() => random.chance(0.1));
    expect(fastPeriod(at, everyMs)).toBeNull();
  });

  it('takes a number of starts', () => {
    expect(fastPeriod(caught(23 * MINUTE_MS, 2 * MINUTE_MS, 60), everyMs)).toBeNull();
    expect(fastPeriod([], everyMs)).toBeNull();
  });
});
