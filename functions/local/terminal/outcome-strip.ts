import {
  CELL_LOOKS,
  codeOf,
  isFailingCode,
  lookOf,
  type CellCode,
  type CellLook,
} from '../../core/picture/cell-outcome.ts';
import { cellRuns } from '../../core/picture/cell-runs.ts';
import type { OutcomeSeries } from '../../core/picture/fold-cells.ts';
import { healthText, seriesName } from '../../core/picture/series-words.ts';
import { timeTicks } from '../../core/picture/time-ticks.ts';
import { durationText } from '../../core/messages/time-words.ts';
import { printable } from '../../core/probing/printable.ts';
import { labelLine } from './bars.ts';
import { paintOf, type Paint } from './paint.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** Nobody reads more of them in a terminal. */
const MOST_STRIPS = 30;
/** Longer names are cut. */
const NAME_WIDTH = 24;
const HEALTH_WIDTH = 15;

/** Room for the cells of strips of these names, beside the names and the shares of health. */
export function stripCells(columns: number, names: readonly string[]): number {
  const widths = names.map((name) => Array.from(nameText(name)).length);
  return Math.max(10, columns - Math.max(0, ...widths) - HEALTH_WIDTH - 4);
}

/** Strips of outcomes, one a line, with an axis and what the marks mean. Of many targets, those that failed most. */
export function outcomeStrips(series: readonly OutcomeSeries[], style: TerminalStyle, zone: string): readonly string[] {
  const [first] = series;
  if (first === undefined) return [];
  const paint = paintOf(style.isColoured);
  const worst = series.toSorted((a, b) => b.failed - a.failed || b.masked - a.masked).slice(0, MOST_STRIPS);
  const shown = series.filter((one) => worst.includes(one));
  const hasMany = new Set(series.map(({ vantage }) => vantage)).size > 1;
  const names = shown.map((one) => nameText(seriesName(one, hasMany)));
  const width = Math.max(...names.map((name) => Array.from(name).length));
  const pad = ' '.repeat(width + 2);
  const cells = Math.ceil((first.range.to - first.range.from) / first.cellMs);
  const axis = timeTicks(first.range, zone).map(({ ratio, label }) => ({ at: ratio * cells, text: label }));
  const more = series.length - shown.length;
  return [
    ...shown.map((one, index) => {
      const name = names[index] ?? '';
      const padded = `${name}${' '.repeat(width - Array.from(name).length)}`;
      return `${padded}  ${stripText(one, style, paint)}  ${paint.dim(healthText(one))}`;
    }),
    paint.dim(`${pad}${labelLine(axis, cells)}`),
    ...(more > 0 ? [paint.dim(`${more} more with fewer failures are not drawn.`)] : []),
    ...legend(shown, style).map((line) => paint.dim(line)),
  ];
}

function nameText(name: string): string {
  const letters = Array.from(printable(name));
  if (letters.length <= NAME_WIDTH) return letters.join('');
  // Names that begin alike end differently.
  const half = NAME_WIDTH / 2 - 1;
  return `${letters.slice(0, half).join('')}..${letters.slice(-half).join('')}`;
}

/** What a cell shows: small letters where less than half of its probes failed. */
function stripText(series: OutcomeSeries, { isUnicode }: TerminalStyle, paint: Paint): string {
  const { judged, failed } = series.cells;
  return cellRuns(series)
    .map(({ code, first, end }) => {
      const marks = Array.from({ length: end - first }, (_, index) => {
        const cell = first + index;
        return markOf(lookOf(code), (failed[cell] ?? 0) * 2 >= (judged[cell] ?? 0), isUnicode);
      });
      return colourOf(code, paint)(marks.join(''));
    })
    .join('');
}

function colourOf(code: CellCode, paint: Paint): (text: string) => string {
  if (isFailingCode(code)) return paint.red;
  return code > codeOf('healthy') ? paint.yellow : paint.green;
}

function markOf({ name, letter }: CellLook, isMost: boolean, isUnicode: boolean): string {
  if (letter !== '') return isMost || !isFailingCode(codeOf(name as 'network')) ? letter : letter.toLowerCase();
  if (name === 'healthy') return isUnicode ? '▁' : '.';
  if (name === 'masked') return isUnicode ? '▃' : '+';
  return ' ';
}

/** The marks that occur, and how much time one stands for. */
function legend(series: readonly OutcomeSeries[], style: TerminalStyle): readonly string[] {
  const codes = new Set(series.flatMap(({ cells }) => [...new Set(cells.worst)]));
  const looks = CELL_LOOKS.filter((look, code) => codes.has(code) && markOf(look, true, style.isUnicode) !== ' ');
  const words = looks.map((look: CellLook) => `${markOf(look, true, style.isUnicode)} ${look.words}`);
  const hasFailing = [...codes].some(isFailingCode);
  const [first] = series;
  const span = first === undefined ? '' : `one mark is ${durationText(first.cellMs)}`;
  return [[...words, ...(hasFailing ? ['small: less than half'] : []), span].join('   ')];
}
