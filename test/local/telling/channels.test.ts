import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, onTestFinished, test } from 'vitest';
import { snsMessage } from '../../../functions/core/messages/sns-message.ts';
import type { Notifier, PublishResult } from '../../../functions/core/ports.ts';
import { allNotifiers } from '../../../functions/local/telling/all-notifiers.ts';
import { localChannels, type ChannelOptions } from '../../../functions/local/telling/channels.ts';
import { webhookNotifier } from '../../../functions/local/telling/webhook-notifier.ts';
import { slackWebhook } from '../../../functions/adapters/slack-webhook.ts';
import { CONTEXT } from '../../core/messages/context.ts';
import { publishOf, startSns } from '../../support/aws-endpoints-services.ts';
import { aNotice } from '../../support/builders.ts';
import { SECRET_PATH, TAKEN, startWebhook, type WebhookReply } from '../../support/webhook-server.ts';

const NOTICE = aNotice();
const TOPIC = { arn: 'arn:aws:sns:eu-west-1:111122223333:alerts', region: 'eu-west-1' };

const hook = (url: string | null, timeoutMs = 5_000): Notifier =>
  webhookNotifier({
    webhook: slackWebhook({ timeoutMs }),
    secrets: { read: () => (url === null ? Promise.reject(new Error('MY_HOOK is not set')) : Promise.resolve(url)) },
    parameter: '/my/hook',
    timeZone: 'UTC',
    render: (notice) => snsMessage(notice, CONTEXT),
  });

describe('a webhook', () => {
  test.each<{ name: string; replies: WebhookReply[]; result: PublishResult['result']; posts: number }>([
    { name: 'takes it', replies: [TAKEN], result: 'accepted', posts: 1 },
    {
      name: 'takes it as plain text alone',
      replies: [{ status: 400, body: 'invalid_blocks' }, TAKEN],
      result: 'accepted',
      posts: 2,
    },
    {
      name: 'does not understand it at all',
      replies: [{ status: 400, body: 'invalid_payload' }],
      result: 'refused',
      posts: 2,
    },
    { name: 'is told too much', replies: [{ status: 429, body: 'rate_limited' }], result: 'unavailable', posts: 1 },
    { name: 'was removed', replies: [{ status: 404, body: 'no_service' }], result: 'unavailable', posts: 1 },
    {
      name: 'moved',
      replies: [{ status: 302, body: '', headers: { location: '/else' } }],
      result: 'unavailable',
      posts: 1,
    },
    { name: 'fails', replies: [{ status: 503, body: '' }], result: 'ambiguous', posts: 1 },
    { name: 'is cut off', replies: ['cut-off'], result: 'ambiguous', posts: 1 },
  ])('that $name: $result, after $posts', async ({ replies, result, posts }) => {
    const server = await startWebhook(...replies);
    const published = await hook(server.url.href).publish(NOTICE, null);
    expect(published.result).toBe(result);
    expect(server.requests).toHaveLength(posts);
    expect(server.requests[0]?.body).toContain(`Notice ${NOTICE.id}`);
    if (published.result !== 'accepted') expect(published.error.message).not.toContain(SECRET_PATH);
  });

  test('that nothing listens at, or that is not named: nothing was sent', async () => {
    const server = await startWebhook('silent');
    const gone = new URL(server.url);
    gone.port = '1';
    expect(await hook(gone.href).publish(NOTICE, null)).toMatchObject({ result: 'unavailable' });
    expect(await hook(null).publish(NOTICE, null)).toMatchObject({
      result: 'unavailable',
      error: { message: 'MY_HOOK is not set' },
    });
    expect(await hook('http://192.0.2.1/services/secret').publish(NOTICE, null)).toMatchObject({
      result: 'unavailable',
      error: { message: expect.not.stringContaining('secret') as string },
    });
  });
});

describe('several channels', () => {
  const scripted = (...results: PublishResult['result'][]) => {
    const asked: string[] = [];
    const notifier: Notifier = {
      publish: ({ id }) => {
        asked.push(id);
        const result = results.shift() ?? 'accepted';
        return Promise.resolve(result === 'accepted' ? { result } : { result, error: new Error(result) });
      },
    };
    return { notifier, asked };
  };
  const tell = async (...channels: { notifier: Notifier }[]) => {
    const all = allNotifiers(channels.map(({ notifier }) => notifier));
    return [(await all.publish(NOTICE, null)).result, (await all.publish(NOTICE, null)).result];
  };

  test('what one took is not told there again, while the other is tried again', async () => {
    const [well, away] = [scripted(), scripted('unavailable')];
    expect(await tell(well, away)).toEqual(['unavailable', 'accepted']);
    expect([well.asked.length, away.asked.length]).toEqual([1, 2]);
  });

  test('one that is away keeps nobody else from being told', async () => {
    const [away, well] = [scripted('unavailable', 'unavailable'), scripted()];
    expect(await tell(away, well)).toEqual(['unavailable', 'unavailable']);
    expect(well.asked).toEqual([NOTICE.id]);
  });

  test.each<PublishResult['result'][][]>([
    [['refused', 'unavailable', 'unavailable']],
    [['unavailable', 'ambiguous', 'ambiguous']],
    [['refused', 'ambiguous', 'ambiguous']],
  ])('of %j the last one is what counts', async ([first = 'refused', second = 'refused', counts]) => {
    expect((await tell(scripted(first), scripted(second)))[0]).toBe(counts);
  });
});

describe('who is told', () => {
  const options = (overrides: Partial<ChannelOptions> = {}): ChannelOptions => ({
    settings: { slack: null },
    environment: {},
    topic: null,
    context: CONTEXT,
    sns: () => {
      throw new Error('no client is needed');
    },
    ...overrides,
  });
  const slack = { webhookParameter: '/my/hook' };

  test('nobody, where nothing is set', () => {
    const { notifier, told, warnings } = localChannels(options());
    expect({ notifier, told, warnings }).toEqual({
      notifier: null,
      told: 'Alerts are shown here only; nobody is sent any.',
      warnings: [],
    });
  });

  test('nobody, with a warning, where the webhook has no URL', () => {
    const { notifier, told, warnings } = localChannels(options({ settings: { slack }, environment: { MY_HOOK: '' } }));
    expect(notifier).toBeNull();
    expect(told).toContain('nobody is sent any');
    expect(warnings).toEqual(['MY_HOOK is not set, so Slack is not told of anything from here.']);
  });

  test('the webhook and the topic, and both get it; the URL is shown nowhere', async () => {
    const [server, sns] = [await startWebhook(TAKEN), await startSns()];
    onTestFinished(() => sns.close());
    const channels = localChannels(
      options({
        settings: { slack },
        environment: { MY_HOOK: server.url.href },
        topic: TOPIC,
        sns: () => new SNSClient({ ...sns.clientConfig, maxAttempts: 1 }),
      }),
    );
    onTestFinished(() => {
      channels.close();
    });
    expect(channels.told).toBe(
      `Alerts are sent to the Slack webhook in MY_HOOK and the topic ${TOPIC.arn}, and shown here.`,
    );
    expect(await channels.notifier?.publish(NOTICE, null)).toEqual({ result: 'accepted' });
    expect(server.requests).toHaveLength(1);
    expect(sns.requests.map(publishOf)).toMatchObject([{ Action: 'Publish', TopicArn: TOPIC.arn }]);
  });
});
