import { ListSubscriptionsByTopicCommand, type SNSClient, type Subscription } from '@aws-sdk/client-sns';
import type { SubscriptionList } from '../core/ports.ts';
import type { ListedSubscription } from '../core/subscriptions.ts';

export interface SnsSubscriptionsOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/** The e-mail subscriptions of a topic; 100 a call. */
export function snsSubscriptions({ client, topicArn }: SnsSubscriptionsOptions): SubscriptionList {
  return {
    emails: async () => {
      const found: ListedSubscription[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new ListSubscriptionsByTopicCommand({
            TopicArn: topicArn,
            ...(nextToken === undefined ? {} : { NextToken: nextToken }),
          }),
        );
        found.push(...(page.Subscriptions ?? []).flatMap(emailOf));
        nextToken = page.NextToken;
      } while (nextToken !== undefined && nextToken !== '');
      return found;
    },
  };
}

/** In place of an ARN there is a word for what has none yet, or no more; `Deleted` is on the list for a while (SNS API Reference). */
function emailOf({ Protocol, Endpoint, SubscriptionArn }: Subscription): ListedSubscription[] {
  const isMail = Protocol === 'email' || Protocol === 'email-json';
  if (!isMail || Endpoint === undefined || SubscriptionArn === 'Deleted') return [];
  return [{ address: Endpoint, isConfirmed: SubscriptionArn?.startsWith('arn:') ?? false }];
}
