import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** The path that makes a webhook's URL a secret. */
export const SECRET_PATH = '/services/T0PLANTED/B0PLANTED/PlantedSecretPlantedSecret';

/** An answer; `cut-off`: the request is read and the connection reset; `silent`: nothing ever comes. */
export type WebhookReply =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'cut-off'
  | 'silent';

/** What Slack says when it took a message. */
export const TAKEN: WebhookReply = { status: 200, body: 'ok' };

export interface WebhookServer {
  readonly url: URL;
  readonly requests: readonly { path: string; method: string; headers: IncomingHttpHeaders; body: string }[];
}

/** An incoming webhook on this machine until the test is over. It gives these answers in turn, the last one over and over. */
export async function startWebhook(...replies: readonly WebhookReply[]): Promise<WebhookServer> {
  const requests: { path: string; method: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url: path = '', method = '', headers } = request;
      const reply = replies[requests.push({ path, method, headers, body }) - 1] ?? replies.at(-1) ?? TAKEN;
      if (reply === 'cut-off') request.socket.resetAndDestroy();
      else if (reply !== 'silent') response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SECRET_PATH}`), requests };
}
