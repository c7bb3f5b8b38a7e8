import { utf8Bytes } from '../messages/cut.ts';
import { shownText } from '../picture/escape-xml.ts';
import type { OutcomeSeries } from '../picture/fold-cells.ts';
import { outcomeStrips } from '../picture/outcome-strips.ts';
import { pictureFrame } from '../picture/picture-style.ts';
import { momentLabel } from '../picture/time-ticks.ts';
import { healthSection } from './monitor-health.ts';
import { pageStyle } from './page-style.ts';
import { stateSection } from './state-section.ts';
import type { PageFault, PageOptions, StatusFacts } from './status-facts.ts';

/** What a page may weigh: a dashboard is to show it at once, and Lambda answers 6 MB at most. Bytes of UTF-8. */
export const MOST_PAGE_BYTES = 1_000_000;
/** Its parts together stay below, since the rest is small and bounded. */
const MOST_STRIP_BYTES = 400_000;
const MOST_PICTURE_BYTES = 850_000;

/** Strips drawn, fewer where they are too large. */
const MOST_STRIPS = [100, 50, 25, 10, 0] as const;

/**
 * The status page: what is wrong now, what became of every target's probes, the pictures of what repeats, and the monitor's own
 * health. HTML without script, at most `MOST_PAGE_BYTES`, that needs nothing from elsewhere.
 *
 * @throws RangeError when the time zone is no IANA time zone.
 */
export function statusPage(facts: StatusFacts, options: PageOptions): string {
  const { now, range, standing } = facts;
  const { timeZone: zone, tickMs } = options.settings;
  const strips = stripsSection(facts.series, zone);
  const span = `${momentLabel(range.from, zone)} to ${momentLabel(range.to, zone)}, ${zone}`;
  return documentOf(
    [
      faultList(facts.faults),
      stateSection(facts, options),
      heading('Outcomes', span),
      ...facts.notes.map((note) => `<p class="note">${shownText(note)}</p>`),
      strips,
      patternSection(facts, MOST_PICTURE_BYTES - utf8Bytes(strips)),
      ...(standing === null ? [] : [heading('The monitor itself', ''), healthSection(standing, now, tickMs, zone)]),
    ].join(''),
    options,
  );
}

/** A page that says nothing but what went wrong. */
export function faultPage(fault: PageFault, options: Pick<PageOptions, 'theme'>): string {
  return documentOf(faultList([fault]), options);
}

function documentOf(content: string, { theme }: Pick<PageOptions, 'theme'>): string {
  // The class switches the dashboard's own styles off, so that the page looks the same wherever it is shown.
  return `<div class="cwdb-no-default-styles"></div><style>${pageStyle(theme)}</style>${pictureFrame(content)}`;
}

function faultList(faults: readonly PageFault[]): string {
  return faults
    .map(({ what, error, remedy }) => {
      const facts = shownText([error, remedy].filter((text) => text !== '').join('. '), 400);
      return `<p class="banner bad">${shownText(what)}</p><p class="note">${facts}</p>`;
    })
    .join('');
}

function heading(title: string, beside: string): string {
  return `<h2>${title}${beside === '' ? '' : ` <span>${shownText(beside)}</span>`}</h2>`;
}

function stripsSection(series: readonly OutcomeSeries[], zone: string): string {
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
