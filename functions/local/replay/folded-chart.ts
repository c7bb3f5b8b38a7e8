import { durationText } from '../../core/messages/time-words.ts';
import { wallTimeOf } from '../../core/digest/wall-time.ts';
import type { Problem } from '../../core/model/problem.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../../core/model/time.ts';
import { foldAddresses } from '../../core/picture/fold-addresses.ts';
import { foldHeat } from '../../core/picture/fold-heat.ts';
import { heatSubjectOf, type HeatSubject } from '../../core/picture/heat-subject.ts';
import type { TimeRange } from '../../core/picture/time-range.ts';
import type { RecordedRun } from '../../core/run-record.ts';
import { barText, columnRows, labelLine } from '../terminal/bars.ts';
import { paintOf } from '../terminal/paint.ts';
import type { TerminalStyle } from '../terminal/terminal-style.ts';
import type { Replayed } from './replay.ts';

/** Charts that take in the probes of a record. */
export interface FoldedCharts {
  readonly add: (run: RecordedRun) => void;
  /** By id of the problem. */
  readonly draw: () => ReadonlyMap<string, readonly string[]>;
}

interface Chart {
  readonly add: (run: RecordedRun) => void;
  readonly draw: () => readonly string[];
}

/** Lines that a chart is high, without its axis. */
const ROWS = 4;
/** A period is cut into so many columns: more than a strike's length shows, and few enough for a narrow terminal. */
const PERIOD_COLUMNS = 30;
const MOST_ADDRESSES = 6;
const LABEL_WIDTH = 7;

/** A chart for each chronic problem, that shows its pattern: by address, folded on its period, or by time of day. */
export function foldedCharts({ problems, from, to }: Replayed, style: TerminalStyle, zone: string): FoldedCharts {
  const range = { from: from ?? 0, to: (to ?? 0) + 1 };
  const charts = new Map(
    problems.flatMap(({ problem }) => {
      const chart = problem.nature === 'chronic' ? chartOf(problem, range, style, zone) : null;
      return chart === null ? [] : [[problem.id, chart] as const];
    }),
  );
  return {
    add: (run) => {
      for (const chart of charts.values()) chart.add(run);
    },
    draw: () => new Map([...charts].map(([id, chart]) => [id, chart.draw()])),
  };
}

function chartOf(problem: Problem, range: TimeRange, style: TerminalStyle, zone: string): Chart | null {
  const subject = heatSubjectOf(problem, range.to, zone);
  if (subject === null) return null;
  const { kind, periodMs } = subject.pattern;
  if (kind === 'one-bad-address') return addressChart(subject, range, style);
  if (kind === 'periodic' && periodMs !== null && periodMs > 0) return periodChart(subject, periodMs, range, style);
  return dayChart(subject, subject.pattern.zone ?? zone, range, style);
}

