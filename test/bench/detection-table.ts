import type { Estimate } from './detection-intervals.ts';
import type { Tally } from './detection-tally.ts';

/** Labels of false or wrong findings that fit beside a row. */
const LABELS_SHOWN = 4;

type Column = readonly [head: string, width: number, cell: (row: Tally) => string];

const isBenign = ({ group }: Tally) => group === 'benign' || group === 'ambiguous';
const chronicOnly =
  (cell: (row: Tally) => string) =>
  (row: Tally): string =>
    isBenign(row) ? '-' : cell(row);

const COLUMNS: readonly Column[] = [
  ['n', 4, (row) => `${row.scenarios}`],
  ['recall', 6, chronicOnly((row) => figure(row.recall.value, 3))],
  ['exact', 6, chronicOnly((row) => figure(row.exact.value, 3))],
  ['FA', 4, (row) => `${row.falseAlarms}`],
  ['FA/yr', 6, (row) => figure(row.falsePerYear.value, 3)],
  ['95 %', 11, (row) => between(row.falsePerYear)],
  ['susp/yr', 7, (row) => figure(row.suspectedPerYear.value, 2)],
  ['delay cycles', 12, chronicOnly(({ delayCycles }) => pair(delayCycles, 1))],
  ['delay h', 12, chronicOnly(({ delayHours }) => pair(delayHours, 1))],
  [
    'period err %',
    13,
    chronicOnly(({ periodErrorRatio: { median, p90 } }) => pair({ median: 100 * median, p90: 100 * p90 }, 3)),
  ],
  ['next', 5, chronicOnly((row) => figure(row.nextWindow.value, 2))],
  ['wrong', 5, chronicOnly((row) => figure(row.wrong.value * row.scenarios, 0))],
  ['interim', 7, chronicOnly((row) => `${row.interim}`)],
  ['| end: findings', 15, chronicOnly((row) => figure(row.final.findingsPerStream, 2))],
  ['exact', 6, chronicOnly((row) => figure(row.final.exact.value, 3))],
  ['only', 6, chronicOnly((row) => figure(row.final.wholeTruth.value, 3))],
  ['wrong', 5, chronicOnly((row) => figure(row.final.wrong.value * row.scenarios, 0))],
  ['ended', 5, chronicOnly((row) => figure(row.final.ended.value, 2))],
];

/** What the columns are. */
export const LEGEND = `recall: a confirmed finding of an accepted kind; exact: at any time an exact kind and the period or an alias within 2 %;
FA: confirmed where nothing was to be found (benign series, time before the onset, streams without the pattern), per target-year with its 95 % interval;
delay: from the onset, median/p90; next: windows predicted on confirmation that held a failure; wrong: findings with another period;
interim: confirmed of another kind without a period; end: what is left after the last probe, each finding as last told: findings per stream,
exact: share of series with an exact one; only: share with exactly one per cause, all exact; ended: of patterns that stopped, share whose findings ended.
`;

/** The head of the table. */
export function headLine(nameWidth: number): string {
  return ['family'.padEnd(nameWidth), ...COLUMNS.map(([head, width]) => head.padStart(width))].join(' ');
}

/** One family. */
export function familyLine(row: Tally, nameWidth: number): string {
  const labels = row.labels.slice(0, LABELS_SHOWN).join(', ');
  const cells = COLUMNS.map(([, width, cell]) => cell(row).padStart(width));
  return [row.name.padEnd(nameWidth), ...cells, labels].join(' ').trimEnd();
}

/** A number, or `-` when there is none. */
export function figure(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

/** The 95 % interval of a rate. */
export function between({ low, high }: Estimate): string {
  return Number.isFinite(high) ? `${low.toFixed(2)}-${high.toFixed(2)}` : '-';
}

function pair({ median, p90 }: { readonly median: number; readonly p90: number }, digits: number): string {
  return Number.isNaN(median) ? '-' : `${figure(median, digits)}/${figure(p90, digits)}`;
}
