import { named } from '../messages/foreign-text.ts';
import { axisMarks } from './axis.ts';
import { shownText } from './escape-xml.ts';
import type { AddressCells } from './fold-addresses.ts';
import { heatPaths, levelOf } from './heat-cells.ts';
import type { HeatDrawing } from './heat-figure.ts';
import type { HeatSubject } from './heat-subject.ts';
import type { TimeRange } from './time-range.ts';
import { timeTicks } from './time-ticks.ts';

/** Addresses that are drawn; the worst come first. */
const MOST_ROWS = 8;
const LABEL_PX = 15;
const BAR_PX = 16;
const ROW_PX = LABEL_PX + BAR_PX + 5;
const AXIS_PX = 18;

/** One row for each address, time across, the address that fails most on top. */
export function addressMap(
  subject: HeatSubject,
  addresses: readonly AddressCells[],
  range: TimeRange,
  zone: string,
): HeatDrawing {
  const shown = addresses.slice(0, MOST_ROWS);
  const axisY = shown.length * ROW_PX - 4;
  const reading = `One row is an address, time runs across; the numbers are attempts that failed, of all.${leftOut(addresses.length)}`;
  const label = [
    `Heat map of ${subject.title}. ${subject.sentence}`,
    ...shown.map((row) => `${named(row.address)}: ${shareText(row)}.`),
  ].join(' ');
  const svg = [
    `<svg role="img" aria-label="${shownText(label, 900)}" width="100%" height="${Math.max(0, axisY) + AXIS_PX}">`,
    ...shown.map((row, index) => addressRow(row, index * ROW_PX)),
    axisMarks(timeTicks(range, zone), 0, Math.max(0, axisY)),
    '</svg>',
  ].join('');
  const levels = new Set(shown.flatMap(({ cells }) => Array.from(cells.probes, (_, index) => levelOf(cells, index))));
  return { svg, reading, levels, hasWindows: false };
}

function addressRow(row: AddressCells, y: number): string {
  const { columns } = row.cells;
  return [
    `<text class="name" x="0" y="${y + 11}">${shownText(named(row.address), 60)}</text>`,
    `<text class="facts" x="100%" y="${y + 11}">${row.failing} of ${row.attempts}<tspan class="minor"> attempts failed</tspan></text>`,
    `<svg class="heat" y="${y + LABEL_PX}" width="100%" height="${BAR_PX}" viewBox="0 -.5 ${columns} 1" preserveAspectRatio="none">`,
    heatPaths(row.cells, 1),
    '</svg>',
  ].join('');
}

function shareText({ failing, attempts }: AddressCells): string {
  return `${failing} of ${attempts} attempts failed`;
}

function leftOut(count: number): string {
  return count > MOST_ROWS ? ` ${count - MOST_ROWS} addresses that fail less are not drawn.` : '';
}
