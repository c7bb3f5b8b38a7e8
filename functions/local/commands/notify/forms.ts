import { blockKit } from '../../../core/messages/block-kit.ts';
import { slackMessage, type TopicMessage } from '../../../core/messages/slack-message.ts';
import type { Sample } from './samples.ts';

/** The forms that a message of the topic has: of a mail, a Slack webhook, Amazon Q Developer, and for machines. */
export const FORMS = ['mail', 'slack', 'amazon-q', 'json'] as const;
export type Form = (typeof FORMS)[number];

/** A message as subscribers in a form get it, to look at. */
export function formText(sample: Sample, form: Form, timeZone: string): string {
  const { subject, bodies } = sample.message;
  switch (form) {
    case 'mail':
      return `Subject: ${subject}\n\n${bodies.email}`;
    case 'slack':
      return pretty(blockKit(slackMessage(topicMessageOf(sample), timeZone)));
    case 'amazon-q':
      return pretty(JSON.parse(bodies.https));
    case 'json':
      return pretty(JSON.parse(bodies.sqs));
  }
}

/** A sample as the function on the topic would get it. */
export function topicMessageOf({ id, message: { subject, bodies } }: Sample): TopicMessage {
  return { id, subject, message: bodies.lambda };
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
