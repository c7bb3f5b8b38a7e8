import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** A request as a service got it. */
export interface AwsRequest {
  readonly headers: IncomingHttpHeaders;
  /** Unpacked. */
  readonly body: string;
  /** Of the body as it came, which may be compressed. */
  readonly bytesOnWire: number;
}

/** An HTTP answer; `cut-off`: the request is read and the connection reset. */
export type AwsReply = { readonly status: number; readonly type: string; readonly body: string } | 'cut-off';

/** A service of AWS on this machine. */
export interface AwsEndpoint {
  readonly url: string;
  /** For a real SDK client. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Every request so far. */
  readonly requests: readonly AwsRequest[];
  /** What it answers from now on. */
  reply: (request: AwsRequest) => AwsReply;
  close(): Promise<void>;
}

/** Starts a service on a free port of 127.0.0.1. */
export async function startAwsEndpoint(reply: AwsEndpoint['reply']): Promise<AwsEndpoint> {
  const requests: AwsRequest[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const isPacked = request.headers['content-encoding'] === 'gzip';
    const body = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8');
    const captured = { headers: request.headers, body, bytesOnWire: bytes.length };
    requests.push(captured);
    const answer = endpoint.reply(captured);
    if (answer === 'cut-off') {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status, {
      'content-type': answer.type,
      'x-amzn-requestid': `request-${requests.length}`,
    });
    response.end(answer.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const endpoint: AwsEndpoint = {
    url,
    clientConfig: {
      endpoint: url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    requests,
    reply,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return endpoint;
}
