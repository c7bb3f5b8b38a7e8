import type { HeatCells } from './fold-heat.ts';

/** How a cell is drawn; `calm`: probed, and nothing of the problem. Later ones are drawn over earlier ones. */
export const HEAT_LEVELS = ['none', 'calm', 'other', 'heat1', 'heat2', 'heat3', 'heat4'] as const;
export type HeatLevel = (typeof HEAT_LEVELS)[number];

/** The largest share of failing probes of each step but the last. */
export const HEAT_STEPS = [0.1, 0.35, 0.7] as const;

/** The level of a cell. A single failing probe is never lost in many that work: it has the first step. */
export function levelOf({ probes, failing, others }: HeatCells, index: number): HeatLevel {
  const count = probes[index] ?? 0;
  const failed = failing[index] ?? 0;
  if (count === 0) return 'none';
  if (failed === 0) return (others[index] ?? 0) > 0 ? 'other' : 'calm';
  const step = HEAT_STEPS.findIndex((most) => failed / count <= most);
  return HEAT_LEVELS[step === -1 ? HEAT_LEVELS.length - 1 : HEAT_LEVELS.indexOf('heat1') + step] ?? 'heat4';
}

/** The cells as one path for each level, in units of cells; the middle of the first row is at 0. */
export function heatPaths(cells: HeatCells, rows: number): string {
  return HEAT_LEVELS.slice(1)
    .map((level) => {
      // What was probed is drawn in one piece below: the few cells with failures then cost no gaps in it.
      const isIn = (index: number) => {
        const found = levelOf(cells, index);
        return level === 'calm' ? found !== 'none' : found === level;
      };
      const path = Array.from({ length: rows }, (_, row) => rowMoves(row, cells.columns, isIn)).join('');
      return path === '' ? '' : `<path class="${level}" d="${path}"/>`;
    })
    .join('');
}

function rowMoves(row: number, columns: number, isIn: (index: number) => boolean): string {
  const moves: string[] = [];
  let pen: number | null = null;
  for (let column = 0; column < columns; column += 1) {
    if (!isIn(row * columns + column)) continue;
    let end = column + 1;
    while (end < columns && isIn(row * columns + end)) end += 1;
    moves.push(`${pen === null ? `M${column} ${row}` : `m${column - pen} 0`}h${end - column}`);
    pen = end;
    column = end;
  }
  return moves.join('');
}

/** Probes and failing probes of some cells together. */
export function sumOf({ probes, failing }: HeatCells, from: number, to: number) {
  const add = (sum: number, one: number) => sum + one;
  return { probes: probes.subarray(from, to).reduce(add, 0), failing: failing.subarray(from, to).reduce(add, 0) };
}
