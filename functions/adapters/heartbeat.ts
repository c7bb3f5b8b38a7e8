import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Heartbeat } from '../core/ports.ts';

export interface HeartbeatOptions {
  /** From the first step of connecting to the head of the answer. */
  readonly timeoutMs: number;
}

/**
 * A dead-man service over HTTP/1.1, a new connection each, by Node's own client. Redirects are not followed. Of an error nothing is
 * kept but its code: a message or a cause may hold the URL.
 */
export function httpHeartbeat({ timeoutMs }: HeartbeatOptions): Heartbeat {
  return {
    call: async (url) => {
      try {
        const { statusCode = 0 } = await get(url, AbortSignal.timeout(timeoutMs));
        return statusCode >= 200 && statusCode < 300
          ? { result: 'heard' }
          : { result: 'failed', why: `the answer was ${statusCode}` };
      } catch (cause) {
        return { result: 'failed', why: `there was no answer (${codeOf(cause)})` };
      }
    },
  };
}

async function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { agent: false, signal });
  // One that comes after the head is of no interest any more.
  request.on('error', () => undefined);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end();
  const [answer] = await answered;
  answer.destroy();
  return answer;
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  // An abort has the signal's reason as its cause.
  if (cause.name === 'AbortError') return 'ETIMEDOUT';
  const code = 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'unknown';
}
