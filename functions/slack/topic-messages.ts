import { isObject, objects, wording } from '../core/messages/loose-json.ts';
import type { TopicMessage } from '../core/messages/slack-message.ts';

/**
 * The messages of an event from a topic (Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS
 * notifications").
 *
 * @throws {TypeError} when the event is of another kind
 */
export function topicMessages(event: unknown): TopicMessage[] {
  const messages = objects(isObject(event) ? event.Records : null).flatMap(({ Sns: sns }): TopicMessage[] => {
    if (!isObject(sns) || typeof sns.Message !== 'string') return [];
    return [{ id: wording(sns.MessageId) ?? 'unknown', subject: wording(sns.Subject), message: sns.Message }];
  });
  if (messages.length === 0) {
    const found = isObject(event) ? `an object with ${Object.keys(event).join(', ') || 'nothing'}` : typeof event;
    throw new TypeError(
      `Cannot run: the event must be one of an SNS topic, with Records[].Sns.Message; found ${found}`,
    );
  }
  return messages;
}
