import type { SNSClient } from '@aws-sdk/client-sns';
import { environmentSecrets, variableName } from '../../adapters/environment-secrets.ts';
import { slackWebhook } from '../../adapters/slack-webhook.ts';
import { snsNotifier } from '../../adapters/sns-notifier.ts';
import { listText } from '../../core/chronic/quantity-words.ts';
import type { MessageContext } from '../../core/messages/message-context.ts';
import { snsMessage } from '../../core/messages/sns-message.ts';
import type { Announcement } from '../../core/model/problem.ts';
import { SECOND_MS } from '../../core/model/time.ts';
import type { Notifier } from '../../core/ports.ts';
import type { Care } from '../../core/problems/care.ts';
import type { Settings } from '../../core/settings-model.ts';
import type { TopicChoice } from '../topic-option.ts';
import { allNotifiers } from './all-notifiers.ts';
import { webhookNotifier } from './webhook-notifier.ts';

/** Who is told by a monitor on one machine. */
export interface LocalChannels {
  /** `null` where alerts are shown only. */
  readonly notifier: Notifier | null;
  /** That in a sentence, for the terminal and the page. */
  readonly told: string;
  /** What was set and cannot be used. */
  readonly warnings: readonly string[];
  close(): void;
}

export interface ChannelOptions {
  readonly settings: Pick<Settings, 'slack'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly topic: TopicChoice | null;
  readonly context: MessageContext;
  readonly sns: (region: string) => SNSClient;
}

/** The webhook of the settings, if the environment holds its URL, and the topic of the command line. */
export function localChannels({ settings, environment, topic, context, sns }: ChannelOptions): LocalChannels {
  const render = (announcement: Announcement, care: Care | null) => snsMessage(announcement, context, care);
  const parameter =
    settings.slack !== null && 'webhookParameter' in settings.slack ? settings.slack.webhookParameter : null;
  const variable = parameter === null ? '' : variableName(parameter);
  const hasUrl = parameter !== null && (environment[variable] ?? '') !== '';
  const client = topic === null ? null : sns(topic.region);
  const channels: { readonly name: string; readonly notifier: Notifier }[] = [];
  if (parameter !== null && hasUrl) {
    const [webhook, secrets] = [slackWebhook({ timeoutMs: 8 * SECOND_MS }), environmentSecrets(environment)];
    const notifier = webhookNotifier({ webhook, secrets, parameter, timeZone: context.timeZone, render });
    channels.push({ name: `the Slack webhook in ${variable}`, notifier });
  }
  if (topic !== null && client !== null) {
    channels.push({ name: `the topic ${topic.arn}`, notifier: snsNotifier({ client, topicArn: topic.arn, render }) });
  }
  const names = channels.map(({ name }) => name);
  return {
    notifier: channels.length === 0 ? null : allNotifiers(channels.map(({ notifier }) => notifier)),
    told: names.length === 0 ? SHOWN_ONLY : `Alerts are sent to ${listText(names)}, and shown here.`,
    warnings:
      parameter !== null && !hasUrl ? [`${variable} is not set, so Slack is not told of anything from here.`] : [],
    close: () => {
      client?.destroy();
    },
  };
}

const SHOWN_ONLY = 'Alerts are shown here only; nobody is sent any.';
