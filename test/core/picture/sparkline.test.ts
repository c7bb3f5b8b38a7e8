import { describe, expect, test } from 'vitest';
import { HEALTHY } from '../../../functions/core/model/outcome.ts';
import { foldCells } from '../../../functions/core/picture/fold-cells.ts';
import { sparkline } from '../../../functions/core/picture/sparkline.ts';
import { MINUTE_MS, MONTH_FROM, TIMEOUT, probeOf, runOf, skippedProbe } from './scenes.ts';

/** One probe a minute by its latency; `x` fails, `-` is not due, `.` has no record. */
function lineOf(minutes: readonly (number | 'x' | '-' | '.')[]): string {
  const fold = foldCells({ from: MONTH_FROM, to: MONTH_FROM + minutes.length * MINUTE_MS }, MINUTE_MS);
  minutes.forEach((minute, index) => {
    const at = MONTH_FROM + index * MINUTE_MS;
    if (minute === '.') return;
    if (minute === '-') fold.add(runOf(at, [skippedProbe('a', at, 'not-due')]));
    else if (minute === 'x') fold.add(runOf(at, [probeOf('a', at, [TIMEOUT], 9_000)]));
    else fold.add(runOf(at, [probeOf('a', at, [HEALTHY], minute)]));
  });
  const [series] = fold.series();
  return series === undefined ? '' : sparkline(series.cells);
}

describe('the line of latencies', () => {
  test.each([
    { name: 'runs from the bottom to the slowest at the top', minutes: [0, 50, 100], line: 'M.5 15h0l1-7l1-7' },
    { name: 'is broken where a probe failed', minutes: [100, 'x', 100], line: 'M.5 1h0M2.5 1h0' },
    { name: 'is broken where there is no record', minutes: [100, '.', 100], line: 'M.5 1h0M2.5 1h0' },
    { name: 'goes on where the target was not due', minutes: [100, '-', '-', 50], line: 'M.5 1h0l3 7' },
    { name: 'is none without a latency', minutes: ['x', '-'], line: '' },
  ] as const)('$name', ({ minutes, line }) => {
    expect(lineOf(minutes)).toBe(line);
  });

  test('of many cells has half as many points', () => {
    const points = lineOf(Array.from({ length: 240 }, (_, index) => index % 2)).match(/[Ml]/g);
    expect(points).toHaveLength(120);
  });
});
