import { startAwsEndpoint, type AwsEndpoint, type AwsReply, type AwsRequest } from './aws-endpoints.ts';

/** One datum of a PutMetricData call. */
export interface WireDatum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  /** Epoch seconds. */
  readonly Timestamp: number;
  readonly Unit: string;
  readonly Value: number;
}

/** A PutMetricData call. */
export interface WirePut {
  readonly Namespace: string;
  readonly MetricData: readonly WireDatum[];
}

/** CloudWatch that accepts everything. It speaks AWS JSON 1.0. */
export function startCloudWatch(): Promise<AwsEndpoint> {
  return startAwsEndpoint(() => jsonReply('1.0', 200, {}));
}

/** The PutMetricData call in a request. */
export function putOf({ headers, body }: AwsRequest): WirePut {
  if (headers['x-amz-target'] !== 'GraniteServiceVersion20100801.PutMetricData') {
    throw new Error(`no PutMetricData, found ${String(headers['x-amz-target'])}`);
  }
  return JSON.parse(body) as WirePut;
}

/** A topic that accepts everything and has no subscriptions. It speaks AWS Query. */
export function startSns(): Promise<AwsEndpoint> {
  return startAwsEndpoint((request) =>
    publishOf(request).Action === 'ListSubscriptionsByTopic'
      ? subscriptionsReply([])
      : queryReply('Publish', '<MessageId>1</MessageId>'),
  );
}

/** A subscription as SNS lists it. */
export interface WireSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** Or a word in its place. */
  readonly arn: string;
}

/** A page of the subscriptions of a topic. */
export function subscriptionsReply(subscriptions: readonly WireSubscription[], nextToken?: string): AwsReply {
  const members = subscriptions.map(
    ({ protocol, endpoint, arn }) =>
      `<member><TopicArn>t</TopicArn><Protocol>${protocol}</Protocol><SubscriptionArn>${arn}</SubscriptionArn>` +
      `<Owner>111122223333</Owner><Endpoint>${endpoint}</Endpoint></member>`,
  );
  const next = nextToken === undefined ? '' : `<NextToken>${nextToken}</NextToken>`;
  return queryReply('ListSubscriptionsByTopic', `<Subscriptions>${members.join('')}</Subscriptions>${next}`);
}

/** An answer of SNS. */
function queryReply(action: string, result: string): AwsReply {
  return {
    status: 200,
    type: 'text/xml',
    body:
      `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result>` +
      `<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
  };
}

/** The Publish calls among requests. */
export function publishesOf({ requests }: AwsEndpoint): readonly Readonly<Record<string, string>>[] {
  return requests.map(publishOf).filter(({ Action }) => Action === 'Publish');
}

/** The parameters of a call. */
export function publishOf({ body }: AwsRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(body));
}

/** What a service that speaks AWS Query says when it refuses. */
export function queryError(status: number, code: string, message: string): AwsReply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  return {
    status,
    type: 'text/xml',
    body:
      '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
      `<Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
      '<RequestId>1</RequestId></ErrorResponse>',
  };
}

/**
 * The parameter store, which speaks AWS JSON 1.1. A value that is asked for without decryption comes as KMS left it; a
 * parameter that is not among `parameters`, which may change, does not exist.
 */
export function startSsm(parameters: ReadonlyMap<string, string>): Promise<AwsEndpoint> {
  return startAwsEndpoint((request) => {
    const { Name, WithDecryption } = getParameterOf(request);
    const value = parameters.get(Name);
    if (value === undefined) return jsonReply('1.1', 400, { __type: 'ParameterNotFound', message: '' });
    const Value = WithDecryption === true ? value : 'AQICAHencrypted';
    return jsonReply('1.1', 200, { Parameter: { Name, Type: 'SecureString', Value, Version: 1 } });
  });
}

/** The GetParameter call in a request. */
export function getParameterOf({ headers, body }: AwsRequest): { Name: string; WithDecryption?: boolean } {
  if (headers['x-amz-target'] !== 'AmazonSSM.GetParameter') {
    throw new Error(`no GetParameter, found ${String(headers['x-amz-target'])}`);
  }
  return JSON.parse(body) as { Name: string; WithDecryption?: boolean };
}

/** An answer of a service that speaks AWS JSON. */
export function jsonReply(version: '1.0' | '1.1', status: number, body: object): AwsReply {
  return { status, type: `application/x-amz-json-${version}`, body: JSON.stringify(body) };
}
