import { utf8Bytes } from '../messages/cut.ts';
import { shownText } from '../picture/escape-xml.ts';
import type { OutcomeSeries } from '../picture/fold-cells.ts';
import { outcomeStrips } from '../picture/outcome-strips.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import type { PageFault, StatusFacts } from './status-facts.ts';

/** What a page may weigh: a dashboard is to show it at once, and Lambda answers 6 MB at most. Bytes of UTF-8. */
export const MOST_PAGE_BYTES = 1_000_000;
/** Its parts together stay below, since the rest is small and bounded. */
const MOST_STRIP_BYTES = 400_000;
const MOST_PICTURE_BYTES = 850_000;

/** Strips drawn, fewer where they are too large. */
const MOST_STRIPS = [100, 50, 25, 10, 0] as const;

/** What could not be read, or made. */
export function faultList(faults: readonly PageFault[]): string {
  return faults
    .map(({ what, error, remedy }) => {
      const facts = shownText([error, remedy].filter((text) => text !== '').join('. '), 400);
      return `<p class="banner bad">${shownText(what, 400)}</p>${facts === '' ? '' : `<p class="note">${facts}</p>`}`;
    })
    .join('');
}

/** A heading of a part of the page, with what belongs to it in small. */
export function heading(title: string, beside: string): string {
  return `<h2>${title}${beside === '' ? '' : ` <span>${shownText(beside)}</span>`}</h2>`;
}

/** What became of every target's probes, and the pictures of what repeats; together they are bounded. */
export function outcomesAndPatterns(
  facts: StatusFacts,
  zone: string,
): { readonly outcomes: string; readonly patterns: string } {
  const strips = stripsOf(facts.series, zone);
  const notes = facts.notes.map((note) => `<p class="note">${shownText(note)}</p>`).join('');
  return {
    outcomes: `${heading('Outcomes', spanText(facts, zone))}${notes}${strips}`,
    patterns: patternSection(facts, MOST_PICTURE_BYTES - utf8Bytes(strips)),
  };
}

/** `1 Mar 14:00 to 2 Mar 14:00, Europe/Amsterdam`. */
export function spanText({ range }: Pick<StatusFacts, 'range'>, zone: string): string {
  return `${momentLabel(range.from, zone)} to ${momentLabel(range.to, zone)}, ${zone}`;
}

function stripsOf(series: readonly OutcomeSeries[], zone: string): string {
  const drawn = MOST_STRIPS.map((most) => () => outcomeStrips(series, zone, most));
  for (const draw of drawn) {
    const strips = draw();
    if (utf8Bytes(strips) <= MOST_STRIP_BYTES) return strips;
  }
  return '<p class="note">The outcomes are too many to be drawn.</p>';
}

function patternSection({ figures, figuresLeftOut }: StatusFacts, roomBytes: number): string {
  if (figures.length + figuresLeftOut === 0) return '';
  let room = roomBytes;
  const shown = figures.filter((figure) => {
    const bytes = utf8Bytes(figure);
    if (bytes > room) return false;
    room -= bytes;
    return true;
  });
  const left = figures.length - shown.length + figuresLeftOut;
  const more = left === 0 ? '' : `<p class="note">and ${left} more that are not drawn here</p>`;
  return `${heading('Patterns', 'what repeats, and when')}<div class="patterns">${shown.join('')}</div>${more}`;
}
