import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notice } from '../core/model/problem.ts';
import type { Notifier, PublishResult } from '../core/ports.ts';

export interface SnsNotifierOptions {
  /** Built with `maxAttempts: 1`: the outbox alone decides what is sent again. */
  readonly client: SNSClient;
  readonly topicArn: string;
  readonly render: (notice: Notice) => { readonly subject: string; readonly body: string };
}

/** Publishes notices to a topic, with attributes that subscribers can filter on. */
export function snsNotifier({ client, topicArn, render }: SnsNotifierOptions): Notifier {
  return {
    publish: async (notice) => {
      const { subject, body } = render(notice);
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        Message: body,
        MessageAttributes: {
          severity: { DataType: 'String', StringValue: notice.problem.severity },
          reason: { DataType: 'String', StringValue: notice.reason },
          class: { DataType: 'String', StringValue: notice.problem.class },
        },
      });
      try {
        await client.send(command);
        return { result: 'accepted' };
      } catch (cause) {
        return failed(cause);
      }
    },
  };
}

/** A 4xx answer, or a connection that never came about, is a refusal; anything else may have got through. */
function failed(cause: unknown): PublishResult {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const status = '$metadata' in error ? statusOf(error.$metadata) : undefined;
  const isRefused = typeof status === 'number' && status >= 400 && status < 500;
  const code = 'code' in error ? error.code : undefined;
  const isUnsent = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH';
  return { result: isRefused || isUnsent ? 'refused' : 'ambiguous', error };
}

function statusOf(metadata: unknown): unknown {
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
    ? metadata.httpStatusCode
    : undefined;
}
