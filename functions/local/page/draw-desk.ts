import { deskDocument } from '../../core/page/desk-document.ts';
import type { DeskFacts } from '../../core/page/desk-facts.ts';
import { deskPart, faultPart, spanLinks } from '../../core/page/desk-page.ts';
import { pageState } from '../../core/page/page-state.ts';
import type { PageSpan } from '../../core/page/page-spans.ts';
import type { Log } from '../../core/ports.ts';
import { describeCause } from '../../widget/gather-facts.ts';
import type { DeskSubject } from './gather-desk.ts';
import type { DrawPage } from './page-server.ts';

/** What was drawn of one stretch of time. */
export interface DrawnDesk {
  readonly part: string;
  readonly title: string;
  readonly tone: 'ok' | 'warn' | 'bad';
  readonly isWhole: boolean;
}

/** Draws a desk's page. What goes wrong is told in the page and logged. */
export function deskDrawer(
  { settings }: Pick<DeskSubject, 'settings'>,
  gather: (span: PageSpan) => Promise<DeskFacts>,
  log: Log,
): (span: PageSpan) => Promise<DrawnDesk> {
  return async (span) => {
    try {
      const facts = await gather(span);
      const { words, tone } = pageState(facts, { theme: 'auto', settings });
      return { part: deskPart(facts, { theme: 'auto', settings }), title: words, tone, isWhole: true };
    } catch (cause) {
      log.error('page-fault', { fault: describeCause(cause), stack: cause instanceof Error ? cause.stack : null });
      const title = 'The page could not be made';
      return {
        part: faultPart(`${title}: a fault of the monitor, which goes on.`),
        title,
        tone: 'bad',
        isWhole: false,
      };
    }
  };
}

/** The drawings as they are asked for: whole pages, or what changes of them. */
export function drawPages(
  { watched }: Pick<DeskSubject, 'watched'>,
  draw: (span: PageSpan) => Promise<DrawnDesk>,
): DrawPage {
  return async (span, kind) => {
    const { part, title, tone, isWhole } = await draw(span);
    const html = kind === 'part' ? part : deskDocument({ title, tone, watched, links: spanLinks({ span }), part });
    return { html, isWhole };
  };
}
