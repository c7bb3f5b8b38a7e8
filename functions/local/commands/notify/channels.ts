import { environmentSecrets, variableName } from '../../../adapters/environment-secrets.ts';
import { slackWebhook } from '../../../adapters/slack-webhook.ts';
import { publishMessage } from '../../../adapters/sns-notifier.ts';
import { slackMessage } from '../../../core/messages/slack-message.ts';
import { MINUTE_MS, SECOND_MS } from '../../../core/model/time.ts';
import { postMessage } from '../../../slack/post.ts';
import { readWebhookUrl } from '../../../slack/webhook-url.ts';
import { accessTrouble, type CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { topicMessageOf, type Form } from './forms.ts';
import type { TopicChoice } from '../../topic-option.ts';
import type { Sample } from './samples.ts';

/** Where a test goes. */
export interface Channel {
  readonly name: string;
  /** The form in which people get it there. */
  readonly form: Form;
  /** `null` once it is sent, else why it was not. Rejects with a {@link UsageError} when no other would be either. */
  send(sample: Sample): Promise<string | null>;
  close(): void;
}

/** A topic, over which subscribers are told in their own forms. */
export function topicChannel({ arn, region }: TopicChoice, world: CommandWorld): Channel {
  const client = world.sns(region);
  return {
    name: arn,
    form: 'mail',
    send: async ({ message }) => {
      const published = await publishMessage(client, arn, message);
      if (published.result === 'accepted') return null;
      const trouble = accessTrouble(published.error);
      if (trouble !== null) throw new UsageError(`${arn}: ${trouble}`, { cause: published.error });
      const how = published.result === 'refused' ? 'refused' : 'no clear answer, it may have got through';
      return `${how}: ${published.error.message}`;
    },
    close: () => {
      client.destroy();
    },
  };
}

/** What Slack takes for long: "one message per second" per webhook (Slack docs, "Rate limits"). */
const PAUSE_MS = SECOND_MS;

/** An incoming webhook of Slack, which gets what the function on the topic would post. */
export function webhookChannel(parameter: string, timeZone: string, world: CommandWorld): Channel {
  const { clock, environment } = world;
  const ports = { webhook: slackWebhook({ timeoutMs: 8 * SECOND_MS }), clock };
  let hasSent = false;
  return {
    name: `the webhook in ${variableName(parameter)}`,
    form: 'slack',
    send: async (sample) => {
      const url = await readWebhookUrl(environmentSecrets(environment), parameter).catch((cause: unknown) => {
        throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
      });
      if (hasSent) await clock.sleep(PAUSE_MS, new AbortController().signal);
      hasSent = true;
      const message = slackMessage(topicMessageOf(sample), timeZone);
      const posted = await postMessage(message, url, clock.now() + 2 * MINUTE_MS, ports);
      return posted.result === 'posted' ? null : `${posted.result}: ${posted.why}`;
    },
    close: () => undefined,
  };
}
