import { pictureFrame } from '../picture/picture-style.ts';
import { healthSection } from './monitor-health.ts';
import { faultList, heading, outcomesAndPatterns } from './page-parts.ts';
import { pageStyle } from './page-style.ts';
import { stateSection } from './state-section.ts';
import type { PageFault, PageOptions, StatusFacts } from './status-facts.ts';

/**
 * The status page: what is wrong now, what became of every target's probes, the pictures of what repeats, and the monitor's own
 * health. HTML without script, at most `MOST_PAGE_BYTES`, that needs nothing from elsewhere.
 *
 * @throws RangeError when the time zone is no IANA time zone.
 */
export function statusPage(facts: StatusFacts, options: PageOptions): string {
  const { now, standing } = facts;
  const { timeZone: zone, tickMs } = options.settings;
  const { outcomes, patterns } = outcomesAndPatterns(facts, zone);
  return documentOf(
    [
      faultList(facts.faults),
      stateSection(facts, options),
      outcomes,
      patterns,
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
