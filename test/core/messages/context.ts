import { consoleLinks } from '../../../functions/core/messages/console-links.ts';
import type { MessageContext } from '../../../functions/core/messages/message-context.ts';

/** A message as a deployed monitor sends it. */
export const CONTEXT: MessageContext = {
  timeZone: 'Europe/Amsterdam',
  runbookUrl: 'https://wiki.example.test/apiv2',
  ...consoleLinks({
    region: 'eu-west-1',
    dashboardName: 'apiv2-health',
    logGroups: ['ApiHealth-ProbeLog1A2B'],
    logGroupsElsewhere: new Map(),
  }),
  problemsOptions: '--table ApiHealth-Table --region eu-west-1',
  maintenance: null,
  isTest: false,
};

/** A message as a desk shows it. */
export const LOCAL: MessageContext = {
  ...CONTEXT,
  dashboardUrl: null,
  logsUrl: () => null,
  problemsOptions: '--config monitor.config.ts',
};
