/** A topic, and where it is. */
export interface TopicChoice {
  readonly arn: string;
  readonly region: string;
}

/** A standard topic: a FIFO one reaches neither mail nor chat. */
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/;

/** What `--topic` names; `null` for what is no topic, see `TOPIC_FAULT`. */
export function readTopic(arn: string): TopicChoice | null {
  const [, region] = TOPIC_ARN.exec(arn) ?? [];
  return region === undefined ? null : { arn, region };
}

/** What is said of another value. */
export function topicFault(found: string): string {
  return `--topic must be the ARN of a topic, like arn:aws:sns:eu-west-1:111122223333:alerts; found "${found}"`;
}
