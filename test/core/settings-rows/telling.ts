import type { FaultRow } from './row.ts';

const CHANNEL = { workspaceId: 'T0123456789', channelId: 'C0123456789' };
const slack = (value: unknown) => ({ slack: value });
const webhook = (webhookParameter: unknown) => ({ slack: { webhookParameter } });
/** No part of it may be printed. */
export const WEBHOOK_URL = 'https://hooks.slack.com/services/T00000000/B00000000/hunter2hunter2hunter2hu';

/** Rules over who is told, and how often. */
export const TELLING_ROWS: readonly FaultRow[] = [
  {
    name: 'a channel without its workspace',
    config: slack({ channelId: 'C0123456789' }),
    path: 'slack.workspaceId',
    found: 'nothing',
    says: /is required beside channelId/,
  },
  {
    name: 'a workspace without a channel',
    config: slack({ workspaceId: 'T0123456789' }),
    path: 'slack.channelId',
    found: 'nothing',
    says: /is required beside workspaceId/,
  },
  {
    name: 'a channel by its name',
    config: slack({ ...CHANNEL, channelId: '#alerts' }),
    path: 'slack.channelId',
    found: '"#alerts"',
    says: /must be a Slack channel's ID, like C0123456789, not its name/,
  },
  {
    name: 'a workspace by its address',
    config: slack({ ...CHANNEL, workspaceId: 'example.slack.com' }),
    path: 'slack.workspaceId',
    says: /must be a Slack workspace's ID, like T0123456789/,
  },
  {
    name: 'a channel and a webhook',
    config: slack({ ...CHANNEL, webhookParameter: '/apiv2-health/slack' }),
    path: 'slack',
    found: '{"workspaceId":"T0123456789","channelId":"C0123456789","webhookParameter":"(not shown)"}',
    says: /must be \{ workspaceId, channelId \} or \{ webhookParameter \}, not both/,
  },
  { name: 'neither', config: slack({}), path: 'slack', found: '{}', says: /must be \{ workspaceId, channelId \} or/ },
  {
    name: 'a channel alone',
    config: slack('C0123456789'),
    path: 'slack',
    found: '"C0123456789"',
    says: /must be \{ workspaceId, channelId \} or/,
  },
  {
    name: 'a further key of a channel',
    config: slack({ ...CHANNEL, channel: '#alerts' }),
    path: 'slack.channel',
    says: /unknown key; allowed are workspaceId, channelId/,
  },
  {
    name: 'the webhook itself for its parameter',
    config: webhook(WEBHOOK_URL),
    path: 'slack.webhookParameter',
    found: '(not shown)',
    says: /looks like the webhook itself; it must be the name of the SSM parameter/,
  },
  {
    name: 'the path of a webhook, which would do as a name',
    config: webhook('/services/T00000000/B00000000/hunter2'),
    path: 'slack.webhookParameter',
    found: '(not shown)',
    says: /looks like the webhook itself/,
  },
  {
    name: 'a parameter with a space',
    config: webhook('apiv2 health/slack'),
    path: 'slack.webhookParameter',
    found: '(not shown)',
    says: /must be the name of an SSM parameter, like \/apiv2-health\/slack/,
  },
  { name: 'the webhook for all', config: slack(WEBHOOK_URL), path: 'slack', found: '"(not shown)"', says: /must be/ },
  {
    name: 'the webhook under another key',
    config: slack({ url: WEBHOOK_URL }),
    path: 'slack',
    found: '{"url":"(not shown)"}',
    says: /must be/,
  },
  {
    name: 'the webhook among the addresses',
    config: { alerts: { email: [WEBHOOK_URL] } },
    path: 'alerts.email.0',
    found: '"(not shown)"',
    says: /must be an e-mail address/,
  },
  {
    name: 'the webhook as a key',
    config: { alerts: { [WEBHOOK_URL]: true } },
    path: 'alerts.(not shown)',
    found: 'true',
    says: /unknown key/,
  },
  {
    name: 'a token of Slack',
    config: { runbookUrl: 'xoxb-123-456-hunter2 x' },
    path: 'runbookUrl',
    found: '"(not shown) x"',
    says: /without spaces/,
  },
  {
    name: 'a JSON web token',
    config: { timeZone: 'eyJhbGciOi.eyJzdWIi-hunter2.c2ln_x' },
    path: 'timeZone',
    found: '"(not shown)"',
    says: /IANA/,
  },
  {
    name: 'what looks as random as a secret',
    config: { timeZone: 'see_hunter2hunter2hunter2hu' },
    path: 'timeZone',
    found: '"see_(not shown)"',
    says: /IANA/,
  },
  {
    name: 'reminders every minute',
    config: { reminders: { every: '59m' } },
    path: 'reminders.every',
    found: '"59m"',
    says: /from 1h to 30d/,
  },
  {
    name: 'reminders after a month',
    config: { reminders: { every: '31d' } },
    path: 'reminders.every',
    says: /from 1h to 30d/,
  },
  {
    name: 'reminders without number',
    config: { reminders: { most: 101 } },
    path: 'reminders.most',
    says: /whole number from 0 to 100/,
  },
  {
    name: 'reminders that are true',
    config: { reminders: true },
    path: 'reminders',
    found: 'true',
    says: /must be \{ every, most \}, or false for none/,
  },
  { name: 'a digest as text', config: { digest: 'mon' }, path: 'digest', says: /true for Monday 08:00, or false/ },
  {
    name: 'a digest on no day',
    config: { digest: { weekday: 'monday' } },
    path: 'digest.weekday',
    says: /must be one of sun, mon/,
  },
  { name: 'a digest at 8', config: { digest: { at: '8:00' } }, path: 'digest.at', found: '"8:00"', says: /HH:MM/ },
  {
    name: 'a digest with a zone of its own',
    config: { digest: { zone: 'UTC' } },
    path: 'digest.zone',
    says: /unknown key; allowed are weekday, at/,
  },
];
