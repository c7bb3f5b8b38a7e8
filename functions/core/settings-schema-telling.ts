import * as z from 'zod';
import { heartbeatUrl } from './heartbeat-url.ts';
import { DAY_MS, HOUR_MS } from './model/time.ts';
import {
  TIME_OF_DAY,
  WEEKDAY,
  chosenBy,
  duration,
  hasKey,
  integer,
  parameterName,
  strictObject,
} from './settings-schema-values.ts';

const REMINDERS = strictObject({ every: duration(HOUR_MS, 30 * DAY_MS).optional(), most: integer(0, 100).optional() });

/** How often people are told again. */
export const REMINDERS_SCHEMA = chosenBy((value) =>
  typeof value === 'object' && value !== null
    ? REMINDERS
    : z.literal(false, { error: 'must be { every, most }, or false for none' }),
).optional();

const DIGEST = strictObject({ weekday: WEEKDAY.optional(), at: TIME_OF_DAY.optional() });

/** When the weekly message is due. */
export const DIGEST_SCHEMA = chosenBy((value) =>
  typeof value === 'object' && value !== null
    ? DIGEST
    : z.boolean({ error: 'must be { weekday, at }, true for Monday 08:00, or false for none' }),
).optional();

const WORKSPACE_RULE = "must be a Slack workspace's ID, like T0123456789";
const CHANNEL_RULE =
  "must be a Slack channel's ID, like C0123456789, not its name: it stands at the end of the channel's details";

const CHANNEL = strictObject({
  workspaceId: z
    .string({ error: (issue) => (issue.input === undefined ? 'is required beside channelId' : WORKSPACE_RULE) })
    .regex(/^T[0-9A-Z]{2,30}$/, WORKSPACE_RULE),
  channelId: z
    .string({ error: (issue) => (issue.input === undefined ? 'is required beside workspaceId' : CHANNEL_RULE) })
    .regex(/^[CG][0-9A-Z]{2,30}$/, CHANNEL_RULE),
});

const WEBHOOK = strictObject({
  webhookParameter: parameterName(
    '/apiv2-health/slack',
    (text) => /hooks\.|\bT\w+\/B\w+\//i.test(text),
    'looks like the webhook itself; it must be the name of the SSM parameter that holds its URL, like /apiv2-health/slack',
  ),
});

const SLACK_RULE = 'must be { workspaceId, channelId } or { webhookParameter }';

/** How Slack is told. */
export const SLACK_SCHEMA = chosenBy((value) => {
  const isChannel = hasKey(value, 'workspaceId') || hasKey(value, 'channelId');
  const isWebhook = hasKey(value, 'webhookParameter');
  if (isChannel && isWebhook) return z.never({ error: `${SLACK_RULE}, not both` });
  if (isChannel) return CHANNEL;
  return isWebhook ? WEBHOOK : z.never({ error: SLACK_RULE });
}).optional();

const HEARTBEAT_RULE =
  'must be a URL that starts with https://, or { parameter } with the name of the SSM parameter that holds it';

const HEARTBEAT_URL = z.string().refine((text) => heartbeatUrl(text) !== null, HEARTBEAT_RULE);

const HEARTBEAT_PARAMETER = strictObject({
  parameter: parameterName(
    '/apiv2-health/heartbeat',
    (text) => text.includes('//'),
    'looks like the URL itself; it must be the name of the SSM parameter that holds it, like /apiv2-health/heartbeat',
  ),
});

/** The service that hears from each sound detect run. */
export const HEARTBEAT_SCHEMA = chosenBy((value) => {
  if (hasKey(value, 'parameter')) return HEARTBEAT_PARAMETER;
  return typeof value === 'string' ? HEARTBEAT_URL : z.never({ error: HEARTBEAT_RULE });
}).optional();
