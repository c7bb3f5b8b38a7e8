import type { MessageContext } from '../../core/messages/message-context.ts';
import type { Settings } from '../../core/settings-model.ts';

/** What messages of a monitor on one machine are told with: there is neither a dashboard nor a log to link to. */
export function localContext(
  { timeZone, runbookUrl }: Pick<Settings, 'timeZone' | 'runbookUrl'>,
  problemsOptions: string,
): MessageContext {
  return { timeZone, runbookUrl, dashboardUrl: null, logsUrl: () => null, problemsOptions, isTest: false };
}
