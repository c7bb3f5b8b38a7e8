import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfirmSubscriptionCommand, SubscribeCommand, type SNSClient } from '@aws-sdk/client-sns';
import { eventually } from './eventually.ts';

/** What SNS posts to an HTTP subscriber (SNS Developer Guide, "Parsing message formats"). */
export interface SnsPost {
  readonly Type: 'SubscriptionConfirmation' | 'Notification';
  /** What a confirmation is asked for with. */
  readonly Token?: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

/** An HTTP endpoint on loopback that keeps what a topic tells it. */
export interface Subscriber {
  /** In the order of arrival. */
  readonly notifications: readonly SnsPost[];
  /** Subscribes and confirms, as a person does by a link in a mail. */
  readonly subscribeTo: (sns: SNSClient, topicArn: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a subscriber on a free port of 127.0.0.1. */
export async function startSubscriber(): Promise<Subscriber> {
  const notifications: SnsPost[] = [];
  let token: string | undefined;
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const post = JSON.parse(text) as SnsPost;
      if (post.Type === 'Notification') notifications.push(post);
      else token = post.Token;
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    notifications,
    subscribeTo: async (sns, TopicArn) => {
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `http://127.0.0.1:${port}/` }));
      const Token = await eventually('SNS to ask for a confirmation', 10_000, () => token);
      await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
