import { shownText } from './escape-xml.ts';
import { percentOf, svgNumber } from './svg-number.ts';
import type { AxisTick } from './time-ticks.ts';

/** Labels beyond these are set inwards, so that they are not cut off. */
const LEFT_EDGE_RATIO = 0.05;
const RIGHT_EDGE_RATIO = 0.92;

/**
 * Labels across, each with a short line above, for a drawing whose plot begins at `leftRatio` of its width. `y` is the lower end
 * of the plot, in pixels.
 */
export function axisMarks(ticks: readonly AxisTick[], leftRatio: number, y: number): string {
  return ticks
    .map(({ ratio, label, isMinor }) => {
      const x = percentOf(leftRatio + ratio * (1 - leftRatio));
      const anchor = ratio < LEFT_EDGE_RATIO ? ' start' : ratio > RIGHT_EDGE_RATIO ? ' end' : '';
      const text = `<text class="tick${anchor}${isMinor ? ' minor' : ''}" x="${x}" y="${svgNumber(y + 14)}">`;
      return `<line x1="${x}" x2="${x}" y1="${svgNumber(y)}" y2="${svgNumber(y + 4)}"/>${text}${shownText(label)}</text>`;
    })
    .join('');
}
