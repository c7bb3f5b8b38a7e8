import { SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snsNotifier } from '../../functions/adapters/sns-notifier.ts';
import { snsMessage, type SnsMessage } from '../../functions/core/messages/sns-message.ts';
import type { Announcement } from '../../functions/core/model/problem.ts';
import type { Notifier } from '../../functions/core/ports.ts';
import { CONTEXT } from '../core/messages/context.ts';
import { hostileNotice } from '../core/messages/hostile.ts';
import { aNotice } from '../support/builders.ts';
import type { AwsEndpoint, AwsReply } from '../support/aws-endpoints.ts';
import { publishOf, queryError, startSns } from '../support/aws-endpoints-services.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';

const BODIES = {
  default: 'It fails.\n\n<b>&</b> 100 % of "probes" é\n',
  email: 'It fails.\n',
  https: '{"version":"1.0"}',
  lambda: '{"schemaVersion":1}',
  sqs: '{"schemaVersion":1}',
};
const render = ({ id }: Announcement): SnsMessage => ({
  subject: `PROBLEM ${id}`,
  bodies: BODIES,
  attributes: { reason: 'opened', vantage: 'local' },
});

let sns: AwsEndpoint;
let client: SNSClient;
let notifier: Notifier;
beforeEach(async () => {
  sns = await startSns();
  client = new SNSClient({ ...sns.clientConfig, maxAttempts: 1 });
  notifier = snsNotifier({
    client,
    topicArn: TOPIC_ARN,
    render,
  });
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

test('a notice is one Publish: subject, a text for each protocol, and attributes to filter on', async () => {
  const notice = aNotice({ id: 'local/server-time/1/opened' });
  expect(await notifier.publish(notice, null)).toEqual({ result: 'accepted' });
  expect(sns.requests.map(publishOf)).toEqual([
    {
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: TOPIC_ARN,
      Subject: 'PROBLEM local/server-time/1/opened',
      MessageStructure: 'json',
      Message: JSON.stringify(BODIES),
      'MessageAttributes.entry.1.Name': 'reason',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'opened',
      'MessageAttributes.entry.2.Name': 'vantage',
      'MessageAttributes.entry.2.Value.DataType': 'String',
      'MessageAttributes.entry.2.Value.StringValue': 'local',
    },
  ]);
});

test.for<{ name: string; reply: AwsReply; result: 'refused' | 'unavailable' | 'ambiguous'; error: object }>([
  {
    name: 'a missing grant concerns all',
    reply: queryError(403, 'AuthorizationError', 'not authorized to perform SNS:Publish'),
    result: 'unavailable',
    error: { name: 'AuthorizationErrorException' },
  },
  {
    name: 'a topic that does not exist concerns all',
    reply: queryError(404, 'NotFound', 'Topic does not exist'),
    result: 'unavailable',
    error: { name: 'NotFoundException' },
  },
  {
    name: 'throttling concerns all',
    reply: queryError(429, 'Throttled', 'Rate exceeded'),
    result: 'unavailable',
    error: { name: 'ThrottledException' },
  },
  {
    name: 'a message that SNS will never take is a refusal',
    reply: queryError(400, 'InvalidParameter', 'Invalid parameter: Message too long'),
    result: 'refused',
    error: { name: 'InvalidParameterException' },
  },
  {
    name: 'so is one that is too large for the service in front of it',
    reply: { status: 413, type: 'text/html', body: '' },
    result: 'refused',
    error: { $metadata: { httpStatusCode: 413 } },
  },
  {
    name: 'a key that may not be used concerns all',
    reply: queryError(400, 'KMSAccessDenied', 'not allowed'),
    result: 'unavailable',
    error: { $metadata: { httpStatusCode: 400 } },
  },
  {
    name: 'an error of the service may have got through',
    reply: queryError(500, 'InternalError', 'try again'),
    result: 'ambiguous',
    error: { name: 'InternalErrorException' },
  },
  {
    name: 'a gateway that gives up may have got through',
    reply: { status: 503, type: 'text/html', body: '<h1>503</h1>' },
    result: 'ambiguous',
    error: { $metadata: { httpStatusCode: 503 } },
  },
  {
    name: 'an answer that says nothing may have got through',
    reply: { status: 200, type: 'text/xml', body: '<PublishResponse><broken' },
    result: 'ambiguous',
    error: {},
  },
  {
    name: 'a connection that is cut after the request was read may have got through',
    reply: 'cut-off',
    result: 'ambiguous',
    error: { code: 'ECONNRESET' },
  },
])('$name, and is not tried again', async ({ reply, result, error }) => {
  sns.reply = () => reply;
  expect(await notifier.publish(aNotice(), null)).toMatchObject({ result, error });
  expect(sns.requests).toHaveLength(1);
});

test('a connection that never came about concerns all', async () => {
  await sns.close();
  expect(await notifier.publish(aNotice(), null)).toMatchObject({
    result: 'unavailable',
    error: { code: 'ECONNREFUSED' },
  });
  sns = await startSns();
});

test('what cannot be put into words is refused, and sends nothing', async () => {
  const broken = snsNotifier({
    client,
    topicArn: TOPIC_ARN,
    render: () => {
      throw new RangeError('no such zone');
    },
  });
  expect(await broken.publish(aNotice(), null)).toMatchObject({
    result: 'refused',
    error: { message: 'no such zone' },
  });
  expect(sns.requests).toEqual([]);
});

test('SNS is sent what a hostile problem comes to, and can read all of it', async () => {
  const real = snsNotifier({
    client,
    topicArn: TOPIC_ARN,
    render: (announcement) => snsMessage(announcement, CONTEXT),
  });
  await fc.assert(
    fc.asyncProperty(hostileNotice, async (notice) => {
      const before = sns.requests.length;
      expect(await real.publish(notice, null)).toEqual({ result: 'accepted' });
      const [request] = sns.requests.slice(before);
      if (request === undefined) throw new Error('nothing was sent');
      const { Message = '', Subject = '' } = publishOf(request);
      expect(Buffer.byteLength(Message)).toBeLessThan(256 * 1024);
      expect(Subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      const bodies = JSON.parse(Message) as Record<string, string>;
      expect(Object.keys(bodies)).toEqual(['default', 'email', 'https', 'lambda', 'sqs']);
      for (const key of ['https', 'lambda', 'sqs']) expect(() => void JSON.parse(bodies[key] ?? '')).not.toThrow();
    }),
    { numRuns: 30 },
  );
});
