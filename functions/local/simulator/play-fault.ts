import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EpochMs } from '../../core/model/time.ts';
import { errorAnswer, type Answer } from './answer.ts';
import type { Fault } from './fault-script.ts';

/** One request whose head has been read and that waits for its answer. */
export interface Exchange {
  readonly socket: Socket;
  readonly response: ServerResponse;
  readonly now: () => EpochMs;
  /** The answer that a healthy API gives at this moment. */
  readonly healthyAnswer: () => Answer;
  /** Resolves after `ms`. */
  readonly sleep: (ms: number) => Promise<void>;
}

const FOREIGN_PAGE = '<!doctype html><title>Guest Wi-Fi</title><h1>Please accept the terms of use to go online</h1>\n';
const LOGIN_URL = 'http://login.invalid/';

/** Does to a request what the fault says. */
export async function playFault(fault: Fault, exchange: Exchange): Promise<void> {
  const { socket } = exchange;
  switch (fault.kind) {
    case 'status':
      send(exchange, statusAnswer(fault));
      return;
    case 'reset':
      if (fault.when === 'mid-body') sendHalf(exchange, () => socket.resetAndDestroy());
      else socket.resetAndDestroy();
      return;
    case 'refused':
      // Only a connection that was opened before the window began gets here.
      socket.resetAndDestroy();
      return;
    case 'silence':
      return;
    case 'slow':
      await exchange.sleep(fault.delayMs);
      send(exchange, exchange.healthyAnswer());
      return;
    case 'truncated':
      sendHalf(exchange, () => {
        socket.destroySoon();
      });
      return;
    case 'closed-without-answer':
      socket.destroySoon();
      return;
    case 'foreign-html':
      send(exchange, { status: 200, headers: { 'content-type': 'text/html' }, body: FOREIGN_PAGE });
      return;
    case 'empty':
      send(exchange, { status: 200, headers: {}, body: '' });
      return;
    case 'redirect':
      send(exchange, { status: 302, headers: { location: LOGIN_URL, 'content-type': 'text/html' }, body: '' });
      return;
    case 'garbage':
      socket.write('\u0000\u0001 this is not HTTP \r\n\r\n');
      socket.destroySoon();
      return;
  }
}

/** Sends a whole answer; to a client that has gone, that does nothing. */
export function send({ response, now }: Exchange, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    date: new Date(now()).toUTCString(),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const headers: Record<string, string> = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  return fault.body.kind === 'envelope'
    ? errorAnswer(fault.status, fault.body.errors, headers)
    : {
        status: fault.status,
        headers: { 'content-type': fault.body.contentType, ...headers },
        body: fault.body.text,
      };
}

/** Writes past the HTTP server, which would not lie about the length. */
function sendHalf({ socket, healthyAnswer, now }: Exchange, afterwards: () => void): void {
  const { status, headers, body } = healthyAnswer();
  const bytes = Buffer.from(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `date: ${new Date(now()).toUTCString()}`,
    `content-length: ${bytes.length}`,
    '\r\n',
  ].join('\r\n');
  socket.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, bytes.length >> 1)]), afterwards);
}
