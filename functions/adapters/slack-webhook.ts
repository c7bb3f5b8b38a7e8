import type { Dispatcher } from 'undici';
import request from 'undici/lib/api/api-request.js';
import Client from 'undici/lib/dispatcher/client.js';
import type { Webhook, WebhookAnswer } from '../core/messages/webhook-port.ts';

export interface SlackWebhookOptions {
  /** From the first step of connecting to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** The body of an answer is a word; more than this is not read. */
const BODY_LIMIT = 200;

/**
 * Incoming webhooks over HTTP/1.1, a new connection each. Redirects are not followed. Of an error nothing is kept but its
 * code: a message or a cause may hold the URL.
 */
export function slackWebhook({ timeoutMs }: SlackWebhookOptions): Webhook {
  return {
    post: async (url, body) => {
      const client = new Client(url.origin);
      try {
        const answer = await request.call(client, {
          path: url.pathname + url.search,
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(timeoutMs),
        });
        return await read(answer);
      } catch (cause) {
        return { kind: 'no-answer', errorCode: codeOf(cause) };
      } finally {
        await client.destroy();
      }
    },
  };
}

async function read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<WebhookAnswer> {
  const retryAfter = headers['retry-after'];
  return {
    kind: 'answer',
    status: statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    code: /^[a-z_]{1,60}$/.exec((await beginning(body)).trim())?.[0] ?? null,
  };
}

async function beginning(body: Dispatcher.ResponseData['body']): Promise<string> {
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
  const code = 'code' in cause ? cause.code : null;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
  return cause.name === 'TimeoutError' ? 'ETIMEDOUT' : 'unknown';
}
