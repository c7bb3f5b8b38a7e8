import { DAY_MS } from '../core/model/time.ts';
import type { PageOptions } from '../core/page/status-facts.ts';
import { faultPage, statusPage } from '../core/page/status-page.ts';
import type { Settings } from '../core/settings-model.ts';
import { WIDGET_DESCRIPTION } from './describe.ts';
import { describeCause, gatherFacts, type StatusPorts } from './gather-facts.ts';
import { widgetRequest } from './widget-event.ts';

/** What the widget needs from outside. It reads, and changes nothing. */
export type WidgetPorts = StatusPorts;

/** A chronic problem's heat map stays for so long after it is over. */
const RECENT_MS = 7 * DAY_MS;

/**
 * One view of the widget: HTML, or Markdown when asked to describe itself. It never rejects: what could not be read is told in the
 * page, in words, and logged with its cause.
 */
export async function runWidget(
  event: unknown,
  vantages: readonly string[],
  settings: Settings,
  ports: WidgetPorts,
): Promise<string> {
  const now = ports.clock.now();
  const { isDescribe, range, theme } = widgetRequest(event, now);
  if (isDescribe) return WIDGET_DESCRIPTION;
  const options: PageOptions = { theme, settings };
  try {
    const remedy = 'Check the table and the grants; the log of the widget function says more.';
    return statusPage(
      await gatherFacts({ range, vantages, now, settings, recentMs: RECENT_MS, remedy }, ports),
      options,
    );
  } catch (cause) {
    ports.log.error('widget-fault', {
      fault: describeCause(cause),
      stack: cause instanceof Error ? cause.stack : null,
    });
    const what = 'The page could not be made: a fault of the monitor.';
    return faultPage({ what, error: '', remedy: 'The log of the widget function says more.' }, options);
  }
}
