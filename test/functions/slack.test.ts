import { expect, onTestFinished, test } from 'vitest';
import type { SlackPayload } from '../../functions/core/messages/block-kit.ts';
import type { SlackSettings } from '../../functions/core/settings-model.ts';
import { SINGLE_METRIC } from '../support/alarm-samples.ts';
import { startSsm } from '../support/aws-endpoints-services.ts';
import { lambdaSettings } from '../support/template.ts';
import { startWebhook, TAKEN, type WebhookServer } from '../support/webhook-server.ts';
import { invokeSlack } from './slack-function.ts';

const PARAMETER = '/apiv2-health/slack';
const SLACK: SlackSettings = { webhookParameter: PARAMETER };

function settingsWith(slack: SlackSettings | null) {
  return { ...lambdaSettings(), slack, timeZone: 'Europe/Amsterdam' };
}

/** Invokes the function with one message of the topic. */
async function deliver(server: WebhookServer, message: string, slack: SlackSettings | null = SLACK) {
  const ssm = await startSsm(new Map([[PARAMETER, server.url.href]]));
  onTestFinished(() => ssm.close());
  const Sns = { Type: 'Notification', MessageId: 'sns-1', Subject: 'Subject', Message: message };
  return invokeSlack(
    settingsWith(slack),
    { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns }] },
    {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Whatever has no endpoint of its own must not get out.
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_SSM: ssm.url,
    },
  );
}

test('an alarm of CloudWatch reaches the channel in words, in the configured zone, and the URL nobody', async () => {
  const server = await startWebhook(TAKEN);
  const { error, written } = await deliver(server, JSON.stringify(SINGLE_METRIC));
  expect(error).toBeNull();
  const [payload] = server.requests.map(({ body }) => JSON.parse(body) as SlackPayload);
  expect(payload?.text).toBe('🔔 ALARM ApiV2HealthMonitor-probes-stopped');
  expect(JSON.stringify(payload?.blocks)).toContain('went off at 2026-03-01 03:06:01 Europe/Amsterdam (02:06:01 UTC)');
  expect(written).toBe('{"level":"info","event":"slack-posted","messageId":"sns-1"}\n');
});

test('a webhook that was removed: the function fails, so that Lambda keeps the message, and says what to do', async () => {
  const server = await startWebhook({ status: 404, body: 'no_service' });
  const { error, written } = await deliver(server, 'Test');
  expect(error?.name).toBe('RunFaultsError');
  expect(error?.message).toMatch(/^Slack refused the message sns-1: HTTP 404 no_service\. .+make a new one in Slack/);
  expect(written).toContain('"event":"run-fault"');
  expect(`${String(error?.message)}${written}`).not.toContain('Planted');
  expect(server.requests).toHaveLength(1);
});

test('settings without a webhook stop it at the start', async () => {
  const server = await startWebhook(TAKEN);
  const { error } = await deliver(server, 'Test', null);
  expect(error?.message).toMatch(/^Cannot start: slack\.webhookParameter is not set.+deploy again$/);
});
