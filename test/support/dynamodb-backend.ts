/** The name of a DynamoDB API operation, e.g. `PutItem`. */
export type Operation = string;
/** A request or answer body of the DynamoDB JSON protocol. */
export type Body = Record<string, unknown>;
/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
}
/** An item as it is on the wire: attribute name → `{ type: value }`. */
export type WireItem = Record<string, Record<string, string>>;

/** How many keys of a BatchGetItem are served at once; the rest come back unprocessed, as DynamoDB may do at any time. */
const BATCH_KEYS = 7;

/** Requests to dynalite, with what dynalite lacks for requests of one item. */
export class DynaliteBackend {
  /** The largest size that any item had after a write. */
  largestItemBytes = 0;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Performs one request, as DynamoDB would. */
  async perform(operation: Operation, body: Body): Promise<Answer> {
    if (operation === 'BatchGetItem') return this.batchGet(body);
    const answer = await this.ask(operation, body);
    if (answer.status === 200 && (operation === 'PutItem' || operation === 'UpdateItem')) await this.measure(body);
    if (isConditionFailure(answer) && body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD') {
      const item = await this.find(body);
      return { status: 400, body: { ...answer.body, ...(item === null ? {} : { Item: item }) } };
    }
    return answer;
  }

  /** The item that a Put, Update or Delete speaks of, or `null`. */
  async find(body: Body): Promise<WireItem | null> {
    const answer = await this.ask('GetItem', { TableName: body.TableName, Key: keyOf(body), ConsistentRead: true });
    return (answer.body.Item as WireItem | undefined) ?? null;
  }

  /** A request to dynalite as it stands. */
  async ask(operation: Operation, body: Body): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260301T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260301/x/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }

  private async batchGet(body: Body): Promise<Answer> {
    const [[table, request] = ['', { Keys: [] }]] = Object.entries(
      body.RequestItems as Record<string, { Keys: WireItem[] }>,
    );
    const served = { ...request, Keys: request.Keys.slice(0, BATCH_KEYS) };
    const left = request.Keys.slice(BATCH_KEYS);
    const answer = await this.ask('BatchGetItem', { RequestItems: { [table]: served } });
    const unprocessed = left.length === 0 ? {} : { [table]: { ...request, Keys: left } };
    return answer.status === 200 ? { status: 200, body: { ...answer.body, UnprocessedKeys: unprocessed } } : answer;
  }

  private async measure(body: Body): Promise<void> {
    const item = await this.find(body);
    if (item !== null) this.largestItemBytes = Math.max(this.largestItemBytes, itemBytes(item));
  }
}

/** The key in a Put, Update or Delete. */
export function keyOf(body: Body): WireItem {
  const { pk = {}, sk = {} } = (body.Item ?? body.Key) as WireItem;
  return { pk, sk };
}

/** Whether a write was refused by its condition. */
export function isConditionFailure(answer: Answer): boolean {
  return answer.status === 400 && String(answer.body.__type).endsWith('#ConditionalCheckFailedException');
}

/** An item's size as DynamoDB counts it, for the attribute types that the stores use: UTF-8 names and values. */
function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const [type = '', content = ''] = Object.entries(value)[0] ?? [];
    const bytes = type === 'B' ? Buffer.from(content, 'base64').length : Buffer.byteLength(content);
    return sum + Buffer.byteLength(name) + bytes;
  }, 0);
}
