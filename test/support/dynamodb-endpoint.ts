import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { DynaliteBackend, type Answer, type Body, type Operation } from './dynamodb-backend.ts';
import { TransactionDesk } from './dynamodb-transactions.ts';

/** dynalite comes without types: a DynamoDB server in memory, `createTableMs` being how long a new table is not active. */
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

/** DynamoDB on this machine: dynalite in memory behind a front that adds what dynalite lacks. */
export interface DynamoDbEndpoint {
  readonly url: string;
  /** A real SDK client that speaks to it. */
  readonly client: DynamoDBClient;
  /** The names of the operations that were asked for, in order. */
  readonly operations: readonly Operation[];
  /** The regions that requests were signed for. */
  readonly regions: ReadonlySet<string>;
  /** The largest size that any item had after a write, counted as DynamoDB does. */
  largestItemBytes(): number;
  /** Performs the next request of this operation and cuts the connection instead of answering. */
  loseNextAnswerTo(operation: Operation): void;
  /** Cuts every connection until it is told to answer again; nothing is performed meanwhile. */
  switchOff(): void;
  switchOn(): void;
  /** Cancels the next `times` transactions as if another one held their first item. */
  contendNextTransactions(times: number): void;
  /** A new table with the keys that the stores want; the answer is its name. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

/** Starts DynamoDB on a free port of 127.0.0.1. */
export async function startDynamoDb(): Promise<DynamoDbEndpoint> {
  const server = dynalite({ createTableMs: 0 });
  const backend = new DynaliteBackend(await listen(server));
  const desk = new TransactionDesk(backend);
  const operations: Operation[] = [];
  const lost: Operation[] = [];
  const regions = new Set<string>();
  const serialised = createQueue();
  let tables = 0;
  let isOff = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const body = (await json(request)) as Body;
    operations.push(operation);
    const [, region] = /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '') ?? [];
    if (region !== undefined) regions.add(region);
    if (isOff) {
      request.socket.destroy();
      return;
    }
    const answer = await serialised(() =>
      operation === 'TransactWriteItems' ? desk.perform(body) : backend.perform(operation, body),
    );
    const losing = lost.indexOf(operation);
    if (losing >= 0) {
      lost.splice(losing, 1);
      request.socket.destroy();
      return;
    }
    send(response, answer);
  }

  const front = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, { status: 500, body: { __type: 'InternalFailure', message: String(error) } });
    });
  });
  const url = await listen(front);
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  return {
    url,
    client,
    operations,
    regions,
    largestItemBytes: () => backend.largestItemBytes,
    loseNextAnswerTo: (operation) => lost.push(operation),
    switchOff: () => {
      isOff = true;
    },
    switchOn: () => {
      isOff = false;
    },
    contendNextTransactions: (times) => {
      desk.contended = times;
    },
    async createTable() {
      tables += 1;
      const name = `health-${tables}`;
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
        }),
      );
      // As of DynamoDB itself, a new table is not there at once; here it is after a turn or two.
      while ((await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== 'ACTIVE');
      return name;
    },
    async close() {
      client.destroy();
      await closed(front);
      await closed(server);
    },
  };
}

/** Runs works one after the other: a transaction sees no other request in its midst. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}
