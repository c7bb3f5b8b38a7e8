import { maintenanceCalendar } from '../../core/maintenance-calendar.ts';
import type { MessageContext } from '../../core/messages/message-context.ts';
import type { Settings } from '../../core/settings-model.ts';

/** What messages of a monitor on one machine are told with: there is neither a dashboard nor a log to link to. */
export function localContext(
  { timeZone, runbookUrl, maintenance }: Pick<Settings, 'timeZone' | 'runbookUrl' | 'maintenance'>,
  problemsOptions: string,
): MessageContext {
  return {
    ...{ timeZone, runbookUrl, dashboardUrl: null, problemsOptions, isTest: false },
    logsUrl: () => null,
    maintenance: maintenanceCalendar(maintenance),
  };
}
