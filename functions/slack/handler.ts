import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { bundledSettings } from '../adapters/environment.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { slackWebhook } from '../adapters/slack-webhook.ts';
import { ssmSecrets } from '../adapters/ssm-secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { RunFaultsError } from '../core/fault-report.ts';
import { SECOND_MS } from '../core/model/time.ts';
import { runSlack, type SlackPorts } from './run.ts';
import { topicMessages } from './topic-messages.ts';

const { slack, timeZone } = bundledSettings(import.meta.dirname);
if (slack === null || !('webhookParameter' in slack)) {
  throw new Error('Cannot start: slack.webhookParameter is not set in the settings beside the function; deploy again');
}
const { webhookParameter } = slack;

const ports: SlackPorts = {
  webhook: slackWebhook({ timeoutMs: 8 * SECOND_MS }),
  secrets: ssmSecrets({ client: new SSMClient(AWS_TIMEOUTS), now: () => systemClock.now(), keepMs: 0 }),
  clock: systemClock,
  log: jsonLog(console),
};

/** What Lambda says of an invocation, as far as it matters here. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Lambda entry point: posts what the alert topic delivers. */
export async function handler(event: unknown, context: InvocationContext): Promise<void> {
  const endAt = ports.clock.now() + context.getRemainingTimeInMillis();
  const { faults } = await runSlack({ messages: topicMessages(event), webhookParameter, timeZone, endAt }, ports);
  if (faults.length > 0) throw new RunFaultsError(faults);
}
