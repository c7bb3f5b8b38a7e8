import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Webhook, WebhookAnswer } from '../core/messages/webhook-port.ts';

export interface SlackWebhookOptions {
  /** From the first step of connecting to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** The body of an answer is a word; more than this is not read. */
const BODY_LIMIT = 200;

/**
 * Incoming webhooks over HTTP/1.1, a new connection each, by Node's own client: undici would be half of the function's code.
 * Redirects are not followed. Of an error nothing is kept but its code: a message or a cause may hold the URL.
 */
export function slackWebhook({ timeoutMs }: SlackWebhookOptions): Webhook {
  return {
    post: async (url, body) => {
      try {
        return await read(await post(url, Buffer.from(JSON.stringify(body)), AbortSignal.timeout(timeoutMs)));
      } catch (cause) {
        return { kind: 'no-answer', errorCode: codeOf(cause) };
      }
    },
  };
}

async function post(url: URL, body: Buffer, signal: AbortSignal): Promise<IncomingMessage> {
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length },
    agent: false,
    signal,
  });
  // One that comes while the answer is read ends the answer too, and is told there.
  request.on('error', () => undefined);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end(body);
  const [answer] = await answered;
  return answer;
}

async function read(answer: IncomingMessage): Promise<WebhookAnswer> {
  const { statusCode = 0, headers } = answer;
  return {
    kind: 'answer',
    status: statusCode,
    retryAfter: headers['retry-after'] ?? null,
    code: /^[a-z_]{1,60}$/.exec((await beginning(answer)).trim())?.[0] ?? null,
  };
}

async function beginning(body: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of body) {
      text += String(chunk);
      if (text.length > BODY_LIMIT) break;
    }
  } catch {
    // The status says whether the message was taken; without the rest of the body it says so still.
  }
  return text;
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  // An abort has the signal's reason as its cause.
  if (cause.name === 'AbortError') return 'ETIMEDOUT';
  const code = 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'unknown';
}
