import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchMetrics } from '../../functions/adapters/cloudwatch-metrics.ts';
import { conditionally } from '../../functions/adapters/dynamodb/conditions.ts';
import { transact } from '../../functions/adapters/dynamodb/transactions.ts';
import { snsNotifier } from '../../functions/adapters/sns-notifier.ts';
import { ssmSecrets } from '../../functions/adapters/ssm-secrets.ts';
import type { Announcement } from '../../functions/core/model/problem.ts';

/** A call that the functions make. */
export type CallName = 'put' | 'transact' | 'publish' | 'read-parameter' | 'put-metrics';

/**
 * What the adapters make of a call that the service at `endpoint` refuses: their result, or the error. Also bundled by a
 * test, as the functions are: in a bundle it must be the same.
 */
export async function handler({ call, endpoint }: { call: CallName; endpoint: string }): Promise<string> {
  const options = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  try {
    return JSON.stringify(await callsOf(options)[call](), withErrors);
  } catch (cause) {
    return JSON.stringify({ thrown: cause }, withErrors);
  }
}

function callsOf(options: { endpoint: string; region: string; maxAttempts: number }) {
  const db = new DynamoDBClient(options);
  const notifier = snsNotifier({
    client: new SNSClient(options),
    topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
    render: () => ({
      subject: 'Subject',
      bodies: { default: '', email: '', https: '', lambda: '', sqs: '' },
      attributes: {},
    }),
  });
  return {
    put: () => conditionally(db.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'a' } } }))),
    transact: async () => [...(await transact({ client: db, tableName: 'table', newId: () => 'token' }, []))],
    publish: () => notifier.publish({} as Announcement, null),
    'read-parameter': () =>
      ssmSecrets({ client: new SSMClient(options), now: () => 0, keepMs: 0 }).read('/token', 'cached'),
    'put-metrics': () =>
      cloudWatchMetrics(new CloudWatchClient(options)).put([{ name: 'DetectRun', dimensions: {}, value: 1 }], 0),
  } satisfies Record<CallName, () => Promise<unknown>>;
}

/** What people and adapters read of an error. */
function withErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message } = value;
  const { $metadata: metadata, $fault: fault } = value as Error & {
    $metadata?: { httpStatusCode?: number };
    $fault?: string;
  };
  return { name, message, status: metadata?.httpStatusCode, fault };
}
