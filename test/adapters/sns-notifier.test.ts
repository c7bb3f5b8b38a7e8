import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snsNotifier } from '../../functions/adapters/sns-notifier.ts';
import type { Notifier } from '../../functions/core/ports.ts';
import { aNotice } from '../support/builders.ts';
import type { AwsEndpoint, AwsReply } from '../support/aws-endpoints.ts';
import { publishOf, queryError, startSns } from '../support/aws-endpoints-services.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:alerts';

let sns: AwsEndpoint;
let client: SNSClient;
let notifier: Notifier;
beforeEach(async () => {
  sns = await startSns();
  client = new SNSClient({ ...sns.clientConfig, maxAttempts: 1 });
  notifier = snsNotifier({
    client,
    topicArn: TOPIC_ARN,
    render: ({ id }) => ({ subject: `PROBLEM ${id}`, body: 'It fails.\n\n<b>&</b> 100 % of "probes" é\n' }),
  });
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

test('a notice is one Publish: subject, message, and attributes to filter on', async () => {
  const notice = aNotice({ id: 'local/server-time/1/opened' });
  expect(await notifier.publish(notice)).toEqual({ result: 'accepted' });
  expect(sns.requests.map(publishOf)).toEqual([
    {
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: TOPIC_ARN,
      Subject: 'PROBLEM local/server-time/1/opened',
      Message: 'It fails.\n\n<b>&</b> 100 % of "probes" é\n',
      'MessageAttributes.entry.1.Name': 'severity',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'critical',
      'MessageAttributes.entry.2.Name': 'reason',
      'MessageAttributes.entry.2.Value.DataType': 'String',
      'MessageAttributes.entry.2.Value.StringValue': 'opened',
      'MessageAttributes.entry.3.Name': 'class',
      'MessageAttributes.entry.3.Value.DataType': 'String',
      'MessageAttributes.entry.3.Value.StringValue': 'network',
    },
  ]);
});

test.for<{ name: string; reply: AwsReply; result: 'refused' | 'ambiguous'; error: object }>([
  {
    name: 'a missing grant is a refusal',
    reply: queryError(403, 'AuthorizationError', 'not authorized to perform SNS:Publish'),
    result: 'refused',
    error: { name: 'AuthorizationErrorException' },
  },
  {
    name: 'a topic that does not exist is a refusal',
    reply: queryError(404, 'NotFound', 'Topic does not exist'),
    result: 'refused',
    error: { name: 'NotFoundException' },
  },
  {
    name: 'throttling is a refusal',
    reply: queryError(429, 'Throttled', 'Rate exceeded'),
    result: 'refused',
    error: { name: 'ThrottledException' },
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
  expect(await notifier.publish(aNotice())).toMatchObject({ result, error });
  expect(sns.requests).toHaveLength(1);
});

test('a connection that never came about is a refusal', async () => {
  await sns.close();
  expect(await notifier.publish(aNotice())).toMatchObject({ result: 'refused', error: { code: 'ECONNREFUSED' } });
  sns = await startSns();
});
