import { runFault, type RunFault } from '../core/fault-report.ts';
import { slackMessage, type TopicMessage } from '../core/messages/slack-message.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Log, Secrets } from '../core/ports.ts';
import { postMessage, type PostPorts } from './post.ts';
import { readWebhookUrl } from './webhook-url.ts';

/** What a run needs from outside. */
export interface SlackPorts extends PostPorts {
  readonly secrets: Secrets;
  readonly log: Log;
}

export interface SlackTask {
  readonly messages: readonly TopicMessage[];
  /** Name of the parameter that holds the webhook's URL. */
  readonly webhookParameter: string;
  /** IANA zone in which people are told times. */
  readonly timeZone: string;
  /** When the run must be over. */
  readonly endAt: EpochMs;
}

const REFUSED =
  'If the webhook was removed, make a new one in Slack and store its URL in the parameter: README, "Slack".';
const TRIED_AGAIN = 'Lambda runs it again twice, then keeps it in the dead-letter queue of the slack function.';

/**
 * Posts messages of the alert topic to a Slack channel. A message that does not get through does not stop the others; it is
 * a fault of the run, so that Lambda runs it again and keeps it in the end.
 *
 * At least once: SNS may deliver a message twice, and a run that is repeated posts all of its messages again. A repeat shows
 * the same id.
 */
export async function runSlack(task: SlackTask, ports: SlackPorts): Promise<{ readonly faults: readonly RunFault[] }> {
  const { messages, webhookParameter, timeZone, endAt } = task;
  const { secrets, log } = ports;
  const faults: RunFault[] = [];
  const report = (fault: RunFault) => {
    faults.push(fault);
    log.error('run-fault', { ...fault });
  };
  let url: URL;
  try {
    url = await readWebhookUrl(secrets, webhookParameter);
  } catch (cause) {
    const remedy = 'Store the URL of the webhook: README, "Slack". Check the grant for ssm:GetParameter.';
    report(runFault(`The webhook parameter ${webhookParameter} could not be used`, remedy, cause));
    return { faults };
  }
  for (const message of messages) {
    const { id: messageId } = message;
    const posted = await postMessage(slackMessage(message, timeZone), url, endAt, ports);
    switch (posted.result) {
      case 'posted':
        log.info('slack-posted', { messageId });
        break;
      case 'refused':
        report({ what: `Slack refused the message ${messageId}`, error: posted.why, remedy: REFUSED });
        break;
      case 'failed':
        report({ what: `Slack did not take the message ${messageId}`, error: posted.why, remedy: TRIED_AGAIN });
    }
  }
  return { faults };
}
