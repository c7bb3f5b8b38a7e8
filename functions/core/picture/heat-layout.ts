import type { EpochMs } from '../model/time.ts';
import type { AxisTick } from './time-ticks.ts';

/** A row of a heat map. */
export interface HeatRow {
  /** Beside the row; empty where its neighbours' labels say enough. */
  readonly label: string;
  /** Before and after the label where there is room. */
  readonly before: string;
  readonly after: string;
  /** What the row is, for its tooltip. */
  readonly name: string;
}

/** A stretch across some rows in which failures are expected: shares of the width, the first row and the one after the last. */
export interface HeatWindow {
  readonly fromRatio: number;
  readonly toRatio: number;
  readonly firstRow: number;
  readonly endRow: number;
}

/** How time is laid out in rows and columns, so that what repeats stands below each other. */
export interface HeatLayout {
  readonly rows: readonly HeatRow[];
  readonly columns: number;
  /** The row of a moment; `null` when it is not in the picture. */
  readonly rowOf: (at: EpochMs) => number | null;
  /** The column of a moment, below `columns`. */
  readonly columnOf: (at: EpochMs) => number;
  readonly ticks: readonly AxisTick[];
  readonly windows: readonly HeatWindow[];
  /** Where the next failure is expected, in a row of its own; none where nothing is predicted. */
  readonly next: readonly Pick<HeatWindow, 'fromRatio' | 'toRatio'>[];
  /** When that is; empty where nothing is predicted. */
  readonly nextLabel: string;
  /** How to read the picture: what a row is, and what a column is. */
  readonly reading: string;
}

/** A stretch as shares of the width, whole columns, kept within the picture. */
export function wholeColumns(fromRatio: number, toRatio: number, columns: number) {
  const first = Math.max(0, Math.min(columns - 1, Math.floor(fromRatio * columns + 1e-9)));
  const end = Math.max(first + 1, Math.min(columns, Math.ceil(toRatio * columns - 1e-9)));
  return { fromRatio: first / columns, toRatio: end / columns };
}
