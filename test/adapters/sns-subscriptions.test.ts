import { SNSClient } from '@aws-sdk/client-sns';
import { expect, onTestFinished, test } from 'vitest';
import { snsSubscriptions } from '../../functions/adapters/sns-subscriptions.ts';
import type { SubscriptionList } from '../../functions/core/ports.ts';
import { startAwsEndpoint, type AwsEndpoint } from '../support/aws-endpoints.ts';
import { publishOf, queryError, subscriptionsReply } from '../support/aws-endpoints-services.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';

async function topic(reply: AwsEndpoint['reply']): Promise<{ list: SubscriptionList; endpoint: AwsEndpoint }> {
  const endpoint = await startAwsEndpoint(reply);
  const client = new SNSClient({ ...endpoint.clientConfig, maxAttempts: 1 });
  onTestFinished(async () => {
    client.destroy();
    await endpoint.close();
  });
  return { list: snsSubscriptions({ client, topicArn: TOPIC_ARN }), endpoint };
}

test('mail addresses of all pages, confirmed or not; what is deleted or no mail is left out', async () => {
  const { list, endpoint } = await topic((request) =>
    publishOf(request).NextToken === undefined
      ? subscriptionsReply(
          [
            { protocol: 'email', endpoint: 'told@example.test', arn: `${TOPIC_ARN}:1` },
            {
              protocol: 'lambda',
              endpoint: 'arn:aws:lambda:eu-west-1:111122223333:function:slack',
              arn: `${TOPIC_ARN}:2`,
            },
          ],
          'more',
        )
      : subscriptionsReply([
          { protocol: 'email', endpoint: 'new@example.test', arn: 'PendingConfirmation' },
          { protocol: 'email-json', endpoint: 'script@example.test', arn: `${TOPIC_ARN}:3` },
          { protocol: 'email', endpoint: 'left@example.test', arn: 'Deleted' },
        ]),
  );
  expect(await list.emails()).toEqual([
    { address: 'told@example.test', isConfirmed: true },
    { address: 'new@example.test', isConfirmed: false },
    { address: 'script@example.test', isConfirmed: true },
  ]);
  expect(endpoint.requests.map(publishOf)).toMatchObject([
    { Action: 'ListSubscriptionsByTopic', TopicArn: TOPIC_ARN },
    { Action: 'ListSubscriptionsByTopic', TopicArn: TOPIC_ARN, NextToken: 'more' },
  ]);
});

test('a topic without subscriptions', async () => {
  const { list } = await topic(() => subscriptionsReply([]));
  expect(await list.emails()).toEqual([]);
});

test('what may not be listed rejects', async () => {
  const { list } = await topic(() => queryError(403, 'AuthorizationError', 'not authorized'));
  await expect(list.emails()).rejects.toThrow('not authorized');
});
