import { shownText } from './escape-xml.ts';
import type { LatencySeries, LatencySpread } from './fold-latency.ts';
import { msText, seriesName } from './series-words.ts';
import { percentOf, svgNumber } from './svg-number.ts';
import { momentLabel } from './time-ticks.ts';

/** Longer names would run into what stands at the right on a phone. */
const NAME_LIMIT = 40;
const HEADER_PX = 18;
const PLOT_PX = 56;
const GAP_PX = 6;
/** Heights of the scale, as shares. */
const LINES = [0, 0.5, 1] as const;
/** The course of a chart is told in so many parts. */
const PARTS_TOLD = 4;

/**
 * A target's latency over time: a line at which half of the answers were there, and a band up to 95 of 100, from 0 at the bottom to
 * a round number at the top. Where nothing was healthy it is broken. As wide as its place.
 *
 * @throws RangeError when the zone is no IANA time zone.
 */
export function latencyChart(series: LatencySeries, zone: string, hasManyVantages: boolean): string {
  const name = seriesName(series, hasManyVantages);
  const columns = (series.range.to - series.range.from) / series.columnMs;
  const topMs = roundAbove(Math.max(1, ...series.columns.map((column) => (isSpread(column) ? column.p95Ms : 0))));
  const yOf = (ms: number) => PLOT_PX - (ms / topMs) * PLOT_PX;
  const stretches = stretchesOf(series);
  return [
    `<svg class="latency" role="img" aria-label="${shownText(latencyInWords(series, name, zone), 600)}" width="100%" height="${HEADER_PX + PLOT_PX + GAP_PX}">`,
    `<text class="name" x="0" y="12">${shownText(name, NAME_LIMIT)}</text><text class="facts" x="100%" y="12">${shownText(factsText(series))}</text>`,
    ...LINES.map((share) => gridLine(HEADER_PX + PLOT_PX * (1 - share))),
    `<svg y="${HEADER_PX}" width="100%" height="${PLOT_PX}" viewBox="0 0 ${svgNumber(columns)} ${PLOT_PX}" preserveAspectRatio="none">`,
    `<path class="band" d="${stretches.map((stretch) => bandOf(stretch, yOf)).join('')}"/>`,
    `<path class="median" d="${stretches.map((stretch) => lineOf(stretch, yOf)).join('')}"/>`,
    '</svg>',
    gridLabel(msText(topMs), HEADER_PX),
    '</svg>',
  ].join('');
}

/** `server-time, latency: median 43 ms, 95 of 100 within 80 ms, slowest 1.2 s (2 Mar 03:10), …`. Plain text, not escaped. */
export function latencyInWords(series: LatencySeries, name: string, zone: string): string {
  const { all, slowestAt, range } = series;
  const span = `${momentLabel(range.from, zone)} to ${momentLabel(range.to, zone)}`;
  if (all === null) return `Latency of ${name}, ${span}: no healthy answer.`;
  const slowest = slowestAt === null ? '' : ` (${momentLabel(slowestAt, zone)})`;
  const parts = partMedians(series).map((ms) => (ms === null ? 'none' : msText(ms)));
  return [
    `Latency of ${name}, ${span}: median ${msText(all.p50Ms)}, 95 of 100 answers within ${msText(all.p95Ms)},`,
    `slowest ${msText(all.mostMs)}${slowest}, ${all.count} healthy ${all.count === 1 ? 'answer' : 'answers'}.`,
    `Median by quarter of that time: ${parts.join(', ')}.`,
  ].join(' ');
}

function factsText({ all }: LatencySeries): string {
  return all === null ? 'no healthy answer' : `median ${msText(all.p50Ms)} · 95 % within ${msText(all.p95Ms)}`;
}

/** The median of the columns' medians, by part of the range. */
function partMedians({ columns }: LatencySeries): readonly (number | null)[] {
  return Array.from({ length: PARTS_TOLD }, (_, part) => {
    const [from, to] = [part, part + 1].map((edge) => Math.round((edge * columns.length) / PARTS_TOLD));
    const medians = columns.slice(from, to).flatMap((column) => (isSpread(column) ? [column.p50Ms] : []));
    return medians.toSorted((a, b) => a - b)[Math.floor((medians.length - 1) / 2)] ?? null;
  });
}

interface Point {
  readonly x: number;
  readonly spread: LatencySpread;
}

/** Neighbouring columns with answers; those in which the target was not due are passed over. */
function stretchesOf({ columns }: LatencySeries): readonly (readonly Point[])[] {
  const stretches: Point[][] = [];
  let open: Point[] | null = null;
  columns.forEach((column, index) => {
    if (column === 'broken') open = null;
    if (!isSpread(column)) return;
    if (open === null) stretches.push((open = []));
    open.push({ x: index + 0.5, spread: column });
  });
  return stretches;
}

function isSpread(column: LatencySeries['columns'][number]): column is LatencySpread {
  return typeof column === 'object';
}

/** To the right along the slower edge, and back along the median; a single column is half as wide as it stands for. */
function bandOf(stretch: readonly Point[], yOf: (ms: number) => number): string {
  const there = widened(stretch).map(({ x, spread }) => `${svgNumber(x)} ${svgNumber(yOf(spread.p95Ms))}`);
  const back = widened(stretch).map(({ x, spread }) => `${svgNumber(x)} ${svgNumber(yOf(spread.p50Ms))}`);
  return `M${[...there, ...back.toReversed()].join('L')}Z`;
}

function lineOf(stretch: readonly Point[], yOf: (ms: number) => number): string {
  return `M${widened(stretch)
    .map(({ x, spread }) => `${svgNumber(x)} ${svgNumber(yOf(spread.p50Ms))}`)
    .join('L')}`;
}

function widened(stretch: readonly Point[]): readonly Point[] {
  const [only] = stretch;
  if (only === undefined || stretch.length > 1) return stretch;
  return [
    { ...only, x: only.x - 0.25 },
    { ...only, x: only.x + 0.25 },
  ];
}

function gridLine(y: number): string {
  return `<line x1="0" x2="100%" y1="${svgNumber(y)}" y2="${svgNumber(y)}"/>`;
}

/** In the plot, so that it takes no room beside it: the axis is that of the strips. */
function gridLabel(text: string, y: number): string {
  return `<text class="tick scale" x="${percentOf(0)}" y="${svgNumber(y + 10)}">${shownText(text)}</text>`;
}

/** A number that is read easily, not below. */
function roundAbove(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(ms));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).find((top) => top >= ms) ?? ms;
}
