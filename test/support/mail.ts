import { compose } from '../../functions/core/messages/compose.ts';
import { emailText, type EmailText } from '../../functions/core/messages/email-text.ts';
import type { Announcement } from '../../functions/core/model/problem.ts';

/** An announcement as it is mailed by a monitor without a dashboard. */
export function mailOf(
  announcement: Announcement,
  context: { readonly timeZone: string; readonly runbookUrl: string } = { timeZone: 'UTC', runbookUrl: 'README.md' },
): EmailText {
  const { timeZone, runbookUrl } = context;
  const links = { dashboardUrl: null, logsUrl: () => null, problemsOptions: '', maintenance: null };
  return emailText(compose(announcement, { timeZone, runbookUrl, ...links, isTest: false }));
}
