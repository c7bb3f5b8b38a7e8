import { codeOf, type CellCode } from './cell-outcome.ts';
import type { OutcomeSeries } from './fold-cells.ts';

/** Neighbouring cells that show the same: the first one, and the one after the last. */
export interface CellRun {
  readonly code: CellCode;
  readonly first: number;
  readonly end: number;
  /** Probes. */
  readonly judged: number;
  readonly failed: number;
}

/**
 * The cells in runs that show the same, all of them in order. Where the target was not due, what was seen last still holds.
 */
export function cellRuns({ cells: { worst, judged, failed } }: Pick<OutcomeSeries, 'cells'>): readonly CellRun[] {
  const runs: { -readonly [K in keyof CellRun]: CellRun[K] }[] = [];
  const notDue = codeOf('not-due');
  let shown = codeOf('none');
  worst.forEach((code, index) => {
    shown = code === notDue ? shown : code;
    let run = runs.at(-1);
    if (run?.code !== shown) {
      run = { code: shown, first: index, end: index, judged: 0, failed: 0 };
      runs.push(run);
    }
    run.end = index + 1;
    run.judged += judged[index] ?? 0;
    run.failed += failed[index] ?? 0;
  });
  return runs;
}
