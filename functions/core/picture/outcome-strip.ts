import { cellRuns } from './cell-runs.ts';
import { lookOf } from './cell-outcome.ts';
import { shownText } from './escape-xml.ts';
import type { OutcomeSeries } from './fold-cells.ts';
import { healthText, latencyText, runText, seriesName, stripInWords } from './series-words.ts';
import { SPARKLINE_HEIGHT_PX, sparkline } from './sparkline.ts';
import { STRIP_HEIGHT_PX, stripBars, stripLetters } from './strip-marks.ts';
import { svgNumber } from './svg-number.ts';

/** How strips are told and labelled. */
export interface StripOptions {
  /** The zone whose wall clock times are told in. */
  readonly zone: string;
  /** Whether names need the vantage to be told apart. */
  readonly hasManyVantages: boolean;
  /** Stretches with a tooltip of their own, which are what takes room. */
  readonly mostTitles: number;
}

/** Longer names would run into what stands at the right on a phone. */
const NAME_LIMIT = 40;
const HEADER_PX = 17;
const LETTERS_PX = 11;
const GAP_PX = 3;

/**
 * A target's recent outcomes: time from left to right, each cell coloured by its worst outcome, failures taller and with the
 * letter of their class above; latency as a line below. As wide as its place, so that it is text at any width.
 *
 * @throws RangeError when the zone is no IANA time zone.
 */
export function outcomeStrip(series: OutcomeSeries, options: StripOptions): string {
  const { zone, hasManyVantages, mostTitles } = options;
  const { cells, range, cellMs } = series;
  const name = seriesName(series, hasManyVantages);
  const runs = cellRuns(series);
  const columns = (range.to - range.from) / cellMs;
  const across = svgNumber(columns);
  const hasLetters = runs.some(({ code }) => lookOf(code).letter !== '');
  const barsY = HEADER_PX + (hasLetters ? LETTERS_PX : 0);
  const lineY = barsY + STRIP_HEIGHT_PX + GAP_PX;
  const latency = latencyText(series);
  const line = latency === null ? '' : sparkline(cells);
  const height = latency === null ? lineY : lineY + SPARKLINE_HEIGHT_PX;
  const facts = `${shownText(healthText(series))}${latency === null ? '' : `<tspan class="minor"> · ${shownText(latency)}</tspan>`}`;
  return [
    `<svg class="strip" role="img" aria-label="${shownText(stripInWords(series, name, zone), 600)}" width="100%" height="${height}">`,
    `<text class="name" x="0" y="12">${shownText(name, NAME_LIMIT)}</text><text class="facts" x="100%" y="12">${facts}</text>`,
    hasLetters ? stripLetters(runs, columns, barsY - 2) : '',
    plotOf(barsY, STRIP_HEIGHT_PX, across),
    `<path class="base" d="M0 21.5h${across}"/>`,
    stripBars(runs, mostTitles, (run) => runText(run, series, zone)),
    '</svg>',
    line === '' ? '' : `${plotOf(lineY, SPARKLINE_HEIGHT_PX, across)}<path class="line" d="${line}"/></svg>`,
    '</svg>',
  ].join('');
}

/** A part of the drawing that is stretched to the width: the start of it. */
function plotOf(y: number, height: number, across: string): string {
  return `<svg y="${y}" width="100%" height="${height}" viewBox="0 0 ${across} ${height}" preserveAspectRatio="none">`;
}