function dayChart(subject: HeatSubject, zone: string, range: TimeRange, style: TerminalStyle): Chart {
  const columnOf = (at: EpochMs) => Math.floor((((wallTimeOf(at, zone) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
  const hours = Array.from({ length: 8 }, (_, index) => ({ at: index * 3, text: String(index * 3).padStart(2, '0') }));
  return columnChart(subject, { columns: 24, columnOf, labels: hours, by: `by hour of day, ${zone}` }, range, style);
}

/** The expected start stands at a quarter, so that what comes before is seen too. */
function periodChart(subject: HeatSubject, periodMs: number, range: TimeRange, style: TerminalStyle): Chart {
  const { nextExpected, toleranceMs } = subject.pattern;
  const columns = Math.max(4, Math.min(PERIOD_COLUMNS, Math.round(periodMs / MINUTE_MS)));
  const startAt = nextExpected === null ? range.from : nextExpected.from + (toleranceMs ?? 0);
  const lead = Math.floor(columns / 4);
  const origin = startAt - ((lead + 0.5) * periodMs) / columns;
  const columnOf = (at: EpochMs) => {
    const into = (((at - origin) % periodMs) + periodMs) % periodMs;
    return Math.min(columns - 1, Math.floor((into / periodMs) * columns));
  };
  const [half, most] = [periodMs / 2, columns - 1];
  const labels = [
    { at: lead, text: nextExpected === null ? '0' : 'start' },
    { at: lead + columns / 2, text: `+${durationText(half)}` },
    { at: most, text: '' },
  ].filter(({ text }) => text !== '');
  return columnChart(subject, { columns, columnOf, labels, by: `folded on ${durationText(periodMs)}` }, range, style);
}

interface ColumnAxis {
  readonly columns: number;
  readonly columnOf: (at: EpochMs) => number;
  /** At positions in columns. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  readonly by: string;
}

function columnChart(subject: HeatSubject, axis: ColumnAxis, range: TimeRange, style: TerminalStyle): Chart {
  const { columns, columnOf, labels, by } = axis;
  const row = { label: '', before: '', after: '', name: '' };
  const fold = foldHeat(
    {
      ...{ rows: [row], columns, columnOf, ticks: [], windows: [], next: [], nextLabel: '', reading: '' },
      rowOf: (at) => (at < range.from || at >= range.to ? null : 0),
    },
    subject,
  );
  const paint = paintOf(style.isColoured);
  return {
    add: fold.add,
    draw: () => {
      const { probes, failing } = fold.cells();
      const shares = Array.from(probes, (count, index) => (count === 0 ? null : (failing[index] ?? 0) / count));
      const most = Math.max(...shares.map((share) => share ?? 0));
      if (most === 0) return [];
      const width = columns * 2 <= style.columns - LABEL_WIDTH - 6 ? 2 : 1;
      const rows = columnRows(
        shares.map((share) => (share === null ? null : share / most)),
        ROWS,
        width,
        style.isUnicode,
      );
      const label = (index: number) =>
        (index === 0 ? percentText(most) : index === ROWS - 1 ? '0 %' : '').padStart(LABEL_WIDTH - 1);
      const line = style.isUnicode ? '┤' : '|';
      const foot = `${' '.repeat(LABEL_WIDTH)}${style.isUnicode ? '└' : '+'}${(style.isUnicode ? '─' : '-').repeat(columns * width)}`;
      const text = labelLine(
        labels.map((one) => ({ ...one, at: one.at * width })),
        columns * width,
      );
      return [
        paint.dim(`Share of probes that failed, ${by}:`),
        ...rows.map(
          (bars, index) =>
            `${paint.dim(`${label(index)} ${index === 0 || index === ROWS - 1 ? line : style.isUnicode ? '│' : '|'}`)}${paint.red(bars.trimEnd())}`,
        ),
        paint.dim(foot),
        paint.dim(`${' '.repeat(LABEL_WIDTH + 1)}${text}`),
      ];
    },
  };
}

function addressChart(subject: HeatSubject, range: TimeRange, style: TerminalStyle): Chart {
  const fold = foldAddresses(range, 1, subject);
  const paint = paintOf(style.isColoured);
  return {
    add: fold.add,
    draw: () => {
      const addresses = fold.addresses().slice(0, MOST_ADDRESSES);
      if (addresses.length === 0) return [];
      const width = Math.max(...addresses.map(({ address }) => address.length));
      const lines = addresses.map(({ address, attempts, failing }) => {
        const bar = barText(failing / attempts, 20, style.isUnicode);
        return `${address.padEnd(width)}  ${paint.red(bar)}${' '.repeat(20 - bar.length)}  ${percentText(failing / attempts)} of ${attempts}`;
      });
      return [paint.dim('Share of attempts that failed, by address:'), ...lines];
    },
  };
}

/** To two digits below ten percent. */
function percentText(ratio: number): string {
  const percent = ratio * 100;
  return `${percent >= 9.95 || percent === 0 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}
