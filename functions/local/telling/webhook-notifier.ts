import { blockKit, withoutBlocks } from '../../core/messages/block-kit.ts';
import { slackMessage } from '../../core/messages/slack-message.ts';
import type { SnsMessage } from '../../core/messages/sns-message.ts';
import type { Webhook, WebhookAnswer } from '../../core/messages/webhook-port.ts';
import type { Announcement } from '../../core/model/problem.ts';
import type { Care } from '../../core/problems/care.ts';
import type { Notifier, PublishResult, Secrets } from '../../core/ports.ts';
import { readWebhookUrl } from '../../slack/webhook-url.ts';

/** What a webhook is told with. */
export interface WebhookNotifierOptions {
  readonly webhook: Webhook;
  readonly secrets: Secrets;
  /** The parameter that holds the URL. */
  readonly parameter: string;
  readonly timeZone: string;
  readonly render: (announcement: Announcement, care: Care | null) => SnsMessage;
}

/** Slack did not understand what it was sent (Slack docs, "Handling errors": `invalid_blocks`, `invalid_payload`); or it is too large. */
const NOT_UNDERSTOOD = 400;
const TOO_LARGE = 413;

/** Nothing was sent: no connection was made. */
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/**
 * Posts announcements to an incoming webhook, each once: what is tried again is the outbox's to decide. Blocks that Slack refuses are
 * posted as plain text, since what was refused was not shown.
 */
export function webhookNotifier(options: WebhookNotifierOptions): Notifier {
  const { webhook, secrets, parameter, timeZone, render } = options;
  return {
    publish: async (announcement, care) => {
      try {
        const url = await readWebhookUrl(secrets, parameter);
        const { subject, bodies } = render(announcement, care);
        const message = slackMessage({ id: announcement.id, subject, message: bodies.lambda }, timeZone);
        const answer = await webhook.post(url, blockKit(message));
        return resultOf(statusOf(answer) === NOT_UNDERSTOOD ? await webhook.post(url, withoutBlocks(message)) : answer);
      } catch (cause) {
        // The URL is missing or wrong, which no announcement can help.
        return { result: 'unavailable', error: cause instanceof Error ? cause : new Error(String(cause)) };
      }
    },
  };
}

function statusOf(answer: WebhookAnswer): number | null {
  return answer.kind === 'answer' ? answer.status : null;
}

/** A 4xx says that it was not taken: for what it is, or for the webhook's own sake. Anything else that is no 2xx may have been. */
function resultOf(answer: WebhookAnswer): PublishResult {
  if (answer.kind === 'no-answer') {
    const result = UNSENT.includes(answer.errorCode) ? 'unavailable' : 'ambiguous';
    return { result, error: new Error(`the webhook did not answer (${answer.errorCode})`) };
  }
  const { status, code } = answer;
  if (status >= 200 && status < 300) return { result: 'accepted' };
  const error = new Error(`the webhook answered HTTP ${status}${code === null ? '' : ` ${code}`}`);
  if (status === NOT_UNDERSTOOD || status === TOO_LARGE) return { result: 'refused', error };
  return { result: status < 500 ? 'unavailable' : 'ambiguous', error };
}
