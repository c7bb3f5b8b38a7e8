import { periodText } from '../chronic/quantity-words.ts';
import { durationText } from '../messages/time-words.ts';
import type { Pattern } from '../model/pattern.ts';
import type { EpochMs } from '../model/time.ts';
import { wholeColumns, type HeatLayout, type HeatRow } from './heat-layout.ts';
import { ROUND_SPANS_MS, type TimeRange } from './time-range.ts';
import { FEW_TICKS, momentLabel, type AxisTick } from './time-ticks.ts';

const MOST_ROWS = 32;
const MOST_COLUMNS = 120;
const MOST_TICKS = 7;
const LABELLED_ROWS = 8;
/** The expected start stands here, so that what comes before it is seen too. */
const LEAD_RATIO = 0.25;

/**
 * Time folded on the period: one cycle after the other down, the time from its expected start across, so that what comes every
 * period stands upright. Of many cycles, neighbouring ones share a row.
 *
 * @param intervalMs time between two probes: no column is narrower
 * @throws RangeError when `zone` is no IANA time zone.
 */
export function cyclesLayout(
  range: TimeRange,
  zone: string,
  pattern: Pattern & { readonly periodMs: number },
  isOver: boolean,
  intervalMs: number,
): HeatLayout {
  const { periodMs, periodErrorMs, nextExpected, toleranceMs } = pattern;
  const columns = Math.max(1, Math.min(MOST_COLUMNS, Math.floor(periodMs / intervalMs)));
  const columnMs = periodMs / columns;
  const leadMs = (Math.round(columns * LEAD_RATIO) + 0.5) * columnMs;
  const startAt = nextExpected === null ? range.from : nextExpected.from + (toleranceMs ?? 0);
  const origin = startAt - Math.min(leadMs, periodMs);
  const cycleOf = (at: EpochMs) => Math.floor((at - origin) / periodMs);
  const [firstCycle, lastCycle] = [cycleOf(range.from), cycleOf(range.to - 1)];
  const cyclesPerRow = Math.ceil((lastCycle - firstCycle + 1) / MOST_ROWS);
  const count = Math.ceil((lastCycle - firstCycle + 1) / cyclesPerRow);
  const rowOf = (cycle: number) => count - 1 - Math.floor((lastCycle - cycle) / cyclesPerRow);
  const leadRatio = (startAt - origin) / periodMs;
  const band =
    nextExpected === null
      ? []
      : [
          wholeColumns(
            leadRatio - (toleranceMs ?? 0) / periodMs,
            leadRatio + (nextExpected.to - startAt) / periodMs,
            columns,
          ),
        ];
  const rowStart = (row: number) => startAt + (lastCycle - (count - row) * cyclesPerRow + 1) * periodMs;
  const period = periodText(periodMs, periodErrorMs);
  const cycleWords = cyclesPerRow === 1 ? `one cycle (every ${period})` : `${cyclesPerRow} cycles (each ${period})`;
  return {
    rows: Array.from({ length: count }, (_, row) => cycleRow(row, count, rowStart, zone)),
    columns,
    rowOf: (at) => (at < range.from || at >= range.to ? null : rowOf(cycleOf(at))),
    // A measured period is no whole number, so that a product of it may come out a little beside an edge.
    columnOf: (at) => {
      const column = Math.floor((at - origin - cycleOf(at) * periodMs) / columnMs);
      return Math.max(0, Math.min(columns - 1, column));
    },
    ticks: phaseTicks(periodMs, leadRatio, nextExpected !== null),
    windows: band.map((one) => ({ ...one, firstRow: 0, endRow: count })),
    next: isOver ? [] : band,
    nextLabel: nextExpected === null ? '' : momentLabel(nextExpected.from, zone),
    reading: `One row is ${cycleWords}, across is the time from the expected start of a strike.`,
  };
}

/** The date where a new day begins, the time elsewhere. */
function cycleRow(row: number, count: number, rowStart: (row: number) => EpochMs, zone: string): HeatRow {
  const step = Math.ceil(count / LABELLED_ROWS);
  const [date, time] = splitMoment(momentLabel(rowStart(row), zone));
  const name = `from ${date} ${time}`;
  if (row % step !== 0) return { label: '', before: '', after: '', name };
  const isNewDay = row === 0 || splitMoment(momentLabel(rowStart(row - step), zone))[0] !== date;
  return { label: isNewDay ? date : time, before: '', after: isNewDay ? time : '', name };
}

function splitMoment(label: string): [string, string] {
  return [label.slice(0, -6), label.slice(-5)];
}

/** Round times before and after the expected start. */
function phaseTicks(periodMs: number, leadRatio: number, isPredicted: boolean): readonly AxisTick[] {
  const stepMs = ROUND_SPANS_MS.find((ms) => periodMs / ms <= MOST_TICKS) ?? periodMs / MOST_TICKS;
  const firstStep = Math.ceil((-leadRatio * periodMs) / stepMs);
  const ticks: AxisTick[] = [];
  for (let step = firstStep; leadRatio + (step * stepMs) / periodMs < 1; step += 1) {
    const sign = step < 0 ? '−' : '+';
    const start = isPredicted ? 'start' : '0';
    const label = step === 0 ? start : `${sign}${durationText(Math.abs(step) * stepMs)}`;
    ticks.push({ ratio: leadRatio + (step * stepMs) / periodMs, label, isMinor: step % 2 !== 0 });
  }
  return ticks.length > FEW_TICKS ? ticks : ticks.map((tick) => ({ ...tick, isMinor: false }));
}
