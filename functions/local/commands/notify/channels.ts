import { environmentSecrets, variableName } from '../../../adapters/environment-secrets.ts';
import { slackWebhook } from '../../../adapters/slack-webhook.ts';
import { snsNotifier } from '../../../adapters/sns-notifier.ts';
import { blockKit } from '../../../core/messages/block-kit.ts';
import { slackMessage } from '../../../core/messages/slack-message.ts';
import type { SnsMessage } from '../../../core/messages/sns-message.ts';
import type { Announcement } from '../../../core/model/problem.ts';
import { MINUTE_MS, SECOND_MS } from '../../../core/model/time.ts';
import { postMessage } from '../../../slack/post.ts';
import { readWebhookUrl } from '../../../slack/webhook-url.ts';
import { accessTrouble, type CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** A sample in the form in which it is published. */
export type Render = (announcement: Announcement) => SnsMessage;

/** Where a test goes. */
export interface Channel {
  readonly name: string;
  /** `null` once it is sent, else why it was not. Rejects with a {@link UsageError} when no other would be either. */
  send(announcement: Announcement): Promise<string | null>;
  /** What would be sent, to look at. */
  preview(announcement: Announcement): string;
  close(): void;
}

/** A message of each protocol that people read, as the topic would pass it on. */
export function mailPreview(render: Render): Channel['preview'] {
  return (announcement) => {
    const { subject, bodies } = render(announcement);
    return `Subject: ${subject}\n\n${bodies.email}`;
  };
}

/** A topic, over which subscribers are told in their own forms. */
export function topicChannel(
  { arn, region }: { readonly arn: string; readonly region: string },
  render: Render,
  world: CommandWorld,
): Channel {
  const client = world.sns(region);
  const notifier = snsNotifier({ client, topicArn: arn, render });
  return {
    name: arn,
    preview: mailPreview(render),
    send: async (announcement) => {
      const published = await notifier.publish(announcement);
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
export function webhookChannel(parameter: string, timeZone: string, render: Render, world: CommandWorld): Channel {
  const { clock, environment } = world;
  const ports = { webhook: slackWebhook({ timeoutMs: 8 * SECOND_MS }), clock };
  const messageOf = (announcement: Announcement) => {
    const { subject, bodies } = render(announcement);
    return slackMessage({ id: announcement.id, subject, message: bodies.lambda }, timeZone);
  };
  let hasSent = false;
  return {
    name: `the webhook in ${variableName(parameter)}`,
    preview: (announcement) => JSON.stringify(blockKit(messageOf(announcement)), null, 2),
    send: async (announcement) => {
      const url = await readWebhookUrl(environmentSecrets(environment), parameter).catch((cause: unknown) => {
        throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
      });
      if (hasSent) await clock.sleep(PAUSE_MS, new AbortController().signal);
      hasSent = true;
      const posted = await postMessage(messageOf(announcement), url, clock.now() + 2 * MINUTE_MS, ports);
      return posted.result === 'posted' ? null : `${posted.result}: ${posted.why}`;
    },
    close: () => undefined,
  };
}
