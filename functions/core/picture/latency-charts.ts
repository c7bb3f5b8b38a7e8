import { axisMarks } from './axis.ts';
import type { LatencySeries } from './fold-latency.ts';
import { latencyChart } from './latency-chart.ts';
import { timeTicks } from './time-ticks.ts';

/** Charts in one picture. */
const MOST_CHARTS = 25;

/**
 * The latencies of many targets over the same time, with one axis and one legend. Of more than 25 the slowest are shown, in their
 * order, and the others counted.
 *
 * @throws RangeError when the zone is no IANA time zone.
 */
export function latencyCharts(series: readonly LatencySeries[], zone: string): string {
  const [first] = series;
  if (first === undefined) return '<p class="note">No target was probed in this time.</p>';
  const slowest = series.toSorted((a, b) => (b.all?.p95Ms ?? -1) - (a.all?.p95Ms ?? -1)).slice(0, MOST_CHARTS);
  const shown = series.filter((one) => slowest.includes(one));
  const left = series.length - shown.length;
  const hasManyVantages = new Set(series.map(({ vantage }) => vantage)).size > 1;
  const marks = axisMarks(timeTicks(first.range, zone), 0, 0);
  return [
    '<div class="strips">',
    ...shown.map((one) => latencyChart(one, zone, hasManyVantages)),
    `<svg class="axis" aria-hidden="true" width="100%" height="18">${marks}</svg>`,
    left === 0
      ? ''
      : `<p class="note">${left} more ${left === 1 ? 'target is' : 'targets are'} not drawn, all of them faster.</p>`,
    '<p class="legend">',
    '<span><svg class="key" aria-hidden="true" width="14" height="14"><path class="median" d="M0 7h14"/></svg>half of the answers are faster</span> ',
    '<span><svg class="key" aria-hidden="true" width="14" height="14"><path class="band" d="M0 3L14 3L14 11L0 11Z"/></svg>up to 95 of 100</span> ',
    '<span>Healthy at the first attempt alone: failures and retries are left out.</span></p></div>',
  ].join('');
}
