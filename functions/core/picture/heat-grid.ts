import { axisMarks } from './axis.ts';
import { shownText } from './escape-xml.ts';
import type { HeatCells } from './fold-heat.ts';
import { heatPaths, levelOf, sumOf } from './heat-cells.ts';
import type { HeatDrawing } from './heat-figure.ts';
import type { HeatLayout, HeatWindow } from './heat-layout.ts';
import type { HeatSubject } from './heat-subject.ts';
import { percentOf, svgNumber } from './svg-number.ts';

/** Room for labels beside the rows. */
const GUTTER_RATIO = 0.13;
/** Room for the marks above, and between the last row and the next one. */
const MARKS_PX = 11;
const NEXT_GAP_PX = 6;
const NEXT_PX = 14;
const AXIS_PX = 18;

/** Heights of rows by how many there are: a month fits on a screen. */
function rowPxOf(rows: number): number {
  if (rows <= 7) return 18;
  return rows <= 18 ? 13 : 10;
}

/** Rows and columns with labels, the expected windows, and the next one in a row of its own. */
export function gridDrawing(subject: HeatSubject, layout: HeatLayout, cells: HeatCells): HeatDrawing {
  const { rows, columns, windows, next, ticks, reading } = layout;
  const rowPx = rowPxOf(rows.length);
  const plotPx = rows.length * rowPx;
  const nextY = MARKS_PX + plotPx + NEXT_GAP_PX;
  const axisY = next.length === 0 ? MARKS_PX + plotPx : nextY + NEXT_PX;
  const levels = new Set(Array.from(cells.probes, (_, index) => levelOf(cells, index)));
  const label = inWords(subject, layout, cells);
  const svg = [
    `<svg role="img" aria-label="${shownText(label, 900)}" width="100%" height="${axisY + AXIS_PX}">`,
    ...marksOf(windows),
    ...rowLabels(layout, rowPx),
    plotStart('heat', MARKS_PX, plotPx, `0 -.5 ${columns} ${rows.length}`),
    heatPaths(cells, rows.length),
    ...windows.map((window) => windowRect(window, columns)),
    ...rowTitles(layout, cells),
    '</svg>',
    nextRow(layout, nextY),
    axisMarks(ticks, GUTTER_RATIO, axisY),
    '</svg>',
  ].join('');
  return { svg, reading, levels, hasWindows: windows.length > 0 || next.length > 0 };
}

function plotStart(name: string, y: number, height: number, viewBox: string): string {
  const [x, width] = [percentOf(GUTTER_RATIO), percentOf(1 - GUTTER_RATIO)];
  return `<svg class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${viewBox}" preserveAspectRatio="none">`;
}

/** A pointer above each stretch of columns in which failures are expected. */
function marksOf(windows: readonly HeatWindow[]): readonly string[] {
  const middles = new Set(windows.map(({ fromRatio, toRatio }) => (fromRatio + toRatio) / 2));
  return [...middles].map((ratio) => {
    const x = percentOf(GUTTER_RATIO + ratio * (1 - GUTTER_RATIO));
    return `<text class="mark" x="${x}" y="${MARKS_PX - 2}">▼</text>`;
  });
}

function rowLabels({ rows }: HeatLayout, rowPx: number): readonly string[] {
  return rows.flatMap(({ label, before, after }, row) => {
    if (label === '') return [];
    const y = svgNumber(MARKS_PX + (row + 0.5) * rowPx + 3.5);
    const [first, last] = [
      minor(before === '' ? '' : `${shownText(before)} `),
      minor(after === '' ? '' : ` ${shownText(after)}`),
    ];
    return [`<text class="row" x="0" y="${y}">${first}${shownText(label)}${last}</text>`];
  });
}

function minor(text: string): string {
  return text === '' ? '' : `<tspan class="minor">${text}</tspan>`;
}

function windowRect({ fromRatio, toRatio, firstRow, endRow }: HeatWindow, columns: number): string {
  const [x, width] = [fromRatio * columns, (toRatio - fromRatio) * columns];
  return `<rect x="${svgNumber(x)}" y="${svgNumber(firstRow - 0.5)}" width="${svgNumber(width)}" height="${endRow - firstRow}"/>`;
}

function nextRow({ next, nextLabel, columns }: HeatLayout, y: number): string {
  if (next.length === 0) return '';
  const rects = next.map(
    ({ fromRatio, toRatio }) =>
      `<rect class="next" x="${svgNumber(fromRatio * columns)}" y="1" width="${svgNumber((toRatio - fromRatio) * columns)}" height="${NEXT_PX - 2}"/>`,
  );
  return [
    `<text class="row" x="0" y="${y + NEXT_PX - 3}">next${minor(` ${shownText(nextLabel)}`)}</text>`,
    plotStart('next-row', y, NEXT_PX, `0 0 ${columns} ${NEXT_PX}`),
    `<path class="base" d="M0 ${NEXT_PX / 2}h${columns}"/>`,
    ...rects,
    '</svg>',
  ].join('');
}

/** What a row holds, when something failed in it. */
function rowTitles({ rows, columns }: HeatLayout, cells: HeatCells): readonly string[] {
  return rows.flatMap(({ name }, row) => {
    const { probes, failing } = sumOf(cells, row * columns, (row + 1) * columns);
    if (failing === 0) return [];
    const title = shownText(`${name}: ${failing} of ${probes} probes failed`);
    return [
      `<rect class="hover" x="0" y="${svgNumber(row - 0.5)}" width="${columns}" height="1"><title>${title}</title></rect>`,
    ];
  });
}

function inWords({ title, sentence }: HeatSubject, { rows, columns, reading }: HeatLayout, cells: HeatCells): string {
  const { probes, failing } = sumOf(cells, 0, cells.probes.length);
  const hit = rows.filter((_, row) => sumOf(cells, row * columns, (row + 1) * columns).failing > 0).length;
  return `Heat map of ${title}. ${sentence} ${failing} of ${probes} probes failed, in ${hit} of ${rows.length} rows. ${reading}`;
}
