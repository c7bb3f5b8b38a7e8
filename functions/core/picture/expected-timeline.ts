import type { EpochMs } from '../model/time.ts';
import { axisMarks } from './axis.ts';
import { shownText } from './escape-xml.ts';
import { svgNumber } from './svg-number.ts';
import type { TimeRange } from './time-range.ts';
import { timeTicks } from './time-ticks.ts';

/** What is expected to fail, and when. Plain text, not escaped. */
export interface ExpectedRow {
  readonly name: string;
  /** The same in full, for those who cannot see it. */
  readonly words: string;
  readonly windows: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
}

const ROW_PX = 34;
const NAME_PX = 15;
const BAR_PX = 14;
/** The drawing is cut so finely across; a window is at least so wide that it is seen. */
const UNITS = 1_000;
const LEAST_UNITS = 4;

/**
 * The coming windows of what repeats: one row for each problem, time from now on across.
 *
 * @throws RangeError when the zone is no IANA time zone.
 */
export function expectedTimeline(rows: readonly ExpectedRow[], range: TimeRange, zone: string): string {
  const label = `Timeline of expected failures. ${rows.map(({ words }) => words).join(' ')}`;
  const axisY = rows.length * ROW_PX;
  return [
    `<svg role="img" aria-label="${shownText(label, 1_500)}" width="100%" height="${axisY + 18}">`,
    ...rows.map((row, index) => timelineRow(row, range, index * ROW_PX)),
    axisMarks(timeTicks(range, zone), 0, axisY - 4),
    '</svg>',
  ].join('');
}

function timelineRow({ name, windows }: ExpectedRow, { from, to }: TimeRange, y: number): string {
  const unitsOf = (at: EpochMs) => Math.min(UNITS, Math.max(0, ((at - from) / (to - from)) * UNITS));
  const bars = windows.map((window) => {
    const start = Math.min(unitsOf(window.from), UNITS - LEAST_UNITS);
    return `<rect class="strike" x="${svgNumber(start)}" y="0" width="${svgNumber(Math.max(LEAST_UNITS, unitsOf(window.to) - start))}" height="${BAR_PX}"/>`;
  });
  return [
    `<text x="0" y="${y + 11}">${shownText(name, 90)}</text>`,
    `<svg y="${y + NAME_PX}" width="100%" height="${BAR_PX}" viewBox="0 0 ${UNITS} ${BAR_PX}" preserveAspectRatio="none">`,
    `<path class="base" d="M0 ${BAR_PX - 0.5}h${UNITS}"/>`,
    ...bars,
    '</svg>',
  ].join('');
}
