import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { BODY_LIMIT_BYTES, KEPT_HEADERS, type HttpAnswer } from '../../core/model/observation.ts';
import type { AttemptRequest } from '../../core/ports.ts';
import { CLOSED_CODE, DEADLINE_CODES } from '../../core/probing/network-kinds.ts';
import { watchEnding, type Ending } from './ending.ts';
import { WireTrouble, step } from './step.ts';
import type { Timeline } from './timeline.ts';

/** More would be no API answer; also Node's own default limit (`--max-http-header-size`). */
const HEADER_LIMIT_BYTES = 16 * 1024;

/** What came back so far. A failure keeps what had arrived. */
export interface Reception {
  /** Its body is there once the exchange is over. */
  answer: HttpAnswer | null;
  /** Whether the server's own bytes have been seen. */
  isStarted: boolean;
}

/**
 * Sends one GET over a connection that is already set up and reads the answer, at most `BODY_LIMIT_BYTES` of its body.
 * Redirects are not followed. Rejects with the raw error when the exchange breaks off; `reception` then holds the rest.
 */
export async function exchange(
  socket: Socket,
  request: AttemptRequest,
  timeline: Timeline,
  reception: Reception,
): Promise<void> {
  const url = new URL(request.url);
  const ending = watchEnding(socket);
  const body: Body = { chunks: [], bytes: 0, end: 'cut-off' };
  const client = new Client(url.origin, {
    connect: (_options, callback) => {
      // undici starts the request only when told of the connection later than in this call.
      queueMicrotask(() => {
        callback(null, socket);
      });
    },
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: HEADER_LIMIT_BYTES,
  });
  try {
    timeline.enter('request');
    await step<undefined>(
      {
        ms: request.deadlines.answerMs,
        get code() {
          return timeline.phase === 'transfer' ? DEADLINE_CODES.body : DEADLINE_CODES.response;
        },
        signal: request.signal,
      },
      (resolve, reject) => {
        const done = () => {
          timeline.stop();
          // undici would do it in a moment, with an error whose stack trace costs more than all the rest of it.
          socket.destroy();
          resolve(undefined);
        };
        client.dispatch(
          { path: url.pathname + url.search, method: 'GET', headers: { ...request.headers } },
          receiver(timeline, reception, body, ending, done, reject),
        );
        return () => {
          socket.destroy();
          void client.destroy();
        };
      },
    );
  } finally {
    timeline.stop();
    socket.destroy();
    if (reception.answer !== null) reception.answer = { ...reception.answer, ...readBody(body) };
  }
}

/** The body as it comes in. */
interface Body {
  readonly chunks: Buffer[];
  bytes: number;
  end: HttpAnswer['bodyEnd'];
}

function readBody({ chunks, bytes, end }: Body): Pick<HttpAnswer, 'body' | 'bodyBytes' | 'bodyEnd'> {
  return { body: Buffer.concat(chunks).toString('utf8'), bodyBytes: bytes, bodyEnd: end };
}

function receiver(
  timeline: Timeline,
  reception: Reception,
  body: Body,
  ending: Ending,
  done: () => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: () => undefined,
    onRequestSent: () => {
      timeline.enter('processing');
    },
    onResponseStarted: () => {
      reception.isStarted = true;
    },
    onResponseStart: (_controller, status, headers) => {
      // A head that says more is to come (103 Early Hints and the like) is not the answer.
      if (status < 200) return;
      timeline.enter('transfer');
      reception.answer = { status, headers: keptHeaders(headers), body: '', bodyBytes: 0, bodyEnd: 'cut-off' };
    },
    onResponseData: (_controller, chunk) => {
      if (body.end === 'over-limit') return;
      const room = BODY_LIMIT_BYTES - body.bytes;
      body.chunks.push(chunk.subarray(0, room));
      body.bytes += Math.min(chunk.length, room);
      if (chunk.length > room) {
        body.end = 'over-limit';
        // Not by undici's abort: its parser still ends a body that ends with the connection, and asserts that nobody aborted.
        done();
      }
    },
    onResponseEnd: () => {
      if (ending.broken !== null) {
        reject(ending.broken);
        return;
      }
      if (body.end !== 'over-limit') body.end = 'complete';
      done();
    },
    onResponseError: (_controller, error) => {
      const closed = new WireTrouble(CLOSED_CODE, 'the connection was closed in the middle', { cause: error });
      reject(ending.broken ?? (ending.isClosed ? closed : error));
    },
  };
}

function keptHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return kept;
}
