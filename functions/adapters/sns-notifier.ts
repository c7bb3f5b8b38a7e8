import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SnsMessage } from '../core/messages/sns-message.ts';
import type { Announcement } from '../core/model/problem.ts';
import type { Care } from '../core/problems/care.ts';
import type { Notifier, PublishResult } from '../core/ports.ts';

export interface SnsNotifierOptions {
  /** Built with `maxAttempts: 1`: the outbox alone decides what is sent again. */
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly render: (announcement: Announcement, care: Care | null) => SnsMessage;
}

/** Publishes announcements to a topic: each once, in the form of every protocol, with attributes to filter on. */
export function snsNotifier({ client, topicArn, render }: SnsNotifierOptions): Notifier {
  return {
    publish: async (announcement, care) => {
      let message: SnsMessage;
      try {
        message = render(announcement, care);
      } catch (cause) {
        // One that cannot be put into words must not keep the others from going out.
        return { result: 'refused', error: asError(cause) };
      }
      return publishMessage(client, topicArn, message);
    },
  };
}

/** Publishes a message once. Never rejects. */
export async function publishMessage(client: SNSClient, topicArn: string, message: SnsMessage): Promise<PublishResult> {
  try {
    await client.send(publishCommand(topicArn, message));
    return { result: 'accepted' };
  } catch (cause) {
    return failed(asError(cause));
  }
}

function publishCommand(topicArn: string, { subject, bodies, attributes }: SnsMessage): PublishCommand {
  return new PublishCommand({
    TopicArn: topicArn,
    Subject: subject,
    MessageStructure: 'json',
    Message: JSON.stringify(bodies),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
}

/** What SNS says of a message that it will never take, as opposed to one that nobody may publish now (Publish, "Errors"). */
const REFUSALS: readonly string[] = [
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ValidationException',
];
/** Nothing was sent: no connection, or nothing to sign the request with. */
const UNSENT: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** A 4xx answer is about this message or about all; what was never sent is about all; anything else may have got through. */
function failed(error: Error): PublishResult {
  const status = '$metadata' in error ? statusOf(error.$metadata) : undefined;
  if (REFUSALS.includes(error.name) || status === 413) return { result: 'refused', error };
  const isAnswered = typeof status === 'number' && status >= 400 && status < 500;
  const isUnsent = ('code' in error && UNSENT.includes(error.code)) || error.name === 'CredentialsProviderError';
  return { result: isAnswered || isUnsent ? 'unavailable' : 'ambiguous', error };
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function statusOf(metadata: unknown): unknown {
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;
}
