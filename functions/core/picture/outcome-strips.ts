import { axisMarks } from './axis.ts';
import { CELL_LOOKS, type CellLook } from './cell-outcome.ts';
import { shownText } from './escape-xml.ts';
import type { OutcomeSeries } from './fold-cells.ts';
import { outcomeStrip } from './outcome-strip.ts';
import { hasTrouble } from './series-words.ts';
import { timeTicks } from './time-ticks.ts';

/** Strips in one picture; a page with more is scrolled by nobody. */
const MOST_STRIPS = 50;
/** Tooltips in all strips together: about 130 bytes each. */
const MOST_TITLES = 300;
/** Tooltips of one strip. */
const MOST_TITLES_EACH = 40;

/** What a legend explains although no cell shows it. */
const ALWAYS_EXPLAINED: readonly string[] = ['healthy', 'none'];

/**
 * The strips of many targets over the same time, with one axis and one legend. Of more than `mostStrips` those with the most
 * failures are shown, in their order, and the others counted.
 *
 * @throws RangeError when the zone is no IANA time zone.
 */
export function outcomeStrips(
  series: readonly OutcomeSeries[],
  zone: string,
  mostStrips: number = MOST_STRIPS,
): string {
  const [first] = series;
  if (first === undefined) return '<p class="note">No target was probed in this time.</p>';
  const worst = series.toSorted((a, b) => b.failed - a.failed || b.masked - a.masked).slice(0, mostStrips);
  const shown = series.length <= mostStrips ? series : series.filter((one) => worst.includes(one));
  const left = series.filter((one) => !shown.includes(one));
  const troubled = shown.filter(hasTrouble).length;
  const options = {
    zone,
    hasManyVantages: new Set(series.map(({ vantage }) => vantage)).size > 1,
    mostTitles: Math.min(MOST_TITLES_EACH, Math.floor(MOST_TITLES / Math.max(1, troubled))),
  };
  return [
    '<div class="strips">',
    ...shown.map((one) => outcomeStrip(one, options)),
    timeAxis(first, zone),
    leftOut(left),
    stripLegend(shown),
    '</div>',
  ].join('');
}

function timeAxis({ range }: OutcomeSeries, zone: string): string {
  const marks = axisMarks(timeTicks(range, zone), 0, 0);
  return `<svg class="axis" aria-hidden="true" width="100%" height="18">${marks}</svg>`;
}

function leftOut(left: readonly OutcomeSeries[]): string {
  if (left.length === 0) return '';
  const troubled = left.filter(hasTrouble).length;
  const health = troubled === 0 ? 'all of them healthy' : `${troubled} of them with fewer failures`;
  return `<p class="note">${left.length} more ${left.length === 1 ? 'target is' : 'targets are'} not drawn, ${health}.</p>`;
}

/** What the colours and letters mean, of those that are shown. */
function stripLegend(series: readonly OutcomeSeries[]): string {
  const codes = new Set(series.flatMap(({ cells }) => [...new Set(cells.worst)]));
  const isExplained = ({ name }: CellLook, code: number) => ALWAYS_EXPLAINED.includes(name) || codes.has(code);
  const isOwnEntry = ({ name }: CellLook) => name !== 'not-due' && name !== 'not-probed';
  const keys = CELL_LOOKS.flatMap((look: CellLook, code) =>
    isOwnEntry(look) && isExplained(look, code) ? [legendKey(look)] : [],
  );
  return `<p class="legend">${keys.join(' ')}</p>`;
}

function legendKey({ name, letter, words }: CellLook): string {
  const text = name === 'none' ? 'not probed' : words;
  const bar =
    name === 'none' ? '<path class="base" d="M0 13.5h12"/>' : `<path class="${name}" d="M0 ${keyY(name)}h12"/>`;
  const under = name === 'masked' ? '<path class="healthy" d="M0 9h12"/>' : '';
  const swatch = `<svg class="key" aria-hidden="true" width="12" height="14">${under}${bar}</svg>`;
  return `<span>${swatch}${letter === '' ? '' : `<b>${letter}</b> `}${shownText(text)}</span>`;
}

/** As in a strip, moved so that the lower end is at 14 pixels. */
function keyY(name: string): number {
  if (name === 'healthy') return 9;
  if (name === 'masked') return 3.5;
  return 7;
}
