import { codeOf } from './cell-outcome.ts';
import type { OutcomeCells } from './fold-cells.ts';
import { svgNumber } from './svg-number.ts';

/** Height of a latency line. Pixels. */
export const SPARKLINE_HEIGHT_PX = 16;
/** Points of a line: half of the most cells, since a line needs less than bars. */
const MOST_POINTS = 120;

/**
 * Mean latencies as a line from 0 at the bottom to the slowest at the top, in units of cells across and pixels down. It is broken
 * where something else than health was seen, or nothing, and goes on where the target was not due. Empty without any latency.
 */
export function sparkline(cells: OutcomeCells): string {
  const group = Math.ceil(cells.worst.length / MOST_POINTS);
  const points = Array.from({ length: Math.ceil(cells.worst.length / group) }, (_, index) =>
    pointOf(cells, index * group, group),
  );
  const mostMs = Math.max(1, ...points.map(({ meanMs }) => meanMs ?? 0));
  let pen: { readonly x: number; readonly y: number } | null = null;
  const moves: string[] = [];
  for (const { x, meanMs, isBreak } of points) {
    if (isBreak) pen = null;
    if (meanMs === null) continue;
    // Halves of a pixel are as fine as a line is seen.
    const y = Math.round(2 * (SPARKLINE_HEIGHT_PX - 1 - (meanMs / mostMs) * (SPARKLINE_HEIGHT_PX - 2))) / 2;
    moves.push(
      pen === null ? `M${svgNumber(x)} ${svgNumber(y)}h0` : `l${svgNumber(x - pen.x)} ${svgNumber(y - pen.y)}`,
    );
    pen = { x, y };
  }
  return moves.join('').replaceAll(' -', '-');
}

function pointOf({ worst, prompt, promptSumMs }: OutcomeCells, first: number, group: number) {
  let [count, sumMs] = [0, 0];
  for (let cell = first; cell < Math.min(prompt.length, first + group); cell += 1) {
    count += prompt[cell] ?? 0;
    sumMs += promptSumMs[cell] ?? 0;
  }
  const isNotDue = worst.subarray(first, first + group).every((code) => code === codeOf('not-due'));
  return { x: first + group / 2, meanMs: count === 0 ? null : sumMs / count, isBreak: count === 0 && !isNotDue };
}
