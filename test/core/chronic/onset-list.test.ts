import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HORIZON_MS } from '../../../functions/core/chronic/coverage.ts';
import {
  addOnset,
  emptyOnsets,
  looksBefore,
  occupancy,
  windowMs,
  type Grain,
  type OnsetList,
} from '../../../functions/core/chronic/onset-list.ts';
import { LAYERS } from '../../../functions/core/chronic/layers.ts';
import { DAY_MS, MINUTE_MS, type EpochMs } from '../../../functions/core/model/time.ts';
import { MONDAY } from '../../support/chronic-timeline.ts';

const [LAYER] = LAYERS;
if (LAYER === undefined) throw new Error('there is no layer');
const GRAIN: Grain = { ...LAYER.grain(5 * MINUTE_MS), tolerancesMs: [3 * MINUTE_MS, 15 * MINUTE_MS] };
const minutes = fc
  .uniqueArray(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 30 })
  .map((all) => all.toSorted((a, b) => a - b));

function listOf(times: readonly EpochMs[]): OnsetList {
  const list = emptyOnsets();
  for (const at of times) addOnset(list, at, at);
  return list;
}

describe('the share of time near an onset', () => {
  it('is the measure of the union of windows after each onset, by a ruler of one minute', () => {
    fc.assert(
      fc.property(minutes, fc.constantFrom(...GRAIN.tolerancesMs), (offsets, toleranceMs) => {
        const width = windowMs(GRAIN, toleranceMs) / MINUTE_MS;
        const list = listOf(offsets.map((offset) => MONDAY + offset * MINUTE_MS));
        const last = offsets.at(-1) ?? 0;
        const length = last + width - (offsets[0] ?? 0);
        let near = 0;
        for (let at = offsets[0] ?? 0; at < last + width; at++)
          near += offsets.some((on) => at >= on && at < on + width) ? 1 : 0;
        const from = MONDAY + (offsets[0] ?? 0) * MINUTE_MS;
        expect(occupancy(list, GRAIN, toleranceMs, from, from + length * MINUTE_MS)).toBeCloseTo(near / length, 9);
      }),
      { seed: 20_260_105, numRuns: 150 },
    );
  });

  it('counts onsets that come after it was asked first', () => {
    const list = listOf([MONDAY, MONDAY + DAY_MS]);
    const asked = () => occupancy(list, GRAIN, 3 * MINUTE_MS, MONDAY, MONDAY + 4 * DAY_MS);
    const before = asked();
    addOnset(list, MONDAY + 2 * DAY_MS, MONDAY + 2 * DAY_MS);
    expect(asked()).toBeCloseTo(1.5 * before, 9);
  });

  it('is that of a restored list', () => {
    const list = listOf([MONDAY, MONDAY + 7 * MINUTE_MS, MONDAY + DAY_MS]);
    const restored = JSON.parse(JSON.stringify(list)) as OnsetList;
    const of = (one: OnsetList) => occupancy(one, GRAIN, 15 * MINUTE_MS, MONDAY, MONDAY + 2 * DAY_MS);
    expect(of(restored)).toBe(of(list));
  });

  it('is none without onsets, and never more than all', () => {
    expect(occupancy(emptyOnsets(), GRAIN, 3 * MINUTE_MS, MONDAY, MONDAY + DAY_MS)).toBe(0);
    const dense = listOf([0, 1, 2, 3].map((minute) => MONDAY + minute * MINUTE_MS));
    expect(occupancy(dense, GRAIN, 15 * MINUTE_MS, MONDAY, MONDAY + 4 * MINUTE_MS)).toBe(1);
  });
});

it('a window holds the slots of the probes that it may hold', () => {
  expect(windowMs(GRAIN, 0.55 * GRAIN.resolutionMs)).toBe(2 * 0.55 * GRAIN.resolutionMs);
  expect(windowMs(GRAIN, 1.1 * GRAIN.resolutionMs)).toBe(3 * GRAIN.resolutionMs);
});

it('tests are counted over four weeks', () => {
  const list = listOf(Array.from({ length: 60 }, (_, day) => MONDAY + day * DAY_MS));
  expect(looksBefore(list, MONDAY + 59 * DAY_MS)).toBe(29);
});

it('onsets beyond the horizon are dropped, with their ends, and the share stays right', () => {
  const list = emptyOnsets();
  // In pairs a minute apart, whose windows overlap, and one by one since.
  const spacingMs = (2 * HORIZON_MS) / 1_200;
  const all = Array.from({ length: 1_200 }, (_, i) => MONDAY + i * spacingMs).flatMap((at, i) =>
    i < 700 ? [at, at + MINUTE_MS] : [at],
  );
  for (const at of all) {
    addOnset(list, at, at);
    list.ends.push(at + 1);
    occupancy(list, GRAIN, 3 * MINUTE_MS, MONDAY, at);
  }
  const newest = all.at(-1) ?? 0;
  const kept = all.filter((at) => at >= newest - HORIZON_MS);
  expect(list.starts.length).toBeLessThan(kept.length + 300);
  expect(list.ends.map((end) => end - 1)).toEqual(list.starts);
  expect(list.starts).toEqual(expect.arrayContaining(kept));
  const share = occupancy(list, GRAIN, 3 * MINUTE_MS, newest - HORIZON_MS, newest + 1);
  const nearMs = 600 * windowMs(GRAIN, 3 * MINUTE_MS) + 100 * MINUTE_MS;
  expect(Math.abs(share / (nearMs / HORIZON_MS) - 1)).toBeLessThan(0.01);
});
