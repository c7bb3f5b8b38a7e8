import type { EpochMs } from '../model/time.ts';
import { axisMarks } from './axis.ts';
import { shownText } from './escape-xml.ts';
import { svgNumber } from './svg-number.ts';
import type { TimeRange } from './time-range.ts';
import { timeTicks } from './time-ticks.ts';

/** What is expected to fail, and when. Plain text, not escaped. */
export interface ExpectedRow {
  readonly name: string;
  /** When that is, for those who cannot see it. */
  readonly words: string;
  readonly windows: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
}

const NAME_LIMIT = 160;
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
  return [
    '<div class="timeline">',
    ...rows.map((row) => timelineRow(row, range)),
    `<svg class="axis" aria-hidden="true" width="100%" height="18">${axisMarks(timeTicks(range, zone), 0, 0)}</svg></div>`,
  ].join('');
}

function timelineRow({ name, words, windows }: ExpectedRow, { from, to }: TimeRange): string {
  const unitsOf = (at: EpochMs) => Math.min(UNITS, Math.max(0, ((at - from) / (to - from)) * UNITS));
  const bars = windows.map((window) => {
    const start = Math.min(unitsOf(window.from), UNITS - LEAST_UNITS);
    const width = Math.max(LEAST_UNITS, unitsOf(window.to) - start);
    return `<rect class="strike" x="${svgNumber(start)}" y="0" width="${svgNumber(width)}" height="${BAR_PX}"/>`;
  });
  return [
    `<p class="title">${shownText(name, NAME_LIMIT)}</p>`,
    `<svg role="img" aria-label="${shownText(words, 300)}" width="100%" height="${BAR_PX}" viewBox="0 0 ${UNITS} ${BAR_PX}" preserveAspectRatio="none">`,
    `<path class="base" d="M0 ${BAR_PX - 0.5}h${UNITS}"/>`,
    ...bars,
    '</svg>',
  ].join('');
}
