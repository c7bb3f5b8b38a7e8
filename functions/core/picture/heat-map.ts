import type { RecordedRun } from '../run-record.ts';
import { addressMap } from './address-map.ts';
import { cyclesLayout } from './cycles-layout.ts';
import { daysLayout } from './days-layout.ts';
import { foldAddresses } from './fold-addresses.ts';
import { foldHeat } from './fold-heat.ts';
import { heatFigure } from './heat-figure.ts';
import type { HeatLayout } from './heat-layout.ts';
import type { HeatSubject } from './heat-subject.ts';
import { gridDrawing } from './heat-grid.ts';
import { MOST_COLUMNS, type TimeRange } from './time-range.ts';

/** The picture of a chronic problem as it is made: it takes in runs, in any order, and is drawn when all are in. */
export interface HeatMap {
  readonly add: (run: RecordedRun) => void;
  /** A `figure` element with its caption and legend. */
  readonly draw: () => string;
}

/** What a heat map shows of a problem. */
export interface HeatMapOptions {
  readonly range: TimeRange;
  /** The zone of the wall clock; a pattern that keeps to a clock is shown on that one. */
  readonly zone: string;
  /** The time between two probes of its least often probed target. */
  readonly intervalMs: number;
}

/** Addresses are looked at over time, in no finer steps than these. */
const ADDRESS_COLUMNS = MOST_COLUMNS / 2;

/**
 * The heat map that shows a pattern: days down and time of day across, cycles folded on the period, or addresses. Memory is
 * bounded by its cells, at most 43 rows of 144, or 64 addresses of 120.
 *
 * @throws RangeError when the zone is no IANA time zone, or the range is empty.
 */
export function heatMap(subject: HeatSubject, options: HeatMapOptions): HeatMap {
  const { range, zone, intervalMs } = options;
  if (!(range.to > range.from && intervalMs > 0)) {
    throw new RangeError(`a heat map needs a range and an interval above 0; found ${JSON.stringify(options)}`);
  }
  if (subject.pattern.kind === 'one-bad-address') {
    const columns = Math.max(1, Math.min(ADDRESS_COLUMNS, Math.ceil((range.to - range.from) / intervalMs)));
    const fold = foldAddresses(range, columns, subject);
    return { add: fold.add, draw: () => heatFigure(subject, addressMap(subject, fold.addresses(), range, zone)) };
  }
  const layout = layoutOf(subject, options);
  const fold = foldHeat(layout, subject);
  return { add: fold.add, draw: () => heatFigure(subject, gridDrawing(subject, layout, fold.cells())) };
}

function layoutOf({ pattern, isOver }: HeatSubject, { range, zone, intervalMs }: HeatMapOptions): HeatLayout {
  const { kind, periodMs } = pattern;
  if (kind === 'periodic' && periodMs !== null && periodMs > 0) {
    return cyclesLayout(range, zone, { ...pattern, periodMs }, isOver, intervalMs);
  }
  return daysLayout(range, pattern.zone ?? zone, pattern, isOver, intervalMs);
}
