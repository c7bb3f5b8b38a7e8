import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cover, emptyCoverage, type Coverage } from '../../../functions/core/chronic/coverage.ts';
import {
  BLOCK_MS,
  addFailing,
  backgroundRatio,
  countsBetween,
  emptyBlocks,
  type FailingBlocks,
} from '../../../functions/core/chronic/failing-blocks.ts';
import { DAY_MS, HOUR_MS } from '../../../functions/core/model/time.ts';
import { noise } from '../../support/chronic-draws.ts';
import { MONDAY, days, quiet, timeline } from '../../support/chronic-timeline.ts';

function folded(text: string): { readonly blocks: FailingBlocks; readonly coverage: Coverage } {
  const blocks = emptyBlocks();
  const coverage = emptyCoverage();
  let wasDown = false;
  for (const { at, failures } of timeline(text)) {
    cover(coverage, at);
    if (failures.length > 0) addFailing(blocks, at, !wasDown);
    wasDown = failures.length > 0;
  }
  return { blocks, coverage };
}

describe('counts by quarter-hour', () => {
  it('are those of the probes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 100, max: 150 }),
        fc.integer({ min: 1, max: 40 }),
        (seed, from, length) => {
          const text = noise(String(seed), 0.2, 2 * 288);
          const { blocks, coverage } = folded(text);
          const part = text.slice(3 * from, 3 * (from + length));
          const counts = countsBetween(blocks, coverage, MONDAY + from * BLOCK_MS, MONDAY + (from + length) * BLOCK_MS);
          expect(counts.failing).toBe(part.replaceAll('.', '').length);
          expect(counts.onsets).toBe([...`${text[3 * from - 1] ?? '.'}${part}`.matchAll(/\.(?=x)/g)].length);
          expect(Math.abs(counts.probes - part.length)).toBeLessThan(2);
        },
      ),
      { seed: 20_260_105, numRuns: 60 },
    );
  });

  it('keep only the quarter-hours that hold a failure', () => {
    expect(folded(quiet(1) + 'xxxx....x').blocks.starts).toEqual([0, 1, 2].map((i) => MONDAY + DAY_MS + i * BLOCK_MS));
  });

  it('never say that fewer probes were there than failed', () => {
    const blocks = emptyBlocks();
    addFailing(blocks, MONDAY, true);
    expect(countsBetween(blocks, emptyCoverage(), MONDAY, MONDAY + HOUR_MS)).toEqual({
      probes: 1,
      failing: 1,
      onsets: 1,
    });
  });
});

describe('the background', () => {
  const background = (text: string) => {
    const { blocks, coverage } = folded(text);
    return backgroundRatio(blocks, coverage, coverage.lastAt ?? 0);
  };

  it('rises with noise at all hours', () => {
    expect(background(noise('much', 0.3, 7 * 288))).toBeGreaterThan(0.1);
    expect(background(noise('more', 0.3, 7 * 288))).toBeGreaterThan(background(noise('less', 0.1, 7 * 288)));
  });

  it('is not raised by what strikes at some hours only', () => {
    expect(background(quiet(7) + days(7, '09:00 x*60'))).toBe(background(quiet(14)));
  });

  it('is never zero', () => {
    expect(background(quiet(7))).toBeGreaterThan(0);
    expect(backgroundRatio(emptyBlocks(), emptyCoverage(), MONDAY)).toBeGreaterThan(0);
  });

  it('forgets what is older than a week', () => {
    expect(background(noise('old', 0.3, 7 * 288) + quiet(8))).toBe(background(quiet(15)));
  });
});
